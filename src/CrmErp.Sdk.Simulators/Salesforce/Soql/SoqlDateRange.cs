using System.Globalization;

namespace CrmErp.Sdk.Simulators.Salesforce.Soql;

/// <summary>The date words of the query language, in UTC.</summary>
internal static class SoqlDateRange
{
    public static bool IsKnown(string word) => TryResolve(word, default, out _, out _);

    /// <summary>First day, and the day after the last.</summary>
    public static bool TryResolve(string word, DateOnly today, out DateOnly from, out DateOnly to)
    {
        var (name, days) = Split(word);
        // IsKnown asks with the first day of the calendar, from which nothing can be taken away.
        var day = today == default ? new DateOnly(2000, 1, 1) : today;
        (from, to) = (name, days) switch
        {
            ("TODAY", null) => (day, day.AddDays(1)),
            ("YESTERDAY", null) => (day.AddDays(-1), day),
            ("TOMORROW", null) => (day.AddDays(1), day.AddDays(2)),
            ("THIS_MONTH", null) => (new DateOnly(day.Year, day.Month, 1), new DateOnly(day.Year, day.Month, 1).AddMonths(1)),
            ("THIS_YEAR", null) => (new DateOnly(day.Year, 1, 1), new DateOnly(day.Year + 1, 1, 1)),
            ("LAST_N_DAYS", { } n) => (day.AddDays(-n), day.AddDays(1)),
            ("NEXT_N_DAYS", { } n) => (day.AddDays(1), day.AddDays(n + 1)),
            _ => (default, default),
        };
        return to != default;
    }

    private static (string Name, int? Days) Split(string word)
    {
        var colon = word.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && int.TryParse(word.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days < 100_000
            ? (word[..colon], days)
            : (word, null);
    }
}
