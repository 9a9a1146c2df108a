using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CrmErp.Sdk.Simulators.OAuth;

namespace CrmErp.Sdk.Simulators.Tests.Salesforce;

public sealed class SignInTests
{
    private const string App = "3MVG9.simulator.sdk.consumer.key";

    [Fact]
    public async Task ClientCredentials_RightSecret_GivesATokenThatWorks()
    {
        await using var world = await SalesforceWorld.StartAsync();

        var answer = await world.TokenAsync(("grant_type", "client_credentials"), ("client_id", App), ("client_secret", "salesforce-simulator-secret"));

        answer.Status.Should().Be(200);
        answer.Json.TryGetProperty("refresh_token", out _).Should().BeFalse();
        answer.Json.TryGetProperty("expires_in", out _).Should().BeFalse();
        answer.Json.GetProperty("instance_url").GetString().Should().StartWith("http://127.0.0.1");
        answer.Json.GetProperty("id").GetString().Should().Contain("/id/" + world.Simulator.OrganizationId);
        answer.Json.GetProperty("issued_at").ValueKind.Should().Be(JsonValueKind.String);
        (await world.GetAsync("sobjects")).Status.Should().Be(200);
    }

    [Theory]
    [InlineData("client_credentials", App, "wrong", "invalid_client")]
    [InlineData("client_credentials", "nobody", "x", "invalid_client_id")]
    [InlineData("password", App, "x", "unsupported_grant_type")]
    public async Task Token_WrongRequest_GivesTheDocumentedError(string grant, string client, string secret, string error)
    {
        await using var world = await SalesforceWorld.StartAsync();

        var answer = await world.TokenAsync(("grant_type", grant), ("client_id", client), ("client_secret", secret));

        answer.Status.Should().Be(400);
        answer.Json.GetProperty("error").GetString().Should().Be(error);
    }

    [Fact]
    public async Task Session_TwoHoursLater_IsExpired()
    {
        await using var world = await SalesforceWorld.StartAsync();
        world.Clock.Advance(TimeSpan.FromHours(2));

        var answer = await world.GetAsync("limits");

        answer.Status.Should().Be(401);
        answer.Text.Should().Be("""[{"message":"Session expired or invalid","errorCode":"INVALID_SESSION_ID"}]""");
        await world.SignInAsync();
        (await world.GetAsync("limits")).Status.Should().Be(200);
    }

    [Fact]
    public async Task JwtBearer_SignedWithTheRegisteredKey_GivesATokenWithoutRefreshAndSignature()
    {
        using var key = RSA.Create(2048);
        await using var world = await StartWithKeyAsync(key);

        var answer = await world.TokenAsync(("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"), ("assertion", Assertion(world, key)));

        answer.Status.Should().Be(200, answer.Text);
        answer.Json.TryGetProperty("refresh_token", out _).Should().BeFalse();
        answer.Json.TryGetProperty("signature", out _).Should().BeFalse();
    }

    [Theory]
    [InlineData("other key", "invalid assertion")]
    [InlineData("HS256", "invalid assertion")]
    [InlineData("audience", "audience is invalid")]
    [InlineData("old", "expired authorization code")]
    [InlineData("far ahead", "invalid assertion")]
    [InlineData("user", "user hasn't approved this consumer")]
    public async Task JwtBearer_WrongAssertion_IsRefusedInTheVendorsWords(string wrong, string description)
    {
        using var key = RSA.Create(2048);
        using var other = RSA.Create(2048);
        await using var world = await StartWithKeyAsync(key);
        var assertion = wrong switch
        {
            "other key" => Assertion(world, other),
            "HS256" => Assertion(world, key, algorithm: "HS256"),
            "audience" => Assertion(world, key, audience: "https://acme.my.salesforce.com"),
            "old" => Assertion(world, key, seconds: -1),
            "far ahead" => Assertion(world, key, seconds: 3600),
            _ => Assertion(world, key, user: "somebody@else.example"),
        };

        var answer = await world.TokenAsync(("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"), ("assertion", assertion));

        answer.Status.Should().Be(400);
        answer.Json.GetProperty("error").GetString().Should().Be("invalid_grant");
        answer.Json.GetProperty("error_description").GetString().Should().Be(description);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task RefreshToken_AfterWebServerFlow_RotatesOnlyWhenToldTo(bool rotates)
    {
        await using var world = await SalesforceWorld.StartAsync(o => o.RotateRefreshTokens = rotates);
        var verifier = "a-verifier-of-the-length-that-is-wanted-here-0123456789";
        var challenge = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
        var redirect = await world.GetAsync($"/services/oauth2/authorize?response_type=code&client_id={App}&redirect_uri={Uri.EscapeDataString("http://localhost/back")}&state=s&code_challenge={challenge}&code_challenge_method=S256");
        redirect.Status.Should().Be(302);
        var location = redirect.Headers.Location!;
        location.Query.Should().Contain("state=s");
        var code = location.Query.Split("code=")[1].Split('&')[0];
        var granted = await world.TokenAsync(("grant_type", "authorization_code"), ("code", Uri.UnescapeDataString(code)), ("redirect_uri", "http://localhost/back"), ("client_id", App), ("client_secret", "salesforce-simulator-secret"), ("code_verifier", verifier));
        var refresh = granted.Json.GetProperty("refresh_token").GetString()!;

        var first = await world.TokenAsync(("grant_type", "refresh_token"), ("refresh_token", refresh), ("client_id", App), ("client_secret", "salesforce-simulator-secret"));
        var second = await world.TokenAsync(("grant_type", "refresh_token"), ("refresh_token", refresh), ("client_id", App), ("client_secret", "salesforce-simulator-secret"));

        first.Json.TryGetProperty("refresh_token", out _).Should().Be(rotates);
        second.Status.Should().Be(rotates ? 400 : 200);
    }

    private static Task<SalesforceWorld> StartWithKeyAsync(RSA key) => SalesforceWorld.StartAsync(o => o.Clients =
    [
        new RegisteredClient("sdk", App, "salesforce-simulator-secret") { Username = "integration@simulator.example", PublicKeyPem = key.ExportSubjectPublicKeyInfoPem() },
    ]);

    private static string Assertion(SalesforceWorld world, RSA key, string algorithm = "RS256", string audience = "https://login.salesforce.com", int seconds = 180, string user = "integration@simulator.example")
    {
        var header = Base64Url.EncodeToString(Encoding.UTF8.GetBytes($$"""{"alg":"{{algorithm}}"}"""));
        var claims = Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(new { iss = App, sub = user, aud = audience, exp = world.Clock.GetUtcNow().ToUnixTimeSeconds() + seconds }));
        var signature = key.SignData(Encoding.ASCII.GetBytes($"{header}.{claims}"), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{header}.{claims}.{Base64Url.EncodeToString(signature)}";
    }
}
