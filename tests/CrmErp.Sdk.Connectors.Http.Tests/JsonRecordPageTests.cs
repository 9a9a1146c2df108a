using System.Text;
using CrmErp.Sdk.Connectors.Http.Json;

namespace CrmErp.Sdk.Connectors.Http.Tests;

public class JsonRecordPageTests
{
    private static readonly RecordShape LineShape = new("Line", [new("quantity", FieldKind.Decimal), new("item", FieldKind.Reference, "items")]);

    private static readonly RecordShape Shape = new(
        "customers",
        [
            new("name", FieldKind.Text), new("limit", FieldKind.Decimal), new("count", FieldKind.Integer), new("active", FieldKind.Boolean),
            new("day", FieldKind.Date), new("at", FieldKind.Instant), new("key", FieldKind.Guid), new("Owner.Name", FieldKind.Text),
            new("term", FieldKind.Reference, "paymentTerms"), new("lines", FieldKind.Lines, Lines: LineShape),
        ],
        salt: 7);

    private static readonly JsonRecordLayout Layout = new() { Items = "value", NextLink = "@odata.nextLink", TotalCount = "@odata.count", Id = "id", Version = "@odata.etag", Modified = "changed" };

    private static readonly JsonDialect Empties = new() { Empty = EmptyForms.Text | EmptyForms.FirstDay | EmptyForms.ZeroGuid };

    private static JsonRecordPage Page(string json, JsonDialect? dialect = null, RecordShape? shape = null, JsonRecordLayout? layout = null) =>
        JsonRecordPage.Create(JsonRecordPlan.Create(shape ?? Shape, layout ?? Layout, dialect), "erp", "main", PooledBody.Copy(Encoding.UTF8.GetBytes(json)));

    private static Record One(string members, JsonDialect? dialect = null) => Page($$"""{"value":[{"id":"1",{{members}}}]}""", dialect).Read(0);

    [Fact]
    public void A_page_gives_heads_records_and_its_link()
    {
        using var page = Page("""
            {"@odata.context":"x","@odata.count":12,"value":[
              {"@odata.etag":"W/\"a\"","id":"c1","name":"N\u00f6rd \"AG\"","limit":12500.50,"count":12,"active":true,"day":"2026-03-01","at":"2026-01-31T10:22:33.123+0100",
               "key":"4b0a2f4e-97a9-4c3c-8f4b-0d6c1f2e3a4b","Owner":{"x":1,"Name":"Kim"},"term":"t1","unknown":{"a":[1,2]},"changed":"2026-02-01T00:00:00Z",
               "lines":[{"id":"l1","quantity":2,"item":"i1","@odata.etag":"W/1"},{"id":"l2","item":null}]},
              {"@odata.etag":"W/\"b\"","id":"c2","name":null}],
             "@odata.nextLink":"https://x/next"}
            """);

        page.Count.Should().Be(2);
        page.NextLink.Should().Be("https://x/next");
        page.TotalCount.Should().Be(12);
        page.Head(0).Should().Be(new RecordHead("c1", "W/\"a\"", page.Read(0).Hash));
        var record = page.Read(0);
        record.Ref.Should().Be(new RecordRef("erp", "main", "customers", "c1"));
        record.Modified.Should().Be(new DateTimeOffset(2026, 2, 1, 0, 0, 0, TimeSpan.Zero));
        var fields = record.Fields;
        fields["name"].AsText().Should().Be("Nörd \"AG\"");
        fields["limit"].AsDecimal().Should().Be(12500.5m);
        fields["count"].AsInteger().Should().Be(12);
        fields["active"].AsBoolean().Should().BeTrue();
        fields["day"].AsDate().Should().Be(new DateOnly(2026, 3, 1));
        fields["at"].AsInstant().Should().Be(new DateTimeOffset(2026, 1, 31, 9, 22, 33, 123, TimeSpan.Zero));
        fields["key"].AsGuid().Should().Be(Guid.Parse("4b0a2f4e-97a9-4c3c-8f4b-0d6c1f2e3a4b"));
        fields["Owner.Name"].AsText().Should().Be("Kim");
        fields["term"].AsReference().Should().Be(new Reference("paymentTerms", "t1"));
        var lines = fields["lines"].AsLines();
        lines.Select(l => l.RemoteId).Should().Equal("l1", "l2");
        lines[0].Fields["quantity"].AsDecimal().Should().Be(2);
        lines[1].Fields["item"].IsNull.Should().BeTrue();
        lines[1].Fields["quantity"].IsMissing.Should().BeTrue();
        page.Read(1).Fields["name"].IsNull.Should().BeTrue();
        page.Read(1).Fields["limit"].IsMissing.Should().BeTrue();
    }

