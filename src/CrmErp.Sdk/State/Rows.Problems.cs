namespace CrmErp.Sdk.State;

/// <summary>Open work with one cause: outbox rows of one state, or open items of one kind, that name the same problem.</summary>
public sealed record ProblemRow
{
    /// <summary>The problem, as its rows name it.</summary>
    public required string Problem { get; init; }

    /// <summary>The entity.</summary>
    public required string Entity { get; init; }

    /// <summary>The spoke.</summary>
    public required SpokeId Spoke { get; init; }

    /// <summary>The stable code of the cause.</summary>
    public required string Cause { get; init; }

    /// <summary>The state of its outbox rows; null when it stands in open items.</summary>
    public OutboxState? State { get; init; }

    /// <summary>The kind of its open items; null when it stands in outbox rows.</summary>
    public OpenItemKind? Kind { get; init; }

    /// <summary>How many rows or items.</summary>
    public required long Count { get; init; }

    /// <summary>Since when the oldest has been open.</summary>
    public required DateTimeOffset Since { get; init; }
}

/// <summary>Which problems to list.</summary>
public sealed record ProblemFilter
{
    /// <summary>Of this entity.</summary>
    public string? Entity { get; init; }

    /// <summary>On this spoke.</summary>
    public SpokeId? Spoke { get; init; }

    /// <summary>With this cause.</summary>
    public string? Cause { get; init; }

    /// <summary>This problem.</summary>
    public string? Problem { get; init; }

    /// <summary>Skip as many.</summary>
    public int Skip { get; init; }

    /// <summary>At most as many. The default is 100.</summary>
    public int Take { get; init; } = 100;
}
