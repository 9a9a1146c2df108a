using CrmErp.Sdk.Connectors;

namespace CrmErp.Sdk;

/// <summary>What became of one field group of a map.</summary>
public enum MapGroupChangeKind
{
    /// <summary>It is mapped now, or mapped again: every record has to be met before it is written.</summary>
    Added = 1,
    /// <summary>It is not mapped any more: its state is kept, nothing is written, its open conflicts and notes end.</summary>
    Removed = 2,
    /// <summary>Other rules carry the same fields. Nothing is rewritten by that.</summary>
    Changed = 3,
    /// <summary>It carries more fields than before: those have to be met before they are written.</summary>
    Extended = 4,
}

/// <summary>One field group whose rules differ.</summary>
/// <param name="Group">The group's name.</param>
/// <param name="Kind">What became of it.</param>
/// <param name="Fields">For an extended group the fields it gained, else all its fields.</param>
public sealed record MapGroupChange(string Group, MapGroupChangeKind Kind, IReadOnlyList<string> Fields);

/// <summary>A map that differs from the active version of it.</summary>
public sealed record MapChange
{
    /// <summary>The entity.</summary>
    public required string Entity { get; init; }

    /// <summary>The connection.</summary>
    public required ConnectionId Connection { get; init; }

    /// <summary>The groups that differ.</summary>
    public required IReadOnlyList<MapGroupChange> Groups { get; init; }

    /// <summary>Whether this version was active before and was replaced: it never takes its place back by itself.</summary>
    public bool WasActiveBefore { get; init; }

    /// <summary>The hash of the map that is active; null when none is.</summary>
    internal ulong? ActiveHash { get; init; }

    /// <summary>The hash of the map of this process.</summary>
    internal ulong NewHash { get; init; }
}

/// <summary>A field group whose old values are to take the form that the map gives them now.</summary>
/// <param name="Entity">The entity.</param>
/// <param name="Connection">The connection whose map gives the form.</param>
/// <param name="Group">The field group.</param>
public sealed record ReapplyGroup(string Entity, ConnectionId Connection, string Group);

/// <summary>What an impact plan of a map change is to cover.</summary>
public sealed class MapChangeOptions
{
    /// <summary>Only these entities; null means all. The default is null.</summary>
    public IReadOnlyList<string>? Entities { get; init; }

    /// <summary>
    /// Groups whose old values take the new form. Where the connection is a value's origin, the value becomes what its record reads as
    /// now, and goes to the others; elsewhere the connection's stored form is written again where it differs. The default is none.
    /// </summary>
    public IReadOnlyList<ReapplyGroup> Reapply { get; init; } = [];

    /// <summary>The most items that the plan keeps; the summary counts all, <see cref="OnItem"/> is told all. The default is 10,000.</summary>
    public int MaxItems { get; init; } = 10_000;

    /// <summary>Is told every item as it is found, in order.</summary>
    public Action<PlanItem>? OnItem { get; init; }
}

/// <summary>
/// What a changed map would do if it became active: a dry run of the real rules over fresh reads. Nothing was stored or written.
/// Hand it to <see cref="ISyncEngine.ActivateMapChangeAsync"/> to approve it.
/// </summary>
public sealed class MapChangePlan
{
    /// <summary>The maps that differ.</summary>
    public required IReadOnlyList<MapChange> Changes { get; init; }

    /// <summary>The groups whose old values take the new form.</summary>
    public required IReadOnlyList<ReapplyGroup> Reapply { get; init; }

    /// <summary>What it would do; at most as many items as were asked for.</summary>
    public required IReadOnlyList<PlanItem> Items { get; init; }

    /// <summary>Counts of all items.</summary>
    public required PlanSummary Summary { get; init; }

    /// <summary>What carrying it out costs, by connection.</summary>
    public required IReadOnlyList<PlanCost> Costs { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The same for two plans with the same items: a plan made again can be compared with the one that was approved.</summary>
    public required string Hash { get; init; }

    internal IReadOnlyDictionary<(ConnectionId Connection, string Entity), Reconcile.MapVersion> Proposed { get; init; } = new Dictionary<(ConnectionId, string), Reconcile.MapVersion>();

    /// <summary>How many writes of each kind it lists, by stream; all of them, also those that are not kept as items.</summary>
    internal IReadOnlyList<(SpokeId Spoke, string Entity, PlanItemKind Kind, long Count)> Writes { get; init; } = [];

    /// <summary>Writes the plan as Markdown. It shows field values.</summary>
    public Task WriteMarkdownAsync(TextWriter writer, CancellationToken cancellationToken = default) => PlanMarkdown.WriteAsync(writer, this, cancellationToken);
}
