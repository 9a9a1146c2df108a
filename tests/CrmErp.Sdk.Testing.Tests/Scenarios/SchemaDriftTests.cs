using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Mapping;
using CrmErp.Sdk.State;
using Microsoft.Extensions.DependencyInjection;

namespace CrmErp.Sdk.Testing.Tests.Scenarios;

public class SchemaDriftTests
{
    [Fact]
    public async Task An_optional_field_that_vanishes_is_left_out_loudly_and_everything_else_goes_on()
    {
        await using var world = await LinkedAsync();
        world["erp"].DropField("customers", "phone");

        world["crm"].Edit("Account", Acme(world).Id, ("Name", "Acme 2"), ("Phone", "new"));
        world["erp"].Edit("customers", world["erp"].All("customers")[0].Id, ("site", "from erp"));
        await world.SettleAsync();

        world["erp"].All("customers")[0].Text("name").Should().Be("Acme 2");
        Acme(world).Text("Site").Should().Be("from erp");
        Acme(world).Text("Phone").Should().Be("new", "a field that is not served is not empty");
        var entry = (await world.Operations.ListOpenAsync()).Should().ContainSingle().Subject;
        entry.Should().Match<OpenEntry>(e => e.Queue == OpenQueue.Parked && e.Cause == "SchemaDrift" && e.Entity == "Account" && e.Detail!.Contains("phone"));
        (await world.Operations.ListProblemsAsync()).Should().ContainSingle().Which.Hint.Should().Contain("'phone'");
        (await world.Store.ReadAuditAsync(TenantId.Default, null, 0, 100_000)).Should().ContainSingle(a => a.Kind == "field-lost" && a.Field == "phone");
    }

    [Fact]
    public async Task A_field_that_returns_is_read_again_and_what_was_missed_is_delivered()
    {
        await using var world = await LinkedAsync();
        var field = world["erp"].DropField("customers", "phone")!;
        world["crm"].Edit("Account", Acme(world).Id, ("Phone", "new"));
        world["crm"].Add("Account", ("Name", "Newcomer"), ("Phone", "555"));
        await world.SettleAsync();

        world["erp"].PutField("customers", field);
        world.Advance(TimeSpan.FromHours(1));
        await world.SettleAsync();

        (await world.Operations.ListOpenAsync()).Should().BeEmpty();
        world["erp"].All("customers").Select(c => c.Text("phone")).Should().BeEquivalentTo("new", "555");
        world["crm"].All("Account").Select(c => c.Text("Phone")).Should().BeEquivalentTo("new", "555");
        (await world.Store.ReadAuditAsync(TenantId.Default, null, 0, 100_000)).Should().ContainSingle(a => a.Kind == "field-returned");
        var writes = world["erp"].WritesBy() + world["crm"].WritesBy();
        await world.RunAsync(new RunOptions { ResetCursors = true, Sweep = true });
        await world.SettleAsync();
        (world["erp"].WritesBy() + world["crm"].WritesBy()).Should().Be(writes);
    }

