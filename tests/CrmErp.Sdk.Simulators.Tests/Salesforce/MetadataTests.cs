using System.Text.Json;

namespace CrmErp.Sdk.Simulators.Tests.Salesforce;

public sealed class MetadataTests
{
    [Theory]
    [InlineData("Account", "Name", "string", 255)]
    [InlineData("Account", "Phone", "phone", 40)]
    [InlineData("Account", "Website", "url", 255)]
    [InlineData("Account", "BillingStreet", "textarea", 255)]
    [InlineData("Account", "BillingCity", "string", 40)]
    [InlineData("Account", "BillingState", "string", 80)]
    [InlineData("Account", "BillingPostalCode", "string", 20)]
    [InlineData("Account", "BillingCountry", "string", 80)]
    [InlineData("Account", "AccountNumber", "string", 40)]
    [InlineData("Contact", "LastName", "string", 80)]
    [InlineData("Contact", "FirstName", "string", 40)]
    [InlineData("Contact", "Email", "email", 80)]
    [InlineData("Contact", "Title", "string", 128)]
    [InlineData("Product2", "Name", "string", 255)]
    [InlineData("Product2", "ProductCode", "string", 255)]
    [InlineData("Opportunity", "Name", "string", 120)]
    public async Task Describe_StandardField_HasTheVendorsTypeAndLength(string type, string field, string expectedType, int length)
    {
        await using var world = await SalesforceWorld.StartAsync(provisioned: false);

        var described = Field(await world.GetAsync($"sobjects/{type}/describe"), field);

        described.GetProperty("type").GetString().Should().Be(expectedType);
        described.GetProperty("length").GetInt32().Should().Be(length);
    }

    [Fact]
    public async Task Describe_StandardOrg_HasNoCustomFields_AndNoCurrencyField()
    {
        await using var world = await SalesforceWorld.StartAsync(provisioned: false);

        var fields = (await world.GetAsync("sobjects/Account/describe")).Json.GetProperty("fields").EnumerateArray().Select(f => f.GetProperty("name").GetString()).ToList();

        fields.Should().NotContain(n => n!.EndsWith("__c", StringComparison.Ordinal)).And.NotContain("CurrencyIsoCode").And.Contain(["BillingAddress", "MasterRecordId", "SystemModstamp"]);
        (await world.GetAsync("sobjects/Invoice__c/describe")).Status.Should().Be(404);
    }

    [Fact]
    public async Task Describe_MultiCurrencyOrg_HasTheCurrencyField_AndDefaultsIt()
    {
        await using var world = await SalesforceWorld.StartAsync(o => o.Currencies = ["EUR", "JPY"]);
        var id = await world.CreateAsync("Account", new { Name = "A" });

        Field(await world.GetAsync("sobjects/Account/describe"), "CurrencyIsoCode").GetProperty("picklistValues").GetArrayLength().Should().Be(2);
        world.People.Find("Account", id)!.Value.GetProperty("CurrencyIsoCode").GetString().Should().Be("EUR");
        (await world.PostAsync("sobjects/Account", new { Name = "A", CurrencyIsoCode = "XXX" })).ErrorCode.Should().Be("INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST");
    }

    [Fact]
    public async Task Describe_NotModifiedSince_Is304UntilAFieldIsAdded()
    {
        await using var world = await SalesforceWorld.StartAsync(o => o.HideNewFields = false, provisioned: false);
        var since = ("If-Modified-Since", "Mon, 02 Mar 2026 08:00:00 GMT");

        (await world.GetAsync("sobjects/Account/describe", since)).Status.Should().Be(304);
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        (await world.PostAsync("tooling/sobjects/CustomField", """{"FullName":"Account.TaxNumber__c","Metadata":{"type":"Text","length":40,"label":"Tax Number"}}""")).Status.Should().Be(201);
        (await world.GetAsync("sobjects/Account/describe", since)).Status.Should().Be(200);
    }

