namespace CrmErp.Sdk.Connectors.Salesforce;

/// <summary>
/// Record ids: 15 case-sensitive characters, or 18 with a suffix that carries the case of the first 15, so that ids stay apart in
/// tools that ignore case. Answers and links use 18; error texts and exports may show 15.
/// </summary>
internal static class SalesforceId
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";

    /// <summary>The 18-character form of either form, or null when the text is no id.</summary>
    public static string? ToLong(ReadOnlySpan<char> id)
    {
        if (id.Length is not (15 or 18))
        {
            return null;
        }

        Span<char> full = stackalloc char[18];
        for (var i = 0; i < id.Length; i++)
        {
            if (!char.IsAsciiLetterOrDigit(id[i]))
            {
                return null;
            }

            full[i] = id[i];
        }

        if (id.Length == 15)
        {
            AppendSuffix(full);
        }

        return new string(full);
    }

    // Each suffix character names, by five bits, which of five characters are upper case.
    private static void AppendSuffix(Span<char> id)
    {
        for (var block = 0; block < 3; block++)
        {
            var bits = 0;
            for (var i = 0; i < 5; i++)
            {
                bits |= char.IsAsciiLetterUpper(id[(block * 5) + i]) ? 1 << i : 0;
            }

            id[15 + block] = Alphabet[bits];
        }
    }
}
