using System.Text.Json;
using CrmErp.Sdk.Engine;
using CrmErp.Sdk.Simulators.Admin;
using CrmErp.Sdk.Simulators.Hosting;
using CrmErp.Sdk.Simulators.Salesforce;
using CrmErp.Sdk.State;
using CrmErp.Sdk.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using OrgOptions = CrmErp.Sdk.Simulators.Salesforce.SalesforceOptions;

namespace CrmErp.Sdk.Connectors.Salesforce.Tests.Wire;

/// <summary>The real engine over two orgs, each behind the real connector and HTTP.</summary>
public class TwoOrgsTests
{
    [Fact]
    public async Task Two_orgs_come_to_agree_and_stay_quiet()
    {
        await using var world = await World.StartAsync();
        var shared = world.West.People.Create("Account", ("Name", "Acme"), ("TaxNumber__c", "DE 811 907 980"), ("Phone", "+49 228 1"), ("BillingStreet", "Weg 1\nHaus 2"), ("BillingCity", "Bonn"), ("BillingCountry", "Germany"));
        world.East.People.Create("Account", ("Name", "Acme"), ("TaxNumber__c", "DE811907980"), ("CreditLimit__c", 5000m));
        world.West.People.Create("Contact", ("LastName", "Ng"), ("Email", "ng@acme.example"), ("AccountId", shared));
        world.East.People.Create("Account", ("Name", "Only in the east 株式会社"), ("TaxNumber__c", "JP-1"));

        await world.SettleAsync();

        Names(world.West).Should().BeEquivalentTo("Acme", "Only in the east 株式会社");
        Names(world.East).Should().BeEquivalentTo("Acme", "Only in the east 株式会社");
        var east = All(world.East, "Account").Single(a => Text(a, "Name") == "Acme");
        (Text(east, "Phone"), Text(east, "BillingCity"), Text(east, "BillingCountry"), Text(east, "BillingStreet")).Should().Be(("+49 228 1", "Bonn", "Germany", "Weg 1\nHaus 2"));
        All(world.West, "Account").Single(a => Text(a, "Name") == "Acme").GetProperty("CreditLimit__c").GetDecimal().Should().Be(5000m);
        All(world.East, "Contact").Should().ContainSingle().Which.GetProperty("AccountId").GetString().Should().Be(east.GetProperty("Id").GetString());
        await world.QuietAsync();
    }

    [Fact]
    public async Task Edit_is_carried_over_and_causes_no_echo()
    {
        await using var world = await World.StartAsync();
        var id = world.West.People.Create("Account", ("Name", "Acme"), ("TaxNumber__c", "DE1"));
        await world.SettleAsync();

        world.West.People.Update("Account", id, ("Name", "  Acme Holding  "), ("Site", "not mapped"));
        await world.SettleAsync();

        Names(world.East).Should().Equal("Acme Holding");
        world.West.State.Writes.Since(0).Count(w => w is { Client: "sdk", Object: "Account" }).Should().Be(0, "nothing comes back");
        await world.QuietAsync();
    }

    [Fact]
    public async Task Product_with_its_price_is_made_on_the_other_side()
    {
        await using var world = await World.StartAsync();
        var product = world.West.People.Create("Product2", ("Name", "Bolt"), ("ProductCode", "BOLT"), ("IsActive", true));
        world.West.People.Create("PricebookEntry", ("Pricebook2Id", world.West.StandardPricebookId), ("Product2Id", product), ("UnitPrice", 1.25m), ("IsActive", true));

        await world.SettleAsync();

        All(world.East, "Product2").Should().ContainSingle().Which.GetProperty("ProductCode").GetString().Should().Be("BOLT");
        All(world.East, "PricebookEntry").Should().ContainSingle().Which.GetProperty("UnitPrice").GetDecimal().Should().Be(1.25m);
        await world.QuietAsync();
    }

    [Fact]
    public async Task Order_crosses_with_its_lines_and_follows_edits_of_lines()
    {
        await using var world = await World.StartAsync();
        var people = world.West.People;
        var account = people.Create("Account", ("Name", "Acme"), ("TaxNumber__c", "DE1"));
        var (bolt, nut) = (AddProduct(world.West, "BOLT", 1.25m), AddProduct(world.West, "NUT", 0.5m));
        var order = people.Create("Order", ("AccountId", account), ("EffectiveDate", "2026-03-02"), ("Status", "Draft"), ("Pricebook2Id", world.West.StandardPricebookId), ("OrderReferenceNumber", "SO-1"));
        var line = people.Create("OrderItem", ("OrderId", order), ("PricebookEntryId", bolt), ("Quantity", 10), ("UnitPrice", 1.2m), ("Description", "galvanised"));
        await world.SettleAsync();
        All(world.East, "OrderItem").Select(l => (l.GetProperty("Quantity").GetDecimal(), Text(l, "Description"))).Should().Equal((10m, "galvanised"));

        people.Update("OrderItem", line, ("Quantity", 12));
        people.Create("OrderItem", ("OrderId", order), ("PricebookEntryId", nut), ("Quantity", 3), ("UnitPrice", 0.5m));
        people.Update("Order", order, ("Status", "Activated"));
        await world.SettleAsync();

        var made = All(world.East, "Order").Should().ContainSingle().Subject;
        (Text(made, "OrderReferenceNumber"), Text(made, "Status")).Should().Be(("SO-1", "Activated"));
        All(world.East, "OrderItem").Select(l => l.GetProperty("Quantity").GetDecimal()).Should().BeEquivalentTo([12m, 3m]);
        await world.QuietAsync();
    }