    // Assumption: a real org may make objects through the Metadata API only; the shape of the call is the same.
    [Fact]
    public async Task Tooling_ObjectsAndFields_ExistOnceTheyAreMade()
    {
        await using var world = await SalesforceWorld.StartAsync(o => o.HideNewFields = false, provisioned: false);
        var account = await world.CreateAsync("Account", new { Name = "A" });
        (await world.PatchAsync($"sobjects/Account/{account}", new { Erp_Id__c = "1" })).ErrorCode.Should().Be("INVALID_FIELD");

        foreach (var (kind, body) in new[]
        {
            ("CustomObject", """{"FullName":"Invoice__c","Metadata":{"label":"Invoice","pluralLabel":"Invoices","nameField":{"type":"AutoNumber","label":"Number","displayFormat":"INV-{0000}"},"deploymentStatus":"Deployed","sharingModel":"ReadWrite"}}"""),
            ("CustomField", """{"FullName":"Account.Erp_Id__c","Metadata":{"type":"Text","label":"ERP id","length":64,"externalId":true,"unique":true,"caseSensitive":true}}"""),
            ("CustomField", """{"FullName":"Invoice__c.Account__c","Metadata":{"type":"Lookup","label":"Account","referenceTo":"Account","relationshipName":"Invoices"}}"""),
            ("CustomField", """{"FullName":"Invoice__c.Total__c","Metadata":{"type":"Currency","label":"Total","precision":16,"scale":2,"required":true}}"""),
            ("CustomField", """{"FullName":"Invoice__c.Status__c","Metadata":{"type":"Picklist","label":"Status","valueSet":{"restricted":true,"valueSetDefinition":{"value":[{"fullName":"Open","default":true},{"fullName":"Paid"}]}}}}"""),
        })
        {
            var made = await world.PostAsync("tooling/sobjects/" + kind, body);
            made.Status.Should().Be(201, made.Text);
            made.Json.GetProperty("success").GetBoolean().Should().BeTrue();
        }

        (await world.PatchAsync($"sobjects/Account/{account}", new { Erp_Id__c = "1" })).Status.Should().Be(204);
        (await world.PostAsync("sobjects/Invoice__c", new { Status__c = "Open" })).Message.Should().Contain("Total__c");
        (await world.PostAsync("sobjects/Invoice__c", new { Status__c = "Lost", Total__c = 1 })).ErrorCode.Should().Be("INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST");
        var invoice = await world.CreateAsync("Invoice__c", """{"Total__c":10.5,"Status__c":"Open","Account__r":{"Erp_Id__c":"1"}}""");
        var row = (await world.QueryAsync("SELECT Name, Account__r.Name FROM Invoice__c")).Records.Single();
        row.GetProperty("Name").GetString().Should().MatchRegex(@"^INV-\d{4}$");
        row.GetProperty("Account__r").GetProperty("Name").GetString().Should().Be("A");
        var parents = (await world.QueryAsync("SELECT (SELECT Id FROM Invoices__r) FROM Account")).Records.Single();
        parents.GetProperty("Invoices__r").GetProperty("records")[0].GetProperty("Id").GetString().Should().Be(invoice);
        var fields = await world.GetAsync($"tooling/query?q={Uri.EscapeDataString("SELECT Id, DeveloperName, TableEnumOrId FROM CustomField WHERE TableEnumOrId = 'Account'")}");
        fields.Records.Single().GetProperty("DeveloperName").GetString().Should().Be("Erp_Id");
        (await world.PostAsync("tooling/sobjects/CustomObject", """{"FullName":"Invoice__c","Metadata":{"label":"Again"}}""")).ErrorCode.Should().Be("DUPLICATE_DEVELOPER_NAME");
    }

