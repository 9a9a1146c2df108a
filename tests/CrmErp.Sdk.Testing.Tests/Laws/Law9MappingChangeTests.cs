using CrmErp.Sdk.Mapping;
using CrmErp.Sdk.Testing.Tests.Scenarios;

namespace CrmErp.Sdk.Testing.Tests.Laws;

/// <summary>Law 9: a change of a map writes nothing that its plan did not show.</summary>
public class Law9MappingChangeTests
{
    // What stands there from before reads otherwise now, and otherwise than what is written now.
    private static readonly FieldConverter Mended = FieldConverter.Create<string, string>("Phone", 2, p => p.StartsWith("tel:", StringComparison.Ordinal) ? p[4..] : "unchecked " + p, p => "tel:" + p);

    [Fact]
    public async Task A_mended_converter_moves_no_value_although_people_go_on_editing_other_fields()
    {
        await using var world = await new Scenario().WithAccountAsync(("phone", "0049 1"), ("street", "Main 1"));
        var writes = world.Writes;

        await world.World.RestartAsync(world.Definition(a => a.On("crm", m => m.Field(x => x.Phone, "phone", f => f.Convert(Mended)))));
        world.Edit("crm", ("street", "Market 2"));
        await world.SettleAsync();
        var plan = await world.World.Engine.PlanMapChangeAsync();
        if (plan.Changes.Count > 0)
        {
            (await world.World.Engine.ActivateMapChangeAsync(plan, Scenario.Tester)).Should().Be(OperationOutcome.Resolved);
        }

        await world.SettleAsync();

        plan.Summary.Writes.Should().Be(0);
        world.Everywhere("phone").Should().Equal("0049 1", "0049 1");
        world.Everywhere("street").Should().Equal("Market 2", "Market 2");
        world.Writes.Should().Be(writes + 1, "only the edit was carried over");
        await world.IsQuietAsync();
    }

    [Fact]
    public async Task A_field_that_is_mapped_newly_is_met_before_it_is_written()
    {
        await using var world = await new Scenario().WithAccountAsync(("phone", "1"), ("site", "crm.example"));
        world.Edit("erp", ("site", "erp.example"));
        await world.SettleAsync();
        var writes = world.Writes;

        await world.World.RestartAsync(world.Definition(a => a.On("crm", m => m.Field(x => x.Website, "site")).On("erp", m => m.Field(x => x.Website, "site"))));
        await world.SettleAsync();
        var plan = await world.World.Engine.PlanMapChangeAsync();
        (await world.World.Engine.ActivateMapChangeAsync(plan, Scenario.Tester)).Should().Be(OperationOutcome.Resolved);
        // The CRM's value is golden already, the ERP's is being read: whoever delivers now may not write over it.
        world.WhileNext("erp", Calls.Reads, () => world.DeliverAsync("erp"));
        await world.SettleAsync();

        (plan.Summary.Writes, plan.Summary.Conflicts).Should().Be((0, 1));
        world.Writes.Should().Be(writes);
        world.Everywhere("site").Should().Equal("crm.example", "erp.example");
        (await world.OpenAsync()).Should().ContainSingle(e => e.Queue == OpenQueue.Conflict && e.Group == "Website");
    }
}
