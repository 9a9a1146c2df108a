using System.Globalization;
using System.Text.Json;

namespace CrmErp.Sdk.Reconcile;

/// <summary>
/// The self-describing JSON form of single values, for what only the engine reads (shadows, flights, staged records, provenance).
/// Null, booleans and text are themselves; everything else is an array that begins with its kind.
/// </summary>
internal static class ValueCodec
{
    public static void Write(Utf8JsonWriter writer, FieldValue value)
    {
        switch (value.Kind)
        {
            case FieldKind.Null:
                writer.WriteNullValue();
                return;
            case FieldKind.Boolean:
                writer.WriteBooleanValue(value.AsBoolean());
                return;
            case FieldKind.Text:
                writer.WriteStringValue(value.AsText());
                return;
            default:
                writer.WriteStartArray();
                WriteTagged(writer, value);
                writer.WriteEndArray();
                return;
        }
    }

    /// <summary>Reads the value the reader stands on.</summary>
    /// <param name="reader">Stands on the value's first token; afterwards on its last.</param>
    /// <param name="lineSchema">The schema that rows of lines get; null when the field has no lines.</param>
    public static FieldValue Read(ref Utf8JsonReader reader, RowSchema? lineSchema)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return FieldValue.Null;
            case JsonTokenType.True or JsonTokenType.False:
                return reader.GetBoolean();
            case JsonTokenType.String:
                return reader.GetString();
            case JsonTokenType.StartArray:
                reader.Read();
                var value = ReadTagged(ref reader, reader.GetString()!, lineSchema);
                reader.Read();
                return reader.TokenType == JsonTokenType.EndArray ? value : throw new JsonException("A stored value is longer than its kind allows.");
            default:
                throw new JsonException($"A stored value cannot begin with {reader.TokenType}.");
        }
    }

    private static void WriteTagged(Utf8JsonWriter writer, FieldValue value)
    {
        switch (value.Kind)
        {
            case FieldKind.Missing:
                writer.WriteStringValue("-");
                break;
            case FieldKind.Integer:
                writer.WriteStringValue("i");
                writer.WriteNumberValue(value.AsInteger());
                break;
            case FieldKind.Decimal:
                writer.WriteStringValue("d");
                writer.WriteNumberValue(value.AsDecimal());
                break;
            case FieldKind.Date:
                writer.WriteStringValue("D");
                writer.WriteNumberValue(value.AsDate().DayNumber);
                break;
            case FieldKind.Instant:
                writer.WriteStringValue("t");
                writer.WriteNumberValue(value.AsInstant().UtcTicks);
                break;
            case FieldKind.Guid:
                writer.WriteStringValue("g");
                writer.WriteStringValue(value.AsGuid());
                break;
            case FieldKind.Money:
                writer.WriteStringValue("m");
                writer.WriteNumberValue(value.AsMoney().Amount);
                writer.WriteStringValue(value.AsMoney().Currency);
                break;
            case FieldKind.Reference:
                writer.WriteStringValue("r");
                writer.WriteStringValue(value.AsReference().Type);
                writer.WriteStringValue(value.AsReference().Id);
                break;
            default:
                writer.WriteStringValue("L");
                WriteLines(writer, value.AsLines());
                break;
        }
    }

    private static void WriteLines(Utf8JsonWriter writer, LineList lines)
    {
        foreach (var line in lines)
        {
            writer.WriteStartObject();
            writer.WriteString("#", line.Id.ToString());
            if (line.RemoteId is not null)
            {
                writer.WriteString("@", line.RemoteId);
            }

            WriteFields(writer, line.Fields);
            writer.WriteEndObject();
        }
    }

    /// <summary>Writes the fields that are not missing as properties.</summary>
    public static void WriteFields(Utf8JsonWriter writer, Row row)
    {
        for (var slot = 0; slot < row.Count; slot++)
        {
            if (!row[slot].IsMissing)
            {
                writer.WritePropertyName(row.Schema.Fields[slot]);
                Write(writer, row[slot]);
            }
        }
    }

    private static FieldValue ReadTagged(ref Utf8JsonReader reader, string tag, RowSchema? lineSchema)
    {
        if (tag == "L")
        {
            return ReadLines(ref reader, lineSchema);
        }

        if (tag == "-")
        {
            return FieldValue.Missing;
        }

        reader.Read();
        switch (tag)
        {
            case "i":
                return reader.GetInt64();
            case "d":
                return reader.GetDecimal();
            case "D":
                return DateOnly.FromDayNumber(reader.GetInt32());
            case "t":
                return new DateTimeOffset(reader.GetInt64(), TimeSpan.Zero);
            case "g":
                return reader.GetGuid();
            case "m":
                var amount = reader.GetDecimal();
                reader.Read();
                return new Money(amount, reader.GetString()!);
            case "r":
                var type = reader.GetString()!;
                reader.Read();
                return FieldValue.From(new Reference(type, reader.GetString()!));
            default:
                throw new JsonException(string.Create(CultureInfo.InvariantCulture, $"A stored value has the unknown kind '{tag}'."));
        }
    }

    // The reader stands on the tag; the closing bracket of the whole value is left to the caller.
    private static FieldValue ReadLines(ref Utf8JsonReader reader, RowSchema? schema)
    {
        if (schema is null)
        {
            throw new JsonException("Stored lines belong to a field without lines.");
        }

        var lines = new List<Line>();
        var state = reader;
        while (state.Read() && state.TokenType == JsonTokenType.StartObject)
        {
            reader.Read();
            lines.Add(ReadLine(ref reader, schema));
            state = reader;
        }

        return FieldValue.From(new LineList(lines));
    }

    private static Line ReadLine(ref Utf8JsonReader reader, RowSchema schema)
    {
        LineId id = default;
        string? remote = null;
        var row = new Row(schema);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            switch (name)
            {
                case "#":
                    id = LineId.Parse(reader.GetString()!);
                    break;
                case "@":
                    remote = reader.GetString();
                    break;
                default:
                    var value = Read(ref reader, null);
                    if (schema.TryGetSlot(name, out var slot))
                    {
                        row[slot] = value;
                    }

                    break;
            }
        }

        return new Line(id, row, remote);
    }
}
