using System.Globalization;
using System.Text;

namespace CrmErp.Sdk.Connectors.Http.Json;

// Decodes a JSON string whose \u escapes are not valid UTF-16 as a whole.
internal static class LoneSurrogates
{
    public static string Decode(ReadOnlySpan<byte> token)
    {
        var raw = Encoding.UTF8.GetString(token[1..^1]);
        var text = new StringBuilder(raw.Length);
        for (var i = 0; i < raw.Length; i++)
        {
            if (raw[i] != '\\')
            {
                text.Append(raw[i]);
                continue;
            }

            i++;
            if (raw[i] == 'u')
            {
                text.Append((char)ushort.Parse(raw.AsSpan(i + 1, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
                i += 4;
            }
            else
            {
                text.Append(Simple(raw[i]));
            }
        }

        return Repair(text);
    }

    private static char Simple(char escape) => escape switch
    {
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'b' => '\b',
        'f' => '\f',
        _ => escape,
    };

    private static string Repair(StringBuilder text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(text[i]))
            {
                text[i] = '\uFFFD';
            }
        }

        return text.ToString();
    }
}
