using CrmErp.Sdk.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace CrmErp.Sdk.Tests.Engine;

// R56: two processes with two versions of one map, over one store.
public class MapVersionTests
{
    [Fact]
    public async Task A_page_that_was_read_with_a_map_which_was_replaced_meanwhile_is_not_stored()
    {
        await using var world = await LinkedAsync();
        var old = world.Engine;
        var account = world.Crm.All("Account")[0];
        world.Crm.Edit("Account", account.Id, ("Phone", "new"), ("Website", "acme.example"));
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        world.Crm.Gate = new ReplacedAt(world, RemoteOperation.Changes);

        var result = await old.RunOnceAsync();

        ((ReplacedAt)world.Crm.Gate).Happened.Should().BeTrue();
        result.Count("read.Merged").Should().Be(0);
        result.WaitingMaps.Should().NotBeEmpty("the process with the old map leaves the entity alone");
        await RestAsync(world);
    }

    [Fact]
    public async Task A_write_that_was_planned_with_a_map_which_was_replaced_meanwhile_is_not_sent()
    {
        await using var world = await LinkedAsync();
        var old = world.Engine;
        world.Erp.Edit("customers", world.Erp.All("customers")[0].Id, ("phoneNumber", "new"));
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        var writes = world.Writes;
        // The CRM has no precondition: the record is read before it is written.
        world.Crm.Gate = new ReplacedAt(world, RemoteOperation.GetMany);

        await old.RunOnceAsync();

        ((ReplacedAt)world.Crm.Gate).Happened.Should().BeTrue();
        world.Writes.Should().Be(writes);
        world.Crm.Edit("Account", world.Crm.All("Account")[0].Id, ("Website", "acme.example"));
        await RestAsync(world);
    }

    private static async Task RestAsync(EngineWorld world)
    {
        world.Crm.Gate = null;
        await world.SettleAsync();
        (world.Crm.All("Account")[0].Text("Phone"), world.Erp.All("customers")[0].Text("phoneNumber")).Should().Be(("new", "new"));
        world.Website("acme.example").Should().Be(("acme.example", "acme.example"));
        await world.IsQuietAsync();
    }

    private static async Task<EngineWorld> LinkedAsync()
    {
        var world = new EngineWorld(Old);
        world.Crm.Add("Account", ("Name", "Acme"), ("TaxNumber", "DE1"), ("Phone", "1"));
        await world.SettleAsync();
        world.Erp.All("customers").Should().ContainSingle();
        return world;
    }

    private static void Old(ICrmErpSyncBuilder sync) => sync.Sync<Account>(a => a.Between("crm", "erp").Match(x => x.TaxId));

    private static void New(ICrmErpSyncBuilder sync) => sync.Sync<Account>(a => a.Between("crm", "erp").Match(x => x.TaxId)
        .On("crm", m => m.Field(x => x.Website, "Website")).On("erp", m => m.Field(x => x.Website, "website")));

    // While a call of the old process is on its way, another one starts, and its map becomes active.
    private sealed class ReplacedAt(EngineWorld world, RemoteOperation operation) : ICallGate
    {
        private bool _begun;

        public bool Happened { get; private set; }

        public Task BeforeAsync(RemoteCall call) => Task.CompletedTask;

        public async Task AfterAsync(RemoteCall call)
        {
            if (!_begun && call.Operation == operation)
            {
                _begun = true;
                world.Restart(New);
                await world.ApproveAsync();
                Happened = true;
            }
        }
    }
}
