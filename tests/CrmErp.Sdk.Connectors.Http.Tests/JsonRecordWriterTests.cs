using System.Text;
using CrmErp.Sdk.Connectors.Http.Json;

namespace CrmErp.Sdk.Connectors.Http.Tests;

public class JsonRecordWriterTests
{
    private static readonly RecordShape Lines = new("Line", [new("quantity", FieldKind.Decimal), new("note", FieldKind.Text)]);

    private static readonly RecordShape Shape = new(
        "orders",
        [
            new("name", FieldKind.Text), new("address.city", FieldKind.Text), new("address.zip", FieldKind.Text), new("total", FieldKind.Decimal), new("day", FieldKind.Date),
            new("at", FieldKind.Instant), new("customer", FieldKind.Reference, "customers"), new("lines", FieldKind.Lines, Lines: Lines),
        ]);

    private static string Write(JsonWriteDialect dialect, params FieldChange[] changes) => Encoding.UTF8.GetString(JsonBody.Create(json =>
    {
        json.WriteStartObject();
        JsonRecordWriter.WriteFields(json, Shape, changes, dialect);
        json.WriteEndObject();
    }).Span);

    [Fact]
    public void Changes_are_written_by_kind_and_missing_ones_not_at_all()
    {
        var line = new Row(Lines.Schema);
        line["quantity"] = 2.50m;

        var json = Write(
            JsonWriteDialect.Plain,
            new(0, "Größe \"ü\" 東京"), new(1, "Bonn"), new(2, FieldValue.Null), new(3, 12.50m), new(4, new DateOnly(2026, 3, 1)),
            new(5, new DateTimeOffset(2026, 3, 1, 9, 0, 0, 120, TimeSpan.FromHours(1))), new(6, FieldValue.From(new Reference("customers", "c1"))),
            new(7, FieldValue.From(new LineList([new Line(default, line)]))));

        json.Should().Be("""{"name":"Größe \"ü\" 東京","address":{"city":"Bonn","zip":null},"total":12.50,"day":"2026-03-01","at":"2026-03-01T08:00:00.120Z","customer":"c1","lines":[{"quantity":2.50}]}""");
        Write(JsonWriteDialect.Plain, new FieldChange(0, FieldValue.Missing)).Should().Be("{}");
    }

    [Fact]
    public void The_dialect_decides_order_form_and_place()
    {
        var dialect = new JsonWriteDialect
        {
            Order = f => f.Path == "total" ? 0 : 1,
            DecimalsAsText = true,
            PathOf = f => f.Path == "name" ? "displayName" : f.Path,
            WriteValue = (json, field, value) =>
            {
                if (!value.IsNull)
                {
                    return false;
                }

                json.WriteStringValue("");
                return true;
            },
        };

        Write(dialect, new(0, FieldValue.Null), new(3, 1.5m)).Should().Be("""{"total":"1.5","displayName":""}""");
    }

    [Fact]
    public void Half_a_character_is_refused_before_anything_is_sent()
    {
        var error = FluentActions.Invoking(() => Write(JsonWriteDialect.Plain, new FieldChange(0, "a\ud83d"))).Should().Throw<ConnectorException>().Which;

        error.Kind.Should().Be(ErrorKind.Validation);
        error.NotSent.Should().BeTrue();
        error.Message.Should().Contain("name");
    }
}
