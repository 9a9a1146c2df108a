using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.State;
using CrmErp.Sdk.Testing.Tests.Scenarios;

namespace CrmErp.Sdk.Testing.Tests.Laws;

/// <summary>Law 7: one record's, connection's or automation's trouble stays its own, and costs a bounded number of calls.</summary>
public class Law7BoundedTests
{
    [Theory]
    [InlineData(BatchAtomicity.PerItem)]
    [InlineData(BatchAtomicity.AllOrNothing)]
    public async Task One_record_that_is_refused_holds_up_no_other(BatchAtomicity atomicity)
    {
        await using var world = new Scenario(new Side("crm"), new Side("erp") { Atomicity = atomicity });
        await world.SettleAsync();
        world.Erp.PutField("accounts", Side.PhoneOptions("1"));
        for (var i = 0; i < 25; i++)
        {
            world.Crm.Add("accounts", ("name", $"Company {i}"), ("tax", $"DE{i}"), ("phone", i == 7 ? "9" : "1"));
        }

        await world.SettleAsync();

        world.Erp.All("accounts").Should().HaveCount(24);
        (await world.OpenAsync()).Should().ContainSingle(e => e.Queue == OpenQueue.Parked && e.Cause == "Rejected");
    }

    [Fact]
    public async Task One_connection_that_is_down_holds_up_no_other_and_is_asked_ever_more_rarely()
    {
        await using var world = await new Scenario(new Side("crm"), new Side("erp"), new Side("shop")).WithAccountAsync(("phone", "1"));
        world.Erp.Faults.GoOffline();
        world.Edit("crm", ("phone", "2"));
        var before = world.Erp.Calls.Values.Sum();
        for (var minute = 0; minute < 120; minute++)
        {
            await world.World.RunAsync();
            world.World.Advance(TimeSpan.FromMinutes(1));
        }

        world.Everywhere("phone").Should().Equal("2", "1", "2");
        (world.Erp.Calls.Values.Sum() - before).Should().BeLessThan(40, "a connection that fails rests longer each time");

        world.Erp.Faults.ComeBack();
        world.World.Advance(TimeSpan.FromMinutes(16));
        await world.SettleAsync();
        world.Everywhere("phone").Should().Equal("2", "2", "2");
    }

    [Fact]
    public async Task Two_automations_that_fight_over_a_field_are_stopped_and_shown_to_a_person()
    {
        await using var world = await new Scenario().WithAccountAsync(("phone", "A"));
        var flips = 0;
        for (var minute = 0; minute < 60; minute++)
        {
            foreach (var (side, hates, wants) in new[] { ("crm", "B", "A"), ("erp", "A", "B") })
            {
                if (world.Account(side).Text("phone") == hates)
                {
                    world.Edit(side, ("phone", wants));
                    flips++;
                }
            }

            await world.World.RunAsync();
            world.World.Advance(TimeSpan.FromMinutes(1));
        }

        flips.Should().BeInRange(4, 12);
        (await world.OpenAsync()).Should().ContainSingle(e => e.Queue == OpenQueue.Conflict && e.Cause == "oscillation");
        world.Writes.Should().BeLessThan(20);
    }
}
