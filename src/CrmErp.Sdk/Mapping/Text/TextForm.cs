namespace CrmErp.Sdk.Mapping;

/// <summary>The one form of texts in images: line ends are a single \n, characters are composed (NFC). Nothing else is touched.</summary>
internal static class TextForm
{
    public static string Normalize(string text)
    {
        var lines = text.Contains('\r', StringComparison.Ordinal) ? text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n') : text;
        return Composition.Compose(lines);
    }
}
