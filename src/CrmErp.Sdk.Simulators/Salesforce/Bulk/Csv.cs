using System.Text;

namespace CrmErp.Sdk.Simulators.Salesforce.Bulk;

/// <summary>RFC 4180, with the delimiters and line ends of the bulk API.</summary>
internal static class Csv
{
    /// <summary>Rows of cells; a quoted cell may hold line breaks. An empty line is no row; a pair of quotes is.</summary>
    public static List<List<string>> Read(string text, char delimiter)
    {
        var rows = new List<List<string>>();
        var row = new List<string>();
        var cell = new StringBuilder();
        var quoted = false;
        var any = false;
        for (var i = text.StartsWith('\uFEFF') ? 1 : 0; i < text.Length; i++)
        {
            var c = text[i];
            if (quoted)
            {
                if (c != '"')
                {
                    cell.Append(c);
                }
                else if (i + 1 < text.Length && text[i + 1] == '"')
                {
                    cell.Append('"');
                    i++;
                }
                else
                {
                    quoted = false;
                }
            }
            else if (c == '"' && cell.Length == 0)
            {
                quoted = any = true;
            }
            else if (c == delimiter)
            {
                row.Add(Take(cell));
            }
            else if (c == '\n')
            {
                End(rows, ref row, cell, any);
                any = false;
            }
            else if (c != '\r')
            {
                cell.Append(c);
            }
        }

        End(rows, ref row, cell, any);
        return rows;
    }

    /// <summary>One line, every cell in quotes, as the vendor's results are.</summary>
    public static void Write(StringBuilder output, IEnumerable<string> cells, char delimiter, string lineEnd)
    {
        var first = true;
        foreach (var cell in cells)
        {
            if (!first)
            {
                output.Append(delimiter);
            }

            output.Append('"').Append(cell.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
            first = false;
        }

        output.Append(lineEnd);
    }

    private static string Take(StringBuilder cell)
    {
        var text = cell.ToString();
        cell.Clear();
        return text;
    }

    private static void End(List<List<string>> rows, ref List<string> row, StringBuilder cell, bool quoted)
    {
        if (row.Count > 0 || cell.Length > 0 || quoted)
        {
            row.Add(Take(cell));
            rows.Add(row);
        }

        row = [];
    }
}
