using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace CrmErp.Sdk.Architecture.Tests;

/// <summary>The files of the repository that these tests run in.</summary>
internal static class Repository
{
    private static readonly string[] Generated = ["bin", "obj", "artifacts", "node_modules", ".git", ".vs"];
    private static readonly Lazy<IReadOnlyList<SourceFile>> AllSources = new(() => [.. Files("", ".cs").Select(SourceFile.Read)]);

    /// <summary>The folder that holds the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Every C# file, by path from the root.</summary>
    public static IReadOnlyList<SourceFile> Sources => AllSources.Value;

    /// <summary>C# files below a folder.</summary>
    public static IEnumerable<SourceFile> SourcesUnder(string folder) =>
        Sources.Where(s => s.Path.StartsWith(folder.TrimEnd('/') + "/", StringComparison.Ordinal));

    /// <summary>Paths from the root, with '/', of files below a folder whose names end in one of the extensions; generated folders are left out.</summary>
    public static IEnumerable<string> Files(string folder, params string[] extensions)
    {
        var pending = new Stack<string>([Path.Combine(Root, folder)]);
        while (pending.TryPop(out var directory))
        {
            foreach (var child in Directory.EnumerateDirectories(directory))
            {
                if (!Generated.Contains(Path.GetFileName(child)))
                {
                    pending.Push(child);
                }
            }

            foreach (var file in Directory.EnumerateFiles(directory))
            {
                if (extensions.Length == 0 || extensions.Any(e => file.EndsWith(e, StringComparison.OrdinalIgnoreCase)))
                {
                    yield return Path.GetRelativePath(Root, file).Replace('\\', '/');
                }
            }
        }
    }

    /// <summary>The text of a file.</summary>
    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    /// <summary>Whether a file or folder is there.</summary>
    public static bool Exists(string path) => Path.Exists(Path.Combine(Root, path));

    private static string FindRoot()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "Directory.Packages.props")))
            {
                return directory.FullName;
            }
        }

        throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds Directory.Packages.props.");
    }
}

/// <summary>One C# file, parsed.</summary>
internal sealed record SourceFile(string Path, SyntaxTree Tree)
{
    private static readonly CSharpParseOptions Options = new(LanguageVersion.Latest, DocumentationMode.None);

    public static SourceFile Read(string path)
    {
        using var stream = File.OpenRead(System.IO.Path.Combine(Repository.Root, path));
        return new SourceFile(path, CSharpSyntaxTree.ParseText(SourceText.From(stream), Options, path));
    }

    /// <summary>The file and line of a node, as compilers print it.</summary>
    public string At(SyntaxNodeOrToken node) => $"{Path}:{Tree.GetLineSpan(node.Span).StartLinePosition.Line + 1}";
}
