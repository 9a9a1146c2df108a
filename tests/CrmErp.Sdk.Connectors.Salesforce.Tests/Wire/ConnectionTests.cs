using System.Security.Cryptography;
using CrmErp.Sdk.Simulators.Faults;
using CrmErp.Sdk.Simulators.OAuth;

namespace CrmErp.Sdk.Connectors.Salesforce.Tests.Wire;

public class ConnectionTests
{
    [Fact]
    public async Task Check_names_org_edition_and_clock()
    {
        await using var world = await OrgWorld.StartAsync(provision: false);
        var result = await world.Connector.CheckAsync(new ConnectionCheckRequest(), TestContext.Current.CancellationToken);

        result.Problems.Should().BeEmpty();
        result.OrgFingerprint.Should().Be(world.Org.OrganizationId);
        result.Edition.Should().Contain("Enterprise Edition").And.Contain("67.0");
        result.ServerTime.Should().BeCloseTo(world.Clock.GetUtcNow(), TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Sandbox_copy_has_another_fingerprint()
    {
        await using var production = await OrgWorld.StartAsync(provision: false);
        await using var sandbox = await OrgWorld.StartAsync(org: o => (o.OrganizationNumber, o.IsSandbox) = (2, true), provision: false);
        var (first, second) = (await production.Connector.CheckAsync(new ConnectionCheckRequest()), await sandbox.Connector.CheckAsync(new ConnectionCheckRequest()));

        second.OrgFingerprint.Should().NotBe(first.OrgFingerprint);
        second.Edition.Should().Contain("sandbox");
    }

    [Fact]
    public async Task Version_that_the_org_does_not_serve_is_told_with_its_newest()
    {
        await using var world = await OrgWorld.StartAsync(o => o.ApiVersion = "99.0", provision: false);
        var result = await world.Connector.CheckAsync(new ConnectionCheckRequest(), TestContext.Current.CancellationToken);
        result.Problems.Should().Contain(p => p.Kind == ErrorKind.Configuration && p.Message.Contains("67.0", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Wrong_secret_is_one_problem_without_the_secret()
    {
        await using var world = await OrgWorld.StartAsync(o => o.ClientSecret = "wrong-secret", provision: false);
        var result = await world.PassTimeAsync(world.Connector.CheckAsync(new ConnectionCheckRequest(), TestContext.Current.CancellationToken));
        result.Problems.Should().ContainSingle().Which.Should().Match<ConnectionProblem>(p => p.Kind == ErrorKind.Authentication && !p.Message.Contains("wrong-secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Host_that_is_no_salesforce_is_a_configuration_problem()
    {
        await using var world = await OrgWorld.StartAsync(provision: false);
        world.Org.State.Faults.Add(new FaultRule { Path = "/services/data/", Fault = Fault.Status(200, "<html>Welcome to nginx</html>", "text/html"), Times = 5 });
        var result = await world.PassTimeAsync(world.Connector.CheckAsync(new ConnectionCheckRequest(), TestContext.Current.CancellationToken));
        result.Problems.Should().ContainSingle().Which.Message.Should().Contain("LoginUrl");
    }

    [Fact]
    public async Task Jwt_bearer_signs_in_without_a_secret()
    {
        using var rsa = RSA.Create(2048);
        var client = new RegisteredClient("sdk", "consumer-key", "unused") { Username = "integration@simulator.example", PublicKeyPem = rsa.ExportSubjectPublicKeyInfoPem() };
        await using var world = await OrgWorld.StartAsync(
            o => (o.ClientSecret, o.Username, o.PrivateKey) = (null, client.Username, rsa.ExportPkcs8PrivateKeyPem()),
            o => o.Clients = [client],
            provision: false);

        (await world.Connector.CheckAsync(new ConnectionCheckRequest(), TestContext.Current.CancellationToken)).Problems.Should().BeEmpty();
    }

    [Fact]
    public async Task Token_is_renewed_before_the_session_ends()
    {
        await using var world = await OrgWorld.StartAsync(provision: false);
        await world.Connector.CheckAsync(new ConnectionCheckRequest(), TestContext.Current.CancellationToken);
        world.Clock.Advance(TimeSpan.FromHours(3));

        (await world.Connector.CheckAsync(new ConnectionCheckRequest(), TestContext.Current.CancellationToken)).Problems.Should().BeEmpty();
        world.Org.State.Requests.Of("sdk").Failed.Should().Be(0, "no call was made with a spent token");
    }

    [Fact]
    public async Task Api_calls_name_their_client()
    {
        await using var world = await OrgWorld.StartAsync(provision: false);
        string? options = null;
        world.Org.State.Faults.Add(new FaultRule { Path = "*/query*", Fault = Fault.Call(FaultPoint.BeforeExecute, (request, _) => { options = request.Header("Sforce-Call-Options"); return Task.CompletedTask; }) });
        await world.Connector.CheckAsync(new ConnectionCheckRequest(), TestContext.Current.CancellationToken);
        options.Should().Be("client=CrmErpSdk");
    }
}
