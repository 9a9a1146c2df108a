using System.Net;
using System.Net.Sockets;
using CrmErp.Sdk.Connectors.Http.Quotas;

namespace CrmErp.Sdk.Connectors.Http.Tests;

public class SendingTests
{
    private static ConnectorRequest Post(string body = "{\"a\":1}", DateTimeOffset? notAfter = null) =>
        new(HttpMethod.Post, "things") { Body = System.Text.Encoding.UTF8.GetBytes(body), NotAfter = notAfter };

    [Fact]
    public async Task A_read_is_tried_again_and_waits_as_long_as_the_system_asks()
    {
        var calls = 0;
        await using var server = new FaultServer(_ => ++calls == 1 ? new Reaction.Answer(503, "{}", "Retry-After: 7\r\n") : new Reaction.Answer(200, "{\"ok\":true}"));
        using var connection = new TestConnection(server.Address);
        var start = connection.Time.GetUtcNow();

        using var response = await connection.RunAsync(connection.Client.ReadAsync(ConnectorRequest.Get("things")));

        response.Status.Should().Be(HttpStatusCode.OK);
        server.Seen.Should().HaveCount(2);
        (connection.Time.GetUtcNow() - start).Should().BeGreaterThanOrEqualTo(TimeSpan.FromSeconds(7));
    }

    [Fact]
    public async Task A_read_whose_connection_drops_is_tried_again()
    {
        var calls = 0;
        await using var server = new FaultServer(_ => ++calls < 3 ? new Reaction.CloseAfterReading() : new Reaction.Answer(200));
        using var connection = new TestConnection(server.Address);

        using var response = await connection.RunAsync(connection.Client.ReadAsync(ConnectorRequest.Get("things")));

        response.IsSuccess.Should().BeTrue();
    }

    [Fact]
    public async Task A_read_that_is_told_to_wait_longer_than_a_call_should_fails_as_throttled_with_the_time()
    {
        await using var server = new FaultServer(_ => new Reaction.Answer(429, "{}", "Retry-After: 3600\r\n"));
        using var connection = new TestConnection(server.Address);

        var act = () => connection.RunAsync(connection.Client.ReadAsync(ConnectorRequest.Get("things")));

        var error = (await act.Should().ThrowAsync<ConnectorException>()).Which;
        error.Kind.Should().Be(ErrorKind.Throttled);
        error.RetryAfter.Should().Be(TimeSpan.FromHours(1));
        server.Seen.Should().ContainSingle();
    }

    [Fact]
    public async Task A_write_is_never_repeated()
    {
        await using var server = new FaultServer(_ => new Reaction.Answer(503));
        using var connection = new TestConnection(server.Address);

        using var result = await connection.RunAsync(connection.Client.SendAsync(Post()));

        result.State.Should().Be(SendState.Answered);
        result.Response!.Fault!.Kind.Should().Be(ErrorKind.Transient);
        server.Seen.Should().ContainSingle();
    }

    [Theory]
    [InlineData("{\"a\":1}")]
    [InlineData("")]
    public async Task A_write_whose_connection_drops_after_it_was_read_is_unknown_and_not_repeated_by_the_platform(string body)
    {
        // The first request warms the connection up: the platform repeats bodyless requests on a dropped kept-alive connection by itself.
        await using var server = new FaultServer(r => r.Method == "GET" ? new Reaction.Answer(200) : new Reaction.CloseAfterReading());
        using var connection = new TestConnection(server.Address);
        using (await connection.Client.ReadAsync(ConnectorRequest.Get("warm")))
        {
        }

        using var result = await connection.RunAsync(connection.Client.SendAsync(Post(body)));

        result.State.Should().Be(SendState.Unknown);
        result.Error!.Kind.Should().Be(ErrorKind.OutcomeUnknown);
        result.Error.NotSent.Should().BeFalse();
        server.Seen.Count(r => r.Method == "POST").Should().Be(1);
    }

    [Fact]
    public async Task A_write_that_times_out_is_unknown()
    {
        var arrived = new TaskCompletionSource();
        await using var server = new FaultServer(_ =>
        {
            arrived.TrySetResult();
            return new Reaction.Hang();
        });
        using var connection = new TestConnection(server.Address);

        var task = connection.Client.SendAsync(Post());
        await arrived.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        using var result = await connection.RunAsync(task, TimeSpan.FromSeconds(10));

        result.State.Should().Be(SendState.Unknown);
    }

    [Fact]
    public async Task A_write_whose_answer_is_cut_after_a_good_status_is_unknown()
    {
        await using var server = new FaultServer(_ => new Reaction.CutBody(201));
        using var connection = new TestConnection(server.Address);

        using var result = await connection.RunAsync(connection.Client.SendAsync(Post()));

        result.State.Should().Be(SendState.Unknown);
    }

