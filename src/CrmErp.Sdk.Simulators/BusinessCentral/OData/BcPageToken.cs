using System.Globalization;
using System.Text;
using CrmErp.Sdk.Simulators.Storage;

namespace CrmErp.Sdk.Simulators.BusinessCentral.OData;

/// <summary>Where the next page begins: behind a key of an index, or at an offset of a list that was kept.</summary>
/// <param name="After">The last key of the page before; null for an offset.</param>
/// <param name="Cursor">The kept list.</param>
/// <param name="Offset">The place in it.</param>
/// <param name="Remaining">What is left of <c>$top</c>; null without.</param>
internal sealed record BcPageToken(IndexKey? After, long Cursor, int Offset, int? Remaining)
{
    private const char Separator = '\u001F';

    public string Format()
    {
        var remaining = Remaining?.ToString(CultureInfo.InvariantCulture) ?? "";
        var text = After is { } key
            ? string.Join(Separator, "k", remaining, key.Number.ToString(CultureInfo.InvariantCulture), key.Text, key.Id)
            : string.Join(Separator, "o", remaining, Cursor.ToString(CultureInfo.InvariantCulture), Offset.ToString(CultureInfo.InvariantCulture));
        return Convert.ToBase64String(Encoding.UTF8.GetBytes(text)).Replace('+', '-').Replace('/', '_').TrimEnd('=');
    }

    public static BcPageToken Parse(string text)
    {
        try
        {
            var base64 = text.Replace('-', '+').Replace('_', '/');
            var parts = Encoding.UTF8.GetString(Convert.FromBase64String(base64.PadRight((base64.Length + 3) / 4 * 4, '='))).Split(Separator);
            int? remaining = parts[1].Length == 0 ? null : int.Parse(parts[1], CultureInfo.InvariantCulture);
            return parts[0] == "k"
                ? new BcPageToken(new IndexKey(long.Parse(parts[2], CultureInfo.InvariantCulture), parts[3], parts[4]), 0, 0, remaining)
                : new BcPageToken(null, long.Parse(parts[2], CultureInfo.InvariantCulture), int.Parse(parts[3], CultureInfo.InvariantCulture), remaining);
        }
        catch (Exception exception) when (exception is FormatException or IndexOutOfRangeException or OverflowException)
        {
            throw BcException.BadRequest("The skip token is not valid.");
        }
    }
}
