using System.Globalization;
using CrmErp.Sdk.Connectors.OData.Query;

namespace CrmErp.Sdk.Connectors.OData.Tests;

public class ODataLiteralTests
{
    private static readonly Guid Id = Guid.Parse("3f2504e0-4f89-41d3-9a0c-0305e82c3301");

    public static TheoryData<string, string, string?, string> Cases => new()
    {
        { "text", "V4", null, "'O''Brien & Söhne'" },
        { "text", "V2", null, "'O''Brien & Söhne'" },
        { "decimal", "V4", null, "-12.50" },
        { "decimal", "V2", null, "-12.50M" },
        { "decimal", "V2", "Edm.Double", "-12.50d" },
        { "integer", "V4", null, "42" },
        { "integer", "V2", null, "42" },
        { "integer", "V2", "Edm.Int64", "42L" },
        { "boolean", "V4", null, "true" },
        { "null", "V4", null, "null" },
        { "date", "V4", null, "2026-03-01" },
        { "date", "V2", null, "datetime'2026-03-01T00:00:00'" },
        { "instant", "V4", null, "2026-03-01T08:00:00.000Z" },
        { "fine", "V4", null, "2026-03-01T08:00:00.1234567Z" },
        { "instant", "V2", null, "datetimeoffset'2026-03-01T08:00:00.000Z'" },
        { "instant", "V2", "Edm.DateTime", "datetime'2026-03-01T08:00:00.000'" },
        { "guid", "V4", null, "3f2504e0-4f89-41d3-9a0c-0305e82c3301" },
        { "guid", "V2", null, "guid'3f2504e0-4f89-41d3-9a0c-0305e82c3301'" },
        { "reference", "V4", "Edm.Guid", "3f2504e0-4f89-41d3-9a0c-0305e82c3301" },
        { "reference", "V4", null, "'3f2504e0-4f89-41d3-9a0c-0305e82c3301'" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_value_is_written_as_the_version_and_type_ask(string value, string version, string? type, string expected)
    {
        FieldValue field = value switch
        {
            "text" => "O'Brien & Söhne",
            "decimal" => -12.50m,
            "integer" => 42L,
            "boolean" => true,
            "null" => FieldValue.Null,
            "date" => new DateOnly(2026, 3, 1),
            "instant" => new DateTimeOffset(2026, 3, 1, 9, 0, 0, TimeSpan.FromHours(1)),
            "fine" => new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero).AddTicks(1234567),
            "guid" => Id,
            _ => FieldValue.From(new Reference("customers", Id.ToString())),
        };

        ODataLiteral.Format(field, Enum.Parse<ODataVersion>(version), type).Should().Be(expected);
    }

    [Fact]
    public void A_value_never_leaves_its_quotes()
    {
        const string Attack = "x' or 1 eq 1 or name eq '";
        var literal = ODataLiteral.Format(Attack);

        literal.Should().Be("'x'' or 1 eq 1 or name eq '''");
        literal[1..^1].Replace("''", "", StringComparison.Ordinal).Should().NotContain("'");
    }

    [Fact]
    public void A_text_that_is_no_guid_is_refused_where_guids_are()
    {
        FluentActions.Invoking(() => ODataLiteral.Format("1) or (1 eq 1", edmType: "Edm.Guid")).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => ODataLiteral.Format(new Money(1, "EUR"))).Should().Throw<ArgumentException>();
    }

    [Fact]
    public void The_culture_of_the_thread_does_not_matter()
    {
        var before = CultureInfo.CurrentCulture;
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberDecimalSeparator = ",";
        CultureInfo.CurrentCulture = culture;
        try
        {
            ODataLiteral.Format(1.5m).Should().Be("1.5");
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void A_query_is_encoded_as_a_whole()
    {
        var query = new ODataQuery("customers").Select("id", "address.city", "address.zip").Filter(ODataFilter.Compare("name", "eq", ODataLiteral.Format("R&D + 50% #1?")))
            .Filter(ODataFilter.AnyOf("number", ["'1'", "'2'"])).Expand("lines", ["id", "quantity"], "sequence").OrderBy("name desc").Top(5).WithCount().ToString();

        query.Should().Be("customers?$filter=(name%20eq%20'R%26D%20%2B%2050%25%20%231%3F')%20and%20((number%20eq%20'1'%20or%20number%20eq%20'2'))&$select=id,address&$expand=lines($select%3Did,quantity%3B$orderby%3Dsequence)&$orderby=name%20desc&$top=5&$count=true");
    }

    [Fact]
    public void A_key_cannot_leave_its_segment()
    {
        ODataKey.Of("A_Customer", ODataLiteral.Format("10/00 '0'")).Should().Be("A_Customer('10%2F00%20''0''')");
        ODataKey.Of("Items", [new("Order", "'1'"), new("Item", "'10'")]).Should().Be("Items(Order='1',Item='10')");
    }

    [Theory]
    [InlineData(FilterOperator.In, "(type eq 'A' or type eq 'B')")]
    [InlineData(FilterOperator.NotIn, "type ne 'A' and type ne 'B'")]
    [InlineData(FilterOperator.IsEmpty, null)]
    public void A_condition_is_translated_or_left_to_the_record(FilterOperator operation, string? expected) =>
        ODataFilter.TryTranslate(new RecordFilter("type", operation, ["A", "B"]), v => ODataLiteral.Format(v)).Should().Be(expected);
}
