using CrmErp.Sdk.Connectors.Http.Auth;
using CrmErp.Sdk.Connectors.Http.Quotas;
using Microsoft.Extensions.Logging;

namespace CrmErp.Sdk.Connectors.Http;

/// <summary>What a connection's client is made from.</summary>
public sealed class ConnectorHttpSettings
{
    /// <summary>The connection; its <see cref="HttpClient"/> must have been registered with <c>AddConnectorHttp</c>.</summary>
    public required ConnectionId Connection { get; init; }

    /// <summary>How it speaks HTTP.</summary>
    public required ConnectorHttpOptions Options { get; init; }

    /// <summary>What the system writes into answers beside the data.</summary>
    public required IVendorProtocol Protocol { get; init; }

    /// <summary>The OAuth endpoint and the grant; null for systems without OAuth.</summary>
    public (OAuthOptions Options, IOAuthGrant Grant)? OAuth { get; init; }

    /// <summary>A token source of the connector's own, where <see cref="OAuth"/> is null.</summary>
    public ITokenSource? Tokens { get; init; }
}

/// <summary>Makes the clients of connections. One per process.</summary>
public sealed class ConnectorHttpFactory(IHttpClientFactory clients, QuotaBudgets budgets, TimeProvider time, ILoggerFactory loggers)
{
    /// <summary>The budgets of this process.</summary>
    public QuotaBudgets Budgets => budgets;

    /// <summary>The clock.</summary>
    public TimeProvider Time => time;

    /// <summary>Makes a client. It keeps the connection's token and circuit breaker: make one per connection and keep it.</summary>
    /// <exception cref="ConnectorException">The options are unusable; the message names everything that is wrong.</exception>
    public ConnectorHttpClient Create(ConnectorHttpSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var (connection, options) = (settings.Connection, settings.Options);
        var problems = options.Validate();
        if (settings.OAuth is { } oauth && OriginPolicy.FindProblem(oauth.Options.TokenEndpoint) is { } problem)
        {
            problems = [.. problems, problem];
        }

        if (problems.Count > 0)
        {
            throw new ConnectorException(ErrorKind.Configuration, $"Connection '{connection}': {string.Join(" ", problems)}") { NotSent = true };
        }

        Uri[] origins = [.. options.AllowedOrigins, .. options.BaseAddress is { } address ? [address] : Array.Empty<Uri>()];
        var policy = new OriginPolicy(origins, options.AllowedDomains);
        var exchange = new HttpExchange(connection, options, clients, time, loggers.CreateLogger<ConnectorHttpClient>());
        var tokens = settings.OAuth is { } flow
            ? new OAuthTokenSource(connection, flow.Options, flow.Grant, policy, exchange, time, loggers.CreateLogger<OAuthTokenSource>())
            : settings.Tokens;
        return new ConnectorHttpClient(connection, options, settings.Protocol, policy, tokens, exchange, time, loggers);
    }
}
