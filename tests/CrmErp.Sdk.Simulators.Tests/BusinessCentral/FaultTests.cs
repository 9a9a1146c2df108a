using CrmErp.Sdk.Simulators.Faults;
using CrmErp.Sdk.Simulators.Hosting;

namespace CrmErp.Sdk.Simulators.Tests.BusinessCentral;

public sealed class FaultTests
{
    [Fact]
    public async Task A_lost_reply_hides_a_write_that_was_made()
    {
        await using var world = await BusinessCentralWorld.StartAsync();
        world.Simulator.Faults.Next("customers", RequestOperation.Create, Fault.LoseReply());

        var act = () => world.PostAsync("customers", new { displayName = "A" });

        await act.Should().ThrowAsync<HttpRequestException>();
        (await world.GetAsync("customers")).Value.Should().ContainSingle();
    }

    [Fact]
    public async Task A_lost_request_was_never_made()
    {
        await using var world = await BusinessCentralWorld.StartAsync();
        world.Simulator.Faults.Next("customers", RequestOperation.Create, Fault.LoseRequest());

        var act = () => world.PostAsync("customers", new { displayName = "A" });

        await act.Should().ThrowAsync<HttpRequestException>();
        (await world.GetAsync("customers")).Value.Should().BeEmpty();
    }

    [Fact]
    public async Task A_lost_reply_can_commit_after_somebody_has_looked()
    {
        await using var world = await BusinessCentralWorld.StartAsync();
        world.Simulator.Faults.Next("customers", RequestOperation.Create, Fault.LoseReply(commitAfter: TimeSpan.FromSeconds(90)));
        var act = () => world.PostAsync("customers", new { displayName = "A", number = "C1" });
        await act.Should().ThrowAsync<HttpRequestException>();

        var early = await world.GetAsync("customers?$filter=number eq 'C1'");
        world.Time.Advance(TimeSpan.FromSeconds(91));
        var late = await world.GetAsync("customers?$filter=number eq 'C1'");

        early.Value.Should().BeEmpty();
        late.Value.Should().ContainSingle().Which.GetProperty("lastModifiedDateTime").GetString().Should().Be("2026-03-02T08:00:00Z", "the stamp is that of the write");
    }

    [Fact]
    public async Task A_second_create_waits_for_the_first_that_holds_its_number()
    {
        await using var world = await BusinessCentralWorld.StartAsync();
        world.Simulator.Faults.Next("customers", RequestOperation.Create, Fault.CommitLate(TimeSpan.FromSeconds(90)));

        (await world.PostAsync("customers", new { displayName = "A", number = "C1" })).Status.Should().Be(201);
        var second = await world.PostAsync("customers", new { displayName = "A", number = "C1" });

        second.Status.Should().Be(409);
        (await world.GetAsync("customers")).Value.Should().ContainSingle();
    }

    [Fact]
    public async Task A_late_commit_of_a_person_appears_behind_the_stamp()
    {
        await using var world = await BusinessCentralWorld.StartAsync();
        var id = await world.CustomerAsync();
        world.Time.Advance(TimeSpan.FromMinutes(1));
        world.Simulator.People.Late(TimeSpan.FromSeconds(20)).Update("customers", id, ("city", "Bonn"));
        world.Time.Advance(TimeSpan.FromSeconds(10));

        var before = await world.GetAsync($"customers({id})");
        world.Time.Advance(TimeSpan.FromSeconds(10));
        var after = await world.GetAsync($"customers({id})");

        before.Text("city").Should().Be("");
        (after.Text("city"), after.Text("lastModifiedDateTime")).Should().Be(("Bonn", "2026-03-02T08:01:00Z"));
    }

    [Fact]
    public async Task A_write_to_a_row_with_an_open_late_commit_builds_on_it()
    {
        await using var world = await BusinessCentralWorld.StartAsync();
        var id = await world.CustomerAsync();
        world.Simulator.People.Late(TimeSpan.FromSeconds(20)).Update("customers", id, ("city", "Bonn"));

        var patched = await world.PatchAsync($"customers({id})", new { phoneNumber = "1" });

        (patched.Text("city"), patched.Text("phoneNumber")).Should().Be(("Bonn", "1"));
    }

    [Fact]
    public async Task Hooks_run_between_commit_and_reply_and_after_it()
    {
        await using var world = await BusinessCentralWorld.StartAsync();
        var seen = new List<string>();
        Fault Hook(FaultPoint point) => Fault.Call(point, (_, _) =>
        {
            lock (seen)
            {
                seen.Add($"{point} {world.Simulator.Writes.Count("sdk")}");
            }

            return Task.CompletedTask;
        });
        foreach (var point in Enum.GetValues<FaultPoint>())
        {
            world.Simulator.Faults.Next("customers", RequestOperation.Create, Hook(point));
        }

        await world.CustomerAsync();
        await world.GetAsync("companies");

        seen.Should().Equal("BeforeExecute 0", "AfterCommitBeforeReply 1", "AfterReply 1");
    }

    [Fact]
    public async Task A_gate_holds_a_request_until_it_is_opened()
    {
        await using var world = await BusinessCentralWorld.StartAsync();
        var gate = new FaultGate();
        world.Simulator.Faults.Next("customers", RequestOperation.Create, Fault.HoldAt(gate));

        var waiting = world.PostAsync("customers", new { displayName = "A" });
        await gate.Reached;
        (await world.GetAsync("customers")).Value.Should().BeEmpty();
        gate.Open();

        (await waiting).Status.Should().Be(201);
    }

    [Fact]
    public async Task Scripted_statuses_come_in_the_vendors_shape_with_retry_after()
    {
        await using var world = await BusinessCentralWorld.StartAsync();
        world.Simulator.Faults.Add(new FaultRule { Fault = Fault.Status(429, retryAfter: TimeSpan.FromSeconds(7)), Times = 2, Client = "sdk" });

        var first = await world.GetAsync("customers");
        var second = await world.GetAsync("items");
        var third = await world.GetAsync("customers");

        (first.Status, first.Headers["Retry-After"]).Should().Be((429, "7"));
        (second.Status, third.Status).Should().Be((429, 200));
        world.Simulator.Requests.Of("sdk").Failed.Should().Be(2);
    }

    [Fact]
    public async Task Faults_with_a_probability_repeat_with_their_seed()
    {
        async Task<string> RunAsync()
        {
            await using var world = await BusinessCentralWorld.StartAsync(o => o.Seed = 7);
            world.Simulator.Faults.Add(new FaultRule { Fault = Fault.Status(503), Times = int.MaxValue, Probability = 0.5, Object = "customers" });
            var statuses = new List<int>();
            for (var i = 0; i < 20; i++)
            {
                statuses.Add((await world.GetAsync("customers")).Status);
            }

            return string.Join(',', statuses);
        }

        var first = await RunAsync();

        first.Should().Contain("503").And.Contain("200");
        (await RunAsync()).Should().Be(first);
    }

    [Fact]
    public async Task A_client_beyond_the_rate_gets_429_until_the_window_has_moved()
    {
        await using var world = await BusinessCentralWorld.StartAsync(o => o.RequestsPerFiveMinutes = 3);

        for (var i = 0; i < 3; i++)
        {
            (await world.GetAsync("customers")).Status.Should().Be(200);
        }

        (await world.GetAsync("customers")).Status.Should().Be(429);
        await world.LogInAsync("other");
        (await world.GetAsync("customers")).Status.Should().Be(200, "the limit is per user");
        await world.LogInAsync();
        world.Time.Advance(TimeSpan.FromMinutes(5));
        (await world.GetAsync("customers")).Status.Should().Be(200);
    }
}
