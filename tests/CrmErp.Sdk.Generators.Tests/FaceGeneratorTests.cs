using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CrmErp.Sdk.Generators.Tests;

public sealed class FaceGeneratorTests
{
    [Fact]
    public void Entity_InTheGlobalNamespace_Works() => Clean("""
        /// <summary>Doc.</summary>
        [CanonicalEntity]
        public sealed partial class Deal : Entity
        {
            /// <summary>Doc.</summary>
            public partial string? Name { get; set; }
        }
        /// <summary>Doc.</summary>
        public static class Test
        {
            /// <summary>Doc.</summary>
            public static object? Run() => FieldSelector.Resolve(Deal.EntityType, (Deal x) => x.Name).ToString();
        }
        """).Run().Should().Be("Deal.Name");

    [Fact]
    public void Entity_NestedInternalAndInAwkwardContainers_Works() => Clean("""
        namespace @event.@class
        {
            internal partial interface IOuter
            {
                internal partial record struct Middle
                {
                    internal partial class @new
                    {
                        [CanonicalEntity] private protected sealed partial class @int : Entity { public partial string? @object { get; set; } public partial bool? @value { get; set; } }
                        public static object? Run() => FieldSelector.Resolve(@int.EntityType, (@int x) => x.@object).ToString() + new @int { @value = true }.@value;
                    }
                }
            }
        }
        internal static class Test { public static object? Run() => @event.@class.IOuter.Middle.@new.Run(); }
        """).Run().Should().Be("int.objectTrue");

    [Fact]
    public void Entity_WithoutBaseClass_GetsIt() => Clean("""
        [CanonicalEntity] internal partial class Deal { public partial decimal? Amount { get; set; } }
        internal static class Test { public static object? Run() => new Deal { Amount = 5 } is Entity { Row: var row } ? row["Amount"].AsDecimal() : null; }
        """).Run().Should().Be(5m);

    [Fact]
    public void Entity_WithEveryType_RoundTripsThroughItsProperties() => Clean("""
        [CanonicalEntity(Name = "Everything")] internal sealed partial class All : Entity
        {
            [Field(MaxLength = 10, Required = true, Values = ["a", "b\""])] public partial string? Text { get; set; }
            public partial bool? Truth { get; set; }
            public partial int? Small { get; set; }
            public partial long? Large { get; set; }
            [Field(Group = "Numbers", Name = "Exact")] public partial decimal? Number { get; set; }
            public partial DateOnly? Date { get; set; }
            public partial DateTimeOffset? Instant { get; set; }
            public partial Guid? Guid { get; set; }
            public partial Money? Money { get; set; }
            [Reference<All>] public partial Reference? Other { get; set; }
            public partial Place Home { get; }
            [Field(Group = "Numbers")] public partial Place Work { get; }
            public partial RowList<Item> Items { get; }
            public string? ByHand => Text;
            public static string Shared { get; set; } = "";
        }
        [OwnedValue] internal sealed partial class Place : OwnedValue { public partial string? City { get; set; } public partial int? Floor { get; set; } }
        [LineEntity] internal sealed partial class Item : LineEntity { public partial string? Sku { get; set; } public partial Place From { get; } }
        internal static class Test
        {
            public static object? Run()
            {
                var all = new All
                {
                    Text = "t", Truth = true, Small = 1, Large = 2, Number = 3, Date = new DateOnly(2024, 1, 2), Instant = DateTimeOffset.UnixEpoch, Guid = System.Guid.Empty,
                    Money = new Money(4, "EUR"), Other = new Reference("Everything", "1"), Home = { City = "Bonn", Floor = 7 }, Work = { City = "Ulm" },
                    Items = { new Item { Sku = "s", From = { City = "Kiel" } } },
                };
                all.Items[0].From.Floor = 3;
                all.Text = null;
                var fields = string.Join(",", System.Linq.Enumerable.Select(All.EntityType.Fields, f => f.Name + ":" + f.Group));
                return fields + "|" + RowJson.Write(all.Shape, all.Row) + "|" + all.Home.Floor + all.Work.City + all.Small + all.Items[0].From.City + all.ByHand + All.EntityType.Field("Other").ReferenceTo;
            }
        }
        """).Run().Should().Be(
        "Text:Text,Truth:Truth,Small:Small,Large:Large,Exact:Numbers,Date:Date,Instant:Instant,Guid:Guid,Money:Money,Other:Other,Items:Items,Home.City:Home,Home.Floor:Home,Work.City:Numbers,Work.Floor:Numbers"
        + """|{"Text":null,"Truth":true,"Small":1,"Large":2,"Exact":3,"Date":"2024-01-02","Instant":"1970-01-01T00:00:00.0000000Z","Guid":"00000000-0000-0000-0000-000000000000","Money":{"amount":4,"currency":"EUR"},"Other":"1","Items":[{"Sku":"s","From.City":"Kiel","From.Floor":3}],"Home.City":"Bonn","Home.Floor":7,"Work.City":"Ulm"}|7Ulm1KielEverything""");

