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

    /// <summary>Lets time pass until the replication log covers what was written.</summary>
    public void Settle() => Clock.Advance(TimeSpan.FromMinutes(2));

    public async ValueTask DisposeAsync()
    {
        await Connector.DisposeAsync();
        await _services.DisposeAsync();
        await _host.DisposeAsync();
    }
}
