namespace CrmErp.Sdk.Connectors.Http.Auth;

/// <summary>Where a connection's refresh token is kept. Several processes may share it.</summary>
public interface IRefreshTokenStore
{
    /// <summary>The current refresh token; null when nobody signed in yet.</summary>
    ValueTask<string?> ReadAsync(CancellationToken cancellationToken = default);

    /// <summary>Replaces the token if the stored one is still <paramref name="expected"/>; otherwise false: another process was first, and its token counts.</summary>
    ValueTask<bool> ReplaceAsync(string expected, string replacement, CancellationToken cancellationToken = default);
}

/// <summary>Refresh token: a person signed in once; the token is renewed with a token that the system may replace with every use (RFC 6749, 6).</summary>
/// <param name="clientId">The client id.</param>
/// <param name="clientSecret">The client secret; null for public clients.</param>
/// <param name="store">Where the refresh token is kept.</param>
public sealed class RefreshTokenGrant(string clientId, string? clientSecret, IRefreshTokenStore store) : IOAuthGrant
{
    private string? _sent;

    /// <inheritdoc/>
    public bool CanRepeat => false;

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<KeyValuePair<string, string>>> CreateFormAsync(CancellationToken cancellationToken = default)
    {
        _sent = await store.ReadAsync(cancellationToken).ConfigureAwait(false)
            ?? throw new ConnectorException(ErrorKind.Authentication, "There is no refresh token: a person has to sign in to this connection once.") { NotSent = true };
        List<KeyValuePair<string, string>> form = [new("grant_type", "refresh_token"), new("refresh_token", _sent), new("client_id", clientId)];
        if (!string.IsNullOrEmpty(clientSecret))
        {
            form.Add(new("client_secret", clientSecret));
        }

        return form;
    }

    /// <inheritdoc/>
    public async ValueTask AcceptRefreshTokenAsync(string refreshToken, CancellationToken cancellationToken = default)
    {
        if (_sent is { } sent && !string.Equals(sent, refreshToken, StringComparison.Ordinal))
        {
            // False means that another process replaced it meanwhile: its token is the newer one and stays.
            await store.ReplaceAsync(sent, refreshToken, cancellationToken).ConfigureAwait(false);
        }
    }
}
