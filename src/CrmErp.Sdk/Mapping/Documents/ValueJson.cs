using System.Globalization;
using System.Text.Json;

namespace CrmErp.Sdk.Mapping;

/// <summary>The scalar values of a mapping document: text, numbers and truth values as JSON has them, the others named by kind.</summary>
internal static class ValueJson
{
    public static void Write(Utf8JsonWriter json, FieldValue value)
    {
        switch (value.Kind)
        {
            case FieldKind.Null:
                json.WriteNullValue();
                break;
            case FieldKind.Boolean:
                json.WriteBooleanValue(value.AsBoolean());
                break;
            case FieldKind.Integer:
                json.WriteNumberValue(value.AsInteger());
                break;
            case FieldKind.Decimal:
                json.WriteNumberValue(value.AsDecimal());
                break;
            case FieldKind.Text:
                json.WriteStringValue(value.AsText());
                break;
            default:
                json.WriteStartObject();
                json.WriteString(value.Kind.ToString(), ValueText.Plain(value));
                json.WriteEndObject();
                break;
        }
    }

    /// <exception cref="FormatException">The element is no value.</exception>
    public static FieldValue Read(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Null => FieldValue.Null,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Number => element.TryGetInt64(out var number) ? number : element.GetDecimal(),
        JsonValueKind.Object when element.EnumerateObject().ToArray() is [{ Value.ValueKind: JsonValueKind.String } only] => Read(only.Name, only.Value.GetString()!),
        _ => throw new FormatException($"A value cannot be {element.ValueKind}."),
    };

    private static FieldValue Read(string kind, string text) => kind switch
    {
        nameof(FieldKind.Date) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture),
        nameof(FieldKind.Instant) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
        nameof(FieldKind.Guid) => Guid.ParseExact(text, "d"),
        nameof(FieldKind.Money) when text.Split(' ') is [var amount, var currency] => FieldValue.From(new Money(decimal.Parse(amount, NumberStyles.Number, CultureInfo.InvariantCulture), currency)),
        nameof(FieldKind.Reference) when text.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash => FieldValue.From(new Reference(text[..slash], text[(slash + 1)..])),
        _ => throw new FormatException($"'{kind}' is no kind of value, or '{text}' is none of it."),
    };
}
