using System.Globalization;
using System.Text;

namespace CrmErp.Sdk.Simulators.BusinessCentral.OData;

/// <summary>Concurrency tokens, as <c>W/"JzE5OzEyMzQ1...="</c>.</summary>
internal static class BcETag
{
    private const string Prefix = "W/\"";

    public static string Of(long version)
    {
        Span<char> text = stackalloc char[40];
        text.TryWrite(CultureInfo.InvariantCulture, $"'19;{version:D19}1;00;'", out var length);
        Span<byte> bytes = stackalloc byte[40];
        var count = Encoding.ASCII.GetBytes(text[..length], bytes);
        return string.Concat(Prefix, Convert.ToBase64String(bytes[..count]), "\"");
    }

    /// <summary>Whether a header is a token at all: <c>*</c> or something of that shape.</summary>
    public static bool IsToken(string? header) =>
        header == "*" || (header is not null && header.StartsWith(Prefix, StringComparison.Ordinal) && header.EndsWith('"') && header.Length > 4);
}
