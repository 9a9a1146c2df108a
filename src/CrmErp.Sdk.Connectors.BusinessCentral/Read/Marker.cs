using System.IO.Hashing;
using System.Text;

namespace CrmErp.Sdk.Connectors.BusinessCentral.Read;

/// <summary>
/// Our key in an external document number: a code of at most 35 characters, which the system writes in upper case. Keys are 32
/// hexadecimal digits and fit; any other key is represented by 32 digits of its hash.
/// </summary>
internal static class Marker
{
    private const int Length = 32;

    public static string Of(string key) =>
        IsKey(key) ? key.ToUpperInvariant() : XxHash128.HashToUInt128(Encoding.UTF8.GetBytes(key)).ToString("X32", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The key that a document number carries; null where people wrote something of their own.</summary>
    public static string? KeyIn(string? number) => number is not null && IsKey(number) ? number.ToLowerInvariant() : null;

    private static bool IsKey(string text) => text.Length == Length && text.All(char.IsAsciiHexDigit);
}