    [Fact]
    public async Task Tooling_NewFields_AreSeenOnceAPermissionSetThatSomebodyHasGrantsThem()
    {
        await using var world = await SalesforceWorld.StartAsync(provisioned: false);
        await world.PostAsync("tooling/sobjects/CustomObject", """{"FullName":"Project__c","Metadata":{"label":"Project"}}""");
        await world.PostAsync("tooling/sobjects/CustomField", """{"FullName":"Account.Erp_Id__c","Metadata":{"type":"Text","length":64,"externalId":true,"unique":true}}""");
        (await world.PostAsync("sobjects/Account", new { Name = "A", Erp_Id__c = "1" })).ErrorCode.Should().Be("INVALID_FIELD");
        (await world.QueryAsync("SELECT Erp_Id__c FROM Account")).ErrorCode.Should().Be("INVALID_FIELD");
        (await world.GetAsync("sobjects/Project__c/describe")).Status.Should().Be(404);

        var set = await world.CreateAsync("PermissionSet", new { Name = "Sync", Label = "Sync" });
        await world.CreateAsync("ObjectPermissions", new { ParentId = set, SobjectType = "Project__c", PermissionsRead = true });
        await world.CreateAsync("FieldPermissions", new { ParentId = set, SobjectType = "Account", Field = "Account.Erp_Id__c", PermissionsRead = true, PermissionsEdit = true });
        (await world.GetAsync("sobjects/Project__c/describe")).Status.Should().Be(404, "nobody has the permission set");
        var user = (await world.QueryAsync("SELECT Id FROM User WHERE Username = 'integration@simulator.example'")).Records.Single().GetProperty("Id").GetString();
        await world.CreateAsync("PermissionSetAssignment", new { PermissionSetId = set, AssigneeId = user });

        (await world.GetAsync("sobjects/Project__c/describe")).Status.Should().Be(200);
        (await world.PostAsync("sobjects/Account", new { Name = "A", Erp_Id__c = "1" })).Status.Should().Be(201);
        (await world.PostAsync("sobjects/PermissionSetAssignment", new { PermissionSetId = set, AssigneeId = user })).ErrorCode.Should().Be("DUPLICATE_VALUE");
        (await world.PostAsync("sobjects/FieldPermissions", new { ParentId = set, SobjectType = "Account", Field = "Account.Name", PermissionsRead = true })).ErrorCode.Should().Be("FIELD_INTEGRITY_EXCEPTION");
    }

    [Fact]
    public async Task Versions_NeedNoToken_AndUnknownOnesAreNotServed()
    {
        await using var world = await SalesforceWorld.StartAsync();
        world.Client.DefaultRequestHeaders.Authorization = null;

        var versions = await world.GetAsync("/services/data/");

        versions.Json.EnumerateArray().Select(v => v.GetProperty("version").GetString()).Should().StartWith("60.0").And.EndWith("67.0");
        versions.Json.EnumerateArray().Select(v => v.GetProperty("label").GetString()).Should().StartWith("Spring '24").And.EndWith("Summer '26").And.Contain("Winter '25");
        (await world.GetAsync("/services/data/v67.0/limits")).Status.Should().Be(401);
        (await world.GetAsync("/services/data/v68.0/limits")).Status.Should().Be(404);
    }

    [Fact]
    public async Task Limits_WhenSpent_RefuseUntilTheDayHasPassed()
    {
        await using var world = await SalesforceWorld.StartAsync(o =>
        {
            o.DailyApiRequests = 10;
            o.TokenLifetime = TimeSpan.FromDays(3);
        });
        var limits = await world.GetAsync("limits");
        limits.Json.GetProperty("DailyApiRequests").GetProperty("Remaining").GetInt32().Should().Be(9);
        world.People.Act("spendApiCalls", ("calls", 100));

        var refused = await world.GetAsync("limits");

        (refused.Status, refused.ErrorCode, refused.Message).Should().Be((403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded."));
        refused.Header("Sforce-Limit-Info").Should().Be("api-usage=10/10");
        world.Clock.Advance(TimeSpan.FromHours(25));
        (await world.GetAsync("limits")).Status.Should().Be(200);
    }

    [Fact]
    public async Task Organization_CanBeAskedForItsFingerprint()
    {
        await using var world = await SalesforceWorld.StartAsync(o => (o.OrganizationNumber, o.IsSandbox) = (7, true));

        var org = (await world.QueryAsync("SELECT Id, IsSandbox, InstanceName FROM Organization")).Records.Single();

        org.GetProperty("Id").GetString().Should().Be(world.Simulator.OrganizationId).And.StartWith("00D");
        org.GetProperty("IsSandbox").GetBoolean().Should().BeTrue();
    }

    private static JsonElement Field(Answer describe, string name) =>
        describe.Json.GetProperty("fields").EnumerateArray().Single(f => f.GetProperty("name").GetString() == name);
}
