using System.Globalization;
using System.Text.Json;

namespace CrmErp.Sdk;

/// <summary>The JSON of single values that both forms share. Text is written as it is; only what JSON itself demands is escaped.</summary>
internal static class JsonValues
{
    private const string InstantFormat = "yyyy-MM-ddTHH:mm:ss.fffffffZ";
    private const string DateFormat = "yyyy-MM-dd";

    public static JsonWriterOptions WriterOptions => new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    public static void WriteDecimal(Utf8JsonWriter writer, decimal value) => writer.WriteNumberValue(DecimalText.Normalize(value));

    public static void WriteDate(Utf8JsonWriter writer, DateOnly value) => writer.WriteStringValue(value.ToString(DateFormat, CultureInfo.InvariantCulture));

    // Always of one length, so that it sorts as text.
    public static void WriteInstant(Utf8JsonWriter writer, DateTimeOffset value) =>
        writer.WriteStringValue(value.UtcDateTime.ToString(InstantFormat, CultureInfo.InvariantCulture));

    public static void WriteText(Utf8JsonWriter writer, string value)
    {
        if (HasHalfCharacter(value))
        {
            throw new FieldRangeException("A text holds half a character (a surrogate without its pair), which JSON cannot carry.");
        }

        writer.WriteStringValue(value);
    }

    public static void WriteMoney(Utf8JsonWriter writer, Money value)
    {
        writer.WriteStartObject();
        writer.WritePropertyName("amount");
        WriteDecimal(writer, value.Amount);
        writer.WriteString("currency", value.Currency);
        writer.WriteEndObject();
    }

    public static decimal ReadDecimal(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.Number);
        return DecimalText.Parse(reader.ValueSpan);
    }

    public static long ReadInteger(ref Utf8JsonReader reader)
    {
        var number = ReadDecimal(ref reader);
        return number == decimal.Truncate(number) && number is >= long.MinValue and <= long.MaxValue
            ? (long)number
            : throw new FieldRangeException("The number is no whole number of 64 bits.");
    }

    public static bool ReadBoolean(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        _ => throw Unexpected(JsonTokenType.True, reader.TokenType),
    };

    public static string ReadText(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.String);
        return reader.GetString()!;
    }

    public static DateOnly ReadDate(ref Utf8JsonReader reader) =>
        DateOnly.ParseExact(ReadText(ref reader), DateFormat, CultureInfo.InvariantCulture);

    public static DateTimeOffset ReadInstant(ref Utf8JsonReader reader) =>
        DateTimeOffset.ParseExact(ReadText(ref reader), InstantFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    public static Guid ReadGuid(ref Utf8JsonReader reader) => Guid.Parse(ReadText(ref reader), CultureInfo.InvariantCulture);

    public static Money MoneyOf(decimal? amount, string? currency) =>
        new(amount ?? throw new JsonException("Money without amount."), currency ?? throw new JsonException("Money without currency."));

    public static Reference ReferenceOf(string? type, string? id) =>
        new(type ?? throw new JsonException("A reference without type."), id ?? throw new JsonException("A reference without id."));

    public static void Expect(ref Utf8JsonReader reader, JsonTokenType wanted)
    {
        if (reader.TokenType != wanted)
        {
            throw Unexpected(wanted, reader.TokenType);
        }
    }

    public static JsonException Unexpected(JsonTokenType wanted, JsonTokenType actual) => new($"{wanted} expected, {actual} found.");

    private static bool HasHalfCharacter(ReadOnlySpan<char> text)
    {
        for (var at = text.IndexOfAnyInRange('\uD800', '\uDFFF'); at >= 0; at = text.IndexOfAnyInRange('\uD800', '\uDFFF'))
        {
            if (!char.IsHighSurrogate(text[at]) || at + 1 == text.Length || !char.IsLowSurrogate(text[at + 1]))
            {
                return true;
            }

            text = text[(at + 2)..];
        }

        return false;
    }
}
