using System.Net;
using CrmErp.Sdk.Connectors.Http.Auth;
using CrmErp.Sdk.Connectors.Http.Quotas;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.CircuitBreaker;

namespace CrmErp.Sdk.Connectors.Http;

/// <summary>
/// Sends the requests of one connection: with its token, to its own origins only, within its budgets. Reads are tried again with
/// back-off; a write is never repeated, except once after a 401, which proves that it was not executed. Safe for concurrent use.
/// </summary>
public sealed class ConnectorHttpClient
{
    private const int MaxRedirects = 5;
    private readonly ConnectorHttpOptions _options;
    private readonly IVendorProtocol _protocol;
    private readonly ITokenSource? _tokens;
    private readonly HttpExchange _exchange;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ResiliencePipeline<SendResult> _once;
    private readonly ResiliencePipeline<SendResult> _repeating;

    internal ConnectorHttpClient(ConnectionId connection, ConnectorHttpOptions options, IVendorProtocol protocol, OriginPolicy origins, ITokenSource? tokens, HttpExchange exchange, TimeProvider time, ILoggerFactory loggers)
    {
        Connection = connection;
        Origins = origins;
        _options = options;
        _protocol = protocol;
        _tokens = tokens;
        _exchange = exchange;
        _time = time;
        _logger = loggers.CreateLogger<ConnectorHttpClient>();
        (_once, _repeating) = ConnectorPipelines.Create(connection, options, time, loggers, _logger);
    }

    /// <summary>The connection.</summary>
    public ConnectionId Connection { get; }

    /// <summary>Where requests may go.</summary>
    public OriginPolicy Origins { get; }

    /// <summary>The name of a connection's <see cref="HttpClient"/> at <see cref="IHttpClientFactory"/>, for hosts that add a proxy or a client certificate.</summary>
    public static string NameOf(ConnectionId connection) => $"CrmErp.Sdk:{connection}";

    /// <summary>Sends a request and answers what became of it. Throws only for cancellation; for a write, cancellation leaves its fate unknown.</summary>
    public async Task<SendResult> SendAsync(ConnectorRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (TakeBudget(request) is { } refused)
        {
            return SendResult.NotSent(refused);
        }

        try
        {
            var pipeline = request.Idempotent ? _repeating : _once;
            var call = (Client: this, Request: request);
            return await pipeline.ExecuteAsync(static async (call, token) => await call.Client.AttemptAsync(call.Request, token).ConfigureAwait(false), call, cancellationToken).ConfigureAwait(false);
        }
        catch (BrokenCircuitException e)
        {
            return SendResult.NotSent(new ConnectorException(ErrorKind.Transient, $"Connection '{Connection}' rests, because too many calls failed.", e) { NotSent = true, RetryAfter = _options.BreakerRest });
        }
        catch (ConnectorException e) when (e.NotSent)
        {
            return SendResult.NotSent(e);
        }
    }

    /// <summary>Sends a request whose answer is data, and answers only a 2xx response; the caller disposes it.</summary>
    /// <exception cref="ConnectorException">Anything else.</exception>
    public async Task<ConnectorResponse> ReadAsync(ConnectorRequest request, CancellationToken cancellationToken = default)
    {
        var result = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (result.Response is not { } response)
        {
            throw result.Error!;
        }

        if (response.IsSuccess)
        {
            return response;
        }

        using (response)
        {
            throw ToException(response);
        }
    }

    /// <summary>The error that stands for an answer that is not 2xx. The vendor's words may name values and stay out of it; the code stands for them.</summary>
    public ConnectorException ToException(ConnectorResponse response)
    {
        ArgumentNullException.ThrowIfNull(response);
        var fault = response.Fault ?? HttpFault.FromStatus(response.Status);
        return new ConnectorException(fault.Kind, $"Connection '{Connection}': {_protocol.DisplayName} answered {(int)response.Status} ({fault.Code}) to {Redactor.Describe(response.Address)}.")
        {
            VendorCode = fault.Code,
            RequestId = response.RequestId,
            RetryAfter = response.RetryAfter(_time) ?? fault.RetryAfter,
            Pool = fault.Pool,
        };
    }

    /// <summary>Resolves a link that an answer gave, and refuses it outside the allowed origins.</summary>
    /// <exception cref="ConnectorException">It leads elsewhere.</exception>
    public string ResolveLink(ConnectorResponse response, string link)
    {
        ArgumentNullException.ThrowIfNull(response);
        return Origins.TryResolve(response.Address, link, out var address) ? address.AbsoluteUri : throw Refuse(address?.Host);
    }

