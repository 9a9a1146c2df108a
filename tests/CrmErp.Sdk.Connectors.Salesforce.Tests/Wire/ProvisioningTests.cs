namespace CrmErp.Sdk.Connectors.Salesforce.Tests.Wire;

public class ProvisioningTests
{
    [Fact]
    public async Task New_org_lacks_everything_and_has_it_afterwards()
    {
        await using var world = await OrgWorld.StartAsync(provision: false);
        var before = await world.Connector.DescribeAsync(new ProvisioningRequest(), TestContext.Current.CancellationToken);
        var made = await world.Connector.ProvisionAsync(new ProvisioningRequest(), TestContext.Current.CancellationToken);
        var after = await world.Connector.DescribeAsync(new ProvisioningRequest(), TestContext.Current.CancellationToken);

        before.Should().OnlyContain(i => i.State == ProvisioningState.Missing);
        made.Should().OnlyContain(i => i.State == ProvisioningState.Created);
        after.Should().OnlyContain(i => i.State == ProvisioningState.Present);
        after.Select(i => i.Name).Should().Contain(["Account.TaxNumber__c", "Account.CreditLimit__c", "Account.Balance__c", "Account.PaymentTerms__c", "Account.Active__c", "Product2.Available__c", "Invoice__c", "InvoiceLine__c", "Payment__c", "Order.Erp_Id__c"]);
    }

    [Fact]
    public async Task Second_run_changes_nothing()
    {
        await using var world = await OrgWorld.StartAsync();
        var again = await world.Connector.ProvisionAsync(new ProvisioningRequest(), TestContext.Current.CancellationToken);
        again.Should().OnlyContain(i => i.State == ProvisioningState.Present);
    }

    [Fact]
    public async Task Objects_in_use_limit_what_is_needed()
    {
        await using var world = await OrgWorld.StartAsync(provision: false);
        var items = await world.Connector.DescribeAsync(new ProvisioningRequest { Objects = ["Contact", "Invoice__c"] }, TestContext.Current.CancellationToken);
        items.Select(i => i.Name.Split('.')[0]).Distinct().Should().BeEquivalentTo("Contact", "Invoice__c", "InvoiceLine__c");
    }

    [Fact]
    public async Task Field_that_is_there_but_unfit_says_why()
    {
        await using var world = await OrgWorld.StartAsync(provision: false);
        AddField(world, "Account.Erp_Id__c", """{"type":"Text","length":20,"externalId":true}""");
        AddField(world, "Account.TaxNumber__c", """{"type":"Number","precision":18,"scale":0}""");
        AddField(world, "Contact.Erp_Id__c", """{"type":"Text","length":255,"externalId":true}""");

        var items = await world.Connector.DescribeAsync(new ProvisioningRequest { Objects = ["Account", "Contact"] }, TestContext.Current.CancellationToken);

        items.Single(i => i.Name == "Account.Erp_Id__c").Should().Match<ProvisioningItem>(i => i.State == ProvisioningState.Different && i.Message!.Contains("20 characters", StringComparison.Ordinal));
        items.Single(i => i.Name == "Account.TaxNumber__c").Message.Should().Contain("type double");
        items.Single(i => i.Name == "Contact.Erp_Id__c").Message.Should().Contain("unique");
    }

    private static void AddField(OrgWorld world, string fullName, string metadata) =>
        world.People.Act("addField", ("fullName", fullName), ("metadata", System.Text.Json.JsonElement.Parse(metadata)));
}
