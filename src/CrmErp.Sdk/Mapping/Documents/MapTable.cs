using System.Globalization;
using System.Text;

namespace CrmErp.Sdk.Mapping;

/// <summary>Prints maps and flows as tables, for people: what is read, written, converted, owned.</summary>
public static class MapTable
{
    /// <summary>A map as a Markdown table.</summary>
    public static string ToMarkdown(EntityMap map)
    {
        ArgumentNullException.ThrowIfNull(map);
        var text = new StringBuilder();
        Markdown(text, $"{map.Entity.Name} and '{map.Object}' on '{map.Connection}'", map.Filters.Select(FilterText.Describe), Lines(map));
        return text.ToString();
    }

    /// <summary>A map as aligned text, for a console.</summary>
    public static string ToText(EntityMap map)
    {
        ArgumentNullException.ThrowIfNull(map);
        string[][] rows = [["field", "", "external field", "notes", "from"], .. Lines(map)];
        var widths = Enumerable.Range(0, rows[0].Length).Select(i => rows.Max(r => r[i].Length)).ToArray();
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{map.Entity.Name} and '{map.Object}' on '{map.Connection}'\n");
        foreach (var filter in map.Filters)
        {
            text.Append(CultureInfo.InvariantCulture, $"  where {FilterText.Describe(filter)}\n");
        }

        foreach (var row in rows)
        {
            text.Append("  ").AppendJoin("  ", row.Select((cell, i) => cell.PadRight(widths[i]))).Replace("  \n", "\n").Append('\n');
        }

        return text.ToString();
    }

    /// <summary>A flow as Markdown: its members' maps, who owns what, how records are matched.</summary>
    public static string ToMarkdown(FlowDefinition flow)
    {
        ArgumentNullException.ThrowIfNull(flow);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"## {flow.Entity.Name}: {string.Join(", ", flow.Members.Select(m => $"'{m.Connection}'"))} ({flow.Mode}, deletions: {flow.OnDelete})\n\n");
        text.Append(CultureInfo.InvariantCulture, $"Matched by {Names(flow.Match)}; proposed by {Names(flow.Suggest)}.\n\n");
        text.Append("| Group | Owner | On conflict | At first contact | Clears |\n|---|---|---|---|---|\n");
        foreach (var (group, policy) in flow.Entity.Groups.Zip(flow.Policies).Where(p => flow.Members.Any(m => m.Map.RulesOf(p.First.Index).Count > 0)))
        {
            var owner = policy.FixedOwner?.Value ?? (policy.Owner is null ? "" : "depends on the record");
            text.Append(CultureInfo.InvariantCulture, $"| {group.Name} | {owner} | {Steps(policy.Chain)} | {(policy.FirstContactChain is { } first ? Steps(first) : "")} | {policy.OnClear} |\n");
        }

        text.Append('\n');
        foreach (var member in flow.Members)
        {
            text.Append(ToMarkdown(member.Map)).Append('\n');
        }

        return text.ToString();
    }

    private static void Markdown(StringBuilder text, string title, IEnumerable<string> filters, IEnumerable<string[]> rows)
    {
        text.Append(CultureInfo.InvariantCulture, $"### {title}\n\n");
        foreach (var filter in filters)
        {
            text.Append(CultureInfo.InvariantCulture, $"Only records with {filter}.\n\n");
        }

        text.Append("| Field | | External field | Notes | From |\n|---|---|---|---|---|\n");
        foreach (var row in rows)
        {
            text.Append("| ").AppendJoin(" | ", row.Select(MarkdownText.Cell)).Append(" |\n");
        }
    }

    private static IEnumerable<string[]> Lines(EntityMap map) => map.Rules.SelectMany(rule => Lines(rule, ""));

    private static IEnumerable<string[]> Lines(MapRule rule, string indent)
    {
        if (rule is not CompiledRule { Spec: var spec })
        {
            yield return [indent + rule.Description, "", "", "", ""];
            yield break;
        }

        // What the schema forbids is not written, whatever the line says.
        var effective = spec with { WritesOnCreate = rule.WritesOnCreate, WritesOnUpdate = rule.WritesOnUpdate };
        yield return [indent + RuleText.Left(spec), RuleText.Arrow(effective), RuleText.Right(spec), string.Join("; ", RuleText.NotesOf(spec)), spec.IsStandard ? "standard" : "definition"];
        foreach (var line in rule.Lines?.Rules.SelectMany(r => Lines(r, indent + "- ")) ?? [])
        {
            yield return line;
        }
    }

    private static string Names(IReadOnlyList<MatchRule> rules) => rules.Count == 0 ? "nothing" : string.Join(", then ", rules.Select(r => r.Name));

    private static string Steps(IReadOnlyList<Resolve> chain) => string.Join(", ", chain.Append(Resolve.Ask).Select(r => r.Name).Distinct());
}

/// <summary>Keeps texts from breaking a Markdown table.</summary>
internal static class MarkdownText
{
    public static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).Replace('\n', ' ').Replace('\r', ' ');
}
