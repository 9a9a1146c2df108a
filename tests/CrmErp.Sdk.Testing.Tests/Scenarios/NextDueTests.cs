using CrmErp.Sdk.Connectors;

namespace CrmErp.Sdk.Testing.Tests.Scenarios;

public class NextDueTests
{
    [Fact]
    public async Task A_world_at_rest_is_due_with_its_next_poll()
    {
        await using var world = await Customers.LinkedAsync(1);
        var result = await world.RunAsync();

        result.NextDue.Should().Be(world.Clock.Now + TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task A_system_that_says_when_to_come_back_is_due_then()
    {
        await using var world = await Customers.LinkedAsync(1);
        world["erp"].Faults.FailNext(RemoteOperation.Write, ErrorKind.Throttled, retryAfter: TimeSpan.FromSeconds(40));
        world["crm"].Edit("Account", world["crm"].All("Account")[0].Id, ("Phone", "new"));

        var result = await world.RunAsync();

        result.HasDeferredWork.Should().BeTrue();
        result.NextDue.Should().Be(world.Clock.Now + TimeSpan.FromSeconds(40));
    }

    [Fact]
    public async Task An_unknown_outcome_is_due_when_it_can_be_verified()
    {
        await using var world = await Customers.LinkedAsync(1);
        world["erp"].Faults.LoseRequestOfNextWrite();
        world["crm"].Edit("Account", world["crm"].All("Account")[0].Id, ("Phone", "new"));

        var result = await world.RunAsync();

        result.NextDue.Should().BeAfter(world.Clock.Now + TimeSpan.FromSeconds(1)).And.BeBefore(world.Clock.Now + TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task Following_it_brings_the_world_to_rest_without_idle_runs()
    {
        await using var world = await Customers.LinkedAsync(1);
        world["erp"].Faults.LoseRequestOfNextWrite();
        world["crm"].Edit("Account", world["crm"].All("Account")[0].Id, ("Phone", "new"));

        var runs = 0;
        for (var result = await world.RunAsync(); world["erp"].All("customers")[0].Text("phone") != "new"; result = await world.RunAsync(new RunOptions { PollNow = false }), runs++)
        {
            runs.Should().BeLessThan(12);
            world.Clock.Advance(result.NextDue - world.Clock.Now);
        }
    }

    [Fact]
    public async Task What_is_paused_is_not_due()
    {
        await using var world = await Customers.LinkedAsync(1);
        await world.Operations.PauseAsync(PauseLevel.Everything, Customers.Anna);
        world.Advance(TimeSpan.FromHours(1));

        var result = await world.RunAsync(new RunOptions { PollNow = false });

        result.NextDue.Should().Be(world.Clock.Now + TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task A_resting_connection_is_due_when_it_has_rested()
    {
        await using var world = await Customers.LinkedAsync(1);
        world["erp"].Faults.GoOffline();

        var result = await world.RunAsync();

        result.NextDue.Should().Be(world.Clock.Now + TimeSpan.FromSeconds(5));
    }
}
