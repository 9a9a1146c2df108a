using System.Text;

namespace CrmErp.Sdk.Connectors.Salesforce.Write;

/// <summary>The files of the Bulk API: UTF-8, RFC 4180 quotes, LF. An empty cell leaves a field alone, <c>#N/A</c> clears it.</summary>
internal static class BulkCsv
{
    /// <summary>Clears a field.</summary>
    public const string Null = "#N/A";

    /// <summary>Whether a value can be told apart from the mark that clears.</summary>
    public static bool CanCarry(FieldValue value) => value.TextOrNull()?.Trim() != Null;

    /// <summary>The file of an upload: one column per field that any record has.</summary>
    public static byte[] Write(IReadOnlyList<FieldSet> records)
    {
        string[] columns = [.. records.SelectMany(r => r.Fields.Select(f => f.Name)).Distinct(StringComparer.Ordinal)];
        var text = new StringBuilder();
        AppendRow(text, columns);
        var cells = new string[columns.Length];
        foreach (var record in records)
        {
            for (var i = 0; i < columns.Length; i++)
            {
                cells[i] = record.TryGet(columns[i], out var value) ? WireValue.Text(value) ?? Null : "";
            }

            AppendRow(text, cells);
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>The rows of a file, by column name of its header row. Quoted cells may hold commas, quotes and line ends.</summary>
    public static IEnumerable<IReadOnlyDictionary<string, string>> Read(string text)
    {
        string[]? header = null;
        foreach (var cells in ReadRows(text))
        {
            if (header is null)
            {
                header = cells;
                continue;
            }

            var row = new Dictionary<string, string>(header.Length, StringComparer.Ordinal);
            for (var i = 0; i < header.Length && i < cells.Length; i++)
            {
                row[header[i]] = cells[i];
            }

            yield return row;
        }
    }

    private static void AppendRow(StringBuilder text, string[] cells)
    {
        for (var i = 0; i < cells.Length; i++)
        {
            text.Append(i == 0 ? "" : ",").Append(Quote(cells[i]));
        }

        text.Append('\n');
    }

    private static string Quote(string cell) => cell.AsSpan().IndexOfAny(",\"\r\n ") < 0 ? cell : $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static IEnumerable<string[]> ReadRows(string text)
    {
        var (cells, cell, quoted) = (new List<string>(), new StringBuilder(), false);
        for (var i = 0; i < text.Length; i++)
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
            else if (c == '"')
            {
                quoted = true;
            }
            else if (c == ',')
            {
                Take(cells, cell);
            }
            else if (c == '\n')
            {
                Take(cells, cell);
                yield return [.. cells];
                cells.Clear();
            }
            else if (c != '\r')
            {
                cell.Append(c);
            }
        }

        if (cell.Length > 0 || cells.Count > 0)
        {
            Take(cells, cell);
            yield return [.. cells];
        }
    }

    private static void Take(List<string> cells, StringBuilder cell)
    {
        cells.Add(cell.ToString());
        cell.Clear();
    }
}
