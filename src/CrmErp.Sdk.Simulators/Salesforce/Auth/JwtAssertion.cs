using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CrmErp.Sdk.Simulators.OAuth;

namespace CrmErp.Sdk.Simulators.Salesforce.Auth;

/// <summary>Verifies the assertion of the JWT bearer flow: RS256 with the key registered for the app, issuer, user, audience and age.</summary>
internal static class JwtAssertion
{
    /// <summary>The vendor allows three minutes; some of its texts say five.</summary>
    private static readonly TimeSpan LongestLife = TimeSpan.FromMinutes(5);

    /// <summary>The client, or the error its author gets.</summary>
    public static RegisteredClient Verify(string? assertion, TokenAuthority tokens, string origin, DateTimeOffset now)
    {
        var parts = (assertion ?? string.Empty).Split('.');
        if (parts.Length != 3 || Decode(parts[0]) is not { } header || Decode(parts[1]) is not { } claims
            || Text(header, "alg") != "RS256")
        {
            throw Invalid("invalid assertion");
        }

        var client = tokens.Find(Text(claims, "iss")) ?? throw new OAuthException("invalid_client_id", "client identifier invalid");
        if (client.PublicKeyPem is not { } pem || !IsSigned(parts, pem))
        {
            throw Invalid("invalid assertion");
        }

        if (Text(claims, "aud") is not ("https://login.salesforce.com" or "https://test.salesforce.com") && Text(claims, "aud") != origin)
        {
            throw Invalid("audience is invalid");
        }

        if (!claims.TryGetProperty("exp", out var exp) || !exp.TryGetInt64(out var seconds) || DateTimeOffset.FromUnixTimeSeconds(seconds) <= now)
        {
            throw Invalid("expired authorization code");
        }

        if (DateTimeOffset.FromUnixTimeSeconds(seconds) > now + LongestLife)
        {
            throw Invalid("invalid assertion");
        }

        return Text(claims, "sub") == client.Username ? client : throw Invalid("user hasn't approved this consumer");
    }

    private static OAuthException Invalid(string description) => new("invalid_grant", description);

    private static JsonElement? Decode(string part)
    {
        try
        {
            var json = JsonElement.Parse(Base64Url.DecodeFromChars(part));
            return json.ValueKind == JsonValueKind.Object ? json : null;
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            return null;
        }
    }

    private static bool IsSigned(string[] parts, string pem)
    {
        try
        {
            using var rsa = RSA.Create();
            rsa.ImportFromPem(pem);
            return rsa.VerifyData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
