using CrmErp.Sdk;
using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Mapping;
using CrmErp.Sdk.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Snippets;

public static class Worlds
{
    public static async Task WorldAsync()
    {
        #region world
        await using var world = SyncWorld.Create(sync => MySync.Define(sync
            .AddSalesforce("crm", configure: o => o.Currency = "EUR")
            .AddBusinessCentral("erp", configure: o => o.Currency = "EUR")));

        world["erp"].Faults.LoseReplyOfNextCreate();
        world["crm"].Add("Account", ("Name", "Acme"), ("Loyalty_Points__c", 12));
        await world.SettleAsync();

        // One customer, although the answer was lost; nothing stands open.
        var customers = world["erp"].All("customers");
        var open = await world.Operations.ListOpenAsync();
        #endregion
        Check(customers.Count == 1 && open.Count == 0);

        #region world-people
        world["erp"].Edit("customers", customers[0].Id, ("city", "Kiel"));
        world["crm"].Edit("Account", world["crm"].All("Account")[0].Id, ("Phone", "+49 431 1"));
        await world.SettleAsync();

        await world.RestartAsync();                                         // the process ends, another one goes on
        await world.RunAsync(new RunOptions { ResetCursors = true, Sweep = true });
        var written = world["crm"].History.Count(e => e.Actor == FakeActor.Engine);
        #endregion
        Check(written > 0);
    }

    public static async Task OwnSystemAsync()
    {
        #region own-system
        ObjectMetadata customers = new()
        {
            Name = "customers",
            Fields =
            [
                new FieldMetadata { Path = "name", Kind = FieldKind.Text, MaxLength = 60, Required = true, Coercion = Coercions.Truncate },
                new FieldMetadata { Path = "vatId", Kind = FieldKind.Text, MaxLength = 20 },
            ],
        };
        var maps = new StandardMaps().Map<Account>("customers", m => m
            .Field(x => x.Name, "name", f => f.OnTooLong(TooLong.Truncate))
            .Field(x => x.TaxId, "vatId", f => f.OnTooLong(TooLong.Park)));

        await using var world = SyncWorld.Create(sync => sync
            .AddSalesforce("crm", configure: o => o.Currency = "EUR")
            .AddFake("shop", [customers], maps)
            .Sync<Account>(a => a.Between("crm", "shop").Match(x => x.TaxId)));
        #endregion
        world["shop"].Add("customers", ("name", "Acme"), ("vatId", "DE1"));
        await world.SettleAsync();
        Check(world["crm"].All("Account").Count == 1);
    }

    private static void Check(bool holds)
    {
        if (!holds)
        {
            throw new InvalidOperationException("The snippet does not do what the page says.");
        }
    }
}
