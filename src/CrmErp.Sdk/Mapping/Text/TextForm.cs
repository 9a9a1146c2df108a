namespace CrmErp.Sdk.Mapping;

/// <summary>The one form of texts in images: line ends are a single \n, characters are composed (NFC). Nothing else is touched.</summary>
internal static class TextForm
{
    public static string Normalize(string text)
    {
        // Nearly every text is as it should be, and short: one pass says so.
        foreach (var character in text)
        {
            if (character is '\r' or >= Composition.FirstCombining)
            {
                return Composition.Compose(WithSimpleLineEnds(text));
            }
        }

        return text;
    }

    private static string WithSimpleLineEnds(string text) =>
        text.Contains('\r', StringComparison.Ordinal) ? text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n') : text;
}
