using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Connectors.BusinessCentral;
using CrmErp.Sdk.Connectors.Salesforce;
using CrmErp.Sdk.Simulators.BusinessCentral;
using CrmErp.Sdk.Simulators.Hosting;
using CrmErp.Sdk.Simulators.Salesforce;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CrmErp.Sdk.Mistakes.Tests;

/// <summary>A newcomer's host over two simulators: everything is right until a test gets one thing wrong.</summary>
internal sealed class Newcomer : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("crmerp-mistakes-").FullName;
    private readonly SalesforceSimulator _crm;
    private readonly SimulatorHost _crmHost;
    private readonly BusinessCentralSimulator _erp;

    private Newcomer(SalesforceSimulator crm, SimulatorHost crmHost, BusinessCentralSimulator erp) => (_crm, _crmHost, _erp) = (crm, crmHost, erp);

    public Uri CrmAddress => _crmHost.Address;

    public Uri ErpAddress => _erp.Address;

    public string Database => Path.Combine(_folder, "sync.db");

    public static async Task<Newcomer> StartAsync(int organisation = 1)
    {
        var crm = new SalesforceSimulator(new Simulators.Salesforce.SalesforceOptions { Provisioned = true, OrganizationNumber = organisation });
        return new Newcomer(crm, await SimulatorHost.StartAsync(crm), await BusinessCentralSimulator.StartAsync());
    }

    public void Salesforce(Connectors.Salesforce.SalesforceOptions options)
    {
        var client = new Simulators.Salesforce.SalesforceOptions().Clients.First(c => c.ClientSecret is not null);
        options.LoginUrl = _crmHost.Address;
        options.Flow = SalesforceAuthFlow.ClientCredentials;
        options.ClientId = client.ClientId;
        options.ClientSecret = client.ClientSecret;
        options.Currency = "EUR";
    }

    public void BusinessCentral(Connectors.BusinessCentral.BusinessCentralOptions options)
    {
        options.Address = _erp.Address;
        options.TokenAddress = _erp.TokenUrl;
        options.TenantId = _erp.TenantId;
        options.Environment = _erp.Environment;
        options.Companies.Add(_erp.CompanyIds[0]);
        options.ClientId = _erp.Clients[0].ClientId;
        options.ClientSecret = _erp.Clients[0].ClientSecret;
        options.Currency = "EUR";
    }

    public static void Flow(ICrmErpSyncBuilder sync) => sync.Sync<Account>(a => a.Between("crm", "erp").Match(x => x.TaxId));

    /// <summary>A host as the README shows it; a test passes what it gets wrong.</summary>
    public IHost Host(Action<ICrmErpSyncBuilder>? flows = null, Action<Connectors.Salesforce.SalesforceOptions>? crm = null, Action<Connectors.BusinessCentral.BusinessCentralOptions>? erp = null, bool store = true)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.ClearProviders();
        builder.Services.AddCrmErpSync(sync =>
        {
            if (store)
            {
                sync.UseSqlite($"Data Source={Database};Pooling=False");
            }

            sync.AddSalesforce("crm", configure: o =>
            {
                Salesforce(o);
                crm?.Invoke(o);
            });
            sync.AddBusinessCentral("erp", configure: o =>
            {
                BusinessCentral(o);
                erp?.Invoke(o);
            });
            (flows ?? Flow)(sync);
        });
        return builder.Build();
    }

    /// <summary>What starting the host says.</summary>
    public static async Task<string> StartupErrorAsync(IHost host)
    {
        using (host)
        {
            var start = () => host.StartAsync();
            var error = (await start.Should().ThrowAsync<SyncDefinitionException>()).Which;
            return error.Message;
        }
    }

    /// <summary>What the check of a connection says.</summary>
    public static async Task<ConnectionReport> CheckAsync(IHost host, string connection)
    {
        using (host)
        {
            var reports = await host.Services.GetRequiredService<ISyncEngine>().CheckAsync();
            return reports.Single(r => r.Connection == connection);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _crmHost.DisposeAsync();
        await _erp.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
