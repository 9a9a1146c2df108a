using System.Buffers;
using System.Text;
using System.Text.Json;

namespace CrmErp.Sdk;

/// <summary>
/// JSON that says the kind of every value itself, for rows whose shape may have changed when they are read again (records on a stage,
/// what a flight sent). Text, truth, null and decimals are plain JSON; the rest are objects: <c>{"missing":true}</c>, <c>{"int":5}</c>,
/// <c>{"date":"2024-05-31"}</c>, <c>{"at":"2024-05-31T08:00:00.0000000Z"}</c>, <c>{"guid":"..."}</c>, <c>{"amount":1.5,"currency":"EUR"}</c>,
/// <c>{"id":"003..","to":"Account"}</c>, <c>{"of":"Line","fields":[..],"lines":[..]}</c>.
/// </summary>
public static class TaggedJson
{
    /// <summary>Writes a row as one JSON object by field name; missing fields are left out.</summary>
    public static string WriteRow(Row row)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer, JsonValues.WriterOptions))
        {
            WriteRow(writer, row);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Writes a row as one JSON object by field name; missing fields are left out.</summary>
    public static void WriteRow(Utf8JsonWriter writer, Row row)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(row);
        writer.WriteStartObject();
        for (var slot = 0; slot < row.Count; slot++)
        {
            if (!row[slot].IsMissing)
            {
                writer.WritePropertyName(row.Schema.Fields[slot]);
                WriteValue(writer, row[slot]);
            }
        }

        writer.WriteEndObject();
    }

    /// <summary>Reads a row; fields that the schema does not have are passed over, fields that the JSON does not have are missing.</summary>
    /// <param name="json">The JSON.</param>
    /// <param name="schema">The schema of the row.</param>
    /// <param name="lines">The schema of the lines of a field; without it, or where it answers null, lines get the schema they were written with.</param>
    /// <exception cref="JsonException">The JSON is broken; the message names the field.</exception>
    public static Row ReadRow(string json, RowSchema schema, Func<string, RowSchema?>? lines = null)
    {
        ArgumentNullException.ThrowIfNull(json);
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json));
        reader.Read();
        return ReadRow(ref reader, schema, lines);
    }

    /// <summary>Reads a row at the reader's position, which is a JSON object; afterwards the reader stands on its end.</summary>
    /// <exception cref="JsonException">The JSON is broken; the message names the field.</exception>
    public static Row ReadRow(ref Utf8JsonReader reader, RowSchema schema, Func<string, RowSchema?>? lines = null)
    {
        ArgumentNullException.ThrowIfNull(schema);
        JsonValues.Expect(ref reader, JsonTokenType.StartObject);
        var row = new Row(schema);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            if (!schema.TryGetSlot(name, out var slot))
            {
                reader.Skip();
                continue;
            }

            reader.Read();
            row[slot] = ReadValueOf(ref reader, schema, name, lines?.Invoke(name));
        }

        return row;
    }

    /// <summary>Writes one value.</summary>
    public static void WriteValue(Utf8JsonWriter writer, FieldValue value)
    {
        ArgumentNullException.ThrowIfNull(writer);
        TaggedJsonWriter.Write(writer, value);
    }

    /// <summary>Reads the value at the reader's position; afterwards the reader stands on its end.</summary>
    /// <param name="reader">Stands on the value.</param>
    /// <param name="lines">If the value is lines: their schema; null gives them the schema they were written with.</param>
    /// <exception cref="JsonException">The JSON is no value.</exception>
    public static FieldValue ReadValue(ref Utf8JsonReader reader, RowSchema? lines = null) => TaggedJsonReader.Read(ref reader, lines);

    private static FieldValue ReadValueOf(ref Utf8JsonReader reader, RowSchema schema, string name, RowSchema? lines)
    {
        try
        {
            return TaggedJsonReader.Read(ref reader, lines);
        }
        catch (Exception error) when (error is JsonException or FormatException or FieldRangeException or ArgumentException)
        {
            throw new JsonException($"Field '{schema.Name}.{name}' cannot be read: {error.Message}", error);
        }
    }
}
