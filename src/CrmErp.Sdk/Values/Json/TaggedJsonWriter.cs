using System.Text.Json;

namespace CrmErp.Sdk;

internal static class TaggedJsonWriter
{
    public static void Write(Utf8JsonWriter writer, FieldValue value)
    {
        switch (value.Kind)
        {
            case FieldKind.Null:
                writer.WriteNullValue();
                break;
            case FieldKind.Boolean:
                writer.WriteBooleanValue(value.AsBoolean());
                break;
            case FieldKind.Decimal:
                JsonValues.WriteDecimal(writer, value.AsDecimal());
                break;
            case FieldKind.Text:
                JsonValues.WriteText(writer, value.AsText());
                break;
            case FieldKind.Money:
                JsonValues.WriteMoney(writer, value.AsMoney());
                break;
            default:
                writer.WriteStartObject();
                WriteTagged(writer, value);
                writer.WriteEndObject();
                break;
        }
    }

    private static void WriteTagged(Utf8JsonWriter writer, FieldValue value)
    {
        switch (value.Kind)
        {
            case FieldKind.Missing:
                writer.WriteBoolean("missing", true);
                break;
            case FieldKind.Integer:
                writer.WriteNumber("int", value.AsInteger());
                break;
            case FieldKind.Date:
                writer.WritePropertyName("date");
                JsonValues.WriteDate(writer, value.AsDate());
                break;
            case FieldKind.Instant:
                writer.WritePropertyName("at");
                JsonValues.WriteInstant(writer, value.AsInstant());
                break;
            case FieldKind.Guid:
                writer.WriteString("guid", value.AsGuid());
                break;
            case FieldKind.Reference:
                writer.WriteString("id", value.AsReference().Id);
                writer.WriteString("to", value.AsReference().Type);
                break;
            default:
                WriteLines(writer, value.AsLines());
                break;
        }
    }

    // The names stand once; each line is an array of values in their order.
    private static void WriteLines(Utf8JsonWriter writer, LineList lines)
    {
        if (lines.Count > 0)
        {
            var schema = lines[0].Fields.Schema;
            writer.WriteString("of", schema.Name);
            writer.WriteStartArray("fields");
            foreach (var name in schema.Fields)
            {
                writer.WriteStringValue(name);
            }

            writer.WriteEndArray();
        }

        writer.WriteStartArray("lines");
        foreach (var line in lines)
        {
            WriteLine(writer, line);
        }

        writer.WriteEndArray();
    }

    private static void WriteLine(Utf8JsonWriter writer, Line line)
    {
        writer.WriteStartObject();
        if (!line.Id.IsEmpty)
        {
            writer.WriteString("lineId", line.Id.ToString());
        }

        if (line.RemoteId is not null)
        {
            writer.WriteString("remoteId", line.RemoteId);
        }

        writer.WriteStartArray("values");
        foreach (var value in line.Fields.Values)
        {
            Write(writer, value);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
