using System.Globalization;
using System.Text;

namespace CrmErp.Sdk.Connectors.BusinessCentral.Read;

/// <summary>Members of enumerations travel as XML names: <c>In_x0020_Progress</c>, and the blank one as <c>_x0020_</c>.</summary>
internal static class OptionNames
{
    public static string Decode(string name)
    {
        if (!name.Contains("_x", StringComparison.Ordinal))
        {
            return name;
        }

        var text = new StringBuilder(name.Length);
        for (var i = 0; i < name.Length; i++)
        {
            if (i + 7 <= name.Length && name[i] == '_' && name[i + 1] == 'x' && name[i + 6] == '_' &&
                ushort.TryParse(name.AsSpan(i + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
            {
                text.Append((char)code);
                i += 6;
            }
            else
            {
                text.Append(name[i]);
            }
        }

        return text.ToString();
    }

    public static string Encode(string option)
    {
        var text = new StringBuilder(option.Length);
        for (var i = 0; i < option.Length; i++)
        {
            var letter = option[i];
            if (char.IsLetter(letter) || letter == '_' || (i > 0 && char.IsDigit(letter)))
            {
                text.Append(letter);
            }
            else
            {
                text.Append(CultureInfo.InvariantCulture, $"_x{(int)letter:X4}_");
            }
        }

        return text.ToString();
    }
}
