using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CrmErp.Sdk.Architecture.Tests;

/// <summary>The shape of the code: sizes, names, state.</summary>
public sealed class ShapeTests
{
    private const int LongestFile = 400;
    private const int LongestMethod = 60;

    private static readonly string[] HomelessNames = ["Utils", "Util", "Helpers", "Helper", "Common", "Manager"];

    private static readonly string[] MutableCollections =
        ["Dictionary", "List", "HashSet", "Queue", "Stack", "SortedDictionary", "ConcurrentDictionary", "ConcurrentQueue", "ConcurrentBag", "ConditionalWeakTable", "StringBuilder", "ThreadLocal", "AsyncLocal"];

    private static IEnumerable<SourceFile> Product => Repository.SourcesUnder("src");

    [Fact]
    public void Files_have_at_most_400_lines() =>
        Repository.Sources.Select(s => (s.Path, Lines: s.Tree.GetText(TestContext.Current.CancellationToken).Lines.Count - 1))
            .Where(s => s.Lines > LongestFile && !LongByNature(s.Path))
            .Select(s => $"{s.Path}: {s.Lines} lines").ShouldBeNone();

    [Fact]
    public void Methods_have_at_most_60_lines() =>
        Product.SelectMany(s => Methods(s).Select(m => (Source: s, Method: m, Lines: Lines(m))))
            .Where(m => m.Lines > LongestMethod)
            .Select(m => $"{m.Source.At(m.Method)}: {Name(m.Method)} has {m.Lines} lines").ShouldBeNone();

    [Fact]
    public void Types_say_what_they_do() =>
        Repository.Sources.SelectMany(s => Types(s).Select(t => (Source: s, Type: t)))
            .Where(t => HomelessNames.Any(n => t.Type.Identifier.ValueText.EndsWith(n, StringComparison.Ordinal)))
            .Select(t => $"{t.Source.At(t.Type)}: {t.Type.Identifier.ValueText}").ShouldBeNone();

    [Fact]
    public void Namespaces_are_file_scoped() =>
        Repository.Sources.Where(s => Root(s).DescendantNodes().OfType<NamespaceDeclarationSyntax>().Any()).Select(s => s.Path).ShouldBeNone();

    [Fact]
    public void Nothing_static_changes()
    {
        var fields = Product.SelectMany(s => Root(s).DescendantNodes().OfType<FieldDeclarationSyntax>()
            .Where(f => Has(f.Modifiers, SyntaxKind.StaticKeyword) && IsMutable(f))
            .Select(f => $"{s.At(f)}: {f.Declaration}"));
        var properties = Product.SelectMany(s => Root(s).DescendantNodes().OfType<PropertyDeclarationSyntax>()
            .Where(p => Has(p.Modifiers, SyntaxKind.StaticKeyword) && p.AccessorList?.Accessors.Any(a => a.IsKind(SyntaxKind.SetAccessorDeclaration)) == true)
            .Select(p => $"{s.At(p)}: {p.Identifier}"));
        fields.Concat(properties).ShouldBeNone("state belongs to an instance that its owner made");
    }

    [Fact]
    public void Methods_that_return_nothing_are_never_async() =>
        Product.SelectMany(s => Root(s).DescendantNodes().OfType<MethodDeclarationSyntax>()
            .Where(m => Has(m.Modifiers, SyntaxKind.AsyncKeyword) && m.ReturnType is PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword })
            .Select(m => s.At(m))).ShouldBeNone();

    [Fact]
    public void Nothing_is_left_unfinished()
    {
        string[] marks = ["TO" + "DO", "FIX" + "ME", "HA" + "CK", "NotImplemented" + "Exception"];
        Repository.Sources.SelectMany(s => s.Tree.GetText(TestContext.Current.CancellationToken).Lines.Select(l => (s.Path, Line: l.ToString())))
            .Where(l => marks.Any(m => l.Line.Contains(m, StringComparison.Ordinal)))
            .Select(l => $"{l.Path}: {l.Line.Trim()}").ShouldBeNone();
    }

    [Fact]
    public void Public_classes_are_sealed_static_or_abstract() =>
        Product.SelectMany(s => Types(s).Where(t => t is ClassDeclarationSyntax or RecordDeclarationSyntax { ClassOrStructKeyword.RawKind: not (int)SyntaxKind.StructKeyword })
            .Where(t => Has(t.Modifiers, SyntaxKind.PublicKeyword) && !t.Modifiers.Any(m => m.IsKind(SyntaxKind.SealedKeyword) || m.IsKind(SyntaxKind.StaticKeyword) || m.IsKind(SyntaxKind.AbstractKeyword)))
            .Where(t => !IsException(t) && !IsDerivedFromBySources(t.Identifier.ValueText))
            .Select(t => $"{s.At(t)}: {t.Identifier.ValueText}"))
            .ShouldBeNone("extension goes by interfaces and policies, not by inheritance");

    private static readonly Lazy<HashSet<string>> Bases = new(() =>
        [.. Product.SelectMany(s => Types(s)).SelectMany(t => t.BaseList?.Types.Select(b => b.Type.ToString().Split('<')[0].Split('.')[^1]) ?? [])]);

    private static bool IsDerivedFromBySources(string name) => Bases.Value.Contains(name);

    private static bool IsException(BaseTypeDeclarationSyntax type) => type.Identifier.ValueText.EndsWith("Exception", StringComparison.Ordinal);

    // Tables of data are not read like code.
    private static bool LongByNature(string path) => path is "src/CrmErp.Sdk.Connectors.Salesforce/Mapping/Regions.cs";

    private static bool IsMutable(FieldDeclarationSyntax field) =>
        !Has(field.Modifiers, SyntaxKind.ReadOnlyKeyword) && !Has(field.Modifiers, SyntaxKind.ConstKeyword)
        || field.Declaration.Type is GenericNameSyntax generic && MutableCollections.Contains(generic.Identifier.ValueText)
        || MutableCollections.Contains(field.Declaration.Type.ToString());

    private static IEnumerable<BaseTypeDeclarationSyntax> Types(SourceFile source) => Root(source).DescendantNodes().OfType<BaseTypeDeclarationSyntax>();

    private static IEnumerable<SyntaxNode> Methods(SourceFile source) =>
        Root(source).DescendantNodes().Where(n => n is BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax or AccessorDeclarationSyntax);

    private static int Lines(SyntaxNode node)
    {
        var span = node.SyntaxTree.GetLineSpan(node.Span);
        return span.EndLinePosition.Line - span.StartLinePosition.Line + 1;
    }

    private static string Name(SyntaxNode node) => node switch
    {
        MethodDeclarationSyntax method => method.Identifier.ValueText,
        ConstructorDeclarationSyntax constructor => constructor.Identifier.ValueText,
        LocalFunctionStatementSyntax local => local.Identifier.ValueText,
        _ => node.Kind().ToString(),
    };

    private static bool Has(SyntaxTokenList modifiers, SyntaxKind kind) => modifiers.Any(m => m.IsKind(kind));

    private static SyntaxNode Root(SourceFile source) => source.Tree.GetRoot();
}
