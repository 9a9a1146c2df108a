namespace CrmErp.Sdk.Connectors;

/// <summary>Computes what a system would store for a value, from the coercions that its metadata declares. Idempotent.</summary>
public static class Coercion
{
    /// <summary>The value as the field would hold it. Missing stays missing.</summary>
    public static FieldValue Apply(FieldMetadata metadata, FieldValue value)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        return value.Kind switch
        {
            FieldKind.Text => ApplyText(metadata, value.AsText()),
            FieldKind.Null => metadata.Coercion.HasFlag(Coercions.EmptyIsNull) ? FieldValue.Null : value,
            FieldKind.Decimal or FieldKind.Integer when Rounds(metadata) => Round(metadata, value.AsDecimal()),
            FieldKind.Money when Rounds(metadata) => new Money(Round(metadata, value.AsMoney().Amount), value.AsMoney().Currency),
            FieldKind.Instant when metadata.Coercion.HasFlag(Coercions.WholeSeconds) => WholeSeconds(value.AsInstant()),
            _ => value,
        };
    }

    private static FieldValue ApplyText(FieldMetadata metadata, string text)
    {
        var coercion = metadata.Coercion;
        if (coercion.HasFlag(Coercions.NormalizeLineEnds))
        {
            text = text.ReplaceLineEndings("\n");
        }

        if (coercion.HasFlag(Coercions.Trim))
        {
            text = text.Trim();
        }
        else if (coercion.HasFlag(Coercions.TrimEnd))
        {
            text = text.TrimEnd();
        }

        if (coercion.HasFlag(Coercions.UpperCase))
        {
            text = text.ToUpperInvariant();
        }
        else if (coercion.HasFlag(Coercions.LowerCase))
        {
            text = text.ToLowerInvariant();
        }

        if (coercion.HasFlag(Coercions.Truncate) && metadata.MaxLength is { } length)
        {
            text = Cut(text, length);
            // What is cut may end in blanks, which a trimming system cuts again.
            text = coercion.HasFlag(Coercions.Trim) || coercion.HasFlag(Coercions.TrimEnd) ? text.TrimEnd() : text;
        }

        return text.Length == 0 && coercion.HasFlag(Coercions.EmptyIsNull) ? FieldValue.Null : FieldValue.From(text);
    }

    /// <summary>Cuts a text to a number of UTF-16 code units without tearing a surrogate pair.</summary>
    public static string Cut(string text, int length)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length <= length)
        {
            return text;
        }

        return length > 0 && char.IsHighSurrogate(text[length - 1]) ? text[..(length - 1)] : text[..length];
    }

    private static bool Rounds(FieldMetadata metadata) => metadata.Coercion.HasFlag(Coercions.Round) && metadata.Scale is not null;

    private static decimal Round(FieldMetadata metadata, decimal number) => Math.Round(number, metadata.Scale!.Value, MidpointRounding.AwayFromZero);

    private static DateTimeOffset WholeSeconds(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
}
