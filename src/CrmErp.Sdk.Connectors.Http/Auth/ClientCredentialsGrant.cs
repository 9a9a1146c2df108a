namespace CrmErp.Sdk.Connectors.Http.Auth;

/// <summary>Client credentials: an id and a secret, sent in the form (RFC 6749, 4.4).</summary>
/// <param name="clientId">The client id.</param>
/// <param name="clientSecret">The client secret.</param>
/// <param name="scope">The scope; null sends none.</param>
public sealed class ClientCredentialsGrant(string clientId, string clientSecret, string? scope = null) : IOAuthGrant
{
    /// <inheritdoc/>
    public bool CanRepeat => true;

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<KeyValuePair<string, string>>> CreateFormAsync(CancellationToken cancellationToken = default)
    {
        List<KeyValuePair<string, string>> form =
            [new("grant_type", "client_credentials"), new("client_id", clientId), new("client_secret", clientSecret)];
        if (!string.IsNullOrEmpty(scope))
        {
            form.Add(new("scope", scope));
        }

        return ValueTask.FromResult<IReadOnlyList<KeyValuePair<string, string>>>(form);
    }

    /// <inheritdoc/>
    public ValueTask AcceptRefreshTokenAsync(string refreshToken, CancellationToken cancellationToken = default) => ValueTask.CompletedTask;
}
