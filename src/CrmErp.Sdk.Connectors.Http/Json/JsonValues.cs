using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace CrmErp.Sdk.Connectors.Http.Json;

internal enum JsonReadVerdict
{
    Read = 1,
    Mismatch = 2,
    OutOfRange = 3,
}

// Makes a value of a raw JSON token, by the kind its field is read as.
internal static class JsonValues
{
    private const int MaxDigits = 28;
    private static readonly SearchValues<byte> NumberBytes = SearchValues.Create("0123456789+-.eE"u8);

    public static JsonReadVerdict TryRead(RecordField field, ReadOnlySpan<byte> token, JsonDialect dialect, out FieldValue value)
    {
        if (token.IsEmpty)
        {
            value = FieldValue.Missing;
            return JsonReadVerdict.Read;
        }

        if (token[0] == 'n')
        {
            value = FieldValue.Null;
            return JsonReadVerdict.Read;
        }

        if (dialect.ReadToken is { } own && own(field, token, out value))
        {
            return JsonReadVerdict.Read;
        }

        if (token[0] is (byte)'{' or (byte)'[')
        {
            value = default;
            return JsonReadVerdict.Mismatch;
        }

        return field.Kind == FieldKind.Text ? ReadTextValue(field, token, dialect, out value) : ReadBare(field, Bare(token), dialect, out value);
    }

    // The text of a string token; the digits or the word of any other; null for null and for what is not there.
    public static string? ReadText(ReadOnlySpan<byte> token)
    {
        if (token.IsEmpty || token[0] == 'n')
        {
            return null;
        }

        if (token[0] != '"')
        {
            return Encoding.UTF8.GetString(token);
        }

        return token.Contains((byte)'\\') ? Unescape(token) : Encoding.UTF8.GetString(token[1..^1]);
    }

    private static string? Unescape(ReadOnlySpan<byte> token)
    {
        var reader = new Utf8JsonReader(token);
        reader.Read();
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair: a system that cuts texts by code units sends such. The half is replaced, as every decoder does.
            return LoneSurrogates.Decode(token);
        }
    }

    // Numbers, dates and truth values may stand in quotes.
    private static ReadOnlySpan<byte> Bare(ReadOnlySpan<byte> token)
    {
        if (token[0] != '"')
        {
            return token;
        }

        return token.Contains((byte)'\\') ? Encoding.UTF8.GetBytes(Unescape(token) ?? "") : token[1..^1];
    }

    private static JsonReadVerdict ReadTextValue(RecordField field, ReadOnlySpan<byte> token, JsonDialect dialect, out FieldValue value)
    {
        var text = ReadText(token)!;
        if (text.Length == 0 && dialect.Empty.HasFlag(EmptyForms.Text))
        {
            value = FieldValue.Null;
            return JsonReadVerdict.Read;
        }

        text = dialect.DecodeText is { } decode ? decode(field, text) : text;
        value = text.Length == 0 && dialect.Empty.HasFlag(EmptyForms.Text) ? FieldValue.Null : FieldValue.From(text);
        return JsonReadVerdict.Read;
    }

    private static JsonReadVerdict ReadBare(RecordField field, ReadOnlySpan<byte> text, JsonDialect dialect, out FieldValue value)
    {
        // An empty text is no number, date or reference in any dialect: it is how systems without null say "empty".
        if (text.IsEmpty || IsEmptyForm(field.Kind, text, dialect.Empty))
        {
            value = FieldValue.Null;
            return JsonReadVerdict.Read;
        }

        value = default;
        switch (field.Kind)
        {
            case FieldKind.Decimal:
                return ReadDecimal(text, out value);
            case FieldKind.Integer:
                return ReadInteger(text, out value);
            case FieldKind.Boolean:
                return ReadBoolean(text, out value);
            case FieldKind.Date when IsoTime.TryReadDate(text, out var date):
                value = FieldValue.From(date);
                return JsonReadVerdict.Read;
            case FieldKind.Instant when IsoTime.TryReadInstant(text, dialect.UnzonedIsUtc, out var instant):
                value = FieldValue.From(instant);
                return JsonReadVerdict.Read;
            case FieldKind.Guid when Utf8Parser.TryParse(text, out Guid guid, out var used) && used == text.Length:
                value = FieldValue.From(guid);
                return JsonReadVerdict.Read;
            case FieldKind.Reference:
                value = FieldValue.From(new Reference(field.ReferenceTo!, Encoding.UTF8.GetString(text)));
                return JsonReadVerdict.Read;
            default:
                return JsonReadVerdict.Mismatch;
        }
    }

    private static bool IsEmptyForm(FieldKind kind, ReadOnlySpan<byte> text, EmptyForms forms) => kind switch
    {
        FieldKind.Date or FieldKind.Instant => forms.HasFlag(EmptyForms.FirstDay) && text.StartsWith("0001-01-01"u8),
        FieldKind.Guid or FieldKind.Reference => forms.HasFlag(EmptyForms.ZeroGuid) && text.SequenceEqual("00000000-0000-0000-0000-000000000000"u8),
        _ => false,
    };

    private static JsonReadVerdict ReadDecimal(ReadOnlySpan<byte> text, out FieldValue value)
    {
        value = default;
        var digits = text.Length > MaxDigits ? CountDigits(text) : 0;
        if (!Utf8Parser.TryParse(text, out decimal number, out var used) || used != text.Length)
        {
            return IsNumber(text) ? JsonReadVerdict.OutOfRange : JsonReadVerdict.Mismatch;
        }

        value = FieldValue.From(number);
        return digits > MaxDigits ? JsonReadVerdict.OutOfRange : JsonReadVerdict.Read;
    }

    private static JsonReadVerdict ReadInteger(ReadOnlySpan<byte> text, out FieldValue value)
    {
        if (Utf8Parser.TryParse(text, out long number, out var used) && used == text.Length)
        {
            value = FieldValue.From(number);
            return JsonReadVerdict.Read;
        }

        // Some systems write whole numbers as 12.0 or 1e3.
        var verdict = ReadDecimal(text, out value);
        if (verdict != JsonReadVerdict.Read)
        {
            return verdict;
        }

        var exact = value.AsDecimal();
        value = default;
        if (exact != decimal.Truncate(exact))
        {
            return JsonReadVerdict.Mismatch;
        }

        if (exact is < long.MinValue or > long.MaxValue)
        {
            return JsonReadVerdict.OutOfRange;
        }

        value = FieldValue.From((long)exact);
        return JsonReadVerdict.Read;
    }

    private static JsonReadVerdict ReadBoolean(ReadOnlySpan<byte> text, out FieldValue value)
    {
        var isTrue = Ascii.EqualsIgnoreCase(text, "true"u8);
        value = FieldValue.From(isTrue);
        return isTrue || Ascii.EqualsIgnoreCase(text, "false"u8) ? JsonReadVerdict.Read : JsonReadVerdict.Mismatch;
    }

    // Significant digits: leading zeros and zeros at the end of the fraction do not count.
    private static int CountDigits(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOfAny((byte)'e', (byte)'E');
        var mantissa = end < 0 ? text : text[..end];
        if (mantissa.Contains((byte)'.'))
        {
            mantissa = mantissa.TrimEnd((byte)'0');
        }

        mantissa = mantissa.TrimStart("-+0."u8);
        return mantissa.Length - (mantissa.Contains((byte)'.') ? 1 : 0);
    }

    private static bool IsNumber(ReadOnlySpan<byte> text) => text.IndexOfAnyExcept(NumberBytes) < 0 && text.IndexOfAnyInRange((byte)'0', (byte)'9') >= 0;
}
