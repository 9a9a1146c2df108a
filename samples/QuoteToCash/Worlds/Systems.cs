using System.Globalization;
using CrmErp.Sdk.Simulators.Admin;
using CrmErp.Sdk.Simulators.BusinessCentral;
using CrmErp.Sdk.Simulators.Hosting;
using CrmErp.Sdk.Simulators.Salesforce;

namespace CrmErp.Samples.QuoteToCash.Worlds;

/// <summary>The two simulated systems, on free loopback ports and one clock.</summary>
internal sealed class Systems : IAsyncDisposable
{
    private readonly SimulatorHost _crmHost;

    private Systems(SalesforceSimulator crm, SimulatorHost crmHost, BusinessCentralSimulator erp)
    {
        Crm = crm;
        _crmHost = crmHost;
        Erp = erp;
    }

    public SalesforceSimulator Crm { get; }

    public BusinessCentralSimulator Erp { get; }

    public Uri CrmAddress => _crmHost.Address;

    public Truth Truth { get; } = new();

    /// <summary>Starts both.</summary>
    /// <param name="time">Their clock.</param>
    /// <param name="seed">The seed of ids and tokens.</param>
    /// <param name="provisioned">Whether the CRM begins with the custom fields and objects of the standard maps.</param>
    /// <param name="crmPort">The CRM's port; 0 takes a free one.</param>
    /// <param name="erpPort">The ERP's port; 0 takes a free one.</param>
    public static async Task<Systems> StartAsync(TimeProvider time, int seed, bool provisioned = false, int crmPort = 0, int erpPort = 0)
    {
        var crm = new SalesforceSimulator(new SalesforceOptions { Seed = seed, Time = time, OrganizationName = "Northwind Sales", Provisioned = provisioned });
        var crmHost = await SimulatorHost.StartAsync(crm, crmPort);
        try
        {
            return new Systems(crm, crmHost, await BusinessCentralSimulator.StartAsync(new BusinessCentralOptions { Seed = seed, Time = time, Port = erpPort }));
        }
        catch
        {
            await crmHost.DisposeAsync();
            throw;
        }
    }

    /// <summary>How the engine's process reaches them; the secrets are among these.</summary>
    public IReadOnlyDictionary<string, string> Settings()
    {
        var crm = Crm.Tokens.Clients[0];
        var erp = Erp.Clients[0];
        return new Dictionary<string, string>
        {
            ["Salesforce__LoginUrl"] = CrmAddress.ToString(),
            ["Salesforce__AllowedOrigins__0"] = CrmAddress.ToString(),
            ["Salesforce__ClientId"] = crm.ClientId,
            ["Salesforce__ClientSecret"] = crm.ClientSecret,
            ["Salesforce__Currency"] = "EUR",
            ["BusinessCentral__Address"] = Erp.Address.ToString(),
            ["BusinessCentral__TokenAddress"] = Erp.TokenUrl.ToString(),
            ["BusinessCentral__TenantId"] = Erp.TenantId,
            ["BusinessCentral__Environment"] = Erp.Environment,
            ["BusinessCentral__Companies__0"] = Erp.CompanyIds[0],
            ["BusinessCentral__ClientId"] = erp.ClientId,
            ["BusinessCentral__ClientSecret"] = erp.ClientSecret,
            ["BusinessCentral__Currency"] = "EUR",
        };
    }

    /// <summary>Gives each system its own data.</summary>
    /// <returns>How many records.</returns>
    public int Seed(DataSet data, DateTimeOffset modified)
    {
        new CrmSeed(Crm, Truth, modified, PriceEntries).Load(data);
        new ErpSeed(Erp, Truth, modified).Load(data);
        StockedItems.AddRange(data.Rows("erp/items.csv").Where(r => r["type"] == "Inventory").Select(r => r["number"]));
        return Truth.Count;
    }

    /// <summary>Standard price entries and their prices, in the order of the data.</summary>
    public List<(string Entry, decimal Price)> PriceEntries { get; } = [];

    /// <summary>Numbers of items that have stock, in the order of the data.</summary>
    public List<string> StockedItems { get; } = [];

    /// <summary>The CRM's administrator adds the field that the changed mapping writes.</summary>
    public void BeginSalespersons() =>
        Crm.People.Act("addField", ("fullName", "Account.Salesperson__c"), ("metadata", System.Text.Json.JsonElement.Parse("""{"type":"Text","length":20,"label":"Salesperson"}""")));

    /// <summary>The newest record of a set of the ERP with this value.</summary>
    public string FindErp(string set, string field, string value) => Find(Erp.Address, set, "id", field, value);

    /// <summary>The newest record of an object of the CRM with this value.</summary>
    public string FindCrm(string objectName, string field, string value) => Find(CrmAddress, objectName, "Id", field, value);

    /// <summary>How many records of an object the CRM holds.</summary>
    public int CountCrm(string objectName) => Seeding.Held(CrmAddress, objectName).Count();

    private static string Find(Uri address, string objectName, string id, string field, string value) =>
        Seeding.Held(address, objectName).LastOrDefault(r => r.GetProperty(field).GetString() == value) is { ValueKind: System.Text.Json.JsonValueKind.Object } found
            ? found.GetProperty(id).GetString()!
            : throw new InvalidOperationException($"There is no {objectName} whose {field} is '{value}'.");

    public async ValueTask DisposeAsync()
    {
        await _crmHost.DisposeAsync();
        await Erp.DisposeAsync();
    }
}

/// <summary>Values of the data as the simulators take them.</summary>
internal static class SeedValues
{
    public static (string Name, object? Value) Text(string name, string value) => (name, value.Length == 0 ? null : value);

    public static (string Name, object? Value) Number(string name, string value) =>
        (name, value.Length == 0 ? null : decimal.Parse(value, CultureInfo.InvariantCulture));

    public static (string Name, object? Value) Flag(string name, string value) => (name, value.Length == 0 ? null : bool.Parse(value));

    /// <summary>Without what is empty: the system's own default stands there.</summary>
    public static SeedRecord Record(DateTimeOffset modified, params IEnumerable<(string Name, object? Value)> values) =>
        new([.. values.Where(v => v.Value is not null)]) { Modified = modified };

    /// <summary>Lines written as <c>SKU*quantity*price;...</c>.</summary>
    public static IEnumerable<(string Sku, decimal Quantity, decimal Price)> Lines(string text) =>
        text.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split('*')).Select(l =>
            (l[0], decimal.Parse(l[1], CultureInfo.InvariantCulture), decimal.Parse(l[2], CultureInfo.InvariantCulture)));
}
