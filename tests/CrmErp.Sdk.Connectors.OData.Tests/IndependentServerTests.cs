using CrmErp.Sdk.Connectors.Http;
using CrmErp.Sdk.Connectors.Http.Json;
using CrmErp.Sdk.Connectors.Http.Quotas;
using CrmErp.Sdk.Connectors.OData.Batch;
using CrmErp.Sdk.Connectors.OData.Metadata;
using CrmErp.Sdk.Connectors.OData.Query;
using Microsoft.Extensions.DependencyInjection;

namespace CrmErp.Sdk.Connectors.OData.Tests;

/// <summary>What this package writes must be understood, and what it reads must be produced, by a server that is not ours.</summary>
public sealed class IndependentServerTests : IAsyncLifetime
{
    private static readonly RecordShape Shape = new("Customers",
    [
        new("Number", FieldKind.Text), new("DisplayName", FieldKind.Text), new("CreditLimit", FieldKind.Decimal), new("Changed", FieldKind.Instant), new("Blocked", FieldKind.Text),
        new("Orders", FieldKind.Lines, Lines: new RecordShape("Order", [new("Total", FieldKind.Decimal)])),
    ]);

    private static readonly JsonRecordPlan Plan = JsonRecordPlan.Create(Shape, new JsonRecordLayout { Items = "value", NextLink = "@odata.nextLink", TotalCount = "@odata.count", Id = "Id", Version = "@odata.etag" });