    [Fact]
    public void Members_in_any_order_give_the_same_record_and_the_same_hash()
    {
        using var page = Page("""
            {"value":[{"id":"1","name":"a","limit":1.5,"count":2,"active":false},{"active":false,"count":2,"limit":1.5,"name":"a","id":"1"},
                      {"x1":1,"limit":1.5,"y":{"name":"no"},"name":"a","id":"1","active":false,"count":2}]}
            """);

        Enumerable.Range(0, 3).Select(i => page.Head(i).Hash).Distinct().Should().ContainSingle();
        Enumerable.Range(0, 3).All(i => page.Read(i).Fields.Values.SequenceEqual(page.Read(0).Fields.Values)).Should().BeTrue();
    }

    [Theory]
    [InlineData("\"name\":\"a\"", "\"name\":\"b\"", false)]
    [InlineData("\"name\":\"a\"", "\"name\":\"a\",\"unmapped\":1", true)]
    [InlineData("\"name\":\"a\"", "\"name\":null", false)]
    [InlineData("\"name\":null", "\"limit\":null", false)]
    [InlineData("\"lines\":[{\"id\":\"l\",\"quantity\":1,\"etag\":\"1\"}]", "\"lines\":[{\"id\":\"l\",\"quantity\":1,\"etag\":\"2\"}]", true)]
    [InlineData("\"lines\":[{\"id\":\"l\",\"quantity\":1}]", "\"lines\":[{\"id\":\"l\",\"quantity\":2}]", false)]
    [InlineData("\"lines\":[{\"id\":\"l\",\"quantity\":1}]", "\"lines\":[{\"id\":\"m\",\"quantity\":1}]", false)]
    [InlineData("\"lines\":[]", "\"name\":\"\"", false)]
    public void The_hash_follows_the_mapped_fields_and_only_them(string left, string right, bool same)
    {
        using var page = Page($$"""{"value":[{"id":"1",{{left}}},{"id":"1",{{right}}}]}""");

        (page.Head(0).Hash == page.Head(1).Hash).Should().Be(same);
    }

    [Fact]
    public void Another_salt_gives_another_hash()
    {
        var other = new RecordShape("customers", Shape.Fields, salt: 8);

        Page("""{"value":[{"id":"1","name":"a"}]}""").Head(0).Hash.Should().NotBe(Page("""{"value":[{"id":"1","name":"a"}]}""", shape: other).Head(0).Hash);
    }

    [Fact]
    public void What_a_dialect_calls_empty_is_null_and_otherwise_a_value()
    {
        const string Members = "\"name\":\"\",\"day\":\"0001-01-01\",\"at\":\"0001-01-01T00:00:00Z\",\"key\":\"00000000-0000-0000-0000-000000000000\",\"term\":\"00000000-0000-0000-0000-000000000000\"";

        var empty = One(Members, Empties).Fields;
        var plain = One(Members).Fields;

        foreach (var field in new[] { "name", "day", "at", "key", "term" })
        {
            empty[field].IsNull.Should().BeTrue(field);
            plain[field].HasValue.Should().BeTrue(field);
        }
    }

    [Fact]
    public void A_parent_that_is_null_has_null_members()
    {
        One("\"Owner\":null").Fields["Owner.Name"].IsNull.Should().BeTrue();
        One("\"name\":\"x\"").Fields["Owner.Name"].IsMissing.Should().BeTrue();
    }

