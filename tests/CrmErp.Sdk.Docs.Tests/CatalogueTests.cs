using System.Text;
using System.Text.RegularExpressions;
using CrmErp.Sdk.Architecture.Tests;
using CrmErp.Sdk.Diagnostics;

namespace CrmErp.Sdk.Docs.Tests;

/// <summary>docs/diagnostics.md is the catalogue of the code. With CRMERP_UPDATE_DOCS=1 its tables are written instead of compared.</summary>
public sealed partial class CatalogueTests
{
    private const string Page = "docs/diagnostics.md";

    [Theory]
    [InlineData("maps")]
    [InlineData("store")]
    public void Page_shows_the_catalogue(string part)
    {
        var begin = $"<!-- catalogue: {part} -->\n";
        const string End = "<!-- end -->";
        var text = RepositoryFiles.Read(Page);
        var from = text.IndexOf(begin, StringComparison.Ordinal) + begin.Length;
        var to = text.IndexOf(End, from, StringComparison.Ordinal);
        var expected = text[..from] + Table(part == "maps" ? MappingErrors.All : StoreErrors.All) + text[to..];
        if (Environment.GetEnvironmentVariable("CRMERP_UPDATE_DOCS") == "1" && expected != text)
        {
            File.WriteAllText(Path.Combine(RepositoryFiles.Root, Page), expected);
        }

        expected.Should().Be(text, "{0} is written from the catalogue; set CRMERP_UPDATE_DOCS=1 and run this test", Page);
    }

    [Fact]
    public void Codes_of_the_generator_are_on_the_page()
    {
        var page = RepositoryFiles.Read(Page);
        var codes = RepositoryFiles.Read("src/CrmErp.Sdk.Generators/Descriptors.cs").Split('"').Where(t => t.Length == 7 && t.StartsWith("CES", StringComparison.Ordinal)).Distinct();
        codes.Where(c => !page.Contains(c, StringComparison.Ordinal)).Should().BeEmpty();
    }

    [Fact]
    public void Every_code_in_the_sources_is_on_the_page()
    {
        var page = RepositoryFiles.Read(Page);
        var codes = RepositoryFiles.Files("src", ".cs").SelectMany(f => Code().Matches(RepositoryFiles.Read(f)).Select(m => m.Value)).Distinct().ToList();
        codes.Should().Contain("CES1001").And.Contain("CES5001");
        codes.Where(c => !page.Contains($"| {c} |", StringComparison.Ordinal)).Should().BeEmpty();
    }

    [Fact]
    public void Codes_are_unique() =>
        MappingErrors.All.Concat(StoreErrors.All).GroupBy(e => e.Code).Where(g => g.Count() > 1).Should().BeEmpty();

    [Fact]
    public void Every_entry_says_cause_and_cure() =>
        MappingErrors.All.Concat(StoreErrors.All).Where(e => e.Title.Length == 0 || e.Cause.Length == 0 || e.Fix.Length == 0).Should().BeEmpty();

    private static string Table(IReadOnlyList<ErrorDescriptor> entries)
    {
        var text = new StringBuilder("| Code | | What | How it comes about | What to do | Retry is safe |\n|---|---|---|---|---|---|\n");
        foreach (var entry in entries.OrderBy(e => e.Code, StringComparer.Ordinal))
        {
            text.Append($"| {entry.Code} | {(entry.Severity == ErrorSeverity.Error ? "error" : "warning")} | {Cell(entry.Title)} | {Cell(entry.Cause)} | {Cell(entry.Fix)} | {(entry.RetryIsSafe ? "yes" : "no")} |\n");
        }

        return text.ToString();
    }

    [GeneratedRegex("CES[0-9]{4}")]
    private static partial Regex Code();

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal);
}