    /// <summary>The current token, for what a system tells with it (identity, address).</summary>
    /// <exception cref="ConnectorException">No token is to be had.</exception>
    public async ValueTask<AccessToken?> GetTokenAsync(CancellationToken cancellationToken = default) =>
        _tokens is null ? null : await _tokens.GetAsync(cancellationToken).ConfigureAwait(false);

    private async ValueTask<SendResult> AttemptAsync(ConnectorRequest request, CancellationToken cancellationToken)
    {
        var places = new List<IDisposable>(request.Pools.Count);
        try
        {
            foreach (var pool in request.Pools)
            {
                if (await pool.EnterAsync(cancellationToken).ConfigureAwait(false) is { } place)
                {
                    places.Add(place);
                }
            }

            return await AuthorizedAsync(request, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            places.ForEach(p => p.Dispose());
        }
    }

    private async Task<SendResult> AuthorizedAsync(ConnectorRequest request, CancellationToken cancellationToken)
    {
        var token = request.Anonymous ? null : await GetTokenAsync(cancellationToken).ConfigureAwait(false);
        var result = await FollowAsync(request, token, cancellationToken).ConfigureAwait(false);
        if (token is null || result.Response is not { Status: HttpStatusCode.Unauthorized, Fault.TokenRefused: true })
        {
            return result;
        }

        // A 401 is the one answer that proves that nothing was executed: one new token, one repetition.
        _tokens!.Invalidate(token);
        var renewed = await _tokens.GetAsync(cancellationToken).ConfigureAwait(false);
        if (ReferenceEquals(renewed, token))
        {
            return result;
        }

        result.Dispose();
        return await FollowAsync(request, renewed, cancellationToken).ConfigureAwait(false);
    }

    private async Task<SendResult> FollowAsync(ConnectorRequest request, AccessToken? token, CancellationToken cancellationToken)
    {
        var address = Resolve(request.Address, token);
        for (var hop = 0; ; hop++)
        {
            var result = await _exchange.SendAsync(request, address, token, cancellationToken).ConfigureAwait(false);
            Observe(request, result.Response);
            if (request.Method != HttpMethod.Get || hop >= MaxRedirects || result.Response?.Status is not (HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect) || result.Response.Header("Location") is not { } location)
            {
                return result;
            }

            result.Dispose();
            address = Origins.TryResolve(address, location, out var next) ? next : throw Refuse(next?.Host);
        }
    }

    private Uri Resolve(string address, AccessToken? token)
    {
        var start = token?.BaseAddress ?? _options.BaseAddress;
        Uri? resolved;
        if (start is null)
        {
            Uri.TryCreate(address, UriKind.Absolute, out resolved);
        }
        else
        {
            Uri.TryCreate(start.AbsoluteUri.EndsWith('/') ? start : new Uri(start.AbsoluteUri + "/"), address, out resolved);
        }

        return resolved is not null && Origins.Allows(resolved) ? resolved : throw Refuse(resolved?.Host);
    }

    private void Observe(ConnectorRequest request, ConnectorResponse? response)
    {
        if (response is null)
        {
            return;
        }

        response.RequestId = _protocol.ReadRequestId(response);
        response.Fault = response.IsSuccess ? null : _protocol.Classify(response);
        foreach (var reading in _protocol.ReadQuotas(response))
        {
            request.Pools.FirstOrDefault(p => p.Pool.Name == reading.Pool)?.Observe(reading);
        }

        if (response.Fault is { Kind: ErrorKind.Throttled } fault && request.Pools.FirstOrDefault(p => fault.Pool is null || p.Pool.Name == fault.Pool) is { } pool)
        {
            pool.Block(response.RetryAfter(_time) ?? fault.RetryAfter ?? _options.BackoffBase);
        }
    }

    private ConnectorException Refuse(string? host)
    {
        _logger.OriginRefused(Connection, host ?? "?");
        return new ConnectorException(ErrorKind.Configuration, $"Connection '{Connection}': an address at host '{host ?? "?"}' is outside the allowed origins and was not called.") { NotSent = true };
    }

    private ConnectorException? TakeBudget(ConnectorRequest request)
    {
        foreach (var pool in request.Pools)
        {
            if (!pool.TryTake(request.Cost, out var wait))
            {
                _logger.BudgetSpent(Connection, pool.Pool.Name, wait.TotalSeconds);
                return new ConnectorException(ErrorKind.Throttled, $"Connection '{Connection}': the budget of the '{pool.Pool.Name}' pool is spent.") { NotSent = true, Pool = pool.Pool.Name, RetryAfter = wait };
            }
        }

        return null;
    }
}
