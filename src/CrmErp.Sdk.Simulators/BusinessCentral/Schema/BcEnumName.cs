using System.Globalization;
using System.Text;

namespace CrmErp.Sdk.Simulators.BusinessCentral.Schema;

/// <summary>Names of enumeration members as XML names: a blank is <c>_x0020_</c>, a dot <c>_x002E_</c>.</summary>
internal static class BcEnumName
{
    public static string Encode(string caption)
    {
        var text = new StringBuilder();
        foreach (var c in caption)
        {
            if (char.IsAsciiLetterOrDigit(c))
            {
                text.Append(c);
            }
            else
            {
                text.Append("_x").Append(((int)c).ToString("X4", CultureInfo.InvariantCulture)).Append('_');
            }
        }

        return text.Length == 0 ? "_x0020_" : text.ToString();
    }
}