    [Fact]
    public void OwnedValueAndLine_FromAnotherAssembly_Work()
    {
        var library = Clean("""
            /// <summary>D.</summary>
            [OwnedValue] public sealed partial class Place : OwnedValue {
                /// <summary>D.</summary>
                public partial string? City { get; set; }
                /// <summary>D.</summary>
                public partial string? Street { get; set; } }
            /// <summary>D.</summary>
            [LineEntity] public sealed partial class Item : LineEntity {
                /// <summary>D.</summary>
                public partial string? Sku { get; set; } }
            """);
        var user = Clean("""
            [CanonicalEntity] internal sealed partial class Site : Entity
            {
                public partial Place First { get; }
                public partial Address Second { get; }
                public partial Place Third { get; }
                public partial RowList<Item> Items { get; }
                public partial string? Name { get; set; }
            }
            public static class Test
            {
                public static object? Run()
                {
                    var site = new Site { Name = "n", First = { City = "a" }, Second = { City = "b" }, Third = { City = "c", Street = "d" }, Items = { new Item { Sku = "e" } } };
                    return RowJson.Write(Site.EntityType, site.Row) + FieldSelector.Resolve(Site.EntityType, (Site x) => x.Third.Street) + FieldSelector.Resolve(Site.EntityType, (Site x) => x.Third).Name;
                }
            }
            """.Replace("public static class Test", "#pragma warning disable CS1591\npublic static class Test", StringComparison.Ordinal), library.ToReference());

        user.Run(library).Should().Be("""{"Items":[{"Sku":"e"}],"Name":"n","First.City":"a","Second.City":"b","Third.City":"c","Third.Street":"d"}Site.Third.StreetThird""");
    }

    [Fact]
    public void Entities_WhoseNamesDifferInCaseOnly_DoNotCollide() => Clean("""
        [CanonicalEntity] internal sealed partial class Deal : Entity { public partial string? Name { get; set; } }
        [CanonicalEntity] internal sealed partial class DEAL : Entity { public partial string? Name { get; set; } }
        """).Sources.Should().HaveCount(2);

    [Fact]
    public void Accessors_KeepTheirAccessibility() => Clean("""
        [CanonicalEntity] internal sealed partial class Deal : Entity
        {
            public partial string? Name { get; private set; }
            public partial string? Fixed { get; init; }
            internal partial string? ReadOnly { get; }
            public Deal Named(string name) { Name = name; return this; }
        }
        internal static class Test { public static object? Run() => new Deal { Fixed = "f" }.Named("n") is var d ? d.Name + d.Fixed + d.ReadOnly : null; }
        """).Run().Should().Be("nf");

    [Fact]
    public void Entity_SplitOverTwoFilesAndObsoleteFields_Works() => Clean("""
        [CanonicalEntity] internal sealed partial class Deal { public partial string? Name { get; set; } [Obsolete("gone")] public partial string? Old { get; set; } }
        internal sealed partial class Deal { public partial bool? Won { get; set; } }
        internal static class Test { public static object? Run() => Deal.EntityType.Fields.Count; }
        """).Run().Should().Be(3);

    [Fact]
    public void ImplementedByHand_IsNotAField() => Clean("""
        [CanonicalEntity] internal sealed partial class Deal : Entity
        {
            public partial string? Name { get; set; }
            public partial string Mine { get; }
            public partial string Mine => "mine";
        }
        internal static class Test { public static object? Run() => Deal.EntityType.Fields.Count + new Deal().Mine; }
        """).Run().Should().Be("1mine");

    [Fact]
    public void AnUnrelatedEdit_GeneratesNothingAnew()
    {
        var compilation = Compiled.Make("[CanonicalEntity] internal sealed partial class Deal : Entity { public partial string? Name { get; set; } }");
        GeneratorDriver driver = CSharpGeneratorDriver.Create(
            [new FaceGenerator().AsSourceGenerator()],
            parseOptions: (CSharpParseOptions)compilation.SyntaxTrees[0].Options,
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));
        driver = driver.RunGenerators(compilation);

        var edited = compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText("class Other;", (CSharpParseOptions)compilation.SyntaxTrees[0].Options));
        var outputs = driver.RunGenerators(edited).GetRunResult().Results[0].TrackedOutputSteps.SelectMany(step => step.Value).SelectMany(step => step.Outputs);

        outputs.Should().NotBeEmpty().And.OnlyContain(output => output.Reason == IncrementalStepRunReason.Cached || output.Reason == IncrementalStepRunReason.Unchanged);
    }

    private static Compiled Clean(string source, params MetadataReference[] references)
    {
        var compiled = Compiled.Of(source, references);
        compiled.GeneratorDiagnostics.Should().BeEmpty();
        compiled.CompilerDiagnostics.Should().BeEmpty();
        return compiled;
    }
}
