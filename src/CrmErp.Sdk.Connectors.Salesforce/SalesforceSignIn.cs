using CrmErp.Sdk.Connectors.Http.Auth;

namespace CrmErp.Sdk.Connectors.Salesforce;

/// <summary>The sign-in flows of a connection.</summary>
internal static class SalesforceSignIn
{
    // The token answer tells no life; the org's session timeout is 15 minutes at the least and 2 hours by default. A 401 renews it anyway.
    private static readonly TimeSpan TokenLife = TimeSpan.FromMinutes(30);

    public static (OAuthOptions Options, IOAuthGrant Grant) Create(SalesforceOptions options, TimeProvider time)
    {
        var endpoint = new OAuthOptions { TokenEndpoint = new Uri(options.LoginUrl, "/services/oauth2/token"), DefaultLifetime = TokenLife };
        return (endpoint, Grant(options, time));
    }

    private static IOAuthGrant Grant(SalesforceOptions options, TimeProvider time) => SalesforceOptionsValidator.FlowOf(options) switch
    {
        SalesforceAuthFlow.JwtBearer => new JwtBearerGrant(
            new JwtAssertionOptions
            {
                Issuer = options.ClientId,
                Subject = options.Username ?? "",
                Audience = Audience(options),
                PrivateKeyPem = options.PrivateKey ?? "",
            },
            time),
        SalesforceAuthFlow.RefreshToken => new RefreshTokenGrant(options.ClientId, options.ClientSecret, new OptionsRefreshToken(options.RefreshToken)),
        _ => new ClientCredentialsGrant(options.ClientId, options.ClientSecret ?? ""),
    };

    // The audience is the shared login or test host, also when the assertion is posted to a My Domain host.
    private static string Audience(SalesforceOptions options)
    {
        if (options.JwtAudience is { } given)
        {
            return given.GetLeftPart(UriPartial.Authority);
        }

        var sandbox = options.LoginUrl.Host == "test.salesforce.com" || options.LoginUrl.Host.EndsWith(".sandbox.my.salesforce.com", StringComparison.OrdinalIgnoreCase);
        return sandbox ? "https://test.salesforce.com" : "https://login.salesforce.com";
    }

    /// <summary>The refresh token of the settings; a rotated one is kept as long as this process lives.</summary>
    private sealed class OptionsRefreshToken(string? initial) : IRefreshTokenStore
    {
        private readonly Lock _gate = new();
        private string? _current = initial;

        public ValueTask<string?> ReadAsync(CancellationToken cancellationToken = default)
        {
            lock (_gate)
            {
                return ValueTask.FromResult(_current);
            }
        }

        public ValueTask<bool> ReplaceAsync(string expected, string replacement, CancellationToken cancellationToken = default)
        {
            lock (_gate)
            {
                if (!string.Equals(_current, expected, StringComparison.Ordinal))
                {
                    return ValueTask.FromResult(false);
                }

                _current = replacement;
                return ValueTask.FromResult(true);
            }
        }
    }
}
