using System.Globalization;

namespace CrmErp.Sdk.Simulators.Salesforce.Data;

/// <summary>The vendor's forms of a time.</summary>
internal static class SalesforceDates
{
    private static readonly string[] Accepted =
    [
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", "yyyy-MM-dd'T'HH:mm:sszzz",
    ];

    /// <summary>With an offset that has no colon, as REST answers have it.</summary>
    public static string Write(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'+0000'", CultureInfo.InvariantCulture);

    /// <summary>With a Z, as bulk results have it.</summary>
    public static string WriteCsv(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>Reads a time with its zone: Z, an offset with or without colon. Never one without a zone.</summary>
    public static bool TryParse(string text, out DateTimeOffset instant)
    {
        instant = default;
        var value = text;
        if (value.Length > 5 && value[^5] is '+' or '-' && !value.Contains('Z', StringComparison.Ordinal))
        {
            value = $"{value[..^2]}:{value[^2..]}";
        }

        if (value.Length < 17 || (value[^1] is not ('Z' or 'z') && value[^6] is not ('+' or '-')))
        {
            return false;
        }

        if (!DateTimeOffset.TryParseExact(value, Accepted, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out instant))
        {
            return false;
        }

        instant = instant.ToUniversalTime();
        return true;
    }
}
