using System.Globalization;

namespace CrmErp.Sdk;

/// <summary>How the two sides and the stored state stand to each other.</summary>
public sealed class ReconciliationReport
{
    /// <summary>When it was made.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>By entity and spoke.</summary>
    public required IReadOnlyList<ReconciliationLine> Lines { get; init; }

    /// <summary>Findings that nothing explains, at most a thousand; a sweep looks at each of them.</summary>
    public required IReadOnlyList<ReconciliationFinding> Findings { get; init; }

    /// <summary>How many findings nothing explains. Zero after a run means: what differs is known, and stands in a queue.</summary>
    public long Unexplained => Lines.Sum(l => l.Unexplained);

    /// <summary>Writes the report as Markdown; it names records and fields, not values.</summary>
    public async Task WriteMarkdownAsync(TextWriter writer, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(writer);
        await Write($"# Reconciliation of {At.UtcDateTime:yyyy-MM-dd HH:mm} UTC\n\n").ConfigureAwait(false);
        await Write($"{(Unexplained == 0 ? "Everything is explained." : $"{Unexplained} findings are not explained: run a sweep.")}\n\n").ConfigureAwait(false);
        await Write($"| Entity | Spoke | Records | Linked | Equal | Own form | Differing, explained | Missing | Not linked, explained | Without counterpart, explained | Unexplained |\n").ConfigureAwait(false);
        await Write($"|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n").ConfigureAwait(false);
        foreach (var line in Lines)
        {
            await Write($"| {line.Entity} | {line.Spoke} | {line.Records} | {line.Linked} | {line.Equal} | {line.OwnForm} | {line.Differing} | {line.Missing} | {line.Unlinked} | {line.Orphaned} | {line.Unexplained} |\n").ConfigureAwait(false);
        }

        foreach (var line in Lines.Where(l => l.Fields.Count > 0))
        {
            await Write($"\nDiffering fields of {line.Entity} on {line.Spoke}: {string.Join(", ", line.Fields.Select(f => $"{f.Key} {f.Value}"))}\n").ConfigureAwait(false);
        }

        if (Findings.Count > 0)
        {
            await Write($"\n| Finding | Entity | Record | Field |\n|---|---|---|---|\n").ConfigureAwait(false);
        }

        foreach (var finding in Findings)
        {
            await Write($"| {finding.Kind} | {finding.Entity} | {finding.Record?.ToString() ?? finding.GoldenId?.ToString()} | {finding.Field} |\n").ConfigureAwait(false);
        }

        Task Write(FormattableString text) => writer.WriteAsync(text.ToString(CultureInfo.InvariantCulture).AsMemory(), cancellationToken);
    }
}

/// <summary>One entity on one spoke, in numbers.</summary>
public sealed record ReconciliationLine
{
    /// <summary>The entity.</summary>
    public required string Entity { get; init; }

    /// <summary>The spoke.</summary>
    public required SpokeId Spoke { get; init; }

    /// <summary>Records that the system lists and that pass the flow's filter.</summary>
    public long Records { get; init; }

    /// <summary>Of these, records with an active link.</summary>
    public long Linked { get; init; }

    /// <summary>Of the linked, records that show the golden values in every mapped field.</summary>
    public long Equal { get; init; }

    /// <summary>Of the linked, records that show their own form of them (shortened, rounded) and differ in nothing else.</summary>
    public long OwnForm { get; init; }

    /// <summary>Of the linked, records that differ and stand in a queue for it: a conflict, a write that is owed or parked, an agreed difference, an edit that was just made.</summary>
    public long Differing { get; init; }

    /// <summary>Links whose record is not listed any more; a sweep asks for each by its id.</summary>
    public long Missing { get; init; }

    /// <summary>Records without link that stand in a queue for it: staged, in review, or hinted at.</summary>
    public long Unlinked { get; init; }

    /// <summary>Golden records without a record here, although one is made here, that stand in a queue for it: their row is due, waits, is parked or withheld.</summary>
    public long Orphaned { get; init; }

    /// <summary>Findings that no queue explains: <see cref="Missing"/> records, records that differ or are not linked, golden records without a counterpart.</summary>
    public long Unexplained { get; init; }

    /// <summary>How many records differ, by field; the explained ones too.</summary>
    public IReadOnlyDictionary<string, long> Fields { get; init; } = new Dictionary<string, long>();
}

/// <summary>What a finding is.</summary>
public enum ReconciliationKind
{
    /// <summary>A linked record shows another value than was last known, or than golden.</summary>
    Differs = 1,
    /// <summary>The record of a link is not listed.</summary>
    Missing = 2,
    /// <summary>A record is not linked, and nobody is looking at it.</summary>
    Unlinked = 3,
    /// <summary>A golden record has no record here, and none is on its way.</summary>
    Orphaned = 4,
}

/// <summary>One finding that nothing explains.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Entity">The entity.</param>
/// <param name="Spoke">The spoke.</param>
/// <param name="Record">The record; null for a golden record without one.</param>
/// <param name="GoldenId">The golden record; null for a record without one.</param>
/// <param name="Field">The first field that differs.</param>
public sealed record ReconciliationFinding(ReconciliationKind Kind, string Entity, SpokeId Spoke, RecordRef? Record, GoldenId? GoldenId, string? Field = null);
