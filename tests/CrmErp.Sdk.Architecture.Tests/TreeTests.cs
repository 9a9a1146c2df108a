using System.Text.RegularExpressions;

namespace CrmErp.Sdk.Architecture.Tests;

/// <summary>What the tree may not tell: whose machine it was made on, where packages come from, how the work was done.</summary>
public sealed partial class TreeTests
{
    private static readonly string[] Extensions = [".cs", ".md", ".csproj", ".props", ".targets", ".json", ".sh", ".yml", ".yaml", ".js", ".mjs", ".txt", ".sln", ".editorconfig", ".svg", ".config"];

    // Where the name of a thing needs it: the folder itself says that it is not tested.
    private const string Self = "tests/CrmErp.Sdk.Architecture.Tests/TreeTests.cs";

    private static IEnumerable<(string Path, int Number, string Line)> Lines => Repository.Files("", Extensions).Append(".ci/run").Where(p => p != Self && RepositoryFiles.Exists(p))
        .SelectMany(p => RepositoryFiles.Read(p).Split('\n').Select((l, i) => (p, i + 1, l)));

    [Fact]
    public void No_file_names_a_folder_of_somebodys_machine() =>
        Lines.Where(l => MachinePath().IsMatch(l.Line)).Select(l => $"{l.Path}:{l.Number}: {l.Line.Trim()}").ShouldBeNone("paths are relative, or come from the system");

    [Fact]
    public void Scripts_take_temporary_folders_from_mktemp() =>
        Lines.Where(l => (l.Path.EndsWith(".sh", StringComparison.Ordinal) || l.Path == ".ci/run") && l.Line.Contains("/tmp", StringComparison.Ordinal) && !l.Line.Contains("mktemp", StringComparison.Ordinal))
            .Select(l => $"{l.Path}:{l.Number}: {l.Line.Trim()}").ShouldBeNone();

    [Fact]
    public void No_file_names_a_package_source() =>
        Lines.Where(l => PackageSource().IsMatch(l.Line)).Select(l => $"{l.Path}:{l.Number}: {l.Line.Trim()}").ShouldBeNone("the host's own configuration says where packages come from");

    [Fact]
    public void Pages_speak_of_the_product_only() =>
        Lines.Where(l => l.Path.EndsWith(".md", StringComparison.Ordinal) && HowItWasMade().IsMatch(l.Line)).Select(l => $"{l.Path}:{l.Number}: {l.Line.Trim()}").ShouldBeNone();

    [GeneratedRegex(@"(^|[\s""'`(=:])(/home/[a-z]|/root/|/work/|/Users/[A-Za-z]|/mnt/[a-z])|/tmp/w\b|[A-Z]:\\+Users", RegexOptions.ExplicitCapture)]
    private static partial Regex MachinePath();

    [GeneratedRegex(@"https?://[^\s""'<>]*(nuget\.org/(v3|api)|/v3/index\.json|registry\.npmjs|artifactory|pkgs\.dev\.azure|nexus)", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase)]
    private static partial Regex PackageSource();

    [GeneratedRegex(@"\b(this|my|our|previous|last|another|coding|earlier) session\b|\bsub-?agents?\b|\bissues? #?[0-9]+\b|\bas an AI\b|\bthe prompt\b", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase)]
    private static partial Regex HowItWasMade();
}
