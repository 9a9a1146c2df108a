using CrmErp.Sdk.Connectors.Http;
using CrmErp.Sdk.Simulators.Admin;
using CrmErp.Sdk.Simulators.Hosting;
using CrmErp.Sdk.Simulators.Salesforce;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using ConnectorOptions = CrmErp.Sdk.Connectors.Salesforce.SalesforceOptions;
using OrgOptions = CrmErp.Sdk.Simulators.Salesforce.SalesforceOptions;

namespace CrmErp.Sdk.Connectors.Salesforce.Tests.Wire;

/// <summary>A served org and a connector to it, on one clock.</summary>
internal sealed class OrgWorld : IAsyncDisposable
{
    private readonly SimulatorHost _host;
    private readonly ServiceProvider _services;

    private OrgWorld(SalesforceSimulator org, FakeTimeProvider clock, SimulatorHost host, ConnectorOptions options)
    {
        Org = org;
        Clock = clock;
        _host = host;
        Options = options;
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(clock);
        services.AddConnectorHttp("crm");
        _services = services.BuildServiceProvider();
        Connector = Connect(options);
    }

    public SalesforceSimulator Org { get; }

    public FakeTimeProvider Clock { get; }

    public ConnectorOptions Options { get; }

    public SalesforceConnector Connector { get; }

    public PeopleEdits People => Org.People;

    public static async Task<OrgWorld> StartAsync(Action<ConnectorOptions>? configure = null, Action<OrgOptions>? org = null, bool provision = true)
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 3, 2, 8, 0, 10, TimeSpan.Zero));
        var orgOptions = new OrgOptions { Time = clock };
        org?.Invoke(orgOptions);
        var simulator = new SalesforceSimulator(orgOptions);
        var host = await SimulatorHost.StartAsync(simulator);
        var client = orgOptions.Clients[0];
        var options = new ConnectorOptions { LoginUrl = host.Address, ClientId = client.ClientId, ClientSecret = client.ClientSecret, Currency = "EUR", MultiCurrency = orgOptions.Currencies.Count > 0 };
        configure?.Invoke(options);
        var world = new OrgWorld(simulator, clock, host, options);
        if (provision)
        {
            var items = await world.Connector.ProvisionAsync(new ProvisioningRequest());
            items.Should().OnlyContain(i => i.State == ProvisioningState.Created, "a new org lacks everything");
            // What was made is older than what tests make.
            clock.Advance(TimeSpan.FromMinutes(2));
        }

        return world;
    }

    /// <summary>A connector of its own to the same org.</summary>
    public SalesforceConnector Connect(ConnectorOptions options) => new("crm", options, _services.GetRequiredService<ConnectorHttpFactory>());

    /// <summary>Lets time pass while a call waits by the clock (back-off, polling).</summary>
    public async Task<T> PassTimeAsync<T>(Task<T> call)
    {
        for (var step = 0; step < 2_000 && !call.IsCompleted; step++)
        {
            await Task.WhenAny(call, Task.Delay(5));
            if (!call.IsCompleted)
            {
                Clock.Advance(TimeSpan.FromSeconds(1));
            }
        }

        return await call;
    }

    /// <summary>Writes items of a shape.</summary>
    public Task<IReadOnlyList<WriteOutcome>> WriteAsync(RecordShape shape, params WriteItem[] items) =>
        Connector.WriteAsync(new WriteRequest { Shape = shape, Items = items, NotAfter = Clock.GetUtcNow() + TimeSpan.FromMinutes(1) });

    /// <summary>A record as the connector reads it now.</summary>
    public async Task<Record?> GetAsync(RecordShape shape, string id) =>
        (await Connector.GetManyAsync(new GetManyRequest { Shape = shape, Ids = [id] }))[0];

    /// <summary>All changes since a cursor.</summary>
    public async Task<Changes> DrainAsync(RecordShape shape, string? cursor, int pageSize = 0)
    {
        var (records, deletions, full) = (new List<Record>(), new List<Deletion>(), false);
        while (true)
        {
            using var page = await Connector.ReadChangesAsync(new ChangesRequest { Shape = shape, Cursor = cursor, PageSize = pageSize });
            records.AddRange(Enumerable.Range(0, page.Records.Count).Select(page.Records.Read));
            deletions.AddRange(page.Deletions);
            full |= page.NeedsFullRead;
            cursor = page.Cursor;
            if (!page.HasMore)
            {
                return new Changes(records, deletions, full, cursor);
            }
        }
    }

    /// <summary>A product with a price in the standard price book; answers its id.</summary>
    public string AddProduct(string sku, decimal price)
    {
        var product = People.Create("Product2", ("Name", sku), ("ProductCode", sku), ("IsActive", true));
        People.Create("PricebookEntry", ("Pricebook2Id", Org.StandardPricebookId), ("Product2Id", product), ("UnitPrice", price), ("IsActive", true));
        return product;
    }

    /// <summary>The records of an object as the org holds them.</summary>
    public IReadOnlyList<System.Text.Json.JsonElement> All(string objectName) =>
        [.. Org.Admin.Snapshot(objectName, new PeopleContext(), deleted: false).Select(r => People.Find(objectName, r.Id)!.Value)];

    /// <summary>The org's own description of an object.</summary>
    public async Task<System.Text.Json.JsonDocument> DescribeAsync(string objectName)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new("Bearer", Org.Tokens.Issue(Org.Tokens.Clients[0]));
        return System.Text.Json.JsonDocument.Parse(await http.GetStringAsync(new Uri(_host.Address, $"services/data/v62.0/sobjects/{objectName}/describe")));
    }

    /// <summary>Lets time pass until the replication log covers what was written.</summary>
    public void Settle() => Clock.Advance(TimeSpan.FromMinutes(2));

    public async ValueTask DisposeAsync()
    {
        await Connector.DisposeAsync();
        await _services.DisposeAsync();
        await _host.DisposeAsync();
    }
}

/// <summary>What a feed served until it was drained.</summary>
internal sealed record Changes(IReadOnlyList<Record> Records, IReadOnlyList<Deletion> Deletions, bool NeedsFullRead, string Cursor);
