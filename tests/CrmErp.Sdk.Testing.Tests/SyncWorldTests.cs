using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Mapping;
using CrmErp.Sdk.State;
using Microsoft.Extensions.DependencyInjection;

namespace CrmErp.Sdk.Testing.Tests;

public class SyncWorldTests
{
    private static readonly ObjectMetadata CrmAccount = new()
    {
        Name = "Account",
        Fields =
        [
            new FieldMetadata { Path = "Name", Kind = FieldKind.Text, MaxLength = 255, Required = true, Nullable = false }, new FieldMetadata { Path = "TaxNumber", Kind = FieldKind.Text, MaxLength = 40 },
            new FieldMetadata { Path = "Phone", Kind = FieldKind.Text, MaxLength = 40 }, new FieldMetadata { Path = "Active", Kind = FieldKind.Boolean },
        ],
    };

    private static readonly ObjectMetadata ErpCustomer = new()
    {
        Name = "customers",
        Fields =
        [
            new FieldMetadata { Path = "displayName", Kind = FieldKind.Text, MaxLength = 100, Coercion = Coercions.Trim }, new FieldMetadata { Path = "taxNumber", Kind = FieldKind.Text, MaxLength = 20, Coercion = Coercions.UpperCase },
            new FieldMetadata { Path = "phone", Kind = FieldKind.Text, MaxLength = 30 }, new FieldMetadata { Path = "blocked", Kind = FieldKind.Boolean },
        ],
    };

    private static void Define(ICrmErpSyncBuilder sync) => sync
        .AddFake("crm", [CrmAccount], new StandardMaps().Map<Account>("Account", m => m.Field(x => x.Name, "Name").Field(x => x.TaxId, "TaxNumber").Field(x => x.Phone, "Phone").Field(x => x.Active, "Active")))
        .AddFake("erp", [ErpCustomer], new StandardMaps().Map<Account>("customers", m => m.Field(x => x.Name, "displayName", f => f.OnTooLong(TooLong.Truncate)).Field(x => x.TaxId, "taxNumber", f => f.OnTooLong(TooLong.Park)).Field(x => x.Phone, "phone", f => f.OnTooLong(TooLong.Park))))
        .Sync<Account>(a => a.Between("crm", "erp").Match(x => x.TaxId).Field(x => x.Name, f => f.OnConflict(Resolve.Prefer("crm"), Resolve.Ask)).On("crm", m => m.Field(x => x.Website, "Site__c")).On("erp", m => m.Field(x => x.Website, "website")));

    [Fact]
    public async Task A_record_made_on_one_side_appears_on_the_other()
    {
        await using var world = SyncWorld.Create(Define);
        await world.SettleAsync();

        world["crm"].Add("Account", ("Name", "Acme"), ("Phone", "1"));
        await world.SettleAsync();

        world["erp"].All("customers").Should().ContainSingle().Which.Text("displayName").Should().Be("Acme");
    }

    [Fact]
    public async Task A_lost_answer_makes_no_second_record()
    {
        await using var world = SyncWorld.Create(Define);
        world["erp"].Faults.LoseReplyOfNextCreate();

        world["crm"].Add("Account", ("Name", "Acme"));
        await world.SettleAsync();

        world["erp"].All("customers").Should().ContainSingle();
        world["erp"].Faults.HasPending.Should().BeFalse();
        (await world.Operations.ListOpenAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task Custom_fields_exist_once_somebody_maps_them()
    {
        await using var world = SyncWorld.Create(Define);

        world["crm"].Add("Account", ("Name", "Acme"), ("Site__c", "acme.example"));
        await world.SettleAsync();

        world["erp"].All("customers")[0].Text("website").Should().Be("acme.example");
    }

    [Fact]
    public async Task A_world_at_rest_writes_nothing()
    {
        await using var world = SyncWorld.Create(Define);
        world["crm"].Add("Account", ("Name", " Acme "), ("TaxNumber", "de1"));
        world["erp"].Add("customers", ("displayName", "Acme"), ("taxNumber", "de1"), ("phone", "2"));
        await world.SettleAsync();
        var (before, changes) = (world.Describe(), world["crm"].History.Count + world["erp"].History.Count);

        await world.RunAsync(new RunOptions { ResetCursors = true, Sweep = true });
        await world.SettleAsync();

        world.Describe().Should().Be(before);
        (world["crm"].History.Count + world["erp"].History.Count).Should().Be(changes);
    }

    [Fact]
    public async Task A_process_that_ends_leaves_its_work_to_the_next_one()
    {
        await using var world = SyncWorld.Create(Define);
        world["crm"].Add("Account", ("Name", "Acme"));
        await world.RunAsync();

        await world.RestartAsync();
        await world.SettleAsync();

        world["erp"].All("customers").Should().ContainSingle();
    }

    [Fact]
    public async Task One_seed_gives_one_world()
    {
        var pictures = new List<string>();
        for (var run = 0; run < 2; run++)
        {
            await using var world = SyncWorld.Create(Define, new SyncWorldOptions { Seed = 7, Behaviors = new Dictionary<string, FakeBehavior> { ["erp"] = new() { RandomIds = true } } });
            world["crm"].Add("Account", ("Name", "Acme"));
            world["crm"].Add("Account", ("Name", "Beta"));
            await world.SettleAsync();
            var golden = await world.Store.ScanGoldenAsync(TenantId.Default, "Account", null, 100);
            pictures.Add(world.Describe() + string.Join(",", golden));
        }

        pictures[0].Should().Be(pictures[1]);
    }

    [Fact]
    public async Task The_currency_of_a_connection_is_that_of_its_fake_too()
    {
        await using var world = SyncWorld.Create(sync => sync
            .AddConnection("crm", new ConnectorRegistration
            {
                Descriptor = FakeDescriptor.Friendly([CrmAccount]),
                Schema = [CrmAccount],
                Currency = "CHF",
                StandardMaps = new StandardMaps().Map<Account>("Account", m => m.Field(x => x.Name, "Name").Money(x => x.CreditLimit, "Limit__c", null, f => f.As(FieldKind.Decimal))),
                Create = (_, _) => throw new InvalidOperationException("A world makes its own connectors."),
            })
            .AddFake("erp", [ErpCustomer], new StandardMaps().Map<Account>("customers", m => m.Field(x => x.Name, "displayName", f => f.OnTooLong(TooLong.Truncate)).Money(x => x.CreditLimit, "limit", "currency", f => f.As(FieldKind.Decimal))))
            .Sync<Account>(a => a.Between("crm", "erp")));
        world["crm"].Add("Account", ("Name", "Acme"), ("Limit__c", 5m));
        await world.SettleAsync();

        world["erp"].All("customers").Should().ContainSingle().Which.Text("currency").Should().Be("CHF");
    }

    [Fact]
    public void An_unknown_connection_is_named_with_the_known_ones()
    {
        var world = SyncWorld.Create(Define);

        var ask = () => world["shop"];

        ask.Should().Throw<ArgumentException>().WithMessage("*'shop'*crm, erp*");
    }

    [Fact]
    public async Task A_world_that_cannot_come_to_rest_says_what_moves()
    {
        await using var world = SyncWorld.Create(Define, new SyncWorldOptions { MostRounds = 5, Behaviors = new Dictionary<string, FakeBehavior> { ["erp"] = new() } });
        world["erp"].Faults.GoOffline();
        world["crm"].Add("Account", ("Name", "Acme"));

        var settle = () => world.SettleAsync();

        await settle.Should().ThrowAsync<TimeoutException>();
    }
}
