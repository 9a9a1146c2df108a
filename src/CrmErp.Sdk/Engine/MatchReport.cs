using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.State;

namespace CrmErp.Sdk;

/// <summary>What the first load of an entity would link, create and ask; a pure function of what was read, whatever the order.</summary>
public sealed class MatchReport
{
    /// <summary>The entity.</summary>
    public required string Entity { get; init; }

    /// <summary>Groups with a record on more than one side, clean: they will be linked.</summary>
    public required long Linked { get; init; }

    /// <summary>Records that stand alone, by spoke: they will be created elsewhere, where the flow creates.</summary>
    public required IReadOnlyDictionary<SpokeId, long> Only { get; init; }

    /// <summary>Groups in which one side holds more than one record, or more than one golden record: they wait for a person.</summary>
    public required long Ambiguous { get; init; }

    /// <summary>Weak matches: proposals that wait for a person.</summary>
    public required long Suggested { get; init; }

    /// <summary>Records that share a strong key with another record of the same side, by spoke.</summary>
    public required IReadOnlyDictionary<SpokeId, long> Duplicates { get; init; }

    /// <summary>The first ambiguous groups and proposals.</summary>
    public required IReadOnlyList<MatchReview> Reviews { get; init; }

    /// <summary>Whether all inventories are complete; a report before that is a preview.</summary>
    public required bool IsComplete { get; init; }

    /// <summary>Whether no person is needed: at most one side holds records, or nothing is ambiguous or proposed.</summary>
    public required bool ApprovesItself { get; init; }
}

/// <summary>One question of a match report.</summary>
/// <param name="Kind"><see cref="OpenItemKind.Ambiguous"/> or <see cref="OpenItemKind.PossibleDuplicate"/> (a proposal of a weak rule).</param>
/// <param name="Records">The records, as text of <see cref="RecordRef"/>.</param>
/// <param name="Golden">The golden records.</param>
/// <param name="Rule">The rule that joins them.</param>
public sealed record MatchReview(OpenItemKind Kind, IReadOnlyList<string> Records, IReadOnlyList<string> Golden, string Rule);