    [Fact]
    public async Task A_write_whose_answer_is_cut_after_a_refusal_is_refused()
    {
        await using var server = new FaultServer(_ => new Reaction.CutBody(400));
        using var connection = new TestConnection(server.Address);

        using var result = await connection.RunAsync(connection.Client.SendAsync(Post()));

        result.State.Should().Be(SendState.Answered);
        result.Response!.Status.Should().Be(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_write_to_a_closed_port_was_certainly_not_sent()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        using var connection = new TestConnection(new Uri($"http://127.0.0.1:{port}/"));

        using var result = await connection.RunAsync(connection.Client.SendAsync(Post()));

        result.State.Should().Be(SendState.NotSent);
        result.Error!.Kind.Should().Be(ErrorKind.Transient);
    }

    [Fact]
    public async Task A_write_to_a_host_without_TLS_was_certainly_not_sent_and_needs_a_person()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var refusal = RefuseTlsAsync(listener);
        using var connection = new TestConnection(new Uri($"https://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/"));

        using var result = await connection.RunAsync(connection.Client.SendAsync(Post()), TimeSpan.FromMilliseconds(10));
        await refusal;

        result.State.Should().Be(SendState.NotSent);
        result.Error!.Kind.Should().Be(ErrorKind.Configuration);
    }

    [Fact]
    public async Task Nothing_is_sent_after_the_deadline()
    {
        await using var server = new FaultServer(_ => new Reaction.Answer(200));
        using var connection = new TestConnection(server.Address);

        using var result = await connection.RunAsync(connection.Client.SendAsync(Post(notAfter: connection.Time.GetUtcNow().AddSeconds(-1))));

        result.State.Should().Be(SendState.NotSent);
        server.Seen.Should().BeEmpty();
    }

    [Fact]
    public async Task A_deadline_that_passes_while_the_token_is_fetched_stops_the_write()
    {
        await using var server = new FaultServer(_ => new Reaction.Answer(200));
        var tokens = new SlowTokens();
        using var connection = new TestConnection(server.Address, tokens: tokens);
        tokens.Before = () => connection.Time.Advance(TimeSpan.FromMinutes(1));

        using var result = await connection.RunAsync(connection.Client.SendAsync(Post(notAfter: connection.Time.GetUtcNow().AddSeconds(30))));

        result.State.Should().Be(SendState.NotSent);
        server.Seen.Should().BeEmpty();
    }

    [Fact]
    public async Task A_deadline_that_passes_while_the_connection_is_made_stops_the_write_at_the_socket()
    {
        await using var server = new FaultServer(_ => new Reaction.Answer(200));
        using var connection = new TestConnection(server.Address);
        var deadline = connection.Time.GetUtcNow().AddSeconds(30);
        var content = new DeadlineContent("{}"u8.ToArray(), deadline, connection.Time);
        connection.Time.Advance(TimeSpan.FromMinutes(1));
        using var handler = new SocketsHttpHandler();
        using var client = new HttpClient(handler);

        var act = () => client.PostAsync(server.Address, content);

        await act.Should().ThrowAsync<Exception>();
        content.Started.Should().BeFalse();
        content.DeadlinePassed.Should().BeTrue();
        server.Seen.Should().BeEmpty();
    }

    [Fact]
    public async Task Many_failures_rest_the_connection_and_what_comes_then_is_not_sent()
    {
        await using var server = new FaultServer(_ => new Reaction.Answer(500));
        using var connection = new TestConnection(server.Address, o => o.MaxReadAttempts = 1);
        for (var i = 0; i < 10; i++)
        {
            using var failed = await connection.Client.SendAsync(ConnectorRequest.Get("things"));
        }

        using var result = await connection.Client.SendAsync(Post());

        result.State.Should().Be(SendState.NotSent);
        server.Seen.Should().HaveCount(10);
        connection.Logs.Lines.Should().Contain(l => l.StartsWith("2004 "));
    }

    [Fact]
    public async Task A_redirect_to_another_origin_is_refused_and_never_called()
    {
        await using var other = new FaultServer(_ => new Reaction.Answer(200));
        await using var server = new FaultServer(_ => new Reaction.Answer(302, "", $"Location: {other.Address}steal\r\n"));
        using var connection = new TestConnection(server.Address, tokens: new Auth.StaticTokenSource("s3cret"));

        var act = () => connection.RunAsync(connection.Client.ReadAsync(ConnectorRequest.Get("things")));

        (await act.Should().ThrowAsync<ConnectorException>()).Which.Kind.Should().Be(ErrorKind.Configuration);
        other.Seen.Should().BeEmpty();
    }

    [Fact]
    public async Task A_redirect_inside_the_origin_is_followed()
    {
        await using var server = new FaultServer(r => r.Target == "/things" ? new Reaction.Answer(302, "", "Location: /other\r\n") : new Reaction.Answer(200));
        using var connection = new TestConnection(server.Address);

        using var response = await connection.RunAsync(connection.Client.ReadAsync(ConnectorRequest.Get("things")));

        response.Address.AbsolutePath.Should().Be("/other");
    }

    [Fact]
    public async Task A_next_link_to_another_host_is_refused()
    {
        await using var server = new FaultServer(_ => new Reaction.Answer(200));
        using var connection = new TestConnection(server.Address);
        using var response = await connection.Client.ReadAsync(ConnectorRequest.Get("things"));

        connection.Client.ResolveLink(response, "/things?page=2").Should().Be(server.Address + "things?page=2");
        var act = () => connection.Client.ResolveLink(response, "https://evil.example/things?page=2");
        act.Should().Throw<ConnectorException>().Which.Message.Should().Contain("evil.example");
    }

