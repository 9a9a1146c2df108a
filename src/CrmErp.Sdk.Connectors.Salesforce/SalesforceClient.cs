using CrmErp.Sdk.Connectors.Http;
using CrmErp.Sdk.Connectors.Http.Auth;
using CrmErp.Sdk.Connectors.Http.Quotas;
using CrmErp.Sdk.Connectors.Salesforce.Errors;

namespace CrmErp.Sdk.Connectors.Salesforce;

/// <summary>The org's REST API: addresses of the pinned version, headers, quota pools, and the server's clock.</summary>
internal sealed class SalesforceClient
{
    // How long a reading of the server's clock is trusted before it is asked again.
    private static readonly TimeSpan ClockTrust = TimeSpan.FromMinutes(10);

    private readonly ConnectorHttpClient _http;
    private readonly TimeProvider _time;
    private readonly QuotaBudget[] _pools;
    private readonly KeyValuePair<string, string>[] _writeHeaders;
    private ClockReading? _clock;

    public SalesforceClient(ConnectionId connection, SalesforceOptions options, ConnectorHttpFactory factory)
    {
        Connection = connection;
        Options = options;
        _time = factory.Time;
        VersionPath = $"/services/data/v{options.ApiVersion}";
        var countedFor = options.LoginUrl.Host is "login.salesforce.com" or "test.salesforce.com" ? connection.Value : options.LoginUrl.Authority;
        _pools = [.. SalesforceDescriptor.Create(options).Pools.Select(p => factory.Budgets.Get(SalesforceDescriptor.SystemName, countedFor, p))];
        _writeHeaders = [.. WriteHeaders(options)];
        _http = factory.Create(new ConnectorHttpSettings
        {
            Connection = connection,
            Options = HttpOptions(options),
            Protocol = new SalesforceProtocol(),
            OAuth = SalesforceSignIn.Create(options, factory.Time),
        });
    }

    public ConnectionId Connection { get; }

    public SalesforceOptions Options { get; }

    public TimeProvider Time => _time;

    /// <summary>The path of the pinned version, without a slash at its end.</summary>
    public string VersionPath { get; }

    public ConnectorException ToException(ConnectorResponse response) => _http.ToException(response);

    public ValueTask<AccessToken?> GetTokenAsync(CancellationToken cancellationToken) => _http.GetTokenAsync(cancellationToken);

    /// <summary>Reads a resource below the version's path.</summary>
    public Task<ConnectorResponse> GetAsync(string resource, CancellationToken cancellationToken) =>
        ReadAsync(new ConnectorRequest(HttpMethod.Get, Address(resource)) { Pools = _pools }, cancellationToken);

    /// <summary>The address of a link that an answer gave (an absolute path); null when it gave none.</summary>
    /// <exception cref="ConnectorException">It leads to another host.</exception>
    public string? Resolve(ConnectorResponse source, string? link) => link is null ? null : _http.ResolveLink(source, link);

    /// <summary>Reads an address from <see cref="Resolve"/>.</summary>
    public Task<ConnectorResponse> GetAddressAsync(string address, CancellationToken cancellationToken) =>
        ReadAsync(new ConnectorRequest(HttpMethod.Get, address) { Pools = _pools }, cancellationToken);

    /// <summary>Asks with a body: a read that may be repeated.</summary>
    public Task<ConnectorResponse> AskAsync(string resource, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        ReadAsync(new ConnectorRequest(HttpMethod.Post, Address(resource)) { Body = body, Idempotent = true, Pools = _pools }, cancellationToken);

    /// <summary>Sends a write, once.</summary>
    public async Task<SendResult> SendAsync(HttpMethod method, string resource, ReadOnlyMemory<byte> body, DateTimeOffset? notAfter, CancellationToken cancellationToken, string contentType = "application/json; charset=utf-8")
    {
        var result = await _http.SendAsync(
            new ConnectorRequest(method, Address(resource)) { Body = body, NotAfter = notAfter, Headers = _writeHeaders, ContentType = contentType, Pools = _pools },
            cancellationToken).ConfigureAwait(false);
        Observe(result.Response);
        return result;
    }

    /// <summary>The versions this instance serves; needs no token, and tells the server's clock.</summary>
    public async Task<ConnectorResponse> GetVersionsAsync(CancellationToken cancellationToken) =>
        await ReadAsync(new ConnectorRequest(HttpMethod.Get, "/services/data/"), cancellationToken).ConfigureAwait(false);

    /// <summary>The server's clock, from the Date header of a recent answer.</summary>
    public async Task<DateTimeOffset> GetServerTimeAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _clock) is not { } reading || _time.GetUtcNow() - reading.ReadAt > ClockTrust)
        {
            (await GetVersionsAsync(cancellationToken).ConfigureAwait(false)).Dispose();
        }

        return _time.GetUtcNow() + (Volatile.Read(ref _clock)?.Offset ?? TimeSpan.Zero);
    }

    private async Task<ConnectorResponse> ReadAsync(ConnectorRequest request, CancellationToken cancellationToken)
    {
        var response = await _http.ReadAsync(request, cancellationToken).ConfigureAwait(false);
        Observe(response);
        return response;
    }

    private void Observe(ConnectorResponse? response)
    {
        if (response?.ServerTime is { } served)
        {
            var now = _time.GetUtcNow();
            Volatile.Write(ref _clock, new ClockReading(now, served - now));
        }
    }

    public string Address(string resource) => $"{VersionPath}/{resource}";

    private static ConnectorHttpOptions HttpOptions(SalesforceOptions options)
    {
        var http = new ConnectorHttpOptions
        {
            Headers =
            {
                ["Accept"] = "application/json",
                ["Sforce-Call-Options"] = $"client={options.ClientName}",
                ["Sforce-Query-Options"] = "batchSize=2000",
            },
        };
        http.AllowedDomains.Add("salesforce.com");
        foreach (var origin in options.AllowedOrigins.Append(options.LoginUrl))
        {
            http.AllowedOrigins.Add(origin);
        }

        return http;
    }

    private static IEnumerable<KeyValuePair<string, string>> WriteHeaders(SalesforceOptions options)
    {
        if (!options.RunAssignmentRules)
        {
            yield return new("Sforce-Auto-Assign", "FALSE");
        }

        if (options.SaveDespiteDuplicateRules)
        {
            yield return new("Sforce-Duplicate-Rule-Header", "allowSave=true");
        }
    }

    private sealed record ClockReading(DateTimeOffset ReadAt, TimeSpan Offset);
}
