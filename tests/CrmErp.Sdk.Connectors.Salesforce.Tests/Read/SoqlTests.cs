using System.Globalization;
using System.Text;
using CrmErp.Sdk.Connectors.Salesforce.Read;
using CsCheck;

namespace CrmErp.Sdk.Connectors.Salesforce.Tests.Read;

public class SoqlTests
{
    [Theory]
    [InlineData("Acme", "'Acme'")]
    [InlineData("O'Neill", @"'O\'Neill'")]
    [InlineData(@"a\b", @"'a\\b'")]
    [InlineData("x' OR Name != '", @"'x\' OR Name != \''")]
    [InlineData("one\r\ntwo\tthree", @"'one\r\ntwo\tthree'")]
    [InlineData("", "''")]
    [InlineData("Müller 株式会社 🚀", "'Müller 株式会社 🚀'")]
    public void Quote_Text_IsOneLiteral(string text, string expected) => Soql.Quote(text).Should().Be(expected);

    [Fact]
    public void Quote_AnyText_ReadsBackAsThatText() => Gen.String[Gen.OneOf(Gen.Char, Gen.Const('\''), Gen.Const('\\'), Gen.Const('\n'), Gen.Char['\0', ' ']), 0, 40]
        .Sample(text => ReadLiteral(Soql.Quote(text) + " AND Id != null", out var rest) == text && rest == " AND Id != null", iter: 20_000);

    [Fact]
    public void Literal_Values_HaveTheVendorsForm()
    {
        Soql.Literal(new DateTimeOffset(2026, 1, 31, 11, 22, 33, 456, TimeSpan.FromHours(1))).Should().Be("2026-01-31T10:22:33.456Z");
        Soql.Literal(new DateOnly(2026, 1, 31)).Should().Be("2026-01-31");
        Soql.Literal(12500.50m).Should().Be("12500.50");
        Soql.Literal(true).Should().Be("true");
        Soql.Literal(FieldValue.Null).Should().Be("null");
        Soql.Literal(FieldValue.From(new Reference("Account", "001000000000001AAA"))).Should().Be("'001000000000001AAA'");
        Soql.Literal(FieldValue.From(new Money(1.5m, "EUR"))).Should().Be("1.5");
    }

    [Theory]
    [InlineData("Name")]
    [InlineData("Account.Name")]
    [InlineData("Parent__r.Code__c")]
    public void Name_ApiName_IsTaken(string name) => Soql.Name(name).Should().Be(name);

    [Theory]
    [InlineData("Name FROM User--")]
    [InlineData("1Name")]
    [InlineData("A..B")]
    [InlineData("A.")]
    [InlineData(".A")]
    [InlineData("Na'me")]
    [InlineData("Näme")]
    public void Name_AnythingElse_IsRefused(string name) => FluentActions.Invoking(() => Soql.Name(name)).Should().Throw<ArgumentException>().WithMessage("*API name*");

    [Fact]
    public void In_NoValue_IsNeverTrue() => Soql.In("Name", [FieldValue.Null]).Should().Be("Id = null");

    [Fact]
    public void Query_AllParts_StandInOrder()
    {
        var query = new SoqlQuery("Account") { Select = ["Id", "Name"], OrderBy = Keyset.ById, Limit = 5 }.Where(Keyset.AfterId("001000000000001AAA")).Where(Soql.In("Type", ["Customer"]));
        query.ToString().Should().Be("SELECT Id,Name FROM Account WHERE Id > '001000000000001AAA' AND Type IN ('Customer') ORDER BY Id LIMIT 5");
    }

    [Fact]
    public void Split_ManyValues_EveryPartFitsIntoAnAddress()
    {
        var values = Enumerable.Range(0, 3000).Select(i => (FieldValue)$"Schlüssel {i} 'ä'").ToList();
        var query = new SoqlQuery("Account") { Select = ["Id"] };
        var parts = QueryAddress.Split(values, query).ToList();
        parts.SelectMany(p => p).Should().Equal(values);
        parts.Should().HaveCountGreaterThan(1);
        parts.Select(p => QueryAddress.Of(new SoqlQuery("Account") { Select = ["Id"] }.Where(Soql.In("Name", p))).Length).Should().OnlyContain(l => l <= QueryAddress.MaxLength + 60);
    }

    [Theory]
    [InlineData(FilterOperator.In, "(Type IN ('Customer') OR Type = null)")]
    [InlineData(FilterOperator.NotIn, null)]
    [InlineData(FilterOperator.AtLeast, null)]
    [InlineData(FilterOperator.IsEmpty, "Type = null")]
    public void Translate_TextFilter_NeverNarrows(FilterOperator op, string? expected) =>
        FilterTranslator.Translate(new RecordFilter("Type", op, ["Customer", FieldValue.Null])).Should().Be(expected);

    [Fact]
    public void Translate_NumberBound_IsSent() =>
        FilterTranslator.Translate(new RecordFilter("NumberOfEmployees", FilterOperator.AtLeast, [10L])).Should().Be("NumberOfEmployees >= 10");

    [Theory]
    [InlineData("2026-01-31T10:22:33.000+0000")]
    [InlineData("2026-01-31T10:22:33.000Z")]
    [InlineData("2026-01-31T11:22:33.000+0100")]
    [InlineData("2026-01-31T10:22:33+00:00")]
    public void Time_EverySpelling_IsRead(string text) => SalesforceTime.Parse(text).Should().Be(new DateTimeOffset(2026, 1, 31, 10, 22, 33, TimeSpan.Zero));

    [Theory]
    [InlineData("001000000000001", "001000000000001AAA")]
    [InlineData("0015g00000KXyZ1", "0015g00000KXyZ1AAL")]
    [InlineData("001000000000001AAA", "001000000000001AAA")]
    [InlineData("001", null)]
    [InlineData("00100000000000'", null)]
    public void Id_EitherForm_BecomesLong(string id, string? expected) => SalesforceId.ToLong(id).Should().Be(expected);

    // A reader of SOQL text literals, written from the reference and not from the writer under test.
    private static string? ReadLiteral(string soql, out string rest)
    {
        rest = "";
        if (soql[0] != '\'')
        {
            return null;
        }

        var text = new StringBuilder();
        for (var i = 1; i < soql.Length; i++)
        {
            if (soql[i] == '\'')
            {
                rest = soql[(i + 1)..];
                return text.ToString();
            }

            if (soql[i] == '\\')
            {
                i++;
                text.Append(soql[i] switch { 'n' => '\n', 'r' => '\r', 't' => '\t', 'b' => '\b', 'f' => '\f', '\'' => '\'', '"' => '"', '\\' => '\\', var c => throw new FormatException(c.ToString(CultureInfo.InvariantCulture)) });
            }
            else
            {
                text.Append(soql[i]);
            }
        }

        return null;
    }
}
