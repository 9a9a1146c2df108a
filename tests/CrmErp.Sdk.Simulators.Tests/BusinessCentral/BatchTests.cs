using System.Text.Json;
using CrmErp.Sdk.Simulators.Faults;
using CrmErp.Sdk.Simulators.Hosting;

namespace CrmErp.Sdk.Simulators.Tests.BusinessCentral;

public sealed class BatchTests
{
    [Fact]
    public async Task A_batch_runs_in_order_and_answers_each()
    {
        await using var world = await BusinessCentralWorld.StartAsync();

        var reply = await BatchAsync(world, [Create(world, "1", "A", "C1"), Create(world, "2", "B", "C2"), Read(world, "3")]);

        var responses = Responses(reply);
        responses.Select(r => r.Status).Should().Equal(201, 201, 200);
        responses.Select(r => r.Id).Should().Equal("1", "2", "3");
        responses[2].Body.GetProperty("value").GetArrayLength().Should().Be(2);
        world.Simulator.Requests.Of("sdk").BatchItems.Should().Be(3);
    }

    [Fact]
    public async Task The_first_error_ends_a_batch_unless_told_to_go_on()
    {
        await using var world = await BusinessCentralWorld.StartAsync();
        object[] requests = [Create(world, "1", "A", "C1"), Create(world, "2", "", "C2"), Create(world, "3", "C", "C3")];

        var stopped = await BatchAsync(world, requests);
        var goneOn = await BatchAsync(world, requests, ("Prefer", "odata.continue-on-error"));

        Responses(stopped).Select(r => r.Status).Should().Equal(201, 400);
        Responses(goneOn).Select(r => r.Status).Should().Equal(409, 400, 201);
    }

    [Fact]
    public async Task With_snapshot_isolation_one_failure_undoes_all_although_success_was_reported()
    {
        await using var world = await BusinessCentralWorld.StartAsync();

        var reply = await BatchAsync(world, [Create(world, "1", "A", "C1"), Create(world, "2", "", "C2")], ("Isolation", "snapshot"));

        Responses(reply).Select(r => r.Status).Should().Equal(201, 400);
        (await world.GetAsync("customers")).Value.Should().BeEmpty();
        world.Simulator.Writes.Count("sdk").Should().Be(0);
    }

    [Fact]
    public async Task More_than_a_hundred_operations_are_refused()
    {
        await using var world = await BusinessCentralWorld.StartAsync();

        var reply = await BatchAsync(world, [.. Enumerable.Range(0, 101).Select(i => Read(world, $"{i}"))]);

        (reply.Status, reply.Code).Should().Be((400, "BadRequest"));
    }

    [Fact]
    public async Task Updates_in_a_batch_need_their_token()
    {
        await using var world = await BusinessCentralWorld.StartAsync();
        var customer = await world.PostAsync("customers", new { displayName = "A" });
        var url = $"companies({world.Company})/customers({customer.Text("id")})";

        var reply = await BatchAsync(world,
        [
            new { id = "1", method = "PATCH", url, headers = new Dictionary<string, string> { ["If-Match"] = customer.ETag }, body = new { city = "Bonn" } },
            new { id = "2", method = "PATCH", url, headers = new Dictionary<string, string> { ["If-Match"] = customer.ETag }, body = new { city = "Köln" } },
            new { id = "3", method = "PATCH", url, headers = new Dictionary<string, string>(), body = new { city = "Kiel" } },
        ], ("Prefer", "odata.continue-on-error"));

        Responses(reply).Select(r => r.Status).Should().Equal(200, 409, 400);
    }

    [Fact]
    public async Task Some_operations_can_be_made_to_fail()
    {
        await using var world = await BusinessCentralWorld.StartAsync();
        world.Simulator.Faults.Add(new FaultRule { Fault = Fault.FailItems(i => i == 1, 503), Operation = RequestOperation.Batch });
        world.Simulator.Faults.Add(new FaultRule { Fault = Fault.Status(409, "Internal_EntityWithSameKeyExists"), Object = "customers", Operation = RequestOperation.Create, Skip = 1 });

        var reply = await BatchAsync(
            world, [Create(world, "1", "A", "C1"), Create(world, "2", "B", "C2"), Create(world, "3", "C", "C3"), Create(world, "4", "D", "C4")], ("Prefer", "odata.continue-on-error"));

        Responses(reply).Select(r => r.Status).Should().Equal(201, 503, 409, 201);
        (await world.GetAsync("customers/$count")).Raw.Should().Be("2");
    }

    [Fact]
    public async Task A_batch_of_reads_counts_as_a_read()
    {
        await using var world = await BusinessCentralWorld.StartAsync();

        await BatchAsync(world, [Read(world, "1"), Read(world, "2")]);

        var counters = world.Simulator.Requests.Of("sdk");
        (counters.Reads, counters.Writes, counters.Tokens).Should().Be((1, 0, 1));
    }

    private static object Create(BusinessCentralWorld world, string id, string name, string number) => new
    {
        id, method = "POST", url = $"companies({world.Company})/customers", headers = new Dictionary<string, string> { ["Content-Type"] = "application/json" },
        body = new { displayName = name, number },
    };

    private static object Read(BusinessCentralWorld world, string id) => new { id, method = "GET", url = $"companies({world.Company})/customers?$select=number" };

    private static Task<Reply> BatchAsync(BusinessCentralWorld world, object[] requests, params (string Name, string Value)[] headers) =>
        world.SendRawAsync("POST", world.Root + "$batch", new { requests }, headers);

    private static List<(string Id, int Status, JsonElement Body)> Responses(Reply reply) =>
    [
        .. reply.Json.GetProperty("responses").EnumerateArray().Select(r =>
            (r.GetProperty("id").GetString()!, r.GetProperty("status").GetInt32(), r.TryGetProperty("body", out var body) ? body : default)),
    ];
}
