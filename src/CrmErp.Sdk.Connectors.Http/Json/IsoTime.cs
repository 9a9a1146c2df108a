namespace CrmErp.Sdk.Connectors.Http.Json;

/// <summary>Reads ISO 8601 dates and times in the spellings that systems use, the offset without colon (<c>+0000</c>) included.</summary>
public static class IsoTime
{
    /// <summary>Reads a point in time: <c>2026-01-31T10:22:33[.fraction](Z|+hh:mm|+hhmm|+hh)</c>; digits below 100 ns are cut.</summary>
    /// <param name="text">The text, without quotes.</param>
    /// <param name="unzonedIsUtc">Accept a time without zone, as UTC.</param>
    /// <param name="instant">The time, in UTC.</param>
    public static bool TryReadInstant(ReadOnlySpan<byte> text, bool unzonedIsUtc, out DateTimeOffset instant)
    {
        instant = default;
        if (text.Length < 19 || text[10] is not ((byte)'T' or (byte)' ') || text[13] != ':' || text[16] != ':' || !TryReadDay(text, out var day))
        {
            return false;
        }

        if (!TryReadNumber(text, 11, 2, out var hour) || !TryReadNumber(text, 14, 2, out var minute) || !TryReadNumber(text, 17, 2, out var second) || hour > 23 || minute > 59 || second > 59)
        {
            return false;
        }

        var rest = text[19..];
        if (!TryReadFraction(ref rest, out var fraction) || !TryReadOffset(rest, unzonedIsUtc, out var offset))
        {
            return false;
        }

        var ticks = day.DayNumber * TimeSpan.TicksPerDay + (hour * 3600L + minute * 60 + second) * TimeSpan.TicksPerSecond + fraction - offset.Ticks;
        if (ticks < 0 || ticks > DateTimeOffset.MaxValue.Ticks)
        {
            return false;
        }

        instant = new DateTimeOffset(ticks, TimeSpan.Zero);
        return true;
    }

    /// <summary>Reads a date: <c>2026-01-31</c>, also when midnight without offset stands behind it. A date with any other time is none.</summary>
    public static bool TryReadDate(ReadOnlySpan<byte> text, out DateOnly date)
    {
        date = default;
        if (text.Length < 10 || !TryReadDay(text, out date))
        {
            return false;
        }

        var rest = text[10..];
        if (rest.StartsWith("T00:00:00"u8))
        {
            rest = rest[9..];
            rest = rest.StartsWith("."u8) ? rest[1..].TrimStart((byte)'0') : rest;
            rest = rest is [(byte)'Z'] ? [] : rest;
        }

        return rest.IsEmpty;
    }

    private static bool TryReadDay(ReadOnlySpan<byte> text, out DateOnly day)
    {
        day = default;
        if (text[4] != '-' || text[7] != '-' || !TryReadNumber(text, 0, 4, out var year) || !TryReadNumber(text, 5, 2, out var month) || !TryReadNumber(text, 8, 2, out var dayOfMonth))
        {
            return false;
        }

        if (year < 1 || month is < 1 or > 12 || dayOfMonth < 1 || dayOfMonth > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        day = new DateOnly(year, month, dayOfMonth);
        return true;
    }

    private static bool TryReadNumber(ReadOnlySpan<byte> text, int start, int length, out int number)
    {
        number = 0;
        foreach (var digit in text.Slice(start, length))
        {
            if (digit is < (byte)'0' or > (byte)'9')
            {
                return false;
            }

            number = (number * 10) + (digit - '0');
        }

        return true;
    }

    private static bool TryReadFraction(ref ReadOnlySpan<byte> rest, out long ticks)
    {
        ticks = 0;
        if (!rest.StartsWith("."u8))
        {
            return true;
        }

        var length = rest[1..].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        length = length < 0 ? rest.Length - 1 : length;
        if (length == 0)
        {
            return false;
        }

        for (var i = 0; i < 7; i++)
        {
            ticks = (ticks * 10) + (i < length ? rest[1 + i] - '0' : 0);
        }

        rest = rest[(1 + length)..];
        return true;
    }

    private static bool TryReadOffset(ReadOnlySpan<byte> rest, bool unzonedIsUtc, out TimeSpan offset)
    {
        offset = TimeSpan.Zero;
        if (rest.IsEmpty)
        {
            return unzonedIsUtc;
        }

        if (rest is [(byte)'Z'])
        {
            return true;
        }

        if (rest[0] is not ((byte)'+' or (byte)'-') || rest.Length is not (3 or 5 or 6) || (rest.Length == 6 && rest[3] != ':'))
        {
            return false;
        }

        var minutes = 0;
        if (!TryReadNumber(rest, 1, 2, out var hours) || (rest.Length > 3 && !TryReadNumber(rest, rest.Length - 2, 2, out minutes)))
        {
            return false;
        }

        offset = new TimeSpan(hours, minutes, 0) * (rest[0] == '-' ? -1 : 1);
        return true;
    }
}
