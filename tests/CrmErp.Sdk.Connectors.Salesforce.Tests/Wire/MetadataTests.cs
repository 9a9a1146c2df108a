using CrmErp.Sdk.Connectors.Salesforce.Metadata;

namespace CrmErp.Sdk.Connectors.Salesforce.Tests.Wire;

public class MetadataTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Shipped_schema_is_what_a_provisioned_org_describes(bool multiCurrency)
    {
        await using var world = await OrgWorld.StartAsync(org: o => o.Currencies = multiCurrency ? ["EUR", "USD"] : []);
        var shipped = StandardMetadata.Create(world.Options);
        var live = await world.Connector.ReadMetadataAsync(new MetadataRequest { Objects = [.. shipped.Select(o => o.Name)] }, TestContext.Current.CancellationToken);

        live.Select(o => o.Name).Should().Equal(shipped.Select(o => o.Name));
        foreach (var (expected, found) in shipped.Zip(live))
        {
            Compare(expected, found, expected.Name);
        }
    }

    [Fact]
    public async Task Lines_name_their_product_and_the_entry_is_optional()
    {
        await using var world = await OrgWorld.StartAsync();
        var order = (await world.Connector.ReadMetadataAsync(new MetadataRequest { Objects = ["Order"] }, TestContext.Current.CancellationToken)).Single();

        var lines = order.Find("Lines")!.Lines!;
        lines.Find("Product2Id").Should().Match<FieldMetadata>(f => f.Required && f.Createable && !f.Updateable);
        lines.Find("PricebookEntryId")!.Required.Should().BeFalse();
        lines.Find("OrderId").Should().BeNull("the parent is the document");
    }

    [Fact]
    public async Task Product_has_its_standard_price()
    {
        await using var world = await OrgWorld.StartAsync();
        var product = (await world.Connector.ReadMetadataAsync(new MetadataRequest { Objects = ["Product2", "Nothing__c"] }, TestContext.Current.CancellationToken)).Should().ContainSingle().Subject;

        product.Find("StandardPrice").Should().Match<FieldMetadata>(f => f.Kind == FieldKind.Decimal && f.Scale == 2 && !f.Required && f.Nullable && f.Currency == "EUR");
    }

    private static void Compare(ObjectMetadata expected, ObjectMetadata found, string name)
    {
        foreach (var field in expected.Fields)
        {
            var live = found.Find(field.Path);
            live.Should().NotBeNull($"{name}.{field.Path} is shipped");
            if (field.Lines is { } lines)
            {
                Compare(lines, live!.Lines!, $"{name}.{field.Path}");
                continue;
            }

            // Stages and currencies are each org's own.
            var values = field.Path is "StageName" or "CurrencyIsoCode" ? [] : live!.Values;
            Describe(live!, values).Should().Be(Describe(field, field.Values), $"{name}.{field.Path} is shipped like this");
        }
    }

    private static string Describe(FieldMetadata field, IReadOnlyList<string> values) =>
        $"{field.Kind} {field.NativeType} length={field.MaxLength} {field.Precision}/{field.Scale} required={field.Required} create={field.Createable} update={field.Updateable} null={field.Nullable} unique={field.Unique} to={field.ReferenceTo} values={string.Join('|', values)} {field.Coercion} filter={field.Filterable} {field.Currency}";
}
