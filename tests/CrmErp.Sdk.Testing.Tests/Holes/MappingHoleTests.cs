using CrmErp.Sdk.Testing.Tests.Scenarios;

namespace CrmErp.Sdk.Testing.Tests.Holes;

/// <summary>Where a plainer change of maps goes wrong.</summary>
public class MappingHoleTests
{
    [Fact]
    public async Task A_field_that_was_not_mapped_for_a_week_is_met_before_it_is_written_again()
    {
        await using var world = await new Scenario().WithAccountAsync(("phone", "1"));
        await ChangeAsync(world, a => a.On("erp", m => m.Unmap(x => x.Phone)));
        world.Edit("erp", ("phone", "a week's edit"));
        world.Edit("crm", ("street", "Main 1"));
        await world.SettleAsync();
        world.World.Advance(TimeSpan.FromDays(7));
        await world.SettleAsync();

        await ChangeAsync(world, _ => { });

        world.Everywhere("phone").Should().Equal("a week's edit", "a week's edit");
        world.Everywhere("street").Should().Equal("Main 1", "Main 1");
        await world.IsQuietAsync();
    }

    [Fact]
    public async Task Time_that_passed_while_a_field_was_not_mapped_is_no_evidence_of_who_was_later()
    {
        static void Latest(FlowBuilder<Account> a) => a.Field(x => x.Phone, f => f.OnConflict(Resolve.Latest, Resolve.Ask));
        await using var world = await new Scenario(Latest).WithAccountAsync(("phone", "1"));
        await ChangeAsync(world, a =>
        {
            Latest(a);
            a.On("erp", m => m.Unmap(x => x.Phone));
        });
        world.World.Advance(TimeSpan.FromHours(1));
        world.Edit("erp", ("phone", "first"));
        world.World.Advance(TimeSpan.FromHours(1));
        world.Edit("crm", ("phone", "second"));
        await world.SettleAsync();
        world.World.Advance(TimeSpan.FromHours(1));
        // Other fields of the ERP's record are folded later than the phone was typed.
        world.Edit("erp", ("street", "Main 1"));
        await world.SettleAsync();

        await ChangeAsync(world, Latest);

        world.Everywhere("phone").Should().NotEqual(["first", "first"]);
        (await world.OpenAsync()).Should().ContainSingle(e => e.Queue == OpenQueue.Conflict && e.Group == "Phone");
    }

    private static async Task ChangeAsync(Scenario world, Action<FlowBuilder<Account>> accounts)
    {
        await world.World.RestartAsync(world.Definition(accounts));
        await world.SettleAsync();
        var plan = await world.World.Engine.PlanMapChangeAsync();
        if (plan.Changes.Count > 0)
        {
            (await world.World.Engine.ActivateMapChangeAsync(plan, Scenario.Tester)).Should().Be(OperationOutcome.Resolved);
        }

        await world.SettleAsync();
    }
}