    [Fact]
    public async Task A_field_that_the_user_may_not_see_for_a_while_clears_nothing()
    {
        await using var world = await LinkedAsync();
        world["crm"].Faults.LosePermission("Account", "Phone");
        world.Advance(TimeSpan.FromHours(1));
        world["crm"].Edit("Account", Acme(world).Id, ("Name", "Acme 2"));
        await world.SettleAsync();
        world["erp"].All("customers")[0].Text("phone").Should().Be("1");
        (await world.Operations.ListOpenAsync()).Should().ContainSingle().Which.Cause.Should().Be("SchemaDrift");

        world["crm"].Edit("Account", Acme(world).Id, ("Phone", "typed meanwhile"));
        await world.SettleAsync();
        world["crm"].Faults.RestorePermissions();
        world.Advance(TimeSpan.FromHours(1));
        await world.SettleAsync();

        world["erp"].All("customers")[0].Text("phone").Should().Be("typed meanwhile");
        (await world.Operations.ListOpenAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_part_of_an_address_that_vanishes_leaves_the_rest_of_it()
    {
        await using var world = await LinkedAsync();
        var field = world["erp"].DropField("customers", "city")!;
        world["crm"].Edit("Account", Acme(world).Id, ("Street", "New Street 2"), ("City", "Kiel"));
        await world.SettleAsync();
        world["erp"].All("customers")[0].Text("street").Should().Be("New Street 2");

        world["erp"].PutField("customers", field);
        world.Advance(TimeSpan.FromHours(1));
        await world.SettleAsync();

        world["erp"].All("customers")[0].Text("city").Should().Be("Kiel");
        Acme(world).Text("City").Should().Be("Kiel");
        (await world.Operations.ListOpenAsync()).Should().BeEmpty();
    }

    [Theory]
    [InlineData("name")]
    [InlineData("taxNumber")]
    public async Task A_required_field_or_a_key_that_vanishes_holds_its_entity_on_that_connection_only(string path)
    {
        await using var world = await LinkedAsync();
        var field = world["erp"].DropField("customers", path)!;
        world["crm"].Edit("Account", Acme(world).Id, ("Phone", "new"));
        world["crm"].Edit("Product", world["crm"].All("Product")[0].Id, ("Name", "Pump 2"));
        for (var i = 0; i < 5; i++)
        {
            await world.RunAsync();
            world.Advance(TimeSpan.FromMinutes(1));
        }

        world["erp"].All("items")[0].Text("name").Should().Be("Pump 2");
        world["erp"].All("customers")[0].Text("phone").Should().Be("1");
        (await world.Operations.ListOpenAsync(new OpenEntryFilter { Queue = OpenQueue.Parked })).Should().ContainSingle().Which.Cause.Should().Be("SchemaHold");

        world["erp"].PutField("customers", field);
        await world.SettleAsync();
        world["erp"].All("customers")[0].Text("phone").Should().Be("new");
        (await world.Operations.ListOpenAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_process_that_starts_while_a_field_is_gone_leaves_it_out_too()
    {
        await using var world = await LinkedAsync();
        await world.RestartAsync();
        // The new process is made, and its systems with it.
        _ = world.Engine;
        world["erp"].DropField("customers", "phone");

        world["crm"].Edit("Account", Acme(world).Id, ("Name", "Acme 2"));
        await world.SettleAsync();

        world["erp"].All("customers")[0].Text("name").Should().Be("Acme 2");
        (await world.Operations.ListOpenAsync()).Should().ContainSingle().Which.Cause.Should().Be("SchemaDrift");
    }

    private static FakeRecord Acme(SyncWorld world) => world["crm"].All("Account").Single(a => a.Text("TaxNumber") == "DE1");

    private static async Task<SyncWorld> LinkedAsync()
    {
        var world = SyncWorld.Create(Define);
        world["crm"].Add("Account", ("Name", "Acme"), ("TaxNumber", "DE1"), ("Phone", "1"), ("Street", "Street 1"), ("City", "Bonn"));
        world["crm"].Add("Product", ("Sku", "P1"), ("Name", "Pump"));
        await world.SettleAsync();
        world["erp"].All("customers").Should().ContainSingle();
        world["erp"].All("items").Should().ContainSingle();
        return world;
    }

    private static void Define(ICrmErpSyncBuilder sync) => sync
        .AddFake("crm", [new ObjectMetadata { Name = "Account", Fields = [Text("Name", true), Text("TaxNumber"), Text("Phone"), Text("Site"), Text("Street"), Text("City")] }, new ObjectMetadata { Name = "Product", Fields = [Text("Sku"), Text("Name")] }],
            new StandardMaps().Map<Account>("Account", m => m.Field(x => x.Name, "Name").Field(x => x.TaxId, "TaxNumber").Field(x => x.Phone, "Phone").Field(x => x.Website, "Site").Field(x => x.BillingAddress.Line1, "Street").Field(x => x.BillingAddress.City, "City"))
                .Map<Product>("Product", m => m.Field(x => x.Sku, "Sku").Field(x => x.Name, "Name")))
        .AddFake("erp", [new ObjectMetadata { Name = "customers", Fields = [Text("name", true), Text("taxNumber"), Text("phone"), Text("site"), Text("street"), Text("city")] }, new ObjectMetadata { Name = "items", Fields = [Text("sku"), Text("name")] }],
            new StandardMaps().Map<Account>("customers", m => m.Field(x => x.Name, "name").Field(x => x.TaxId, "taxNumber").Field(x => x.Phone, "phone").Field(x => x.Website, "site").Field(x => x.BillingAddress.Line1, "street").Field(x => x.BillingAddress.City, "city"))
                .Map<Product>("items", m => m.Field(x => x.Sku, "sku").Field(x => x.Name, "name")))
        .Sync<Account>(a => a.Between("crm", "erp").Match(x => x.TaxId))
        .Sync<Product>(a => a.Between("crm", "erp").Match(x => x.Sku));

    private static FieldMetadata Text(string path, bool required = false) => new() { Path = path, Kind = FieldKind.Text, MaxLength = 4000, Required = required, Nullable = !required };
}
