using System.Globalization;

namespace CrmErp.Sdk;

/// <summary>Converters that systems often need.</summary>
public static class Converters
{
    /// <summary>A share of one here, percent there: 0.19 and 19.</summary>
    public static FieldConverter Percent { get; } = FieldConverter.Create<decimal, decimal>("Percent", 1, percent => percent / 100m, share => share * 100m);

    /// <summary>True here is false there (active and inactive).</summary>
    public static FieldConverter Not { get; } = FieldConverter.Create<bool, bool>("Not", 1, value => !value, value => !value);

    /// <summary>A decimal number here, its invariant text there.</summary>
    public static FieldConverter DecimalText { get; } = FieldConverter.Create<decimal, string>(
        "DecimalText", 1, text => decimal.Parse(text, NumberStyles.Number & ~NumberStyles.AllowThousands, CultureInfo.InvariantCulture), value => value.ToString(CultureInfo.InvariantCulture));

    /// <summary>A whole number here, its invariant text there.</summary>
    public static FieldConverter IntegerText { get; } = FieldConverter.Create<long, string>(
        "IntegerText", 1, text => long.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture), value => value.ToString(CultureInfo.InvariantCulture));

    /// <summary>A truth value here, <c>true</c> or <c>false</c> as text there.</summary>
    public static FieldConverter BooleanText { get; } = FieldConverter.Create<bool, string>("BooleanText", 1, bool.Parse, value => value ? "true" : "false");

    /// <summary>A date here, its ISO 8601 text there.</summary>
    public static FieldConverter DateText { get; } = FieldConverter.Create<DateOnly, string>(
        "DateText", 1, text => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture), value => value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    /// <summary>Upper case on both sides; texts that differ only in case are one value there.</summary>
    public static FieldConverter UpperCase { get; } = FieldConverter.Create<string, string>(
        "UpperCase", 1, text => text.ToUpperInvariant(), text => text.ToUpperInvariant(), text => text.ToUpperInvariant());

    /// <summary>No blanks at the ends; texts that differ only in them are one value there.</summary>
    public static FieldConverter Trimmed { get; } = FieldConverter.Create<string, string>(
        "Trimmed", 1, text => text.Trim(), text => text.Trim(), text => text.Trim());

    /// <summary>The canonical number is the wire number times a factor (cents: 0.01).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The factor is zero.</exception>
    public static FieldConverter Times(decimal factor)
    {
        ArgumentOutOfRangeException.ThrowIfZero(factor);
        return FieldConverter.Create<decimal, decimal>(string.Create(CultureInfo.InvariantCulture, $"Times({factor})"), 1, value => value * factor, value => value / factor);
    }

    /// <summary>
    /// A business date here, midnight of a zone there. The zone must be that of the system: the wrong one shifts every date by a day.
    /// </summary>
    public static FieldConverter DateAtMidnight(TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        return FieldConverter.Create<DateOnly, DateTimeOffset>(
            $"DateAtMidnight({zone.Id})",
            1,
            time => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time, zone).DateTime),
            date => Midnight(date, zone));
    }

    // Where clocks jump over midnight, the day begins with the jump.
    private static DateTimeOffset Midnight(DateOnly date, TimeZoneInfo zone)
    {
        var start = date.ToDateTime(TimeOnly.MinValue);
        while (zone.IsInvalidTime(start))
        {
            start = start.AddMinutes(30);
        }

        return new DateTimeOffset(start, zone.GetUtcOffset(start));
    }
}
