namespace CrmErp.Sdk.Simulators.Salesforce.Data;

/// <summary>
/// Salesforce record ids: 15 case-sensitive characters (three of them the object's key prefix), plus three that encode the case,
/// so that the 18-character form survives case-insensitive tools.
/// </summary>
internal static class SalesforceId
{
    /// <summary>The pod part of every id this simulator hands out.</summary>
    private const string Pod = "Qy0";

    private const string Digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const string SuffixAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";
    private const int ShortLength = 15;
    private const int LongLength = 18;

    /// <summary>Makes the id of the n-th record of an object. Ids sort ordinally in the order of their numbers.</summary>
    public static string Create(string keyPrefix, long number)
    {
        Span<char> id = stackalloc char[LongLength];
        keyPrefix.AsSpan().CopyTo(id);
        Pod.AsSpan().CopyTo(id[3..]);
        for (var i = ShortLength - 1; i >= 6; i--)
        {
            id[i] = Digits[(int)(number % Digits.Length)];
            number /= Digits.Length;
        }

        WriteSuffix(id);
        return new string(id);
    }

    /// <summary>Reads a 15- or 18-character id and returns its 18-character form, or null when it is neither.</summary>
    public static string? Normalize(string? text)
    {
        if (text is null || (text.Length != ShortLength && text.Length != LongLength) || !IsAlphanumeric(text))
        {
            return null;
        }

        Span<char> id = stackalloc char[LongLength];
        text.AsSpan(0, ShortLength).CopyTo(id);
        if (text.Length == LongLength && !RestoreCase(id, text.AsSpan(ShortLength)))
        {
            return null;
        }

        WriteSuffix(id);
        return id.SequenceEqual(text) ? text : new string(id);
    }

    /// <summary>The 15-character form, which Salesforce uses in some of its error texts.</summary>
    public static string Shorten(string id) => id.Length == LongLength ? id[..ShortLength] : id;

    private static bool RestoreCase(Span<char> id, ReadOnlySpan<char> suffix)
    {
        for (var chunk = 0; chunk < 3; chunk++)
        {
            var bits = SuffixAlphabet.IndexOf(char.ToUpperInvariant(suffix[chunk]), StringComparison.Ordinal);
            if (bits < 0)
            {
                return false;
            }

            for (var i = 0; i < 5; i++)
            {
                ref var c = ref id[(chunk * 5) + i];
                c = (bits & (1 << i)) != 0 ? char.ToUpperInvariant(c) : char.ToLowerInvariant(c);
            }
        }

        return true;
    }

    private static void WriteSuffix(Span<char> id)
    {
        for (var chunk = 0; chunk < 3; chunk++)
        {
            var bits = 0;
            for (var i = 0; i < 5; i++)
            {
                if (char.IsAsciiLetterUpper(id[(chunk * 5) + i]))
                {
                    bits |= 1 << i;
                }
            }

            id[ShortLength + chunk] = SuffixAlphabet[bits];
        }
    }

    private static bool IsAlphanumeric(string text)
    {
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c))
            {
                return false;
            }
        }

        return true;
    }
}
