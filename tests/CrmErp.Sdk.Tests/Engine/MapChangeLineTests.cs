using CrmErp.Sdk.Mapping;
using CrmErp.Sdk.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace CrmErp.Sdk.Tests.Engine;

public class MapChangeLineTests
{
    private static readonly FieldConverter International = FieldConverter.Create<string, string>("Phone", 2, p => p.StartsWith("00", StringComparison.Ordinal) ? "+" + p[2..] : p, p => p.StartsWith('+') ? "00" + p[1..] : p);

    [Fact]
    public async Task Lines_that_other_rules_carry_keep_their_identity()
    {
        await using var world = await OrdersAsync();
        var writes = world.Writes;

        world.Restart(Orders(a => a.On("crm", m => m.Lines(x => x.Lines, "Items", l => l.Field(x => x.Description, "Text", f => f.Convert(International)).Field(x => x.Quantity, "Quantity")))));
        await world.ApproveAsync();
        await world.SettleAsync();
        world.Writes.Should().Be(writes);

        var order = world.Erp.All("orders").Single();
        world.Erp.Edit("orders", order.Id, ("lines", order.Change("lines", order.Lines("lines")[1].RemoteId!, [("quantity", 9m)])));
        await world.SettleAsync();
        world.Crm.All("Order").Single().Lines("Items").Select(l => l.Fields["Quantity"].AsDecimal()).Should().Equal(1m, 9m);
        world.Writes.Should().Be(writes + 1);
        await world.IsQuietAsync();
    }

    [Fact]
    public async Task Lines_that_gain_a_field_are_met_as_planned()
    {
        await using var world = await OrdersAsync();
        var order = world.Crm.All("Order").Single();
        world.Crm.Edit("Order", order.Id, ("Items", order.Change("Items", order.Lines("Items")[0].RemoteId!, [("Price", 5m)])));
        await world.SettleAsync();
        world.Restart(Orders(a => a.On("crm", m => m.Lines(x => x.Lines, "Items", l => l.Field(x => x.Description, "Text").Field(x => x.Quantity, "Quantity").Field(x => x.UnitPrice, "Price")))
            .On("erp", m => m.Lines(x => x.Lines, "lines", l => l.Field(x => x.Description, "description").Field(x => x.Quantity, "quantity").Field(x => x.UnitPrice, "unitPrice")))));

        var plan = await world.Engine.PlanMapChangeAsync();
        plan.Changes.Should().HaveCount(2).And.OnlyContain(c => c.Groups.Single().Kind == MapGroupChangeKind.Extended);
        plan.Summary.Updates.Should().Be(1);
        await world.CarriesOutExactlyAsync(plan);

        world.Erp.All("orders").Single().Lines("lines").Should().HaveCount(2);
        world.Erp.All("orders").Single().Lines("lines")[0].Fields["unitPrice"].AsDecimal().Should().Be(5m);
    }

    private static Action<ICrmErpSyncBuilder> Orders(Action<FlowBuilder<SalesOrder>>? more = null) => sync => sync.Sync<SalesOrder>(a =>
    {
        a.Between("crm", "erp").Match(x => x.Number);
        more?.Invoke(a);
    });

    private static async Task<EngineWorld> OrdersAsync()
    {
        var world = new EngineWorld(Orders());
        world.Crm.Add("Order", ("Number", "1"), ("Items", FakeLines.Of([("Text", "0049 one"), ("Quantity", 1m)], [("Text", "0049 two"), ("Quantity", 2m)])));
        await world.SettleAsync();
        world.Erp.All("orders").Single().Lines("lines").Should().HaveCount(2);
        return world;
    }
}
