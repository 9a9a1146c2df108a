namespace CrmErp.Sdk.Connectors.Http.Auth;

/// <summary>One way to get a token: makes the form that is posted to the token endpoint.</summary>
public interface IOAuthGrant
{
    /// <summary>Whether a request whose answer was lost may be repeated. Not so where the system replaces a refresh token with every use.</summary>
    bool CanRepeat { get; }

    /// <summary>The form's fields. They carry secrets.</summary>
    /// <exception cref="ConnectorException">The credentials cannot be used (no key, no refresh token).</exception>
    ValueTask<IReadOnlyList<KeyValuePair<string, string>>> CreateFormAsync(CancellationToken cancellationToken = default);

    /// <summary>The token endpoint gave a refresh token beside the access token.</summary>
    ValueTask AcceptRefreshTokenAsync(string refreshToken, CancellationToken cancellationToken = default);
}
