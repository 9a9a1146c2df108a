using System.Text.Json;

namespace CrmErp.Sdk;

/// <summary>Reads the canonical form of rows.</summary>
internal static class RowJsonReader
{
    public static Row ReadRow(ref Utf8JsonReader reader, EntityType type, UnknownFields? unknown)
    {
        JsonValues.Expect(ref reader, JsonTokenType.StartObject);
        var row = new Row(type.Schema);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (FindField(ref reader, type) is { } field)
            {
                row[field.Slot] = ReadValue(ref reader, type, field, unknown);
            }
            else
            {
                KeepOrSkip(ref reader, unknown, "");
            }
        }

        return row;
    }

    public static void ReadField(ref Utf8JsonReader reader, EntityType type, SparseRow row)
    {
        if (FindField(ref reader, type) is { } field)
        {
            row[field.Slot] = ReadValue(ref reader, type, field, unknown: null);
        }
        else
        {
            KeepOrSkip(ref reader, unknown: null, "");
        }
    }

    private static EntityField? FindField(ref Utf8JsonReader reader, EntityType type) => type.Find(reader.GetString()!);

    private static void KeepOrSkip(ref Utf8JsonReader reader, UnknownFields? unknown, string owner)
    {
        if (unknown is null)
        {
            reader.Skip();
            return;
        }

        var name = reader.GetString()!;
        reader.Read();
        unknown.Add(owner, name, ref reader);
    }

    private static FieldValue ReadValue(ref Utf8JsonReader reader, EntityType type, EntityField field, UnknownFields? unknown)
    {
        reader.Read();
        try
        {
            return reader.TokenType == JsonTokenType.Null ? FieldValue.Null : ReadKind(ref reader, field, unknown);
        }
        catch (Exception error) when (error is JsonException or FormatException or FieldRangeException or ArgumentException)
        {
            throw new JsonException($"Field '{type.Name}.{field.Name}' cannot be read as {field.Kind}: {error.Message}", error);
        }
    }

    private static FieldValue ReadKind(ref Utf8JsonReader reader, EntityField field, UnknownFields? unknown) => field.Kind switch
    {
        FieldKind.Boolean => JsonValues.ReadBoolean(ref reader),
        FieldKind.Integer => JsonValues.ReadInteger(ref reader),
        FieldKind.Decimal => JsonValues.ReadDecimal(ref reader),
        FieldKind.Text => JsonValues.ReadText(ref reader),
        FieldKind.Date => JsonValues.ReadDate(ref reader),
        FieldKind.Instant => JsonValues.ReadInstant(ref reader),
        FieldKind.Guid => JsonValues.ReadGuid(ref reader),
        FieldKind.Money => ReadMoney(ref reader),
        FieldKind.Reference => FieldValue.From(ReadReference(ref reader, field)),
        FieldKind.Lines => FieldValue.From(ReadLines(ref reader, field, unknown)),
        _ => throw new JsonException($"A field cannot be of kind {field.Kind}."),
    };

    private static Money ReadMoney(ref Utf8JsonReader reader)
    {
        JsonValues.Expect(ref reader, JsonTokenType.StartObject);
        decimal? amount = null;
        string? currency = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isAmount = reader.ValueTextEquals("amount"u8);
            var isCurrency = reader.ValueTextEquals("currency"u8);
            reader.Read();
            if (isAmount)
            {
                amount = JsonValues.ReadDecimal(ref reader);
            }
            else if (isCurrency)
            {
                currency = JsonValues.ReadText(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        return JsonValues.MoneyOf(amount, currency);
    }

    private static Reference ReadReference(ref Utf8JsonReader reader, EntityField field)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return JsonValues.ReferenceOf(field.ReferenceTo, reader.GetString());
        }

        JsonValues.Expect(ref reader, JsonTokenType.StartObject);
        string? type = null, id = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isType = reader.ValueTextEquals("type"u8);
            reader.Read();
            if (isType)
            {
                type = JsonValues.ReadText(ref reader);
            }
            else
            {
                id = JsonValues.ReadText(ref reader);
            }
        }

        return JsonValues.ReferenceOf(type, id);
    }

    private static LineList ReadLines(ref Utf8JsonReader reader, EntityField field, UnknownFields? unknown)
    {
        var type = field.Lines ?? throw new JsonException("The field's shape declares no lines.");
        JsonValues.Expect(ref reader, JsonTokenType.StartArray);
        var lines = new List<Line>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            lines.Add(ReadLine(ref reader, field.Name, type, unknown));
        }

        return lines.Count == 0 ? LineList.Empty : new LineList(lines);
    }

    private static Line ReadLine(ref Utf8JsonReader reader, string field, EntityType type, UnknownFields? unknown)
    {
        JsonValues.Expect(ref reader, JsonTokenType.StartObject);
        var line = new Line(default, new Row(type.Schema));
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("lineId"u8))
            {
                reader.Read();
                line = line with { Id = new LineId(JsonValues.ReadGuid(ref reader)) };
            }
            else if (reader.ValueTextEquals("remoteId"u8))
            {
                reader.Read();
                line = line with { RemoteId = JsonValues.ReadText(ref reader) };
            }
            else if (FindField(ref reader, type) is { } known)
            {
                line.Fields[known.Slot] = ReadValue(ref reader, type, known, unknown);
            }
            else
            {
                // The writer puts the identity first, so the owner is known here.
                KeepOrSkip(ref reader, unknown, unknown is null ? "" : UnknownFields.OwnerOf(field, line));
            }
        }

        return line;
    }
}
