using Microsoft.CodeAnalysis;

namespace CrmErp.Sdk.Generators.Tests;

public sealed class DiagnosticTests
{
    // The declared property of a bad field has no other part: the compiler's own word for "the generator refused it".
    private static readonly string[] s_consequences = ["CS9248", "CS0534", "CS0535", "CS9252"];

    [Theory]
    [InlineData("CES0101", "[CanonicalEntity] internal class Deal : Entity { }")]
    [InlineData("CES0102", "[CanonicalEntity] internal abstract partial class Deal : Entity { }")]
    [InlineData("CES0102", "[CanonicalEntity] internal static partial class Deal { }")]
    [InlineData("CES0102", "[CanonicalEntity] internal partial class Deal<T> : Entity { }")]
    [InlineData("CES0102", "internal partial class Outer<T> { [CanonicalEntity] internal partial class Deal : Entity { } }")]
    [InlineData("CES0102", "[CanonicalEntity] internal partial record Deal;")]
    [InlineData("CES0102", "[CanonicalEntity] file partial class Deal : Entity { }")]
    [InlineData("CES0102", "[CanonicalEntity(Name = \"my deal\")] internal partial class Deal : Entity { }")]
    [InlineData("CES0103", "internal class Outer { [CanonicalEntity] internal partial class Deal : Entity { } }")]
    [InlineData("CES0104", "internal class Mine { } [CanonicalEntity] internal partial class Deal : Mine { }")]
    [InlineData("CES0104", "[CanonicalEntity] internal partial class Deal : LineEntity { }")]
    [InlineData("CES0105", "[CanonicalEntity] internal partial class Deal : Entity { [Field(MaxLength = 3)] public string? Name { get; set; } }")]
    [InlineData("CES0106", "[CanonicalEntity] internal partial class Deal : Entity { public string? Name { get; set; } }")]
    [InlineData("CES0114", "[CanonicalEntity] internal partial class Deal : Entity { public Deal() : base(EntityType) { } }")]
    [InlineData("CES0114", "[CanonicalEntity] internal partial class Deal(string x) : Entity { public string X => x; }")]
    [InlineData("CES0109", "[CanonicalEntity] internal partial class Deal : Entity { public required partial string? Name { get; set; } }")]
    [InlineData("CES0109", "[CanonicalEntity] internal partial class Deal : Entity { public required string Note; }")]
    [InlineData("CES0111", "[CanonicalEntity] internal partial class Deal : Entity { public partial string? EntityType { get; set; } }")]
    [InlineData("CES0111", "[CanonicalEntity] internal partial class Deal : Entity { private sealed class FieldSlots; }")]
    public void Class_ThatCannotHaveAFace_IsADiagnostic(string code, string source) => Single(source).Id.Should().Be(code);

    [Theory]
    [InlineData("CES0107", "public partial double? X { get; set; }", "decimal?")]
    [InlineData("CES0107", "public partial float X { get; set; }", "decimal?")]
    [InlineData("CES0107", "public partial DateTime? X { get; set; }", "DateTimeOffset?")]
    [InlineData("CES0107", "public partial DayOfWeek? X { get; set; }", "Values")]
    [InlineData("CES0107", "public partial long X { get; set; }", "long?")]
    [InlineData("CES0107", "public partial string X { get; set; }", "String?")]
    [InlineData("CES0107", "public partial Money X { get; set; }", "CrmErp.Sdk.Money?")]
    [InlineData("CES0107", "public partial object? X { get; set; }", "string?")]
    [InlineData("CES0107", "public partial byte[]? X { get; set; }", "string?")]
    [InlineData("CES0107", "public partial (int, int)? X { get; set; }", "string?")]
    [InlineData("CES0107", "public partial System.Collections.Generic.List<string> X { get; }", "string?")]
    [InlineData("CES0107", "public partial Account? X { get; set; }", "Reference<Account>")]
    [InlineData("CES0107", "public partial TaxNumber? X { get; set; }", "RowList<TaxNumber>")]
    [InlineData("CES0107", "public partial Address? X { get; }", "never null")]
    [InlineData("CES0108", "public partial Address X { get; set; }", "{ get; }")]
    [InlineData("CES0108", "public partial RowList<TaxNumber> X { get; set; }", "{ get; }")]
    [InlineData("CES0108", "public partial string? X { set; }", "getter")]
    [InlineData("CES0109", "public static partial string? X { get; set; }", "static")]
    [InlineData("CES0109", "public virtual partial string? X { get; set; }", "virtual")]
    [InlineData("CES0110", "[Field(Name = \"a.b\")] public partial string? X { get; set; }", "a.b")]
    [InlineData("CES0110", "public partial string? Y { get; set; } [Field(Name = \"Y\")] public partial string? X { get; set; }", "another field")]
    [InlineData("CES0111", "public new partial string? Row { get; set; }", "Row")]
    [InlineData("CES0112", "public partial Reference? X { get; set; }", "Reference<T>")]
    [InlineData("CES0112", "[Reference<Account>] public partial string? X { get; set; }", "Reference?")]
    [InlineData("CES0112", "[Reference<Entity>] public partial Reference? X { get; set; }", "CanonicalEntity")]
    [InlineData("CES0113", "[Field(MaxLength = 3)] public partial bool? X { get; set; }", "MaxLength")]
    [InlineData("CES0113", "[Field(MaxLength = -3)] public partial string? X { get; set; }", "negative")]
    [InlineData("CES0113", "[Field(Values = [\"1\"])] public partial long? X { get; set; }", "vocabulary")]
    public void Property_ThatCannotBeAField_IsADiagnosticAndTheRestIsGenerated(string code, string property, string hint)
    {
        var compiled = Compiled.Of($"[CanonicalEntity] internal sealed partial class Deal : Entity {{ public partial string? Good {{ get; set; }} {property} }}");

        compiled.GeneratorDiagnostics.Should().Contain(d => d.Id == code).Which.GetMessage().Should().Contain(hint);
        compiled.Sources.Should().ContainSingle().Which.Should().Contain("Good");
        Broken(compiled).Should().BeEmpty();
    }

