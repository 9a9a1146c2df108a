using CrmErp.Sdk.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CrmErp.Sdk.Architecture.Tests;

/// <summary>The core, compiled from its sources with its own generator.</summary>
internal static class CoreCompilation
{
    private const string ImplicitUsings =
        "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; " +
        "global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;";

    private static readonly Lazy<Compilation> Made = new(Make);

    public static Compilation Value => Made.Value;

    private static Compilation Make()
    {
        var options = new CSharpParseOptions(LanguageVersion.Latest, DocumentationMode.None);
        var trees = Repository.SourcesUnder("src/CrmErp.Sdk").Select(s => s.Tree).Append(CSharpSyntaxTree.ParseText(ImplicitUsings, options));
        var platform = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(p => !Path.GetFileName(p).StartsWith("CrmErp.", StringComparison.Ordinal));
        var bare = CSharpCompilation.Create(
            "CrmErp.Sdk",
            trees,
            platform.Select(p => MetadataReference.CreateFromFile(p)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, allowUnsafe: true));
        CSharpGeneratorDriver.Create([new FaceGenerator().AsSourceGenerator()], parseOptions: options)
            .RunGeneratorsAndUpdateCompilation(bare, out var complete, out _);
        return complete;
    }
}
