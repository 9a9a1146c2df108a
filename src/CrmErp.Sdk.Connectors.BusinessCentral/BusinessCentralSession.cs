using System.Collections.Concurrent;
using CrmErp.Sdk.Connectors.BusinessCentral.Errors;
using CrmErp.Sdk.Connectors.Http;
using CrmErp.Sdk.Connectors.Http.Auth;
using CrmErp.Sdk.Connectors.Http.Json;
using CrmErp.Sdk.Connectors.Http.Quotas;
using CrmErp.Sdk.Connectors.OData.Query;

namespace CrmErp.Sdk.Connectors.BusinessCentral;

/// <summary>One connection to one environment: its client, its budgets, its companies.</summary>
internal sealed class BusinessCentralSession
{
    private static readonly JsonRecordLayout CompanyLayout = new() { Items = "value", Id = "id" };
    private static readonly RecordShape CompanyShape = new("companies", [new RecordField("name", FieldKind.Text), new RecordField("displayName", FieldKind.Text)]);
    private static readonly JsonRecordPlan CompanyPlan = JsonRecordPlan.Create(CompanyShape, CompanyLayout);
    private static readonly JsonRecordPlan JournalPlan = JsonRecordPlan.Create(new RecordShape("customerPaymentJournals", []), CompanyLayout);
    private readonly ConcurrentDictionary<string, string> _companies = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, string> _journals = new(StringComparer.OrdinalIgnoreCase);
    private readonly QuotaBudget[] _pools;

    public BusinessCentralSession(ConnectionId connection, BusinessCentralOptions options, ConnectorHttpFactory factory)
    {
        Connection = connection;
        Options = options;
        Time = factory.Time;
        Descriptor = BusinessCentralDescriptor.Create(options);
        _pools = [.. Descriptor.Pools.Select(p => factory.Budgets.Get(Descriptor.System, options.ClientId, p))];
        Client = factory.Create(new ConnectorHttpSettings
        {
            Connection = connection,
            Options = HttpOptions(options),
            Protocol = new BusinessCentralProtocol(),
            OAuth = (new OAuthOptions { TokenEndpoint = TokenAddress(options) }, new ClientCredentialsGrant(options.ClientId, options.ClientSecret, "https://api.businesscentral.dynamics.com/.default")),
        });
    }

    public ConnectionId Connection { get; }

    public BusinessCentralOptions Options { get; }

    public ConnectorDescriptor Descriptor { get; }

    public ConnectorHttpClient Client { get; }

    public TimeProvider Time { get; }

    public IReadOnlyList<QuotaBudget> Pools => _pools;

    /// <summary>The part of an address that names a scope's company.</summary>
    public async ValueTask<string> CompanyPathAsync(string scope, CancellationToken cancellationToken) =>
        $"companies({await CompanyIdAsync(scope, cancellationToken).ConfigureAwait(false)})";

    /// <summary>The id of a scope's company.</summary>
    /// <exception cref="ConnectorException">There is no such company for this user.</exception>
    public async ValueTask<string> CompanyIdAsync(string scope, CancellationToken cancellationToken)
    {
        var wanted = scope.Length > 0 ? scope : Options.Companies[0];
        if (Guid.TryParse(wanted, out var id))
        {
            return id.ToString("D");
        }

        if (_companies.TryGetValue(wanted, out var known))
        {
            return known;
        }

        foreach (var company in await ReadCompaniesAsync(cancellationToken).ConfigureAwait(false))
        {
            _companies.TryAdd(company.Fields[1].TextOrNull() ?? "", company.Ref.Id);
            _companies[company.Fields[0].TextOrNull() ?? ""] = company.Ref.Id;
        }

        return _companies.TryGetValue(wanted, out known)
            ? known
            : throw new ConnectorException(ErrorKind.Configuration, $"Connection '{Connection}': environment '{Options.Environment}' has no company '{wanted}' for this user. Check the name, and the user's access to the company.") { NotSent = true };
    }

    /// <summary>The scope that stands for a company; null where it is none of the configured ones, or its name was not looked up yet.</summary>
    public string? ScopeOf(string companyId) => Options.Companies.FirstOrDefault(c =>
        string.Equals(c, companyId, StringComparison.OrdinalIgnoreCase) ||
        (_companies.TryGetValue(c, out var id) && string.Equals(id, companyId, StringComparison.OrdinalIgnoreCase)));

