namespace CrmErp.Sdk.Connectors.Http.Auth;

/// <summary>Where and how long tokens are got.</summary>
public sealed class OAuthOptions
{
    /// <summary>The token endpoint; https, or http on this machine.</summary>
    public required Uri TokenEndpoint { get; init; }

    /// <summary>How long a token is used whose life the system does not tell. The default is 30 minutes.</summary>
    public TimeSpan DefaultLifetime { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How long before its end a token is renewed, at most half its life. The default is 2 minutes.</summary>
    public TimeSpan Margin { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The shortest time between two tokens asked for because the first was refused, so that a user without rights does not become a storm. The default is 30 seconds.</summary>
    public TimeSpan MinimumRefusedInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest time for one attempt. The default is 30 seconds.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);
}
