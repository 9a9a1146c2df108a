using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using CrmErp.Sdk.Simulators.Hosting;
using CrmErp.Sdk.Simulators.OAuth;

namespace CrmErp.Sdk.Simulators.Salesforce.Auth;

/// <summary>Codes of the web server flow: good once, for 15 minutes, with the redirect address and verifier they were asked with.</summary>
internal sealed class AuthorizationCodes(SimulatorIds ids, TimeProvider time)
{
    private const int CodeLength = 40;

    private static readonly TimeSpan Life = TimeSpan.FromMinutes(15);

    private readonly ConcurrentDictionary<string, Code> _codes = new(StringComparer.Ordinal);

    public string Issue(RegisteredClient client, string redirect, string? challenge)
    {
        var code = "aPrx" + ids.NextToken(CodeLength);
        _codes[code] = new(client, redirect, challenge, time.GetUtcNow() + Life);
        return code;
    }

    public void Redeem(string? code, RegisteredClient client, string? redirect, string? verifier)
    {
        if (code is null || !_codes.TryRemove(code, out var issued) || issued.Client != client || issued.Expires <= time.GetUtcNow())
        {
            throw new OAuthException("invalid_grant", "expired authorization code");
        }

        if (issued.Redirect != redirect)
        {
            throw new OAuthException("redirect_uri_mismatch", "redirect_uri must match configuration");
        }

        if (issued.Challenge is { } challenge && (verifier is null || Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))) != challenge))
        {
            throw new OAuthException("invalid_grant", "invalid code verifier");
        }
    }

    private sealed record Code(RegisteredClient Client, string Redirect, string? Challenge, DateTimeOffset Expires);
}
