using System.Text.Json;

namespace CrmErp.Sdk;

internal static class TaggedJsonReader
{
    public static FieldValue Read(ref Utf8JsonReader reader, RowSchema? lineSchema) => reader.TokenType switch
    {
        JsonTokenType.Null => FieldValue.Null,
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        JsonTokenType.Number => JsonValues.ReadDecimal(ref reader),
        JsonTokenType.String => JsonValues.ReadText(ref reader),
        JsonTokenType.StartObject => ReadTagged(ref reader, lineSchema),
        _ => throw JsonValues.Unexpected(JsonTokenType.StartObject, reader.TokenType),
    };

    private static FieldValue ReadTagged(ref Utf8JsonReader reader, RowSchema? lineSchema)
    {
        var parts = new Parts();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var tag = reader.GetString()!;
            reader.Read();
            parts.Add(tag, ref reader, lineSchema);
        }

        return parts.ToValue();
    }

    // What an object has said so far: the tags of one value may stand in any order, those of lines stand before them.
    private struct Parts
    {
        private FieldValue _single;
        private bool _any;
        private decimal? _amount;
        private string? _currency;
        private string? _id;
        private string? _to;
        private string? _of;
        private List<string>? _fields;

        public void Add(string tag, ref Utf8JsonReader reader, RowSchema? lineSchema)
        {
            switch (tag)
            {
                case "amount":
                    _amount = JsonValues.ReadDecimal(ref reader);
                    break;
                case "currency":
                    _currency = JsonValues.ReadText(ref reader);
                    break;
                case "id":
                    _id = JsonValues.ReadText(ref reader);
                    break;
                case "to":
                    _to = JsonValues.ReadText(ref reader);
                    break;
                case "of":
                    _of = JsonValues.ReadText(ref reader);
                    break;
                case "fields":
                    _fields = ReadNames(ref reader);
                    break;
                default:
                    _single = ReadSingle(tag, ref reader, lineSchema);
                    _any = true;
                    break;
            }
        }

        public readonly FieldValue ToValue()
        {
            if (_any)
            {
                return _single;
            }

            return _amount is not null || _currency is not null
                ? JsonValues.MoneyOf(_amount, _currency)
                : FieldValue.From(JsonValues.ReferenceOf(_to, _id));
        }

        private readonly FieldValue ReadSingle(string tag, ref Utf8JsonReader reader, RowSchema? lineSchema) => tag switch
        {
            "missing" => FieldValue.Missing,
            "int" => JsonValues.ReadInteger(ref reader),
            "date" => JsonValues.ReadDate(ref reader),
            "at" => JsonValues.ReadInstant(ref reader),
            "guid" => JsonValues.ReadGuid(ref reader),
            "lines" => FieldValue.From(ReadLines(ref reader, lineSchema)),
            _ => throw new JsonException($"'{tag}' is no kind of value."),
        };

        private readonly LineList ReadLines(ref Utf8JsonReader reader, RowSchema? lineSchema)
        {
            JsonValues.Expect(ref reader, JsonTokenType.StartArray);
            var names = _fields ?? [];
            var schema = lineSchema ?? new RowSchema(_of ?? "Line", names);
            int[] slots = [.. names.Select(name => schema.TryGetSlot(name, out var slot) ? slot : -1)];
            var lines = new List<Line>();
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                lines.Add(ReadLine(ref reader, schema, slots));
            }

            return lines.Count == 0 ? LineList.Empty : new LineList(lines);
        }
    }

    private static List<string> ReadNames(ref Utf8JsonReader reader)
    {
        JsonValues.Expect(ref reader, JsonTokenType.StartArray);
        var names = new List<string>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            names.Add(JsonValues.ReadText(ref reader));
        }

        return names;
    }

    private static Line ReadLine(ref Utf8JsonReader reader, RowSchema schema, int[] slots)
    {
        JsonValues.Expect(ref reader, JsonTokenType.StartObject);
        var line = new Line(default, new Row(schema));
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var tag = reader.GetString();
            reader.Read();
            line = tag switch
            {
                "lineId" => line with { Id = new LineId(JsonValues.ReadGuid(ref reader)) },
                "remoteId" => line with { RemoteId = JsonValues.ReadText(ref reader) },
                "values" => ReadValues(ref reader, line, slots),
                _ => throw new JsonException($"'{tag}' is no part of a line."),
            };
        }

        return line;
    }

    private static Line ReadValues(ref Utf8JsonReader reader, Line line, int[] slots)
    {
        JsonValues.Expect(ref reader, JsonTokenType.StartArray);
        for (var index = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; index++)
        {
            var value = Read(ref reader, null);
            if (index < slots.Length && slots[index] >= 0)
            {
                line.Fields[slots[index]] = value;
            }
        }

        return line;
    }
}
