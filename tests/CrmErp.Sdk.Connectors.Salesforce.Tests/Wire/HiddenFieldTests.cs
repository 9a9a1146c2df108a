using CrmErp.Sdk.Connectors.Http;
using Microsoft.Extensions.DependencyInjection;
using WireMock.RequestBuilders;
using WireMock.ResponseBuilders;
using WireMock.Server;

namespace CrmErp.Sdk.Connectors.Salesforce.Tests.Wire;

public class HiddenFieldTests
{
    private const string Api = "/services/data/v67.0";

    // A field made over the API is visible to nobody until a profile or permission set says so.
    [Fact]
    public async Task Fields_that_stay_invisible_are_granted_to_the_integration_user()
    {
        using var org = StartOrg();
        await using var connector = Connect(org);

        var items = await connector.ProvisionAsync(new ProvisioningRequest { Objects = ["Contact"] }, TestContext.Current.CancellationToken);

        items.Should().HaveCount(2).And.OnlyContain(i => i.State == ProvisioningState.Created);
        items[^1].Should().Match<ProvisioningItem>(i => i.Kind == "permission" && i.Name == "CrmErp_Sync");
        Posts(org).Should().Equal("/tooling/sobjects/CustomField", "/sobjects/PermissionSet", "/sobjects/FieldPermissions", "/sobjects/PermissionSetAssignment");
        org.LogEntries.Single(e => e.RequestMessage!.Path.EndsWith("FieldPermissions", StringComparison.Ordinal)).RequestMessage!.Body.Should().Contain("\"Field\":\"Contact.Erp_Id__c\"").And.Contain("\"SobjectType\":\"Contact\"");
        org.LogEntries.Single(e => e.RequestMessage!.Path.EndsWith("PermissionSetAssignment", StringComparison.Ordinal)).RequestMessage!.Body.Should().Contain("005000000000001AAA");
    }

    [Fact]
    public async Task User_who_may_not_grant_is_told_what_to_do_by_hand()
    {
        using var org = StartOrg();
        org.Given(Request.Create().WithPath(Api + "/sobjects/PermissionSet").UsingPost()).AtPriority(-1)
            .RespondWith(Json(403, """[{"message":"insufficient access rights on cross-reference id","errorCode":"INSUFFICIENT_ACCESS_OR_READONLY"}]"""));
        await using var connector = Connect(org);

        var items = await connector.ProvisionAsync(new ProvisioningRequest { Objects = ["Contact"] }, TestContext.Current.CancellationToken);

        items[^1].Should().Match<ProvisioningItem>(i => i.State == ProvisioningState.Failed && i.Message!.Contains("by hand", StringComparison.Ordinal));
    }

    private static IEnumerable<string> Posts(WireMockServer org) =>
        org.LogEntries.Where(e => e.RequestMessage!.Method == "POST" && e.RequestMessage.Path.StartsWith(Api, StringComparison.Ordinal)).Select(e => e.RequestMessage!.Path[Api.Length..]);

    private static WireMockServer StartOrg()
    {
        var org = WireMockServer.Start();
        org.Given(Request.Create().WithPath("/services/oauth2/token").UsingPost())
            .RespondWith(Json(200, $$"""{"access_token":"00D!token","instance_url":"{{org.Url}}","id":"https://login.salesforce.com/id/00D000000000001EAA/005000000000001AAA","token_type":"Bearer"}"""));
        org.Given(Request.Create().WithPath(Api + "/sobjects/Contact/describe").UsingGet())
            .RespondWith(Json(200, """{"name":"Contact","createable":true,"updateable":true,"deletable":true,"fields":[{"name":"LastName","type":"string","length":80,"createable":true,"updateable":true}]}"""));
        org.Given(Request.Create().WithPath(Api + "/query").UsingGet()).RespondWith(Json(200, """{"totalSize":0,"done":true,"records":[]}"""));
        org.Given(Request.Create().WithPath(Api + "/*").UsingPost()).RespondWith(Json(201, """{"id":"0PS000000000001AAA","success":true,"errors":[]}"""));
        return org;
    }

    private static IResponseBuilder Json(int status, string body) => Response.Create().WithStatusCode(status).WithHeader("Content-Type", "application/json").WithBody(body);

    private static SalesforceConnector Connect(WireMockServer org)
    {
        var services = new ServiceCollection();
        services.AddConnectorHttp("crm");
        var options = new SalesforceOptions { LoginUrl = new Uri(org.Url!), ClientId = "id", ClientSecret = "secret", Currency = "EUR" };
        return new SalesforceConnector("crm", options, services.BuildServiceProvider().GetRequiredService<ConnectorHttpFactory>());
    }
}
