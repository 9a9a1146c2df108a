using System.Buffers;
using System.Text;
using System.Text.Json;

namespace CrmErp.Sdk;

/// <summary>
/// The canonical JSON of rows, by field name and driven by their shape, so that plain SQL can query it: numbers as JSON numbers, dates
/// as <c>2024-05-31</c>, instants as <c>2024-05-31T08:00:00.0000000Z</c>, money as <c>{"amount":1.5,"currency":"EUR"}</c>, references as
/// the golden id, lines as objects with <c>lineId</c>. Owned values stand flat (<c>BillingAddress.City</c>). A missing field is
/// left out, a null one is <c>null</c>. Equal rows give equal text.
/// </summary>
public static class RowJson
{
    // Says in a sparse row which fields are missing, as opposed to not part of it. No field can have this name.
    private const string MissingProperty = "$missing";

    /// <summary>Writes a row.</summary>
    /// <param name="type">The shape of the row.</param>
    /// <param name="row">The values.</param>
    /// <param name="unknown">Fields to write back that <see cref="Read(EntityType, string, UnknownFields?)"/> collected.</param>
    /// <exception cref="FieldKindException">A value is not of its field's kind.</exception>
    public static string Write(EntityType type, Row row, UnknownFields? unknown = null) => ToText(writer => Write(writer, type, row, unknown));

    /// <summary>Writes a row as one JSON object.</summary>
    /// <exception cref="FieldKindException">A value is not of its field's kind.</exception>
    public static void Write(Utf8JsonWriter writer, EntityType type, Row row, UnknownFields? unknown = null)
    {
        ArgumentNullException.ThrowIfNull(writer);
        Check(type, row);
        writer.WriteStartObject();
        new RowJsonWriter(writer, unknown).WriteFields(type, row, "");
        writer.WriteEndObject();
    }

    /// <summary>Reads a row. Fields that the JSON does not have are missing.</summary>
    /// <param name="type">The shape of the row.</param>
    /// <param name="json">The JSON.</param>
    /// <param name="unknown">Collects fields that the shape does not have; without it they are passed over.</param>
    /// <exception cref="JsonException">The JSON is broken, or a value does not fit its field; the message names the field.</exception>
    public static Row Read(EntityType type, string json, UnknownFields? unknown = null)
    {
        ArgumentNullException.ThrowIfNull(json);
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json));
        reader.Read();
        return Read(type, ref reader, unknown);
    }

    /// <summary>Reads a row at the reader's position, which is a JSON object; afterwards the reader stands on its end.</summary>
    /// <exception cref="JsonException">The JSON is broken, or a value does not fit its field; the message names the field.</exception>
    public static Row Read(EntityType type, ref Utf8JsonReader reader, UnknownFields? unknown = null)
    {
        ArgumentNullException.ThrowIfNull(type);
        return RowJsonReader.ReadRow(ref reader, type, unknown);
    }

    /// <summary>Writes a sparse row: the fields it has, with those that are missing named under <c>$missing</c>.</summary>
    /// <exception cref="FieldKindException">A value is not of its field's kind.</exception>
    public static string WriteSparse(EntityType type, SparseRow row) => ToText(writer => WriteSparse(writer, type, row));

    /// <summary>Writes a sparse row as one JSON object.</summary>
    /// <exception cref="FieldKindException">A value is not of its field's kind.</exception>
    public static void WriteSparse(Utf8JsonWriter writer, EntityType type, SparseRow row)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(row);
        writer.WriteStartObject();
        var values = new RowJsonWriter(writer, null);
        foreach (var (slot, value) in row.Entries)
        {
            values.WriteField(type.Fields[slot], value, type);
        }

        WriteMissing(writer, type, row);
        writer.WriteEndObject();
    }

    /// <summary>Reads a sparse row. Fields that the shape does not have any more are passed over.</summary>
    /// <exception cref="JsonException">The JSON is broken, or a value does not fit its field; the message names the field.</exception>
    public static SparseRow ReadSparse(EntityType type, string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json));
        reader.Read();
        return ReadSparse(type, ref reader);
    }

    /// <summary>Reads a sparse row at the reader's position, which is a JSON object; afterwards the reader stands on its end.</summary>
    /// <exception cref="JsonException">The JSON is broken, or a value does not fit its field; the message names the field.</exception>
    public static SparseRow ReadSparse(EntityType type, ref Utf8JsonReader reader)
    {
        ArgumentNullException.ThrowIfNull(type);
        JsonValues.Expect(ref reader, JsonTokenType.StartObject);
        var row = new SparseRow();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals(MissingProperty))
            {
                ReadMissing(ref reader, type, row);
            }
            else
            {
                RowJsonReader.ReadField(ref reader, type, row);
            }
        }

        return row;
    }

    private static void WriteMissing(Utf8JsonWriter writer, EntityType type, SparseRow row)
    {
        if (!row.Entries.Any(entry => entry.Value.IsMissing))
        {
            return;
        }

        writer.WriteStartArray(MissingProperty);
        foreach (var (slot, value) in row.Entries)
        {
            if (value.IsMissing)
            {
                writer.WriteStringValue(type.Fields[slot].Name);
            }
        }

        writer.WriteEndArray();
    }

    private static void ReadMissing(ref Utf8JsonReader reader, EntityType type, SparseRow row)
    {
        reader.Read();
        JsonValues.Expect(ref reader, JsonTokenType.StartArray);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (type.Find(JsonValues.ReadText(ref reader)) is { } field)
            {
                row[field.Slot] = FieldValue.Missing;
            }
        }
    }

    private static string ToText(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer, JsonValues.WriterOptions))
        {
            write(writer);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Check(EntityType type, Row row)
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(row);
        if (row.Count != type.Fields.Count)
        {
            throw new ArgumentException($"'{type.Name}' has {type.Fields.Count} fields, the row {row.Count}.", nameof(row));
        }
    }
}
