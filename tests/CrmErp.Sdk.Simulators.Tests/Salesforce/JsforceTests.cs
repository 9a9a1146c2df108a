using System.Text.Json;
using CrmErp.Sdk.Simulators.Hosting;
using CrmErp.Sdk.Simulators.Salesforce;

namespace CrmErp.Sdk.Simulators.Tests.Salesforce;

/// <summary>The simulator seen by a client that is not ours.</summary>
public sealed class JsforceTests
{
    [Fact]
    public async Task Jsforce_SignsInQueriesWritesDescribesAndLoads()
    {
        var simulator = new SalesforceSimulator(new SalesforceOptions { Provisioned = true });
        await using var host = await SimulatorHost.StartAsync(simulator);

        var result = await IndependentClient.RunAsync("salesforce.mjs", host.Address.ToString().TrimEnd('/'), "3MVG9.simulator.sdk.consumer.key", "salesforce-simulator-secret");

        Text(result, "instanceUrl").Should().Be(host.Address.ToString().TrimEnd('/'));
        Flag(result, "created").Should().BeTrue();
        Flag(result, "updated").Should().BeTrue();
        Flag(result, "upsertedSame").Should().BeTrue();
        result.GetProperty("rows").GetInt32().Should().Be(449);
        result.GetProperty("refused").GetRawText().Should().Be("""["STRING_TOO_LONG"]""");
        result.GetProperty("queried").GetInt32().Should().Be(450);
        result.GetProperty("found").GetRawText().Should().Be("""[{"name":"O'Neill & Söhne","phone":"+49 228 1","contacts":2}]""");
        Text(result, "retrieved").Should().Be("2");
        result.GetProperty("nameLength").GetInt32().Should().Be(255);
        Flag(result, "global").Should().BeTrue();
        result.GetProperty("bulk").GetRawText().Should().Be("""{"good":2,"bad":["REQUIRED_FIELD_MISSING:Required fields are missing: [Name]:Name --"],"open":0}""");
        result.GetProperty("bulkQuery").GetRawText().Should().Be("""["Bulk 1","Bulk, \"3\""]""");
        Flag(result, "updatedIds").Should().BeTrue();
        result.GetProperty("destroyed").GetRawText().Should().Be("[true]");
        Text(result, "gone").Should().Be("ENTITY_IS_DELETED");
        Text(result, "badQuery").Should().Be("INVALID_FIELD");
        result.GetProperty("usage").GetInt32().Should().Be(100_000);
        simulator.State.Writes.Count("sdk").Should().BeGreaterThan(450);
    }

    private static string? Text(JsonElement result, string name) => result.GetProperty(name).GetString();

    private static bool Flag(JsonElement result, string name) => result.GetProperty(name).GetBoolean();
}
