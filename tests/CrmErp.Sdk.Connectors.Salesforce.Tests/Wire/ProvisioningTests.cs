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

    [Fact]
    public async Task Org_that_the_simulator_starts_provisioned_is_what_provisioning_makes_of_a_new_one()
    {
        await using var made = await OrgWorld.StartAsync();
        await using var given = await OrgWorld.StartAsync(org: o => o.Provisioned = true, provision: false);
        string[] objects = ["Account", "Contact", "Product2", "Pricebook2", "Opportunity", "Order", "Invoice__c", "InvoiceLine__c", "Payment__c", "PaymentAllocation__c"];

        var items = await given.Connector.DescribeAsync(new ProvisioningRequest(), TestContext.Current.CancellationToken);
        var there = await DescribeAsync(given, objects);
        var wanted = await DescribeAsync(made, objects);

        items.Where(i => i.State != ProvisioningState.Present).Select(i => $"{i.Name}: {i.State} {i.Message}").Should().BeEmpty();
        there.Should().Equal(wanted);
    }

    // What a describe answer says of every custom field, but labels and words of help.
    private static async Task<List<string>> DescribeAsync(OrgWorld world, string[] objects)
    {
        string[] said = ["type", "length", "precision", "scale", "externalId", "unique", "caseSensitive", "referenceTo", "relationshipName", "nillable", "createable", "updateable", "restrictedPicklist", "defaultValue"];
        var fields = new List<string>();
        foreach (var name in objects)
        {
            using var described = await world.DescribeAsync(name);
            foreach (var field in described.RootElement.GetProperty("fields").EnumerateArray().Where(f => f.GetProperty("name").GetString()!.EndsWith("__c", StringComparison.Ordinal)))
            {
                var values = string.Join(',', field.GetProperty("picklistValues").EnumerateArray().Select(v => v.GetProperty("value").GetString()));
                fields.Add($"{name}.{field.GetProperty("name").GetString()} {string.Join(' ', said.Where(p => field.TryGetProperty(p, out _)).Select(p => $"{p}={field.GetProperty(p).GetRawText()}"))} [{values}]");
            }
        }

        fields.Sort(StringComparer.Ordinal);
        return fields;
    }

    private static void AddField(OrgWorld world, string fullName, string metadata) =>
        world.People.Act("addField", ("fullName", fullName), ("metadata", System.Text.Json.JsonElement.Parse(metadata)));
}
