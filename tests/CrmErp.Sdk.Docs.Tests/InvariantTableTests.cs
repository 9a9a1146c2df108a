using System.Text.RegularExpressions;
using CrmErp.Sdk.Architecture.Tests;

namespace CrmErp.Sdk.Docs.Tests;

/// <summary>The tables of docs/invariants.md are complete, and what they name is there.</summary>
public sealed partial class InvariantTableTests
{
    private const string Page = "docs/invariants.md";

    private static readonly Lazy<HashSet<string>> Tests = new(() =>
        [.. RepositoryFiles.Files("tests", ".cs").SelectMany(f => TestMethod().Matches(RepositoryFiles.Read(f)).Select(m => m.Groups["name"].Value))]);

    private static readonly Lazy<string> Sources = new(() => string.Join('\n', RepositoryFiles.Files("src/CrmErp.Sdk", ".cs").Select(RepositoryFiles.Read)));

    [Theory]
    [InlineData("What stands guard", 9, "")]
    [InlineData("Ways in which such systems fail", 38, "F")]
    [InlineData("Holes of a plainer design", 50, "")]
    public void Every_row_names_tests_that_exist(string heading, int last, string prefix)
    {
        var rows = Rows(heading);

        rows.Select(r => r[0]).Distinct().Should().Equal(Enumerable.Range(1, last).Select(n => $"{prefix}{n}"));
        foreach (var row in rows)
        {
            var named = row.Skip(1).SelectMany(c => Mark().Matches(c).Select(m => m.Groups["text"].Value)).Where(t => t.Contains('_', StringComparison.Ordinal)).ToList();
            named.Should().NotBeEmpty("row {0} of '{1}' needs a test", row[0], heading);
            named.Except(Tests.Value).Should().BeEmpty("row {0} of '{1}' names them", row[0], heading);
        }
    }

    [Fact]
    public void Every_guard_is_in_the_product()
    {
        foreach (var row in Rows("What stands guard"))
        {
            var guard = Mark().Match(row[2]).Groups["text"].Value.Split('.');
            guard.Should().HaveCount(2, "a guard is a type and a member: {0}", row[2]);
            Sources.Value.Should().Contain($"class {guard[0]}", "row {0}", row[0]);
            Regex.IsMatch(Sources.Value, $@"\b{Regex.Escape(guard[1])}\(").Should().BeTrue("{0} is named as a guard", row[2]);
        }
    }

    private static List<string[]> Rows(string heading)
    {
        var page = RepositoryFiles.Read(Page);
        var start = page.IndexOf($"\n## {heading}\n", StringComparison.Ordinal);
        start.Should().BeGreaterThan(0, "{0} has the section '{1}'", Page, heading);
        var end = page.IndexOf("\n## ", start + 4, StringComparison.Ordinal);
        return [.. page[start..(end < 0 ? page.Length : end)].Split('\n').Where(l => l.StartsWith("| ", StringComparison.Ordinal)).Select(l => l.Trim('|').Split('|').Select(c => c.Trim()).ToArray()).Where(c => c[0].Length > 0 && c[0] != "Law")];
    }

    [GeneratedRegex(@"\[(Fact|Theory)[^\]]*\](?:\s*\[[^\n]*\])*\s*public (?:static )?(?:async )?(?:Task|ValueTask|void) (?<name>\w+)\(", RegexOptions.ExplicitCapture)]
    private static partial Regex TestMethod();

    [GeneratedRegex("`(?<text>[^`]+)`", RegexOptions.ExplicitCapture)]
    private static partial Regex Mark();
}
