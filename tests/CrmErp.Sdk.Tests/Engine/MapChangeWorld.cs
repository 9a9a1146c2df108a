using CrmErp.Sdk.Testing;

namespace CrmErp.Sdk.Tests.Engine;

/// <summary>What the tests of map changes ask of a world.</summary>
internal static class MapChangeWorld
{
    /// <summary>The website of the account that shows it on either side, on both sides.</summary>
    public static (string? Crm, string? Erp) Website(this EngineWorld world, string value)
    {
        var tax = world.Crm.All("Account").Where(a => a.Text("Website") == value).Select(a => a.Text("TaxNumber"))
            .Concat(world.Erp.All("customers").Where(c => c.Text("website") == value).Select(c => c.Text("taxNumber"))).Distinct().Single();
        return (world.Crm.All("Account").Single(a => a.Text("TaxNumber") == tax).Text("Website"), world.Erp.All("customers").Single(c => c.Text("taxNumber") == tax).Text("website"));
    }

    public static async Task ApproveAsync(this EngineWorld world)
    {
        var plan = await world.Engine.PlanMapChangeAsync();
        if (plan.Changes.Count > 0)
        {
            (await world.Engine.ActivateMapChangeAsync(plan, new OperationBy("tester"))).Should().Be(OperationOutcome.Resolved);
        }
    }

    /// <summary>From activation to rest the engine writes what the plan lists: those records, once, with those fields.</summary>
    public static async Task CarriesOutExactlyAsync(this EngineWorld world, MapChangePlan plan)
    {
        var (crm, erp) = (world.Crm.History.Count, world.Erp.History.Count);
        (await world.Engine.ActivateMapChangeAsync(plan, new OperationBy("tester"))).Should().Be(OperationOutcome.Resolved);
        await world.SettleAsync();
        var written = world.Crm.History.Skip(crm).Concat(world.Erp.History.Skip(erp)).Where(e => e.Actor == FakeActor.Engine).Select(e => e.Id).Order(StringComparer.Ordinal);
        written.Should().Equal(plan.Items.Where(i => i.Kind == PlanItemKind.Update).Select(i => i.Record!.Value.Id).Order(StringComparer.Ordinal));
        await world.IsQuietAsync();
    }

    public static async Task IsQuietAsync(this EngineWorld world)
    {
        var writes = world.Writes;
        await world.RunAsync(new RunOptions { ResetCursors = true, Sweep = true });
        await world.SettleAsync();
        world.Writes.Should().Be(writes);
    }
}
