namespace CrmErp.Sdk;

/// <summary>What a plan of the next run is to cover.</summary>
public sealed class PlanOptions
{
    /// <summary>Only these entities; null means all. The default is null.</summary>
    public IReadOnlyList<string>? Entities { get; init; }

    /// <summary>The most changed records that are looked at, over all streams; what is beyond is unknown. The default is 10,000.</summary>
    public int MaxRecords { get; init; } = 10_000;

    /// <summary>The most items that the plan keeps; the summary counts all. The default is 10,000.</summary>
    public int MaxItems { get; init; } = 10_000;

    /// <summary>Is told every item as it is found, in order.</summary>
    public Action<PlanItem>? OnItem { get; init; }
}

/// <summary>
/// What the next run would do: the real rules over what the feeds report, what was hinted at and what is open to be delivered, on a
/// copy of the state that is forgotten. Nothing is stored or written, no cursor moves. What answers of the systems would change (a value
/// that is coerced, a refusal) is not in it, nor is what an entity in its first load would do: its match report says that.
/// </summary>
public sealed class SyncPlan
{
    /// <summary>What would be done; at most as many items as were asked for.</summary>
    public required IReadOnlyList<PlanItem> Items { get; init; }

    /// <summary>Counts of all items.</summary>
    public required PlanSummary Summary { get; init; }

    /// <summary>What carrying it out costs, by connection.</summary>
    public required IReadOnlyList<PlanCost> Costs { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The same for two plans with the same items.</summary>
    public required string Hash { get; init; }

    /// <summary>Writes the plan as Markdown. It shows field values.</summary>
    public Task WriteMarkdownAsync(TextWriter writer, CancellationToken cancellationToken = default) => PlanMarkdown.WriteAsync(writer, this, cancellationToken);
}
