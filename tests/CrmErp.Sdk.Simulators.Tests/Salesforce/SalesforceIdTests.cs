using CrmErp.Sdk.Simulators.Salesforce.Data;

namespace CrmErp.Sdk.Simulators.Tests.Salesforce;

public sealed class SalesforceIdTests
{
    // Pairs from the vendor's documentation.
    [Theory]
    [InlineData("001D000000IqhSL", "001D000000IqhSLIAZ")]
    [InlineData("00530000003xqAb", "00530000003xqAbAAI")]
    public void Normalize_ShortId_AddsTheSuffix(string given, string expected) => SalesforceId.Normalize(given).Should().Be(expected);

    [Fact]
    public void Normalize_LongIdInAnyCase_RestoresTheCase() =>
        SalesforceId.Normalize("001d000000iqhslIAZ").Should().Be("001D000000IqhSLIAZ");

    [Theory]
    [InlineData("")]
    [InlineData("001")]
    [InlineData("001D000000IqhS-")]
    [InlineData("001D000000IqhSLI")]
    public void Normalize_NoId_GivesNull(string text) => SalesforceId.Normalize(text).Should().BeNull();

    [Fact]
    public void Create_MoreIds_SortInTheOrderOfTheirNumbers()
    {
        var ids = Enumerable.Range(1, 5000).Select(n => SalesforceId.Create("001", n)).ToList();

        ids.Should().OnlyHaveUniqueItems().And.BeInAscendingOrder(StringComparer.Ordinal);
        ids.Should().OnlyContain(id => SalesforceId.Normalize(id) == id);
    }
}
