using CrmErp.Sdk.Simulators.Faults;

namespace CrmErp.Sdk.Simulators.Tests.BusinessCentral;

public sealed class TokenTests
{
    [Fact]
    public async Task A_token_is_good_until_it_expires_by_the_clock()
    {
        await using var world = await BusinessCentralWorld.StartAsync();
        (await world.GetAsync("customers")).Status.Should().Be(200);

        world.Time.Advance(TimeSpan.FromSeconds(3600));
        var reply = await world.GetAsync("customers");

        reply.Status.Should().Be(401);
        reply.Code.Should().Be("Authentication_InvalidCredentials");
        reply.Message.Should().Contain("CorrelationId:  ");
        await world.LogInAsync();
        (await world.GetAsync("customers")).Status.Should().Be(200);
    }

    [Theory]
    [InlineData("client_secret", "wrong", 401, "invalid_client")]
    [InlineData("client_id", "nobody", 400, "unauthorized_client")]
    [InlineData("scope", "api", 400, "invalid_scope")]
    [InlineData("grant_type", "password", 400, "unsupported_grant_type")]
    public async Task A_wrong_token_request_names_its_error(string field, string value, int status, string error)
    {
        await using var world = await BusinessCentralWorld.StartAsync();
        var client = world.Simulator.Clients[0];
        var form = new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = client.ClientId,
            ["client_secret"] = client.ClientSecret,
            ["scope"] = "https://api.businesscentral.dynamics.com/.default",
        };
        form[field] = value;

        using var http = new HttpClient();
        var reply = await Reply.OfAsync(await http.PostAsync(world.Simulator.TokenUrl, new FormUrlEncodedContent(form)));

        reply.Status.Should().Be(status);
        reply.Text("error").Should().Be(error);
    }

    [Fact]
    public async Task Wrong_environment_and_wrong_company_have_their_own_codes()
    {
        await using var world = await BusinessCentralWorld.StartAsync();

        var environment = await world.SendRawAsync("GET", world.Root.Replace("Production", "Nowhere"), null);
        var company = await world.SendRawAsync("GET", $"{world.Root}companies({Guid.Empty})/customers", null);
        var tenantless = await world.SendRawAsync("GET", $"{world.Simulator.Address}v2.0/production/api/v2.0/companies", null);

        (environment.Status, environment.Code).Should().Be((404, "NoEnvironment"));
        (company.Status, company.Code).Should().Be((404, "Internal_CompanyNotFound"));
        tenantless.Value.Should().ContainSingle().Which.GetProperty("id").GetString().Should().Be(world.Company);
    }

    [Fact]
    public async Task An_expired_token_fault_strikes_once()
    {
        await using var world = await BusinessCentralWorld.StartAsync();
        var rule = world.Simulator.Faults.Add(new FaultRule { Fault = Fault.ExpireToken(), Object = "customers" });

        (await world.GetAsync("customers")).Status.Should().Be(401);
        await world.LogInAsync();

        (await world.GetAsync("customers")).Status.Should().Be(200);
        rule.Hits.Should().Be(1);
    }
}