    private static string AddProduct(SalesforceSimulator org, string sku, decimal price)
    {
        var product = org.People.Create("Product2", ("Name", sku), ("ProductCode", sku), ("IsActive", true));
        return org.People.Create("PricebookEntry", ("Pricebook2Id", org.StandardPricebookId), ("Product2Id", product), ("UnitPrice", price), ("IsActive", true));
    }

    private static IEnumerable<string?> Names(SalesforceSimulator org) => All(org, "Account").Select(a => Text(a, "Name"));

    private static string? Text(JsonElement record, string field) => record.GetProperty(field).GetString();

    private static List<JsonElement> All(SalesforceSimulator org, string objectName) =>
        [.. org.Admin.Snapshot(objectName, new PeopleContext(), deleted: false).Select(r => org.People.Find(objectName, r.Id)!.Value)];

    private sealed class World : IAsyncDisposable
    {
        private readonly List<SimulatorHost> _hosts = [];
        private readonly ServiceProvider _services;

        private World(FakeTimeProvider clock, SalesforceSimulator west, SalesforceSimulator east, ServiceProvider services, IEnumerable<SimulatorHost> hosts)
        {
            (Clock, West, East, _services) = (clock, west, east, services);
            _hosts.AddRange(hosts);
        }

        public FakeTimeProvider Clock { get; }

        public SalesforceSimulator West { get; }

        public SalesforceSimulator East { get; }

        public static async Task<World> StartAsync()
        {
            var clock = new FakeTimeProvider(new DateTimeOffset(2026, 3, 2, 8, 0, 10, TimeSpan.Zero));
            var (west, east) = (new SalesforceSimulator(new OrgOptions { Time = clock, Provisioned = true, Seed = 1 }), new SalesforceSimulator(new OrgOptions { Time = clock, Provisioned = true, Seed = 2, OrganizationNumber = 2 }));
            var (westHost, eastHost) = (await SimulatorHost.StartAsync(west), await SimulatorHost.StartAsync(east));
            var services = new ServiceCollection();
            services.AddSingleton<TimeProvider>(clock);
            services.AddSingleton<ISyncStore>(new InMemorySyncStore());
            services.AddCrmErpSync(sync => sync
                .AddSalesforce("west", configure: o => Configure(o, westHost))
                .AddSalesforce("east", configure: o => Configure(o, eastHost))
                .Sync<Account>(a => a.Between("west", "east").Match(x => x.TaxId, MatchBy.Code))
                .Sync<Contact>(c => c.Between("west", "east").Match(x => x.Email, MatchBy.Email))
                .Sync<Product>(p => p.Between("west", "east").Match(x => x.Sku))
                .Sync<SalesOrder>(o => o.Between("west", "east").Match(x => x.Number)));
            return new World(clock, west, east, services.BuildServiceProvider(), [westHost, eastHost]);
        }

        public async Task SettleAsync()
        {
            var engine = _services.GetRequiredService<ISyncEngine>();
            for (var round = 0; round < 40; round++)
            {
                var result = await engine.RunOnceAsync();
                Clock.Advance(TimeSpan.FromMinutes(1));
                if (round > 6 && !result.HasDeferredWork)
                {
                    return;
                }
            }

            var open = await _services.GetRequiredService<ISyncOperations>().ListOpenAsync();
            throw new InvalidOperationException("Not settled after 40 runs: " + string.Join("; ", open.Select(o => $"{o.Queue} {o.Entity} {o.Spoke} {o.Cause}")));
        }

        /// <summary>One more run with every object read in full writes nothing.</summary>
        public async Task QuietAsync()
        {
            var before = Writes();
            await _services.GetRequiredService<ISyncEngine>().RunOnceAsync(new RunOptions { ResetCursors = true, Sweep = true });
            Writes().Should().Be(before);
        }

        public async ValueTask DisposeAsync()
        {
            await _services.DisposeAsync();
            foreach (var host in _hosts)
            {
                await host.DisposeAsync();
            }
        }

        private long Writes() => West.State.Requests.Of("sdk").Writes + East.State.Requests.Of("sdk").Writes;

        private static void Configure(SalesforceOptions options, SimulatorHost host) =>
            (options.LoginUrl, options.ClientId, options.ClientSecret, options.Currency) = (host.Address, "3MVG9.simulator.sdk.consumer.key", "salesforce-simulator-secret", "EUR");
    }
}