    private IndependentServer _server = null!;
    private ServiceProvider _services = null!;
    private ConnectorHttpClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await IndependentServer.StartAsync();
        for (var i = 0; i < 8; i++)
        {
            _server.Data.Customers.Add(new Customer
            {
                Id = Guid.Parse($"00000000-0000-0000-0000-00000000000{i}"),
                Number = $"C{i}",
                DisplayName = i == 5 ? "O'Brien & Söhne / 100% (+1)" : $"Name {i}",
                CreditLimit = i * 100.5m,
                Blocked = i % 2 == 0 ? Blocked.None : Blocked.Ship,
                Changed = new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero).AddMinutes(i / 2),
                Orders = [new Order { Id = Guid.NewGuid(), Total = i }],
            });
        }

        _services = new ServiceCollection().Also(s => s.AddConnectorHttp("erp")).BuildServiceProvider();
        _client = _services.GetRequiredService<ConnectorHttpFactory>().Create(new ConnectorHttpSettings { Connection = "erp", Options = new ConnectorHttpOptions { BaseAddress = _server.Address, MaxReadAttempts = 1 }, Protocol = new Protocol() });
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Pages_are_followed_to_the_end()
    {
        var ids = new List<string>();
        var address = new ODataQuery("Customers").Select("Id", "Number", "DisplayName", "Version").Expand("Orders", ["Id", "Total"]).OrderBy("Id").WithCount().ToString();
        while (address is not null)
        {
            using var response = await _client.ReadAsync(ConnectorRequest.Get(address));
            using var page = JsonRecordPage.Create(Plan, "erp", "", response.TakeBody());
            page.TotalCount.Should().BeGreaterThan(0);
            ids.AddRange(Enumerable.Range(0, page.Count).Select(i => page.Read(i).Fields["Number"].AsText()));
            page.Read(0).Fields["Orders"].AsLines().Should().ContainSingle();
            page.Version(0).Should().StartWith("W/\"");
            address = page.NextLink is { } link ? _client.ResolveLink(response, link) : null;
        }

        ids.Should().Equal("C0", "C1", "C2", "C3", "C4", "C5", "C6", "C7");
    }

    [Theory]
    [InlineData("text")]
    [InlineData("any")]
    [InlineData("guid")]
    [InlineData("decimal")]
    [InlineData("keyset")]
    [InlineData("boolean")]
    public async Task Filters_are_understood(string kind)
    {
        var time = ODataLiteral.Format(new DateTimeOffset(2026, 3, 1, 8, 1, 0, TimeSpan.Zero));
        var (filter, expected) = kind switch
        {
            "text" => (ODataFilter.Compare("DisplayName", "eq", ODataLiteral.Format("O'Brien & Söhne / 100% (+1)")), "C5"),
            "any" => (ODataFilter.AnyOf("Number", [ODataLiteral.Format("C1"), ODataLiteral.Format("C6"), ODataLiteral.Format("no")]), "C1,C6"),
            "guid" => (ODataFilter.Compare("Id", "gt", ODataLiteral.Format("00000000-0000-0000-0000-000000000005", edmType: "Edm.Guid")), "C6,C7"),
            "decimal" => (ODataFilter.And(ODataFilter.Compare("CreditLimit", "ge", ODataLiteral.Format(201m)), ODataFilter.Compare("CreditLimit", "le", ODataLiteral.Format(301.5m))), "C2,C3"),
            "keyset" => (ODataFilter.And(ODataFilter.After("Changed", time, "Id", ODataLiteral.Format("00000000-0000-0000-0000-000000000002", edmType: "Edm.Guid")), ODataFilter.Compare("Number", "lt", "'C6'")), "C3,C4,C5"),
            _ => (ODataFilter.And(ODataFilter.Compare("Active", "eq", ODataLiteral.Format(false)), ODataFilter.Compare("Number", "eq", "'C4'")), "C4"),
        };

        using var response = await _client.ReadAsync(ConnectorRequest.Get(new ODataQuery("Customers").Filter(filter).OrderBy("Number").ToString()));
        using var page = JsonRecordPage.Create(Plan, "erp", "", response.TakeBody());

        string.Join(',', Enumerable.Range(0, page.Count).Select(i => page.Read(i).Fields["Number"].AsText())).Should().Be(expected);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_batch_has_one_outcome_per_item(bool multipart)
    {
        var id = _server.Data.Customers[0].Id;
        ODataBatchItem[] items =
        [
            new("1", HttpMethod.Post, "Customers") { Body = "{\"Id\":\"00000000-0000-0000-0000-0000000000ff\",\"Number\":\"N1\",\"DisplayName\":\"Größe 東京\"}"u8.ToArray() },
            new("2", HttpMethod.Patch, ODataKey.Of("Customers", id.ToString())) { Body = "{\"DisplayName\":\"x\"}"u8.ToArray(), Headers = [new("If-Match", "W/\"Nzc=\""), new("Prefer", "return=representation")] },
            new("3", HttpMethod.Patch, ODataKey.Of("Customers", id.ToString())) { Body = "{\"DisplayName\":\"y\"}"u8.ToArray(), Headers = [ODataETag.IfMatch(null), new("Prefer", "return=representation")] },
            new("4", HttpMethod.Post, "Customers") { Body = "{\"Nonsense\":1}"u8.ToArray() },
            new("5", HttpMethod.Get, ODataKey.Of("Customers", "00000000-0000-0000-0000-0000000000ee")),
        ];

        using var result = await _client.SendBatchAsync(items, new ODataBatchOptions { Multipart = multipart, Headers = [new("Prefer", "odata.continue-on-error")] }, notAfter: null);

        result.Outcomes.Select(o => o.State).Should().OnlyContain(s => s == SendState.Answered);
        result.Outcomes.Select(o => o.Answer!.Status).Should().Equal(201, 412, 200, 400, 404);
        JsonRecordPage.ReadOne(JsonRecordPlan.Create(Shape, new JsonRecordLayout { Id = "Id", Version = "@odata.etag" }), "erp", "", result.Outcomes[0].Answer!.Body.Span).Fields["DisplayName"].AsText().Should().Be("Größe 東京");
        _server.Data.Customers[0].DisplayName.Should().Be("y");
        ODataError.TryParse(result.Outcomes[3].Answer!.Body).Should().NotBeNull();
    }

    [Fact]
    public async Task A_change_set_is_answered_per_item()
    {
        ODataBatchItem[] items =
        [
            new("1", HttpMethod.Post, "Customers") { Group = "g", Body = "{\"Id\":\"00000000-0000-0000-0000-0000000000f1\",\"Number\":\"N1\"}"u8.ToArray() },
            new("2", HttpMethod.Post, "Customers") { Group = "g", Body = "{\"Id\":\"00000000-0000-0000-0000-0000000000f2\",\"Number\":\"N2\"}"u8.ToArray() },
        ];

        using var result = await _client.SendBatchAsync(items, new ODataBatchOptions { Multipart = true }, notAfter: null);

        result.Outcomes.Select(o => o.Answer?.Status).Should().Equal(201, 201);
    }

    [Fact]
    public async Task Metadata_of_another_writer_is_read()
    {
        using var response = await _client.ReadAsync(new ConnectorRequest(HttpMethod.Get, "$metadata") { Headers = [new("Accept", "application/xml")] });
        var customers = EdmxReader.Read(response.Body).Describe("Customers", new EdmMetadataOptions { Lines = ["Orders"] })!;

        customers.Find("Id").Should().BeEquivalentTo(new { Kind = FieldKind.Guid, Unique = true, Updateable = false }, o => o.ExcludingMissingMembers());
        customers.Find("DisplayName").Should().BeEquivalentTo(new { Kind = FieldKind.Text, MaxLength = 100, Nullable = true }, o => o.ExcludingMissingMembers());
        customers.Find("Blocked")!.Values.Should().Equal("None", "Ship");
        customers.Find("Orders")!.Lines!.Find("Total")!.Kind.Should().Be(FieldKind.Decimal);
    }

    private sealed class Protocol : IVendorProtocol
    {
        public string DisplayName => "Independent";

        public HttpFault Classify(ConnectorResponse response) => HttpFault.FromStatus(response.Status);

        public string? ReadRequestId(ConnectorResponse response) => null;

        public IReadOnlyList<QuotaReading> ReadQuotas(ConnectorResponse response) => [];
    }
}

internal static class Fluent
{
    public static T Also<T>(this T value, Action<T> action)
    {
        action(value);
        return value;
    }
}
