using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CrmErp.Sdk.Connectors.Http.Auth;

/// <summary>What a signed assertion says.</summary>
public sealed class JwtAssertionOptions
{
    /// <summary>Who asks (<c>iss</c>): the client id or consumer key.</summary>
    public required string Issuer { get; init; }

    /// <summary>For whom (<c>sub</c>): the user name.</summary>
    public required string Subject { get; init; }

    /// <summary>Who is asked (<c>aud</c>).</summary>
    public required string Audience { get; init; }

    /// <summary>The RSA private key in PEM form (PKCS#8 or PKCS#1).</summary>
    public required string PrivateKeyPem { get; init; }

    /// <summary>The key's id (<c>kid</c>), where the system asks for one.</summary>
    public string? KeyId { get; init; }

    /// <summary>How long the assertion is good. The default is 3 minutes, the most that Salesforce accepts.</summary>
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>Issuer, subject and audience; never the key.</summary>
    public override string ToString() => $"{Issuer} for {Audience}";
}

/// <summary>JWT bearer: an assertion signed with RS256 (RFC 7523).</summary>
public sealed class JwtBearerGrant(JwtAssertionOptions options, TimeProvider time) : IOAuthGrant
{
    /// <inheritdoc/>
    public bool CanRepeat => true;

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<KeyValuePair<string, string>>> CreateFormAsync(CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<IReadOnlyList<KeyValuePair<string, string>>>(
            [new("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"), new("assertion", Sign())]);

    /// <inheritdoc/>
    public ValueTask AcceptRefreshTokenAsync(string refreshToken, CancellationToken cancellationToken = default) => ValueTask.CompletedTask;

    private string Sign()
    {
        using var rsa = RSA.Create();
        try
        {
            rsa.ImportFromPem(options.PrivateKeyPem);
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            throw new ConnectorException(ErrorKind.Configuration, "The private key cannot be read: an unencrypted RSA key in PEM form is expected (-----BEGIN PRIVATE KEY-----).", e) { NotSent = true };
        }

        // A signature provider would otherwise be kept, with the key, in a process-wide cache.
        var key = new RsaSecurityKey(rsa) { KeyId = options.KeyId, CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false } };
        var handler = new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false };
        return handler.CreateToken(Claims(), new SigningCredentials(key, SecurityAlgorithms.RsaSha256));
    }

    private string Claims()
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("iss", options.Issuer);
            json.WriteString("sub", options.Subject);
            json.WriteString("aud", options.Audience);
            json.WriteNumber("exp", (time.GetUtcNow() + options.Lifetime).ToUnixTimeSeconds());
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
