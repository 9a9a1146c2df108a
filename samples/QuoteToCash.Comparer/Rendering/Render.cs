using System.Globalization;

namespace CrmErp.Samples.QuoteToCash.Comparing.Rendering;

/// <summary>
/// How one system would show a value of the other. Written from the systems' own documentation: lengths, trimming, upper-cased codes,
/// decimals, one empty value. Empty text and no value are one.
/// </summary>
internal static class Render
{
    public static string? Same(string? value) => value;

    /// <summary>Salesforce trims texts at both ends and keeps so many characters.</summary>
    public static Func<string?, string?> CrmText(int length) => value => Empty(Cut(value?.ReplaceLineEndings("\n").Trim(), length)?.Trim());

    /// <summary>Business Central keeps so many characters; a cut text ends without a blank.</summary>
    public static Func<string?, string?> ErpText(int length) => value => Empty(value is { } text && text.Length > length ? Cut(text, length)!.TrimEnd() : value);

    /// <summary>A code of Business Central: upper case, no blanks around it.</summary>
    public static Func<string?, string?> ErpCode(int length) => value => Empty(Cut(value?.Trim().ToUpperInvariant(), length));

    /// <summary>A number with so many decimals, rounded half away from zero.</summary>
    public static Func<string?, string?> Number(int decimals) => value => value is null
        ? null
        : Plain(Math.Round(decimal.Parse(value, CultureInfo.InvariantCulture), decimals, MidpointRounding.AwayFromZero));

    /// <summary>Zero is how Business Central says that there is none.</summary>
    public static string? ZeroIsNone(string? value) => value is null or "0" ? null : value;

    public static string Plain(decimal value) => (value / 1.0000000000000000000000000000m).ToString(CultureInfo.InvariantCulture);

    public static string? Empty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    public static string? Cut(string? text, int length)
    {
        if (text is null || text.Length <= length)
        {
            return text;
        }

        // A character outside the basic plane is not cut in half.
        return char.IsHighSurrogate(text[length - 1]) ? text[..(length - 1)] : text[..length];
    }
}
