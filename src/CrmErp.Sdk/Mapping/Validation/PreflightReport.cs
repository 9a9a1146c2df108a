using System.Globalization;
using System.Text;
using CrmErp.Sdk.Diagnostics;

namespace CrmErp.Sdk.Mapping;

/// <summary>What a preflight of one connection found.</summary>
public sealed class PreflightReport
{
    internal PreflightReport(ConnectionId connection, int maps, IReadOnlyList<DefinitionProblem> problems)
    {
        Connection = connection;
        Maps = maps;
        Problems = problems;
    }

    /// <summary>The connection.</summary>
    public ConnectionId Connection { get; }

    /// <summary>How many maps were held against the schema.</summary>
    public int Maps { get; }

    /// <summary>Everything that was found.</summary>
    public IReadOnlyList<DefinitionProblem> Problems { get; }

    /// <summary>Whether nothing stops the connection; warnings do not.</summary>
    public bool Succeeded => Problems.All(p => p.Severity == ErrorSeverity.Warning);

    /// <summary>The entities whose flows cannot run on this connection.</summary>
    public IReadOnlyList<string> BlockedEntities =>
        [.. Problems.Where(p => p is { Severity: ErrorSeverity.Error, Entity: not null }).Select(p => p.Entity!).Distinct(StringComparer.Ordinal)];

    /// <summary>The report as a Markdown table.</summary>
    public string ToMarkdown()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"### Preflight of '{Connection}': {(Succeeded ? "passed" : "failed")} ({Maps} maps)\n\n");
        if (Problems.Count > 0)
        {
            text.Append("| Code | | Entity | Field | Problem |\n|---|---|---|---|---|\n");
            foreach (var problem in Problems.OrderByDescending(p => p.Severity))
            {
                text.Append(CultureInfo.InvariantCulture, $"| {problem.Code} | {problem.Severity} | {problem.Entity} | {MarkdownText.Cell(problem.Field ?? "")} | {MarkdownText.Cell(problem.Message)} |\n");
            }
        }

        return text.ToString();
    }
}