    [Theory]
    [InlineData("\"limit\":\"12.50\"", "limit", "12.5")]
    [InlineData("\"limit\":1.25e2", "limit", "125")]
    [InlineData("\"limit\":0.1000000000000000000000000000000", "limit", "0.1")]
    [InlineData("\"limit\":-0.00", "limit", "0")]
    [InlineData("\"count\":12.0", "count", "12")]
    [InlineData("\"count\":\"9007199254740993\"", "count", "9007199254740993")]
    public void Numbers_are_exact_in_every_spelling(string member, string field, string expected) =>
        One(member).Fields[field].AsDecimal().Should().Be(decimal.Parse(expected, System.Globalization.CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("\"limit\":\"a lot\"", ErrorKind.SchemaDrift, "limit")]
    [InlineData("\"limit\":1234567890123456789012345678901", ErrorKind.Validation, "limit")]
    [InlineData("\"limit\":1.2345678901234567890123456789", ErrorKind.Validation, "limit")]
    [InlineData("\"limit\":{\"amount\":1}", ErrorKind.SchemaDrift, "limit")]
    [InlineData("\"count\":1.5", ErrorKind.SchemaDrift, "count")]
    [InlineData("\"day\":\"2026-02-30\"", ErrorKind.SchemaDrift, "day")]
    [InlineData("\"day\":\"2026-02-01T10:00:00Z\"", ErrorKind.SchemaDrift, "day")]
    [InlineData("\"at\":\"2026-02-01T10:00:00\"", ErrorKind.SchemaDrift, "at")]
    [InlineData("\"active\":1", ErrorKind.SchemaDrift, "active")]
    [InlineData("\"key\":\"4b0a\"", ErrorKind.SchemaDrift, "key")]
    public void A_value_that_does_not_fit_names_record_and_field_and_leaves_the_page_usable(string member, ErrorKind kind, string field)
    {
        using var page = Page($$"""{"value":[{"id":"bad-one",{{member}}},{"id":"good","name":"x"}]}""");

        var error = FluentActions.Invoking(() => page.Read(0)).Should().Throw<ConnectorException>().Which;

        error.Kind.Should().Be(kind);
        error.Message.Should().Contain("bad-one").And.Contain(field).And.NotContain("a lot");
        page.Read(1).Fields["name"].AsText().Should().Be("x");
    }

    [Theory]
    [InlineData("2026-01-31T10:22:33Z", "2026-01-31T10:22:33.0000000+00:00")]
    [InlineData("2026-01-31T10:22:33.1234567+00:00", "2026-01-31T10:22:33.1234567+00:00")]
    [InlineData("2026-01-31T10:22:33.000+0000", "2026-01-31T10:22:33.0000000+00:00")]
    [InlineData("2026-01-31T00:22:33.5-08", "2026-01-31T08:22:33.5000000+00:00")]
    [InlineData("2026-01-31T10:22:33.123456789Z", "2026-01-31T10:22:33.1234567+00:00")]
    public void Times_are_read_in_every_spelling(string text, string expected)
    {
        IsoTime.TryReadInstant(Encoding.ASCII.GetBytes(text), false, out var instant).Should().BeTrue();
        instant.ToString("O").Should().Be(expected);
    }

    [Theory]
    [InlineData("2026-13-31T10:22:33Z")]
    [InlineData("2026-01-31T24:22:33Z")]
    [InlineData("2026-01-31T10:22:33.Z")]
    [InlineData("2026-01-31T10:22:33+1")]
    [InlineData("2026-01-31")]
    [InlineData("tomorrow at ten o'clock")]
    public void Times_that_are_none_are_refused(string text) =>
        IsoTime.TryReadInstant(Encoding.ASCII.GetBytes(text), true, out _).Should().BeFalse();

    [Fact]
    public void Half_a_surrogate_pair_is_replaced_not_fatal() =>
        One("\"name\":\"a\\ud83d b\\n\\ud83d\\ude00\"").Fields["name"].AsText().Should().Be("a\uFFFD b\n😀");

    [Theory]
    [InlineData("")]
    [InlineData("<html>")]
    [InlineData("{\"error\":1}")]
    [InlineData("{\"value\":[{\"id\":\"1\"")]
    [InlineData("{\"value\":[7]}")]
    [InlineData("{\"value\":7}")]
    public void An_answer_that_is_something_else_is_an_error_and_never_an_empty_page(string body) =>
        FluentActions.Invoking(() => Page(body)).Should().Throw<ConnectorException>().Which.Kind.Should().Be(ErrorKind.Internal);

    [Fact]
    public void Lines_in_an_envelope_of_their_own_are_read_and_their_link_is_told()
    {
        var layout = new JsonRecordLayout { Items = "records", NextLink = "nextRecordsUrl", Id = "Id", LineItems = "records", LineNextLink = "nextRecordsUrl" };
        var shape = new RecordShape("Order", [new("Items", FieldKind.Lines, Lines: new RecordShape("Item", [new("Quantity", FieldKind.Decimal)]))]);
        using var page = Page("""{"records":[{"Id":"1","Items":{"totalSize":3,"done":false,"records":[{"Id":"a","Quantity":1.0}],"nextRecordsUrl":"/q/2"}},{"Id":"2","Items":null}]}""", shape: shape, layout: layout);

        page.Read(0).Fields["Items"].AsLines().Single().Fields["Quantity"].AsDecimal().Should().Be(1);
        page.LineNextLink(0, 0).Should().Be("/q/2");
        page.Read(1).Fields["Items"].AsLines().Should().BeEmpty();
        page.LineNextLink(1, 0).Should().BeNull();
    }

    [Theory]
    [InlineData("d.results", """{"d":{"__count":"2","results":[{"id":"1"},{"id":"2"}],"__next":"n"}}""", 2)]
    [InlineData("d", """{"d":{"id":"1"}}""", 1)]
    [InlineData(null, """{"id":"1"}""", 1)]
    [InlineData(null, """[{"id":"1"},{"id":"2"},{"id":"3"}]""", 3)]
    public void Records_are_found_where_the_layout_says(string? items, string json, int count)
    {
        using var page = Page(json, layout: new JsonRecordLayout { Items = items, Id = "id", NextLink = "d.__next", TotalCount = "d.__count" });

        page.Count.Should().Be(count);
    }

    [Fact]
    public void A_path_may_stand_elsewhere_than_it_is_called_and_extras_are_told()
    {
        var layout = new JsonRecordLayout { Items = "results", Id = "id", PathOf = f => "properties." + f.Path, Extras = ["archived", "properties.owner"] };
        using var page = Page("""{"results":[{"id":1234,"properties":{"name":"x","owner":"o"},"archived":true}]}""", layout: layout);

        page.Head(0).Id.Should().Be("1234");
        page.Read(0).Fields["name"].AsText().Should().Be("x");
        page.Extra(0, 0).Should().Be("true");
        page.Extra(0, 1).Should().Be("o");
    }

    [Fact]
    public void A_page_costs_no_more_than_its_heads_until_it_is_read()
    {
        var records = string.Join(',', Enumerable.Range(0, 2000).Select(i => $$$"""{"@odata.etag":"{{{i}}}","id":"{{{i}}}","name":"name {{{i}}}","limit":{{{i}}}.5,"count":{{{i}}},"active":true,"day":"2026-03-01","Owner":{"Name":"x"}}"""));
        var body = Encoding.UTF8.GetBytes($$"""{"value":[{{records}}]}""");
        var plan = JsonRecordPlan.Create(Shape, Layout);
        JsonRecordPage.Create(plan, "erp", "", PooledBody.Copy(body)).Dispose();
        var before = GC.GetAllocatedBytesForCurrentThread();

        using var page = JsonRecordPage.Create(plan, "erp", "", PooledBody.Copy(body));
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        page.Count.Should().Be(2000);
        (allocated / 2000).Should().BeLessThanOrEqualTo(64);
    }
}
