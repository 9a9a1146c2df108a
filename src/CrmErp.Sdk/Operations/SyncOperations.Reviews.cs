using System.Globalization;
using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Engine;
using CrmErp.Sdk.Mapping;
using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Operations;

// Questions of identity as a table that people fill in.
internal sealed partial class SyncOperations
{
    private static readonly string[] ReviewColumns = ["kind", "first", "second", "version", "decision"];

    public async Task<int> ExportReviewsAsync(string entity, TextWriter writer, CancellationToken cancellationToken = default)
    {
        var type = Flowing(entity, nameof(entity));
        ArgumentNullException.ThrowIfNull(writer);
        await engine.OpenAsync(cancellationToken).ConfigureAwait(false);
        var flow = runtime.Definition.FindFlow(entity)!;
        EntityField[] fields = [.. flow.Match.Concat(flow.Suggest).SelectMany(r => r.Slots).Concat(type.Find("Name") is { } name ? [name.Slot] : Array.Empty<int>()).Distinct().Order().Select(s => type.Fields[s])];
        await writer.WriteAsync(Csv.Line([.. ReviewColumns, .. fields.SelectMany(f => new[] { $"{f.Name} (first)", $"{f.Name} (second)" })]).AsMemory(), cancellationToken).ConfigureAwait(false);
        var count = 0;
        await foreach (var pair in engine.Steps.ReviewPairsAsync(entity, cancellationToken).ConfigureAwait(false))
        {
            await writer.WriteAsync(
                Csv.Line([pair.Kind, pair.First.Node, pair.Second.Node, Version(pair), "", .. fields.SelectMany(f => new[] { Shown(pair.First, f), Shown(pair.Second, f) })]).AsMemory(),
                cancellationToken).ConfigureAwait(false);
            count++;
        }

        return count;
    }

    public async Task<ReviewImport> ImportReviewsAsync(string entity, TextReader reader, OperationBy by, CancellationToken cancellationToken = default)
    {
        Flowing(entity, nameof(entity));
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(by);
        await engine.OpenAsync(cancellationToken).ConfigureAwait(false);
        var problems = new List<ReviewProblem>();
        var decisions = ReadDecisions(reader, problems);
        var import = new ReviewImport { Problems = problems };
        foreach (var decision in problems.Count == 0 ? decisions : [])
        {
            if (decision.Same is not { } same)
            {
                import.Undecided++;
                continue;
            }

            switch (await IsInQuestionAsync(decision, cancellationToken).ConfigureAwait(false) ?? await JudgeAsync(entity, decision.First, decision.Second, same, by, cancellationToken).ConfigureAwait(false))
            {
                case OperationOutcome.Resolved:
                    import.Judged++;
                    break;
                case OperationOutcome.Stale:
                    import.Stale++;
                    break;
                case OperationOutcome.NotFound:
                    import.NotFound++;
                    break;
                default:
                    import.AlreadyClosed++;
                    break;
            }
        }

        return import;
    }

    private static string Version(ReviewPair pair) => string.Create(CultureInfo.InvariantCulture, $"{pair.First.Version}/{pair.Second.Version}");

    private static string Shown(ReviewNode node, EntityField field) =>
        node.Data is not { } data || data[field.Slot].IsEmpty ? "" : Csv.Shown(field.Kind == FieldKind.Lines ? "" : ValueText.Plain(data[field.Slot]));

    private static List<Decision> ReadDecisions(TextReader reader, List<ReviewProblem> problems)
    {
        var decisions = new List<Decision>();
        string[]? header = null;
        try
        {
            foreach (var (line, cells) in Csv.Read(reader))
            {
                if (header is null)
                {
                    header = [.. cells.Select(c => c.Trim().ToLowerInvariant())];
                    problems.AddRange(ReviewColumns.Except(header).Where(c => c != "kind").Select(c => new ReviewProblem(line, $"The column '{c}' is missing. Columns: {string.Join(", ", ReviewColumns)}.")));
                    if (problems.Count > 0)
                    {
                        return decisions;
                    }
                }
                else if (Decide(header, line, cells, problems) is { } decision)
                {
                    decisions.Add(decision);
                }
            }
        }
        catch (FormatException error)
        {
            problems.Add(new ReviewProblem(0, error.Message));
        }

        if (header is null)
        {
            problems.Add(new ReviewProblem(1, "The table is empty: its first line names the columns."));
        }

        return decisions;
    }

    private static Decision? Decide(string[] header, int line, IReadOnlyList<string> cells, List<ReviewProblem> problems)
    {
        var (first, second, text) = (Cell("first"), Cell("second"), Cell("decision").ToLowerInvariant());
        if (!IsNode(first) || !IsNode(second) || first == second)
        {
            problems.Add(new ReviewProblem(line, "'first' and 'second' must name two different records, as the export wrote them."));
            return null;
        }

        if (text is not ("" or "same" or "different"))
        {
            problems.Add(new ReviewProblem(line, "The decision is 'same', 'different', or empty."));
            return null;
        }

        return new Decision(line, first, second, Cell("version"), text.Length == 0 ? null : text == "same");

        string Cell(string column) => Array.IndexOf(header, column) is var at && at < cells.Count ? cells[at].Trim() : "";
    }

    private static bool IsNode(string text) => RecordRef.TryParse(text, out _) || Guid.TryParseExact(text, "n", out _);

    // Null: it is. A record that moved since, or is settled, is another question.
    private async Task<OperationOutcome?> IsInQuestionAsync(Decision decision, CancellationToken cancellationToken)
    {
        var versions = decision.Version.Split('/');
        var nodes = new[] { decision.First, decision.Second };
        for (var i = 0; i < nodes.Length && versions.Length == nodes.Length; i++)
        {
            if (!RecordRef.TryParse(nodes[i], out var reference))
            {
                continue;
            }

            var staged = await Store.ReadStageAsync(Tenant, [reference], cancellationToken).ConfigureAwait(false);
            var items = await Store.ReadOpenItemsAsync(Tenant, [reference], cancellationToken).ConfigureAwait(false);
            long[] known = [.. staged.Where(s => s.Record is not null).Select(s => s.Sequence), .. items.Where(i => i.Kind is OpenItemKind.Ambiguous or OpenItemKind.PossibleDuplicate).Select(i => i.Sequence)];
            if (known.Length == 0)
            {
                return (await Store.ReadLinksAsync(Tenant, [reference], cancellationToken).ConfigureAwait(false)).Count > 0 ? OperationOutcome.AlreadyClosed : OperationOutcome.NotFound;
            }

            if (!known.Any(k => k.ToString(CultureInfo.InvariantCulture) == versions[i]))
            {
                return OperationOutcome.Stale;
            }
        }

        return null;
    }

    private sealed record Decision(int Line, string First, string Second, string Version, bool? Same);
}
