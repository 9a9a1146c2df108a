using System.Net;
using System.Text;
using CrmErp.Sdk.Connectors.BusinessCentral.Changes;
using CrmErp.Sdk.Connectors.BusinessCentral.Errors;
using CrmErp.Sdk.Connectors.BusinessCentral.Read;
using CrmErp.Sdk.Connectors.OData;

namespace CrmErp.Sdk.Connectors.BusinessCentral.Tests;

public class ConnectionTests
{
    [Fact]
    public async Task A_good_connection_names_its_organisation()
    {
        await using var environment = await TestEnvironment.StartAsync();

        var result = await environment.Connector.CheckAsync(new ConnectionCheckRequest { Scopes = ["CRONUS"] });

        result.Succeeded.Should().BeTrue();
        result.OrgFingerprint.Should().Be($"{environment.Server.TenantId}|production|{environment.Server.CompanyIds[0]}".ToLowerInvariant());
        result.ServerTime.Should().BeCloseTo(environment.Time.GetUtcNow(), TimeSpan.FromSeconds(2));
    }

    [Theory]
    [InlineData("secret", ErrorKind.Authentication, "secret")]
    [InlineData("company", ErrorKind.Configuration, "Contoso")]
    [InlineData("environment", ErrorKind.Configuration, "Sandbox7")]
    public async Task What_is_wrong_is_said_with_what_to_do(string what, ErrorKind kind, string named)
    {
        await using var environment = await TestEnvironment.StartAsync(o =>
        {
            o.ClientSecret = what == "secret" ? "wrong-value" : o.ClientSecret;
            o.Environment = what == "environment" ? "Sandbox7" : o.Environment;
            if (what == "company")
            {
                o.Companies[0] = "Contoso";
            }
        });

        var result = await environment.Connector.CheckAsync(new ConnectionCheckRequest());

        var problem = result.Problems.Should().ContainSingle().Subject;
        problem.Kind.Should().BeOneOf(kind, ErrorKind.NotFound);
        problem.Message.Should().Contain(named).And.NotContain("wrong-value");
        result.OrgFingerprint.Should().BeNull();
    }

    [Fact]
    public void Options_tell_all_their_problems_at_once()
    {
        var result = new BusinessCentralOptionsValidator().Validate("erp", new BusinessCentralOptions { Address = new Uri("http://erp.example"), Currency = "Euro", WebhookSecret = "short" });

        result.Failures.Should().HaveCount(7).And.OnlyContain(f => f.StartsWith("Business Central connection 'erp': "));
        string.Join('\n', result.Failures!).Should().ContainAll("TenantId", "ClientId", "ClientSecret", "https://", "Currency", "Companies", "WebhookSecret");
    }

    [Fact]
    public async Task A_subscription_is_made_renewed_and_its_notifications_become_hints()
    {
        await using var environment = await TestEnvironment.StartAsync();
        await using var listener = new Listener(environment);
        var request = new WebhookSubscriptionRequest { Scope = "CRONUS", Objects = ["customers", "salesOrderLines"], NotificationUri = listener.Address };

        var due = await environment.Connector.EnsureSubscriptionAsync(request);
        var again = await environment.Connector.EnsureSubscriptionAsync(request);
        var id = environment.Customer("Acme");
        environment.Time.Advance(TimeSpan.FromMinutes(1));
        await environment.Server.PumpWebhooksAsync();

        due.Should().BeCloseTo(environment.Time.GetUtcNow().AddDays(2), TimeSpan.FromMinutes(2));
        again.Should().BeCloseTo(due!.Value, TimeSpan.FromMinutes(1));
        var result = listener.Results.Last();
        result.StatusCode.Should().Be(200);
        result.Hints.Should().Contain(new RecordHint("CRONUS", "customers", id));
    }

    [Theory]
    [InlineData("""{"value":[{"clientState":"wrong-secret","resource":"companies(9b1f0b0e-0000-0000-0000-000000000000)/customers(9b1f0b0e-0000-0000-0000-000000000001)"}]}""", 401)]
    [InlineData("no json", 401)]
    [InlineData("""{"value":[{"clientState":"webhook-secret-0123456789","resource":"companies(9b1f0b0e-0000-0000-0000-000000000000)/items?$filter=x","changeType":"collection"}]}""", 200)]
    public async Task A_notification_without_the_secret_is_refused(string body, int status)
    {
        await using var environment = await TestEnvironment.StartAsync();

        var result = environment.Connector.Receive(Push(new Uri("https://hook.example/bc"), body));

        result.StatusCode.Should().Be(status);
        result.Hints.Should().BeEmpty();
        result.ObjectHints.Should().BeEquivalentTo(status == 200 ? [new ObjectHint("CRONUS", "items"), new ObjectHint("CRONUS", "itemInventories")] : Array.Empty<ObjectHint>());
    }