    [Theory]
    [InlineData("CES0107", "[OwnedValue] internal sealed partial class P : OwnedValue { public partial Address X { get; } }")]
    [InlineData("CES0107", "[LineEntity] internal sealed partial class P : LineEntity { public partial RowList<TaxNumber> X { get; } }")]
    [InlineData("CES0110", "[LineEntity] internal sealed partial class P : LineEntity { public partial string? lineId { get; set; } }")]
    [InlineData("CES0113", "[OwnedValue] internal sealed partial class P : OwnedValue { [Field(Group = \"G\")] public partial string? X { get; set; } }")]
    [InlineData("CES0111", "[OwnedValue] internal sealed partial class P { public partial string? IsEmpty { get; set; } }")]
    public void OwnedValuesAndLines_HaveRulesOfTheirOwn(string code, string source) => Single(source).Id.Should().Be(code);

    [Fact]
    public void UnknownType_IsLeftToTheCompiler()
    {
        var compiled = Compiled.Of("[CanonicalEntity] internal sealed partial class Deal : Entity { public partial Nowhere? X { get; set; } }");

        compiled.GeneratorDiagnostics.Should().BeEmpty();
        compiled.CompilerDiagnostics.Should().Contain(d => d.Id == "CS0246");
    }

    [Fact]
    public void Diagnostics_PointAtTheProperty()
    {
        var compiled = Compiled.Of("[CanonicalEntity] internal sealed partial class Deal : Entity\n{\n    public partial double? Wrong { get; set; }\n}");

        var position = compiled.GeneratorDiagnostics.Single().Location.GetLineSpan();
        (position.Path, position.StartLinePosition.Line).Should().Be(("Source.cs", 3));
    }

    [Fact]
    public void Catalogue_HasOneRowPerDiagnostic()
    {
        var catalogue = File.ReadAllText(Path.Combine(RepositoryRoot(), "docs", "diagnostics.md"));
        var codes = typeof(Descriptors).GetFields().Select(f => ((DiagnosticDescriptor)f.GetValue(null)!).Id).ToList();

        codes.Should().OnlyHaveUniqueItems().And.OnlyContain(code => catalogue.Contains($"| {code} |"));
    }

    private static Diagnostic Single(string source)
    {
        var compiled = Compiled.Of(source);
        Broken(compiled).Should().BeEmpty();
        return compiled.GeneratorDiagnostics.Should().ContainSingle().Subject;
    }

    // Errors inside generated code, and errors that are no consequence of a refused property.
    private static IEnumerable<Diagnostic> Broken(Compiled compiled) => compiled.CompilerDiagnostics.Where(d =>
        d.Severity == DiagnosticSeverity.Error && d.Location.SourceTree is { } tree && tree.FilePath != "Source.cs" && !s_consequences.Contains(d.Id));

    private static string RepositoryRoot()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(at.FullName, "Directory.Packages.props")))
        {
            at = at.Parent!;
        }

        return at.FullName;
    }
}
