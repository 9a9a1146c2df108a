using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using CrmErp.Sdk.Connectors;

namespace CrmErp.Sdk.Mapping;

/// <summary>Writes a mapping document. What has its default is left out.</summary>
internal static class MappingJsonWriter
{
    public static string Write(MappingDocument document)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteNumber("format", MappingDocument.Format);
            json.WriteStartArray("flows");
            foreach (var flow in document.Flows)
            {
                WriteFlow(json, flow);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void WriteFlow(Utf8JsonWriter json, DocumentFlow flow)
    {
        json.WriteStartObject();
        json.WriteString("entity", flow.Entity);
        json.WriteStartObject("owners");
        foreach (var (group, owner) in flow.Owners)
        {
            json.WriteString(group, owner);
        }

        json.WriteEndObject();
        json.WriteStartObject("maps");
        foreach (var (connection, map) in flow.Maps)
        {
            json.WritePropertyName(connection);
            WriteMap(json, map);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteMap(Utf8JsonWriter json, DocumentMap map)
    {
        json.WriteStartObject();
        Optional(json, "object", map.Object);
        Optional(json, "currency", map.Currency);
        Flag(json, "emptyTextIsNull", map.EmptyTextIsNull, false);
        Flag(json, "captures", map.Captures, true);
        Flag(json, "creates", map.Creates, true);
        Flag(json, "updates", map.Updates, true);
        json.WriteStartArray("lines");
        foreach (var rule in map.Rules)
        {
            WriteRule(json, rule);
        }

        json.WriteEndArray();
        Names(json, "unmapped", map.Unmapped);
        Names(json, "ignored", map.Ignored);
        Filters(json, "where", map.Filters);
        json.WriteEndObject();
    }

    private static void WriteRule(Utf8JsonWriter json, DocumentRule rule)
    {
        var data = rule.Data;
        json.WriteStartObject();
        json.WriteString("kind", data.Kind.ToString());
        Names(json, "fields", data.Fields);
        Names(json, "paths", data.Paths);
        Flag(json, "reads", data.Reads, true);
        Flag(json, "writesOnCreate", data.WritesOnCreate, true);
        Flag(json, "writesOnUpdate", data.WritesOnUpdate, true);
        Optional(json, "converter", rule.Converter);
        Optional(json, "rule", rule.Custom);
        Optional(json, "when", rule.When);
        Optional(json, "compareBy", rule.CompareBy);
        Optional(json, "onTooLong", data.TooLong?.ToString());
        if (data.Length is { } length)
        {
            json.WriteNumber("length", length);
        }

        Value(json, "emptyIs", data.EmptyIs);
        Optional(json, "as", data.WireKind?.ToString());
        Optional(json, "to", data.ReferenceTo);
        Optional(json, "currency", data.Currency);
        Flag(json, "localCurrencyIsEmpty", data.LocalCurrencyIsEmpty, false);
        Value(json, "value", data.Value);
        Values(json, data.Values);
        Filters(json, "readWhen", data.ReadWhen);
        if (rule.Lines is { } lines)
        {
            json.WritePropertyName("map");
            WriteMap(json, lines);
        }

        json.WriteEndObject();
    }

    private static void Values(Utf8JsonWriter json, ValueMap? values)
    {
        if (values is null)
        {
            return;
        }

        json.WriteStartObject("values");
        json.WriteStartArray("pairs");
        foreach (var (canonical, wire) in values.Pairs)
        {
            json.WriteStartArray();
            ValueJson.Write(json, canonical);
            ValueJson.Write(json, wire);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        Value(json, "readElse", values.ReadElse);
        Value(json, "writeElse", values.WriteElse);
        Flag(json, "passThrough", values.PassesThrough, false);
        Flag(json, "ignoreCase", values.IgnoresCase, false);
        json.WriteEndObject();
    }

    private static void Filters(Utf8JsonWriter json, string name, IReadOnlyList<RecordFilter> filters)
    {
        if (filters.Count == 0)
        {
            return;
        }

        json.WriteStartArray(name);
        foreach (var filter in filters)
        {
            json.WriteStartObject();
            json.WriteString("field", filter.Field);
            json.WriteString("is", filter.Operator.ToString());
            json.WriteStartArray("values");
            foreach (var value in filter.Values)
            {
                ValueJson.Write(json, value);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Names(Utf8JsonWriter json, string name, IReadOnlyList<string> names)
    {
        if (names.Count == 0)
        {
            return;
        }

        json.WriteStartArray(name);
        foreach (var entry in names)
        {
            json.WriteStringValue(entry);
        }

        json.WriteEndArray();
    }

    private static void Optional(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private static void Flag(Utf8JsonWriter json, string name, bool value, bool standard)
    {
        if (value != standard)
        {
            json.WriteBoolean(name, value);
        }
    }

    private static void Value(Utf8JsonWriter json, string name, FieldValue value)
    {
        if (!value.IsMissing)
        {
            json.WritePropertyName(name);
            ValueJson.Write(json, value);
        }
    }
}
