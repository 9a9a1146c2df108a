using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.Loader;
using CrmErp.Sdk.Generators.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace CrmErp.Sdk.Generators.Tests;

/// <summary>Source text, compiled against CrmErp.Sdk with the generator and the analyzers.</summary>
internal sealed class Compiled
{
    private static readonly ImmutableArray<MetadataReference> s_platform =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => !Path.GetFileName(path).Contains(".Tests", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    private Compiled(Compilation compilation, ImmutableArray<Diagnostic> generator, IReadOnlyList<string> sources)
    {
        Compilation = compilation;
        GeneratorDiagnostics = generator;
        Sources = sources;
    }

    public Compilation Compilation { get; }

    public ImmutableArray<Diagnostic> GeneratorDiagnostics { get; }

    public IReadOnlyList<string> Sources { get; }

    /// <summary>Warnings and errors of the compiler; nothing is switched off, missing docs included.</summary>
    public IEnumerable<Diagnostic> CompilerDiagnostics => Compilation.GetDiagnostics().Where(d => d.Severity >= DiagnosticSeverity.Warning);

    public static Compiled Of(string source, params MetadataReference[] references)
    {
        var compilation = Make(source, references);
        var driver = CSharpGeneratorDriver.Create([new FaceGenerator().AsSourceGenerator()], parseOptions: (CSharpParseOptions)compilation.SyntaxTrees[0].Options)
            .RunGeneratorsAndUpdateCompilation(compilation, out var output, out var diagnostics);
        var result = driver.GetRunResult().Results.Single();
        result.Exception.Should().BeNull();
        return new Compiled(output, diagnostics, [.. result.GeneratedSources.Select(s => s.SourceText.ToString())]);
    }

    public static CSharpCompilation Make(string source, params MetadataReference[] references) => CSharpCompilation.Create(
        "Sample" + Guid.NewGuid().ToString("n"),
        [CSharpSyntaxTree.ParseText("global using System; global using CrmErp.Sdk;\n" + source, new CSharpParseOptions(LanguageVersion.Latest, DocumentationMode.Diagnose), "Source.cs")],
        [.. s_platform, .. references],
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, warningLevel: 9999));

    public MetadataReference ToReference() => MetadataReference.CreateFromStream(Emit());

    /// <summary>Runs the static method <c>Test.Run()</c> of the source.</summary>
    public object? Run(params Compiled[] others)
    {
        var context = new AssemblyLoadContext(null, isCollectible: true);
        foreach (var other in others)
        {
            context.LoadFromStream(other.Emit());
        }

        var run = context.LoadFromStream(Emit()).GetType("Test", throwOnError: true)!.GetMethod("Run", BindingFlags.Public | BindingFlags.Static)!;
        return run.Invoke(null, null);
    }

    public async Task<IReadOnlyList<Diagnostic>> AnalyzeAsync()
    {
        Compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error).Should().BeEmpty();
        var all = await Compilation.WithAnalyzers([new FieldLambdaAnalyzer(), new ExtraFieldAnalyzer()]).GetAnalyzerDiagnosticsAsync();
        all.Should().NotContain(d => d.Id == "AD0001");
        return all;
    }

    private MemoryStream Emit()
    {
        var stream = new MemoryStream();
        Compilation.Emit(stream).Diagnostics.Where(d => d.Severity >= DiagnosticSeverity.Warning).Should().BeEmpty();
        stream.Position = 0;
        return stream;
    }
}
