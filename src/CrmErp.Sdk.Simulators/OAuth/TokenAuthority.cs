using System.Collections.Concurrent;
using CrmErp.Sdk.Simulators.Hosting;

namespace CrmErp.Sdk.Simulators.OAuth;

/// <summary>Issues and checks tokens. What an endpoint looks like is each simulator's own matter.</summary>
public sealed class TokenAuthority
{
    private readonly ConcurrentDictionary<string, AccessToken> _access = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, RegisteredClient> _refresh = new(StringComparer.Ordinal);
    private readonly IReadOnlyList<RegisteredClient> _clients;
    private readonly SimulatorIds _ids;
    private readonly TimeProvider _time;

    /// <summary>Creates an authority.</summary>
    /// <param name="clients">Who may ask.</param>
    /// <param name="lifetime">How long an access token is good.</param>
    /// <param name="ids">Where token text comes from.</param>
    /// <param name="time">The clock of expiry.</param>
    public TokenAuthority(IReadOnlyList<RegisteredClient> clients, TimeSpan lifetime, SimulatorIds ids, TimeProvider time)
    {
        _clients = clients;
        _ids = ids;
        _time = time;
        Lifetime = lifetime;
    }

    /// <summary>How long an access token is good, from its issue.</summary>
    public TimeSpan Lifetime { get; set; }

    /// <summary>Everyone who may ask.</summary>
    public IReadOnlyList<RegisteredClient> Clients => _clients;

    /// <summary>Every token that is or was good, of access and of refresh: what no log of a client may hold.</summary>
    public IReadOnlyCollection<string> Issued => [.. _access.Keys, .. _refresh.Keys];

    /// <summary>The client with that id, whatever its secret; null when there is none.</summary>
    public RegisteredClient? Find(string? clientId)
    {
        foreach (var client in _clients)
        {
            if (string.Equals(client.ClientId, clientId, StringComparison.Ordinal))
            {
                return client;
            }
        }

        return null;
    }

    /// <summary>Issues an access token.</summary>
    /// <param name="client">For whom.</param>
    /// <param name="prefix">Text before the random part, as <c>00D...!</c>.</param>
    public string Issue(RegisteredClient client, string prefix = "")
    {
        var token = prefix + _ids.NextToken(64);
        _access[token] = new AccessToken(client, _time.GetUtcNow() + Lifetime);
        return token;
    }

    /// <summary>Issues a refresh token; it lives until it is redeemed with rotation or revoked.</summary>
    public string IssueRefreshToken(RegisteredClient client)
    {
        var token = _ids.NextToken(48);
        _refresh[token] = client;
        return token;
    }

    /// <summary>The client of a refresh token; null when it is not good.</summary>
    /// <param name="token">The refresh token.</param>
    /// <param name="rotate">Whether it is used up by this.</param>
    public RegisteredClient? Redeem(string? token, bool rotate)
    {
        if (token is null)
        {
            return null;
        }

        if (rotate)
        {
            return _refresh.TryRemove(token, out var used) ? used : null;
        }

        return _refresh.GetValueOrDefault(token);
    }

    /// <summary>What the token of an <c>Authorization</c> header is worth, and whose it is.</summary>
    /// <param name="authorization">The header's value; null when absent.</param>
    /// <param name="client">The client, also for an expired token.</param>
    /// <param name="token">The token as sent.</param>
    public TokenState Check(string? authorization, out RegisteredClient? client, out string? token)
    {
        client = null;
        token = null;
        if (authorization is null || !authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
        {
            return TokenState.None;
        }

        token = authorization["Bearer ".Length..].Trim();
        if (!_access.TryGetValue(token, out var issued))
        {
            return TokenState.Unknown;
        }

        client = issued.Client;
        return issued.Expires > _time.GetUtcNow() ? TokenState.Valid : TokenState.Expired;
    }

    /// <summary>Makes one access or refresh token worthless.</summary>
    public void Revoke(string? token)
    {
        if (token is null)
        {
            return;
        }

        _refresh.TryRemove(token, out _);
        if (_access.TryGetValue(token, out var issued))
        {
            _access[token] = issued with { Expires = DateTimeOffset.MinValue };
        }
    }

    /// <summary>Expires every access token of a client.</summary>
    /// <param name="clientName">The client's name; null for all clients.</param>
    public void ExpireAll(string? clientName = null)
    {
        foreach (var (token, issued) in _access)
        {
            if (clientName is null || issued.Client.Name == clientName)
            {
                _access[token] = issued with { Expires = DateTimeOffset.MinValue };
            }
        }
    }

    private readonly record struct AccessToken(RegisteredClient Client, DateTimeOffset Expires);
}
