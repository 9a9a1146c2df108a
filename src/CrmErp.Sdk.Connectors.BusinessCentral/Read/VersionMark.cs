using System.IO.Hashing;
using System.Text;

namespace CrmErp.Sdk.Connectors.BusinessCentral.Read;

/// <summary>
/// The version of a record: its etag, and where values are read that move without moving it (stock, balance, lines) a mark of these.
/// The etag alone is the precondition of a write.
/// </summary>
internal static class VersionMark
{
    private const char Separator = '#';

    public static string? Of(string? etag, IEnumerable<string?> computed) =>
        Of(etag, XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(string.Join('\u001f', computed.Select(Plain)))));

    public static string? Of(string? etag, ulong mark) => etag is null ? null : $"{etag}{Separator}{mark:x16}";

    public static string? ETagOf(string? version)
    {
        var at = version?.LastIndexOf(Separator) ?? -1;
        // Within an etag the sign can only stand before its closing quote.
        return at < 0 || version!.IndexOf('"', at) >= 0 ? version : version[..at];
    }

    // 5, 5.0 and 5.00 are one amount, however an answer happens to write it.
    private static string Plain(string? value) =>
        decimal.TryParse(value, System.Globalization.CultureInfo.InvariantCulture, out var number)
            ? (number / 1.000000000000000000000000000m).ToString(System.Globalization.CultureInfo.InvariantCulture)
            : value ?? "";
}