    [Theory]
    [InlineData(409, "Request_EntityChanged", "x", ErrorKind.VersionConflict)]
    [InlineData(412, "", "x", ErrorKind.VersionConflict)]
    [InlineData(400, "Internal_EntityWithSameKeyExists", "x", ErrorKind.Duplicate)]
    [InlineData(409, "Internal_Deadlock", "x", ErrorKind.Transient)]
    [InlineData(400, "Internal_InvalidTableRelation", "x", ErrorKind.Reference)]
    [InlineData(400, "Application_DialogException", "You cannot change it because it is posted.", ErrorKind.Immutable)]
    [InlineData(400, "Application_FieldValidationException", "x", ErrorKind.Validation)]
    [InlineData(401, "Authentication_InvalidCredentials", "x", ErrorKind.Authentication)]
    [InlineData(403, "Authorization_RequestDenied", "x", ErrorKind.Permission)]
    [InlineData(404, "Internal_RecordNotFound", "x", ErrorKind.NotFound)]
    [InlineData(404, "NoEnvironment", "x", ErrorKind.Configuration)]
    [InlineData(429, "", "x", ErrorKind.Throttled)]
    [InlineData(504, "", "x", ErrorKind.Transient)]
    [InlineData(418, "Something_New", "x", ErrorKind.Validation)]
    public void An_error_has_the_kind_that_its_code_means(int status, string code, string message, ErrorKind kind) =>
        BusinessCentralFaults.Of(status, new ODataError(code, message)).Kind.Should().Be(kind);

    [Fact]
    public void The_correlation_id_is_taken_off_the_message()
    {
        var error = new ODataError("Application_DialogException", "The blank \"displayName\" is not allowed.  CorrelationId:  5d0c9f3e-4c5a-4a2d-8d8f-0123456789ab.");

        BusinessCentralFaults.CorrelationOf(error).Should().Be("5d0c9f3e-4c5a-4a2d-8d8f-0123456789ab");
        BusinessCentralFaults.Of(400, error).Should().BeEquivalentTo(new { Message = "The blank \"displayName\" is not allowed.", Field = "displayName" }, o => o.ExcludingMissingMembers());
    }

    [Theory]
    [InlineData(" ", "_x0020_")]
    [InlineData("In Progress", "In_x0020_Progress")]
    [InlineData("Positive Adjmt.", "Positive_x0020_Adjmt_x002E_")]
    [InlineData("Non-Inventory", "Non_x002D_Inventory")]
    [InlineData("Item", "Item")]
    public void Options_are_written_as_names_and_read_back(string option, string name)
    {
        OptionNames.Encode(option).Should().Be(name);
        OptionNames.Decode(name).Should().Be(option);
        OptionNames.Decode("a_xyz_b").Should().Be("a_xyz_b");
    }

    [Fact]
    public void A_version_carries_its_etag_back()
    {
        const string ETag = "W/\"JzE5OzEy#ODkwMTIzNDU2Nzg5MDE7MDA7Jw==\"";
        var version = VersionMark.Of(ETag, ["5", "12.50"]);

        version.Should().NotBe(ETag);
        VersionMark.ETagOf(version).Should().Be(ETag);
        VersionMark.ETagOf(ETag).Should().Be(ETag);
        VersionMark.Of(ETag, ["5.0", "12.5"]).Should().Be(version);
        VersionMark.Of(ETag, ["6", "12.5"]).Should().NotBe(version);
        VersionMark.ETagOf(null).Should().BeNull();
    }

    [Fact]
    public void A_stamp_that_fills_pages_is_left_by_the_ids_of_its_records()
    {
        var time = new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);
        var rows = Enumerable.Range(0, 10).Select(i => (Id: $"{i:D2}", Time: i < 8 ? time : time.AddSeconds(i))).ToList();
        var served = new List<string>();
        var position = new Position();
        for (var n = 0; n < 30; n++)
        {
            var source = rows.Where(r => position.Time is not { } t || (position.Inside ? r.Time == t && string.CompareOrdinal(r.Id, position.Id) > 0 : position.After ? r.Time > t : r.Time >= t)).ToList();
            var page = source.Take(3).ToList();
            var step = KeysetWindow.Advance(position, page.Count, i => page[i], source.Count > 3, time.AddSeconds(9));
            served.AddRange(page.Skip(step.First).Take(step.End - step.First).Select(r => r.Id));
            position = step.Next;
            if (!step.HasMore)
            {
                break;
            }
        }

        served.Should().Equal("00", "01", "02", "03", "04", "05", "06", "07", "08");
    }

    private static WebhookRequest Push(Uri address, string body) => new()
    {
        Method = "POST", Uri = address, Headers = new Dictionary<string, string>(), Body = Encoding.UTF8.GetBytes(body), ReceivedAt = DateTimeOffset.UnixEpoch,
    };

    // What a host's webhook endpoint does, without a host.
    private sealed class Listener : IAsyncDisposable
    {
        private readonly HttpListener _listener = new();
        private readonly Task _loop;

        public Listener(TestEnvironment environment)
        {
            using var probe = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
            probe.Start();
            Address = new Uri($"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/bc/");
            probe.Stop();
            _listener.Prefixes.Add(Address.AbsoluteUri);
            _listener.Start();
            _loop = ServeAsync(environment);
        }

        public Uri Address { get; }

        public List<WebhookResult> Results { get; } = [];

        public async ValueTask DisposeAsync()
        {
            _listener.Stop();
            await _loop;
        }

        private async Task ServeAsync(TestEnvironment environment)
        {
            try
            {
                while (true)
                {
                    var context = await _listener.GetContextAsync();
                    using var reader = new StreamReader(context.Request.InputStream);
                    var result = environment.Connector.Receive(Push(context.Request.Url!, await reader.ReadToEndAsync()));
                    Results.Add(result);
                    context.Response.StatusCode = result.StatusCode;
                    await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(result.ResponseBody ?? ""));
                    context.Response.Close();
                }
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
            }
        }
    }
}