    /// <summary>The companies of the environment.</summary>
    public async Task<IReadOnlyList<Record>> ReadCompaniesAsync(CancellationToken cancellationToken)
    {
        using var response = await Client.ReadAsync(Get("companies?$select=id,name,displayName"), cancellationToken).ConfigureAwait(false);
        using var page = JsonRecordPage.Create(CompanyPlan, Connection, "", response.TakeBody());
        return [.. Enumerable.Range(0, page.Count).Select(page.Read)];
    }

    /// <summary>A read of the API.</summary>
    public ConnectorRequest Get(string address, int? pageSize = null) => new(HttpMethod.Get, address)
    {
        Pools = _pools,
        Headers = pageSize is { } size ? [MaxPageSize(size)] : [],
    };

    /// <summary>Asks for pages of at most so many records.</summary>
    public static KeyValuePair<string, string> MaxPageSize(int size) => new("Prefer", $"odata.maxpagesize={size}");

    /// <summary>A write of the API.</summary>
    public ConnectorRequest Send(HttpMethod method, string address, ReadOnlyMemory<byte> body, DateTimeOffset notAfter, params IReadOnlyList<KeyValuePair<string, string>> headers) =>
        new(method, address) { Body = body, NotAfter = notAfter, Headers = headers, Pools = _pools };

    /// <summary>Where a page's records are listed and made: payments are lines of a journal, and are served below it only.</summary>
    /// <exception cref="ConnectorException">The page needs a journal, and none is configured or there is none of its name.</exception>
    public async ValueTask<string> ListPathAsync(string scope, ApiPage page, CancellationToken cancellationToken)
    {
        var company = await CompanyPathAsync(scope, cancellationToken).ConfigureAwait(false);
        return page.Object == "customerPayments"
            ? $"{company}/customerPaymentJournals({await JournalIdAsync(scope, company, cancellationToken).ConfigureAwait(false)})/{page.Set}"
            : $"{company}/{page.Set}";
    }

    /// <summary>A query on a page of a company.</summary>
    public async ValueTask<ODataQuery> QueryAsync(string scope, string set, CancellationToken cancellationToken) =>
        new($"{await CompanyPathAsync(scope, cancellationToken).ConfigureAwait(false)}/{set}");

    private async ValueTask<string> JournalIdAsync(string scope, string company, CancellationToken cancellationToken)
    {
        if (Options.PaymentJournal is not { } code)
        {
            throw NoJournal();
        }

        if (_journals.TryGetValue(scope, out var known))
        {
            return known;
        }

        var query = new ODataQuery($"{company}/customerPaymentJournals").Filter(ODataFilter.Compare("code", "eq", ODataLiteral.Quote(code.ToUpperInvariant()))).Select("id");
        using var response = await Client.ReadAsync(Get(query.ToString()), cancellationToken).ConfigureAwait(false);
        using var page = JsonRecordPage.Create(JournalPlan, Connection, scope, response.TakeBody());
        return page.Count > 0 ? _journals[scope] = page.Id(0) : throw NoJournal();
    }

    private ConnectorException NoJournal() =>
        new(ErrorKind.Configuration, $"Connection '{Connection}': payments are lines of a customer payment journal. Set PaymentJournal to the code of one that exists in the company.") { NotSent = true };

    private static ConnectorHttpOptions HttpOptions(BusinessCentralOptions options)
    {
        var http = new ConnectorHttpOptions
        {
            BaseAddress = new Uri($"{options.Address.AbsoluteUri.TrimEnd('/')}/v2.0/{options.TenantId}/{options.Environment}/api/{options.Api.Trim('/')}/"),
            // The service itself gives up after 10 minutes; a caller that gives up earlier only makes more unknown outcomes.
            AttemptTimeout = TimeSpan.FromMinutes(10),
        };
        http.Headers["Accept"] = "application/json";
        http.Headers["Accept-Language"] = options.Language;
        return http;
    }

    private static Uri TokenAddress(BusinessCentralOptions options) =>
        options.TokenAddress ?? new Uri($"https://login.microsoftonline.com/{options.TenantId}/oauth2/v2.0/token");
}
