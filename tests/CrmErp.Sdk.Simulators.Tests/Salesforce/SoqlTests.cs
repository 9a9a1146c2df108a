using CrmErp.Sdk.Simulators.Salesforce.Data;
using CrmErp.Sdk.Simulators.Salesforce.Soql;

namespace CrmErp.Sdk.Simulators.Tests.Salesforce;

public sealed class SoqlTests
{
    [Theory]
    [InlineData("SELECT Id FROM Account WHERE Name = 'a' AND Phone = 'b' OR Fax = 'c'")]
    [InlineData("SELECT Id FROM Account WHERE Name = \"a\"")]
    [InlineData("SELECT Id FROM Account WHERE Name = 'a")]
    [InlineData("SELECT FROM Account")]
    [InlineData("SELECT Id FROM Account WHERE SystemModstamp > 2026-01-31T10:22:33.000")]
    [InlineData("SELECT Id FROM Account LIMIT x")]
    [InlineData("SELECT Id FROM Account WHERE Name = 'a' nonsense")]
    [InlineData(@"SELECT Id FROM Account WHERE Name = 'a\q'")]
    public void Parse_NotTheLanguage_IsMalformedQuery(string soql) =>
        FluentActions.Invoking(() => SoqlParser.Parse(soql)).Should().Throw<SalesforceException>().Which.Error.Code.Should().Be("MALFORMED_QUERY");

    [Fact]
    public void Parse_EscapedText_IsReadBack()
    {
        var query = SoqlParser.Parse(@"SELECT Id FROM Account WHERE Name = 'O\'Neill \\ \n'");

        query.Where.Should().BeOfType<SoqlComparison>().Which.Value.Value.Should().Be("O'Neill \\ \n");
    }

    [Theory]
    [InlineData("Acme GmbH", "acme%", true)]
    [InlineData("Acme GmbH", "%gmbh", true)]
    [InlineData("Acme GmbH", "A_me%", true)]
    [InlineData("Acme GmbH", "Acme", false)]
    [InlineData("50% off", @"50\%%", true)]
    [InlineData("500 off", @"50\%%", false)]
    [InlineData("", "%", true)]
    public void IsLike_Pattern_MatchesAsTheVendorDoes(string text, string pattern, bool expected) =>
        SoqlValues.IsLike(text, pattern).Should().Be(expected);

    [Theory]
    [InlineData("2026-01-31T10:22:33.000+0000")]
    [InlineData("2026-01-31T10:22:33Z")]
    [InlineData("2026-01-31T11:22:33+01:00")]
    [InlineData("2026-01-31T10:22:33.000Z")]
    public void TryParse_TimeWithZone_IsRead(string text)
    {
        SalesforceDates.TryParse(text, out var instant).Should().BeTrue();
        SalesforceDates.Write(instant).Should().Be("2026-01-31T10:22:33.000+0000");
    }

    [Theory]
    [InlineData("2026-01-31T10:22:33")]
    [InlineData("2026-01-31")]
    [InlineData("")]
    public void TryParse_TimeWithoutZone_IsRefused(string text) => SalesforceDates.TryParse(text, out _).Should().BeFalse();
}
