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

    public static async Task OwnConnectorAsync()
    {
        #region own-connector
        // What your connector declares; the fake behaves as declared. Here: no events, one-second stamps, answers without values.
        ConnectorDescriptor shop = new()
        {
            System = "shop", DisplayName = "Shop", Capabilities = ConnectorCapabilities.Read | ConnectorCapabilities.Write | ConnectorCapabilities.Changes | ConnectorCapabilities.Metadata,
            Objects = [new ObjectDescriptor { Name = "customers", Changes = ChangeModel.Keyset, Version = VersionKind.Stamp, Identity = IdentityStrategy.ExternalId, IdentityField = "syncKey", SettleLag = TimeSpan.FromSeconds(3) }],
        };
        ObjectMetadata customers = new()
        {
            Name = "customers",
            Fields = [new FieldMetadata { Path = "name", Kind = FieldKind.Text, MaxLength = 12, Coercion = Coercions.Truncate }, new FieldMetadata { Path = "vatId", Kind = FieldKind.Text }],
        };
        var maps = new StandardMaps().Map<Account>("customers", m => m.Field(x => x.Name, "name", f => f.OnTooLong(TooLong.Truncate)).Field(x => x.TaxId, "vatId"));

        for (ulong seed = 1; seed <= 20; seed++)
        {
            var random = new SeededRandom(seed);
            await using var world = SyncWorld.Create(sync => sync.AddSalesforce("crm", configure: o => o.Currency = "EUR").AddFake("shop", [customers], maps, shop).Sync<Account>(a => a.Between("crm", "shop").Match(x => x.TaxId)), new SyncWorldOptions { Seed = seed });
            var faults = new DrawnFaults(random);
            (world["crm"].Faults.Decider, world["shop"].Faults.Decider) = (faults, faults);
            for (var step = 0; step < 10; step++)
            {
                var shopSide = random.Chance(.5);
                var (side, name) = shopSide ? (world["shop"].In(""), "customers") : (world["crm"].In(""), "Account");
                var all = side.All(name);
                _ = all.Count == 0 || random.Chance(.3) ? side.Add(name, (shopSide ? "name" : "Name", $"Company {seed}-{step}")) : side.Edit(name, random.Pick(all).Id, (shopSide ? "name" : "Name", $"Other {step}"));
                await world.RunAsync();
                world.Advance(random.Span(1, 90));
            }

            faults.End();
            await world.SettleAsync();

            // The laws: nothing was doubled or lost; a full read of everything writes nothing.
            var (accounts, written) = (world["crm"].All("Account").Count, Written(world));
            await world.RunAsync(new RunOptions { ResetCursors = true, Sweep = true });
            await world.SettleAsync();
            Check(accounts == world["shop"].All("customers").Count && Written(world) == written);
        }
        #endregion
    }

    private static int Written(SyncWorld world) => world.Connections.Sum(c => world[c].History.Count(e => e.Actor == FakeActor.Engine));

    #region drawn-faults
    private sealed class DrawnFaults(SeededRandom random) : IFaultDecider
    {
        private bool _ended;

        public void End() => _ended = true;

        public Fault? Decide(RemoteCall call) => _ended || !random.Chance(.1) ? null
            : new Fault(call.Operation == RemoteOperation.Write ? random.Pick([FaultKind.LoseReply, FaultKind.LoseRequest, FaultKind.ExecuteLate]) : FaultKind.Fail);
    }
    #endregion

    private static void Check(bool holds)
    {
        if (!holds)
        {
            throw new InvalidOperationException("The snippet does not do what the page says.");
        }
    }
}
