using System.Text.RegularExpressions;
using CrmErp.Sdk.Architecture.Tests;

namespace CrmErp.Sdk.Docs.Tests;

/// <summary>What the pages name is there: links, paths, projects, tests, rules.</summary>
public sealed partial class LinkTests
{
    private static readonly Lazy<string> TestSources = new(() => string.Join('\n', RepositoryFiles.Files("tests", ".cs").Select(RepositoryFiles.Read)));

    public static TheoryData<string> Pages => [.. RepositoryFiles.Files("", ".md").Where(p => !p.StartsWith("samples/QuoteToCash/Data", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Links_lead_somewhere(string page)
    {
        var broken = Link().Matches(RepositoryFiles.Read(page)).Select(m => m.Groups["target"].Value)
            .Where(t => !t.Contains("://", StringComparison.Ordinal) && !t.StartsWith("mailto:", StringComparison.Ordinal))
            .Where(t => !LinkResolves(page, t)).ToList();
        broken.Should().BeEmpty("{0} links there", page);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Paths_in_code_marks_exist(string page)
    {
        var missing = CodeMark().Matches(RepositoryFiles.Read(page)).Select(m => m.Groups["text"].Value)
            .Where(t => RepositoryPath().IsMatch(t) && !RepositoryFiles.Exists(t.TrimEnd('/'))).ToList();
        missing.Should().BeEmpty("{0} names these files", page);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Projects_that_commands_run_exist(string page)
    {
        var missing = ProjectArgument().Matches(RepositoryFiles.Read(page)).Select(m => m.Groups["path"].Value).Where(p => !RepositoryFiles.Exists(p)).ToList();
        missing.Should().BeEmpty("{0} runs these projects", page);
    }

    [Fact]
    public void Tests_named_by_the_invariants_exist()
    {
        var missing = TestName().Matches(RepositoryFiles.Read("docs/invariants.md")).Select(m => m.Groups["name"].Value)
            .Where(n => !TestSources.Value.Contains($" {n}(", StringComparison.Ordinal)).Distinct().ToList();
        missing.Should().BeEmpty();
    }

    [Fact]
    public void Rules_cited_in_the_code_are_written_down()
    {
        var known = WrittenRule().Matches(RepositoryFiles.Read("docs/rules.md"))
            .SelectMany(m => RuleNumber().Matches(m.Value).Select(r => r.Value)).ToHashSet(StringComparer.Ordinal);
        var cited = RepositoryFiles.Files("src", ".cs").Concat(RepositoryFiles.Files("tests", ".cs"))
            .SelectMany(f => RepositoryFiles.Read(f).Split('\n').Where(l => l.Contains("//", StringComparison.Ordinal)).SelectMany(l => RuleNumber().Matches(l[l.IndexOf("//", StringComparison.Ordinal)..]).Select(r => r.Value)))
            .ToHashSet(StringComparer.Ordinal);
        known.Should().NotBeEmpty();
        cited.Select(Number).Except(known.Select(Number)).Should().BeEmpty("docs/rules.md says what each number means");
    }

    [Fact]
    public void Every_package_is_in_the_readme()
    {
        var readme = RepositoryFiles.Read("README.md");
        RepositoryFiles.Files("src", ".csproj").Select(p => Path.GetFileNameWithoutExtension(p)).Where(n => n != "CrmErp.Sdk.Generators")
            .Where(n => !readme.Contains($"[{n}](src/{n}/README.md)", StringComparison.Ordinal)).Should().BeEmpty();
    }

    [Fact]
    public void Every_test_project_is_in_the_testing_page()
    {
        var page = RepositoryFiles.Read("docs/testing.md");
        RepositoryFiles.Files("tests", ".Tests.csproj").Select(p => Path.GetFileNameWithoutExtension(p))
            .Where(n => !n.StartsWith("CrmErp.Sdk.Connectors.", StringComparison.Ordinal) && !page.Contains(n, StringComparison.Ordinal)).Should().BeEmpty();
    }

    [Fact]
    public void Every_decision_is_in_the_list()
    {
        var list = RepositoryFiles.Read("docs/adr/README.md");
        RepositoryFiles.Files("docs/adr", ".md").Select(p => Path.GetFileName(p)).Where(n => n != "README.md" && !list.Contains($"({n})", StringComparison.Ordinal)).Should().BeEmpty();
    }

    [Fact]
    public void Rooms_have_a_short_note()
    {
        var rooms = Directory.GetDirectories(Path.Combine(RepositoryFiles.Root, "src/CrmErp.Sdk")).Select(d => Path.GetFileName(d)).Where(d => d is not ("bin" or "obj"));
        foreach (var room in rooms)
        {
            RepositoryFiles.Exists($"src/CrmErp.Sdk/{room}/README.md").Should().BeTrue("{0} needs a note", room);
            RepositoryFiles.Read($"src/CrmErp.Sdk/{room}/README.md").Split('\n').Length.Should().BeLessThanOrEqualTo(21, "{0}", room);
        }
    }

    private static string Number(string rule) => rule.TrimEnd('a', 'b', 'c', 'd', 'e', 'f');

    private static bool LinkResolves(string page, string target)
    {
        var parts = target.Split('#', 2);
        var path = parts[0].Length == 0 ? page : Path.GetRelativePath(RepositoryFiles.Root, Path.GetFullPath(Path.Combine(RepositoryFiles.Root, Path.GetDirectoryName(page) ?? "", parts[0])));
        if (!RepositoryFiles.Exists(path))
        {
            return false;
        }

        return parts.Length == 1 || Heading().Matches(RepositoryFiles.Read(path)).Any(h => Anchor(h.Groups["text"].Value) == parts[1]);
    }

    private static string Anchor(string heading) => new([.. heading.Trim().ToLowerInvariant().Where(c => char.IsLetterOrDigit(c) || c is ' ' or '-').Select(c => c == ' ' ? '-' : c)]);

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)", RegexOptions.ExplicitCapture)]
    private static partial Regex Link();

    [GeneratedRegex(@"`(?<text>[^`\n]+)`", RegexOptions.ExplicitCapture)]
    private static partial Regex CodeMark();

    [GeneratedRegex(@"^(src|docs|tests|samples|benchmarks)/[A-Za-z0-9_./-]+$", RegexOptions.ExplicitCapture)]
    private static partial Regex RepositoryPath();

    [GeneratedRegex(@"--project (?<path>[A-Za-z0-9_./-]+)", RegexOptions.ExplicitCapture)]
    private static partial Regex ProjectArgument();

    [GeneratedRegex(@"`(?<name>[A-Z][A-Za-z0-9]*(_[A-Za-z0-9]+)+)`", RegexOptions.ExplicitCapture)]
    private static partial Regex TestName();

    [GeneratedRegex(@"\*\*[^*\n]+\*\*")]
    private static partial Regex WrittenRule();

    [GeneratedRegex(@"\bR[0-9]{1,2}[a-f]?\b")]
    private static partial Regex RuleNumber();

    [GeneratedRegex(@"^#+ (?<text>.+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Heading();
}
