namespace CrmErp.Sdk.Generators.Tests;

public sealed class AnalyzerTests
{
    private const string Setup = """
        [CanonicalEntity] internal sealed partial class Deal : Entity
        {
            public partial string? Name { get; set; }
            public partial bool? Blocked { get; set; }
            public partial int? Count { get; set; }
            public partial Money? Worth { get; set; }
            public partial Address Home { get; }
            public partial RowList<TaxNumber> Numbers { get; }
            public string Both => Name + Blocked;
        }
        internal static class Extras
        {
            private static readonly Field<Deal, long?> s_points = new("Points");
            extension(Deal deal) { public long? Points { get => deal.Extra(s_points); set => deal.SetExtra(s_points, value); } }
        }
        internal static class Test
        {
            private static void Pick<T>([FieldSelector] Func<Deal, T> field) { }
            private static void PickLong([FieldSelector] Func<Deal, long?> field) { }
            private static void Each(string path, [FieldSelector] params Func<Deal, string?>[] fields) { }
            private static void Free<T>(Func<Deal, T> any) { }
            private static string? Far(Deal deal) => deal.Name;
            public static void Run(Deal other) { CODE; }
        }
        """;

    [Theory]
    [InlineData("Pick(x => x.Name)")]
    [InlineData("Pick(x => x.Name!)")]
    [InlineData("Pick((x) => (x.Blocked))")]
    [InlineData("Pick(x => { return x.Count; })")]
    [InlineData("Pick(x => x.Worth)")]
    [InlineData("Pick(x => x.Home)")]
    [InlineData("Pick(x => x.Home.City)")]
    [InlineData("Pick(x => x.Home?.City)")]
    [InlineData("Pick(x => x.Numbers)")]
    [InlineData("Pick(x => x.Points)")]
    [InlineData("PickLong(x => x.Points)")]
    [InlineData("Each(\"p\", x => x.Name, x => x.Home.Line1)")]
    [InlineData("Free(x => x.Name + \"a\")")]
    [InlineData("Pick(Far)")]
    public async Task PlainRead_IsFine(string code) => (await AnalyzeAsync(code)).Should().BeEmpty();

    [Theory]
    [InlineData("Pick(x => !x.Blocked)", "computes")]
    [InlineData("Pick(x => x.Name ?? \"\")", "empty value")]
    [InlineData("Pick(x => x.Name!.Trim())", "calls Trim")]
    [InlineData("Pick(x => x.Name?.Trim())", "part of a field")]
    [InlineData("Pick(x => x.Worth!.Value.Amount)", "part of")]
    [InlineData("Pick(x => x.Name!.Length)", "part of 'Name'")]
    [InlineData("Pick(x => x.Numbers.Count)", "part of 'Numbers'")]
    [InlineData("Pick(x => (object?)x.Name)", "converts")]
    [InlineData("PickLong(x => x.Count)", "converts")]
    [InlineData("Pick(x => x)", "whole record")]
    [InlineData("Pick(_ => 5)", "reads no field")]
    [InlineData("Pick(x => other.Name)", "something else than its parameter")]
    [InlineData("Pick(x => x.Both)", "computed")]
    [InlineData("Pick(x => x.Blocked == true ? x.Name : null)", "decides")]
    [InlineData("Pick(x => { var y = x.Name; return y; })", "statements")]
    [InlineData("Pick(x => x.Name = \"a\")", "assigns")]
    [InlineData("Each(\"p\", x => x.Name, x => x.Name + \"a\")", "computes")]
    public async Task AnythingElse_IsAWarningThatSaysWhat(string code, string problem) =>
        (await AnalyzeAsync(code)).Should().StartWith("CES0120").And.Contain(problem);

    [Theory]
    [InlineData("new Field<Deal, double?>(\"X\")", "decimal?")]
    [InlineData("new Field<Deal, long>(\"X\")", "long?")]
    [InlineData("new Field<Deal, Address>(\"X\")", "entities themselves")]
    [InlineData("new Field<Deal, string[]>(\"X\")", "string?")]
    public async Task ExtraField_OfATypeThatNoFieldHas_IsAnError(string code, string hint) =>
        (await AnalyzeAsync($"_ = {code}")).Should().StartWith("CES0121").And.Contain(hint);

    [Theory]
    [InlineData("new Field<Deal, string>(\"X\")")]
    [InlineData("new Field<Deal, string?>(\"X\")")]
    [InlineData("new Field<Deal, Money?>(\"X\")")]
    [InlineData("new Field<TaxNumber, Reference?>(\"X\")")]
    public async Task ExtraField_OfAGoodType_IsFine(string code) => (await AnalyzeAsync($"_ = {code}")).Should().BeEmpty();

    private static async Task<string> AnalyzeAsync(string code)
    {
        var diagnostics = await Compiled.Of(Setup.Replace("CODE", code, StringComparison.Ordinal)).AnalyzeAsync();
        return string.Join("; ", diagnostics.Select(d => $"{d.Id} {d.GetMessage()}"));
    }
}
