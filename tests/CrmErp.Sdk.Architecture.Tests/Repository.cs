using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace CrmErp.Sdk.Architecture.Tests;

/// <summary>The files of the repository that these tests run in.</summary>
internal static class Repository
{
    private static readonly Lazy<IReadOnlyList<SourceFile>> AllSources = new(() => [.. Files("", ".cs").Select(SourceFile.Read)]);

    /// <summary>The folder that holds the solution.</summary>
    public static string Root => RepositoryFiles.Root;

    /// <summary>Every C# file, by path from the root.</summary>
    public static IReadOnlyList<SourceFile> Sources => AllSources.Value;

    /// <summary>C# files below a folder.</summary>
    public static IEnumerable<SourceFile> SourcesUnder(string folder) =>
        Sources.Where(s => s.Path.StartsWith(folder.TrimEnd('/') + "/", StringComparison.Ordinal));

    /// <summary>See <see cref="RepositoryFiles.Files"/>.</summary>
    public static IEnumerable<string> Files(string folder, params string[] extensions) => RepositoryFiles.Files(folder, extensions);
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