    [Fact]
    public async Task A_spent_budget_holds_calls_back_with_the_time_to_wait()
    {
        await using var server = new FaultServer(_ => new Reaction.Answer(200));
        using var connection = new TestConnection(server.Address);
        var pool = connection.Factory.Budgets.Get("test", "user", new QuotaPoolDescriptor("window", QuotaPoolKind.Window, 4, TimeSpan.FromMinutes(5), "user", 0.5));
        var request = new ConnectorRequest(HttpMethod.Get, "things") { Pools = [pool] };
        for (var i = 0; i < 2; i++)
        {
            using var good = await connection.Client.SendAsync(request);
            good.State.Should().Be(SendState.Answered);
        }

        using var refused = await connection.Client.SendAsync(request);
        refused.State.Should().Be(SendState.NotSent);
        refused.Error!.Kind.Should().Be(ErrorKind.Throttled);
        refused.Error.Pool.Should().Be("window");
        connection.Time.Advance(refused.Error.RetryAfter!.Value);
        using var later = await connection.Client.SendAsync(request);
        later.State.Should().Be(SendState.Answered);
    }

    [Fact]
    public async Task What_others_used_is_read_from_the_answer_and_counts_against_the_limit()
    {
        await using var server = new FaultServer(_ => new Reaction.Answer(200, "{}", "x-used: 999\r\n"));
        using var connection = new TestConnection(server.Address);
        var pool = connection.Factory.Budgets.Get("test", "org", new QuotaPoolDescriptor("daily", QuotaPoolKind.Daily, 1000, TimeSpan.FromDays(1), "org", 0.5));
        var request = new ConnectorRequest(HttpMethod.Get, "things") { Pools = [pool] };
        using var first = await connection.Client.SendAsync(request);
        pool.TryTake(1, out _).Should().BeTrue();

        pool.TryTake(1, out var wait).Should().BeFalse();
        wait.Should().BeGreaterThan(TimeSpan.FromHours(23));
    }

    [Fact]
    public async Task Logs_and_errors_carry_no_token_body_or_query_value()
    {
        await using var server = new FaultServer(_ => new Reaction.Answer(400, "{\"message\":\"Jane Roe is wrong\"}"));
        using var connection = new TestConnection(server.Address, tokens: new Auth.StaticTokenSource("s3cret-token"));
        var request = new ConnectorRequest(HttpMethod.Post, "things('K-77')?$filter=name%20eq%20'Jane'") { Body = "{\"name\":\"Jane Roe\"}"u8.ToArray() };

        using var result = await connection.Client.SendAsync(request);
        var texts = connection.Logs.Lines.Append(connection.Client.ToException(result.Response!).ToString()).Append(result.ToString()).Append(request.ToString());

        texts.Should().NotBeEmpty();
        foreach (var text in texts)
        {
            text.Should().NotContainAny("s3cret-token", "Jane", "K-77");
        }
    }

    [Fact]
    public void Addresses_without_TLS_are_refused_except_on_this_machine()
    {
        new ConnectorHttpOptions { BaseAddress = new Uri("http://erp.example/") }.Validate().Should().ContainSingle().Which.Should().Contain("https://");
        new ConnectorHttpOptions { BaseAddress = new Uri("http://127.0.0.1:5000/") }.Validate().Should().BeEmpty();
        new ConnectorHttpOptions { BaseAddress = new Uri("https://user:pw@erp.example/") }.Validate().Should().ContainSingle();
        new ConnectorHttpOptions().Validate().Should().ContainSingle();
    }

    [Theory]
    [InlineData("https://acme.my.salesforce.com/x", true)]
    [InlineData("https://salesforce.com/x", true)]
    [InlineData("https://evilsalesforce.com/x", false)]
    [InlineData("https://acme.my.salesforce.com:8443/x", false)]
    [InlineData("http://acme.my.salesforce.com/x", false)]
    [InlineData("https://salesforce.com.evil.example/x", false)]
    [InlineData("https://login.example/x", true)]
    [InlineData("https://login.example:444/x", false)]
    public void Origins_are_compared_whole(string address, bool allowed) =>
        new OriginPolicy([new Uri("https://login.example")], ["salesforce.com"]).Allows(new Uri(address)).Should().Be(allowed);

    private static async Task RefuseTlsAsync(TcpListener listener)
    {
        using var client = await listener.AcceptTcpClientAsync();
        await client.GetStream().WriteAsync("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray());
    }

    private sealed class SlowTokens : Auth.ITokenSource
    {
        public Action? Before { get; set; }

        public ValueTask<Auth.AccessToken> GetAsync(CancellationToken cancellationToken = default)
        {
            Before?.Invoke();
            return ValueTask.FromResult(new Auth.AccessToken("t", DateTimeOffset.MaxValue));
        }

        public void Invalidate(Auth.AccessToken refused)
        {
        }
    }
}
