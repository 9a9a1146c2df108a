namespace CrmErp.Sdk.Simulators.Tests.BusinessCentral;

public sealed class IndependentClientTests
{
    [Fact]
    public async Task A_client_that_is_not_ours_reads_writes_pages_and_batches()
    {
        await using var world = await BusinessCentralWorld.StartAsync();
        var client = world.Simulator.Clients[0];

        var seen = await IndependentClient.RunAsync("business-central.mjs", world.Root, world.Company, world.Simulator.TokenUrl.ToString(), client.ClientId, client.ClientSecret);

        seen.GetProperty("number").GetString().Should().Be("C10001");
        seen.GetProperty("name").GetString().Should().Be("O'Neill & Söhne 株式会社");
        seen.GetProperty("city").GetString().Should().Be("Köln");
        seen.GetProperty("stale").GetProperty("status").GetInt32().Should().Be(409);
        seen.GetProperty("stale").GetProperty("code").GetString().Should().Be("Request_EntityChanged");
        seen.GetProperty("batch").EnumerateArray().Select(e => e.GetString()).Should().Equal("B1", "B2");
        seen.GetProperty("batchError").EnumerateArray().Select(e => e.GetString()).Should().Equal("Application_DialogException");
        seen.GetProperty("batchRead").GetProperty("rows").GetInt32().Should().Be(7);
        seen.GetProperty("batchRead").GetProperty("count").GetInt32().Should().Be(7);
        // One, two of the first batch, none of the second, seven rows.
        seen.GetProperty("pages").EnumerateArray().Select(e => e.GetInt32()).Should().Equal(4, 4, 2);
        seen.GetProperty("count").GetInt32().Should().Be(10);
        seen.GetProperty("all").GetInt32().Should().Be(10);
        seen.GetProperty("expanded").GetInt32().Should().Be(1);
        seen.GetProperty("gone").GetInt32().Should().Be(404);
    }
}
