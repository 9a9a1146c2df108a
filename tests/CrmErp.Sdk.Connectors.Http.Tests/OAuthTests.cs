using System.Security.Cryptography;
using System.Text.Json;
using CrmErp.Sdk.Connectors.Http.Auth;

namespace CrmErp.Sdk.Connectors.Http.Tests;

public class OAuthTests
{
    private static (OAuthOptions, IOAuthGrant) Credentials(FaultServer server) =>
        (new OAuthOptions { TokenEndpoint = new Uri(server.Address, "token") }, new ClientCredentialsGrant("id", "pass&word", "all"));

    private static FaultServer Server(Func<SeenRequest, Reaction> api, Func<int, string>? token = null)
    {
        var minted = 0;
        return new FaultServer(r => r.Target == "/token" ? new Reaction.Answer(200, token?.Invoke(++minted) ?? $$"""{"access_token":"T{{++minted}}","expires_in":3600}""") : api(r));
    }

    [Fact]
    public async Task Many_callers_share_one_token()
    {
        await using var server = Server(_ => new Reaction.Answer(200));
        using var connection = new TestConnection(server.Address, oauth: Credentials(server));

        var calls = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => connection.Client.ReadAsync(ConnectorRequest.Get("things"))));

        calls.Should().OnlyContain(r => r.IsSuccess);
        server.Seen.Count(r => r.Target == "/token").Should().Be(1);
        server.Seen.First(r => r.Target == "/token").Body.Should().Be("grant_type=client_credentials&client_id=id&client_secret=pass%26word&scope=all");
        server.Seen.Where(r => r.Target == "/things").Should().OnlyContain(r => r.Headers["Authorization"] == "Bearer T1");
    }

    [Fact]
    public async Task A_token_is_renewed_before_it_ends()
    {
        await using var server = Server(_ => new Reaction.Answer(200));
        using var connection = new TestConnection(server.Address, oauth: Credentials(server));
        using var first = await connection.Client.ReadAsync(ConnectorRequest.Get("things"));
        connection.Time.Advance(TimeSpan.FromSeconds(3600 - 121));
        using var second = await connection.Client.ReadAsync(ConnectorRequest.Get("things"));
        connection.Time.Advance(TimeSpan.FromSeconds(2));
        using var third = await connection.Client.ReadAsync(ConnectorRequest.Get("things"));

        server.Seen.Where(r => r.Target == "/things").Select(r => r.Headers["Authorization"]).Should().Equal("Bearer T1", "Bearer T1", "Bearer T2");
    }

    [Fact]
    public async Task A_token_without_a_told_life_is_used_for_the_conservative_time()
    {
        await using var server = Server(_ => new Reaction.Answer(200), n => $$"""{"access_token":"T{{n}}"}""");
        using var connection = new TestConnection(server.Address, oauth: Credentials(server));
        using var first = await connection.Client.ReadAsync(ConnectorRequest.Get("things"));
        connection.Time.Advance(TimeSpan.FromMinutes(30));
        using var second = await connection.Client.ReadAsync(ConnectorRequest.Get("things"));

        server.Seen.Count(r => r.Target == "/token").Should().Be(2);
    }

    [Fact]
    public async Task A_write_that_meets_a_401_is_repeated_once_with_a_new_token()
    {
        await using var server = Server(r => r.Headers["Authorization"] == "Bearer T1" ? new Reaction.Answer(401) : new Reaction.Answer(201));
        using var connection = new TestConnection(server.Address, oauth: Credentials(server));

        using var result = await connection.Client.SendAsync(new ConnectorRequest(HttpMethod.Post, "things") { Body = "{}"u8.ToArray() });

        result.Response!.IsSuccess.Should().BeTrue();
        server.Seen.Count(r => r.Target == "/things").Should().Be(2);
    }

    [Fact]
    public async Task A_user_whose_tokens_are_always_refused_does_not_become_a_storm()
    {
        await using var server = Server(_ => new Reaction.Answer(401));
        using var connection = new TestConnection(server.Address, oauth: Credentials(server));
        for (var i = 0; i < 5; i++)
        {
            using var result = await connection.Client.SendAsync(ConnectorRequest.Get("things"));
            (result.Error?.Kind ?? result.Response!.Fault!.Kind).Should().Be(ErrorKind.Authentication);
        }

        server.Seen.Count(r => r.Target == "/token").Should().Be(2);
        server.Seen.Count(r => r.Target == "/things").Should().BeLessThanOrEqualTo(3);
    }

    [Theory]
    [InlineData(400, "invalid_grant", ErrorKind.Authentication)]
    [InlineData(401, "invalid_client", ErrorKind.Authentication)]
    [InlineData(400, "unsupported_grant_type", ErrorKind.Configuration)]
    [InlineData(404, "", ErrorKind.Configuration)]
    public async Task A_refused_token_says_what_to_do_and_not_what_was_sent(int status, string code, ErrorKind kind)
    {
        await using var server = new FaultServer(_ => new Reaction.Answer(status, $$"""{"error":"{{code}}","error_description":"client_secret pass&word is wrong"}"""));
        using var connection = new TestConnection(server.Address, oauth: Credentials(server));

        var act = () => connection.Client.ReadAsync(ConnectorRequest.Get("things"));

        var error = (await act.Should().ThrowAsync<ConnectorException>()).Which;
        error.Kind.Should().Be(kind);
        error.NotSent.Should().BeTrue();
        error.ToString().Should().NotContain("pass&word");
        connection.Logs.Lines.Should().NotContain(l => l.Contains("pass"));
    }

    [Fact]
    public async Task Trouble_at_the_token_service_is_tried_again()
    {
        var calls = 0;
        await using var server = new FaultServer(r => r.Target != "/token" ? new Reaction.Answer(200) : ++calls == 1 ? new Reaction.Answer(503) : new Reaction.Answer(200, """{"access_token":"T"}"""));
        using var connection = new TestConnection(server.Address, oauth: Credentials(server));

        using var response = await connection.RunAsync(connection.Client.ReadAsync(ConnectorRequest.Get("things")));

        response.IsSuccess.Should().BeTrue();
    }

    [Fact]
    public async Task The_address_told_with_the_token_is_used_when_it_is_allowed_and_refused_otherwise()
    {
        await using var instance = new FaultServer(_ => new Reaction.Answer(200));
        await using var server = Server(_ => new Reaction.Answer(200), _ => $$"""{"access_token":"T","instance_url":"{{instance.Address}}"}""");
        using var good = new TestConnection(server.Address, o => o.AllowedOrigins.Add(instance.Address), Credentials(server));
        using var bad = new TestConnection(server.Address, oauth: Credentials(server));

        using var response = await good.Client.ReadAsync(ConnectorRequest.Get("things"));
        response.Address.Should().Be(new Uri(instance.Address, "things"));
        var act = () => bad.Client.ReadAsync(ConnectorRequest.Get("things"));
        (await act.Should().ThrowAsync<ConnectorException>()).Which.Kind.Should().Be(ErrorKind.Configuration);
        instance.Seen.Should().ContainSingle();
    }

    [Fact]
    public async Task An_assertion_is_signed_with_the_key_and_says_who_for_whom_and_until_when()
    {
        using var rsa = RSA.Create(2048);
        await using var server = Server(_ => new Reaction.Answer(200));
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero));
        var grant = new JwtBearerGrant(new JwtAssertionOptions { Issuer = "key", Subject = "sync@example.com", Audience = "https://login.example", PrivateKeyPem = rsa.ExportPkcs8PrivateKeyPem() }, time);

        var form = await grant.CreateFormAsync();
        var parts = form.Single(f => f.Key == "assertion").Value.Split('.');
        var claims = JsonDocument.Parse(Decode(parts[1])).RootElement;

        JsonDocument.Parse(Decode(parts[0])).RootElement.GetProperty("alg").GetString().Should().Be("RS256");
        claims.EnumerateObject().Select(p => p.Name).Should().Equal("iss", "sub", "aud", "exp");
        claims.GetProperty("exp").GetInt64().Should().Be(time.GetUtcNow().AddMinutes(3).ToUnixTimeSeconds());
        rsa.VerifyData(System.Text.Encoding.ASCII.GetBytes(parts[0] + "." + parts[1]), Decode(parts[2]), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).Should().BeTrue();
    }

    [Fact]
    public async Task A_key_that_is_none_says_so()
    {
        var grant = new JwtBearerGrant(new JwtAssertionOptions { Issuer = "key", Subject = "s", Audience = "a", PrivateKeyPem = "no key" }, TimeProvider.System);

        var act = async () => await grant.CreateFormAsync();

        (await act.Should().ThrowAsync<ConnectorException>()).Which.Message.Should().Contain("PEM").And.NotContain("no key");
    }

    [Fact]
    public async Task A_rotated_refresh_token_is_stored_and_used_next()
    {
        await using var server = Server(_ => new Reaction.Answer(200), n => $$"""{"access_token":"T{{n}}","refresh_token":"R{{n}}","expires_in":600}""");
        var store = new MemoryRefreshTokens("R0");
        using var connection = new TestConnection(server.Address, oauth: (new OAuthOptions { TokenEndpoint = new Uri(server.Address, "token") }, new RefreshTokenGrant("id", null, store)));

        using var first = await connection.Client.ReadAsync(ConnectorRequest.Get("things"));
        connection.Time.Advance(TimeSpan.FromMinutes(10));
        using var second = await connection.Client.ReadAsync(ConnectorRequest.Get("things"));

        store.Token.Should().Be("R2");
        server.Seen.Where(r => r.Target == "/token").Select(r => r.Body).Should().Equal("grant_type=refresh_token&refresh_token=R0&client_id=id", "grant_type=refresh_token&refresh_token=R1&client_id=id");
    }

    [Fact]
    public async Task A_refresh_whose_answer_is_lost_is_not_repeated()
    {
        await using var server = new FaultServer(r => new Reaction.CloseAfterReading());
        using var connection = new TestConnection(server.Address, o => o.MaxReadAttempts = 1, (new OAuthOptions { TokenEndpoint = new Uri(server.Address, "token") }, new RefreshTokenGrant("id", null, new MemoryRefreshTokens("R0"))));

        var act = () => connection.RunAsync(connection.Client.ReadAsync(ConnectorRequest.Get("things")));

        (await act.Should().ThrowAsync<ConnectorException>()).Which.Kind.Should().Be(ErrorKind.Transient);
        server.Seen.Should().ContainSingle();
    }

    [Fact]
    public void A_token_never_prints_itself() =>
        new AccessToken("s3cret", DateTimeOffset.UnixEpoch).ToString().Should().NotContain("s3cret");

    private static byte[] Decode(string text) => Convert.FromBase64String(text.Replace('-', '+').Replace('_', '/').PadRight((text.Length + 3) / 4 * 4, '='));

    private sealed class MemoryRefreshTokens(string token) : IRefreshTokenStore
    {
        public string Token { get; private set; } = token;

        public ValueTask<string?> ReadAsync(CancellationToken cancellationToken = default) => ValueTask.FromResult<string?>(Token);

        public ValueTask<bool> ReplaceAsync(string expected, string replacement, CancellationToken cancellationToken = default)
        {
            var matches = Token == expected;
            Token = matches ? replacement : Token;
            return ValueTask.FromResult(matches);
        }
    }
}
