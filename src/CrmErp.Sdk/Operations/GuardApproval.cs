using CrmErp.Sdk.Connectors;

namespace CrmErp.Sdk;

/// <summary>Which withheld writes a person lets pass. It is a ceiling: at most as many, and not for ever.</summary>
public sealed record GuardApproval
{
    /// <summary>The kind of writes.</summary>
    public required GuardKind Kind { get; init; }

    /// <summary>The entity.</summary>
    public required string Entity { get; init; }

    /// <summary>The spoke that is written.</summary>
    public required SpokeId Spoke { get; init; }

    /// <summary>The most writes that pass; at least 1. If more are withheld already, nothing is approved: it is not what was looked at.</summary>
    public required int AtMost { get; init; }

    /// <summary>How long it holds, up to 7 days. The default is 1 day.</summary>
    public TimeSpan Lasts { get; init; } = TimeSpan.FromDays(1);
}
