using CrmErp.Sdk.Simulators.Admin;
using CrmErp.Sdk.Simulators.BusinessCentral.Api;
using CrmErp.Sdk.Simulators.BusinessCentral.Data;
using CrmErp.Sdk.Simulators.BusinessCentral.Schema;
using CrmErp.Sdk.Simulators.Faults;
using CrmErp.Sdk.Simulators.Hosting;
using CrmErp.Sdk.Simulators.Journal;
using CrmErp.Sdk.Simulators.OAuth;

namespace CrmErp.Sdk.Simulators.BusinessCentral;

/// <summary>
/// A Business Central environment with API v2.0: master data, code lists, orders, invoices, payments, postings, webhooks; with the
/// vendor's URLs, error shapes, limits and coercions. Plain HTTP on 127.0.0.1. Dispose it to stop.
/// </summary>
public sealed class BusinessCentralSimulator : IAsyncDisposable
{
    private readonly BcEnvironment _environment;
    private readonly BcSystem _system;
    private readonly SimulatorHost _host;

    private BusinessCentralSimulator(BcEnvironment environment, BcSystem system, SimulatorHost host)
    {
        _environment = environment;
        _system = system;
        _host = host;
        People = new PeopleEdits(system.Admin);
    }

    /// <summary>The server's address.</summary>
    public Uri Address => _host.Address;

    /// <summary>The root of API v2.0, as <c>http://127.0.0.1:5123/v2.0/{tenant}/{environment}/api/v2.0</c>.</summary>
    public Uri BaseUrl => new(_host.Address, $"v2.0/{TenantId}/{Environment}/api/v2.0");

    /// <summary>The token endpoint.</summary>
    public Uri TokenUrl => new(_host.Address, $"{TenantId}/oauth2/v2.0/token");

    /// <summary>The tenant.</summary>
    public string TenantId => _environment.Options.TenantId;

    /// <summary>The environment's name.</summary>
    public string Environment => _environment.Options.Environment;

    /// <summary>The ids of the companies, in the order of the options.</summary>
    public IReadOnlyList<string> CompanyIds => [.. _environment.Companies.Select(c => c.Id)];

    /// <summary>Who may ask for tokens.</summary>
    public IReadOnlyList<RegisteredClient> Clients => _environment.Options.Clients;

    /// <summary>The tokens.</summary>
    public TokenAuthority Tokens => _system.Tokens;

    /// <summary>The scripted faults.</summary>
    public FaultPlan Faults => _environment.State.Faults;

    /// <summary>The requests so far.</summary>
    public RequestLog Requests => _environment.State.Requests;

    /// <summary>The written records so far.</summary>
    public WriteJournal Writes => _environment.State.Writes;

    /// <summary>Clock, data, logs and faults.</summary>
    public SimulatorState State => _environment.State;

    /// <summary>What people and comparers can do beside the public API.</summary>
    public ISimulatorAdmin Admin => _system.Admin;

    /// <summary>The edits of people in the first company.</summary>
    public PeopleEdits People { get; }

    /// <summary>Starts an environment.</summary>
    public static async Task<BusinessCentralSimulator> StartAsync(BusinessCentralOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new BusinessCentralOptions();
        var environment = new BcEnvironment(options);
        var system = new BcSystem(environment);
        BcStandardSetup.Seed(environment, system.Writes);
        var host = await SimulatorHost.StartAsync(system, options.Port, cancellationToken).ConfigureAwait(false);
        return new BusinessCentralSimulator(environment, system, host);
    }

    /// <summary>
    /// Adds a field to a page, as an extension does on an extensible page. Records made before show it empty.
    /// </summary>
    /// <param name="objectName">The set, as <c>customers</c>.</param>
    /// <param name="name">The field's name.</param>
    /// <param name="maxLength">The length of a text field; null for a whole number.</param>
    public void AddExtensionField(string objectName, string name, int? maxLength) => _environment.State.Database.Read(() =>
    {
        _environment.Model[objectName].Schema.Add(maxLength is { } length ? BcFields.Text(name, length) : BcFields.Integer(name));
        return true;
    });

    /// <summary>A person ships and invoices an order; gives the id of the posted invoice.</summary>
    public string PostOrder(string orderId) => Id(People.Act("postOrder", ("orderId", orderId)));

    /// <summary>A person posts a draft invoice.</summary>
    public void PostInvoice(string invoiceId) => People.Act("postInvoice", ("invoiceId", invoiceId));

    /// <summary>Money comes in for a posted invoice.</summary>
    /// <param name="invoiceId">The invoice.</param>
    /// <param name="amount">How much; null for all that remains.</param>
    public void ReceivePayment(string invoiceId, decimal? amount = null) =>
        People.Act("receivePayment", ("invoiceId", invoiceId), ("amount", amount));

    /// <summary>A person adjusts the stock of an item.</summary>
    /// <param name="itemNumber">The item.</param>
    /// <param name="quantity">How much comes in; negative goes out.</param>
    public void AdjustStock(string itemNumber, decimal quantity) => People.Act("adjustStock", ("itemNumber", itemNumber), ("quantity", quantity));

    /// <summary>A person changes a customer's credit limit.</summary>
    public void SetCreditLimit(string customerId, decimal amount) => People.Act("setCreditLimit", ("customerId", customerId), ("amount", amount));

    /// <summary>A person blocks a customer.</summary>
    /// <param name="customerId">The customer.</param>
    /// <param name="blocked">Blank, <c>Ship</c>, <c>Invoice</c> or <c>All</c>.</param>
    public void BlockCustomer(string customerId, string blocked) => People.Act("blockCustomer", ("customerId", customerId), ("blocked", blocked));

    /// <summary>Sends the webhook notifications that are due by the clock.</summary>
    /// <returns>The number of requests made.</returns>
    public Task<int> PumpWebhooksAsync(CancellationToken cancellationToken = default) =>
        _system.Webhooks.PumpAsync(BaseUrl + "/", cancellationToken);

    /// <summary>Stops the server.</summary>
    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync().ConfigureAwait(false);
        _system.Dispose();
    }

    private static string Id(System.Text.Json.JsonElement reply) => reply.GetProperty("id").GetString()!;
}
