using System.Text;
using System.Text.RegularExpressions;
using CrmErp.Sdk.Architecture.Tests;
using Snippets;

namespace CrmErp.Sdk.Docs.Tests;

/// <summary>
/// The C# of README.md and docs/ is that of samples/Snippets and samples/QuickStart, which compile. With CRMERP_UPDATE_DOCS=1 the
/// blocks are written instead of compared.
/// </summary>
public sealed partial class SnippetTests
{
    private const string QuickStart = "samples/QuickStart/Program.cs";

    private static bool Updates => Environment.GetEnvironmentVariable("CRMERP_UPDATE_DOCS") == "1";

    public static TheoryData<string> Pages => ["README.md", .. RepositoryFiles.Files("docs", ".md").Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Blocks_show_what_compiles(string page)
    {
        var snippets = Snippets();
        var text = RepositoryFiles.Read(page);
        var expected = Block().Replace(text, m => $"<!-- snippet: {m.Groups["name"].Value} -->\n```csharp\n{snippets[m.Groups["name"].Value]}```");
        if (Updates && expected != text)
        {
            File.WriteAllText(Path.Combine(RepositoryFiles.Root, page), expected);
        }

        expected.Should().Be(text, "{0} shows the regions of samples/Snippets; set CRMERP_UPDATE_DOCS=1 and run this test to write them", page);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_block_of_code_names_its_snippet(string page)
    {
        var text = RepositoryFiles.Read(page);
        AnyBlock().Count(text).Should().Be(Block().Count(text), "a block that is not compiled will be wrong one day");
    }

    [Fact]
    public void The_quick_start_has_about_twenty_lines() => Snippets()["quick-start"].Split('\n').Length.Should().BeLessThanOrEqualTo(27);

    [Fact]
    public Task The_world_of_the_testing_page_does_what_it_says() => Worlds.WorldAsync();

    [Fact]
    public Task The_system_of_ones_own_does_what_the_page_says() => Worlds.OwnSystemAsync();

    [Fact]
    public Task A_connector_of_ones_own_keeps_the_laws_in_drawn_worlds() => Worlds.OwnConnectorAsync();

    private static Dictionary<string, string> Snippets()
    {
        var result = new Dictionary<string, string>(StringComparer.Ordinal) { ["quick-start"] = RepositoryFiles.Read(QuickStart) };
        foreach (var file in RepositoryFiles.Files("samples/Snippets", ".cs"))
        {
            List<string>? region = null;
            var name = "";
            foreach (var line in RepositoryFiles.Read(file).Split('\n'))
            {
                var trimmed = line.Trim();
                if (trimmed.StartsWith("#region ", StringComparison.Ordinal))
                {
                    (name, region) = (trimmed["#region ".Length..], []);
                }
                else if (trimmed == "#endregion")
                {
                    result.Add(name, Dedent(region!));
                    region = null;
                }
                else
                {
                    region?.Add(line.TrimEnd());
                }
            }
        }

        return result;
    }

    private static string Dedent(List<string> lines)
    {
        var indent = lines.Where(l => l.Length > 0).Min(l => l.Length - l.TrimStart().Length);
        var text = new StringBuilder();
        foreach (var line in lines.SkipWhile(l => l.Length == 0).Reverse().SkipWhile(l => l.Length == 0).Reverse())
        {
            text.Append(line.Length == 0 ? "" : line[indent..]).Append('\n');
        }

        return text.ToString();
    }

    [GeneratedRegex(@"<!-- snippet: (?<name>[a-z-]+) -->\n```csharp\n(?<code>(?:(?!```).*\n)*)```", RegexOptions.ExplicitCapture)]
    private static partial Regex Block();

    [GeneratedRegex(@"^```csharp", RegexOptions.Multiline)]
    private static partial Regex AnyBlock();
}
