using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.State;

namespace CrmErp.Sdk;

/// <summary>Open work with one cause: 10,000 records that lack one value in a value map are one problem with a count.</summary>
public sealed record SyncProblem
{
    /// <summary>Names the problem; entries that belong to it carry the same text. It may hold a field value: never log it.</summary>
    public required string Problem { get; init; }

    /// <summary>The queue in which its entries stand.</summary>
    public required OpenQueue Queue { get; init; }

    /// <summary>The entity.</summary>
    public required string Entity { get; init; }

    /// <summary>The spoke.</summary>
    public required SpokeId Spoke { get; init; }

    /// <summary>The stable code of the cause.</summary>
    public required string Cause { get; init; }

    /// <summary>How many entries.</summary>
    public required long Count { get; init; }

    /// <summary>Since when the oldest has been open.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>The oldest entries, at most three.</summary>
    public required IReadOnlyList<OpenEntry> Sample { get; init; }

    /// <summary>What happened, from the oldest entry: the map's or the system's own words. It may hold a field value.</summary>
    public required string Summary { get; init; }

    /// <summary>What ends it.</summary>
    public required string Hint { get; init; }

    /// <summary>Queue, entity, spoke, cause and count.</summary>
    public override string ToString() => $"{Queue} {Entity} {Spoke} {Cause}: {Count}";
}
