using System.Text;

namespace CrmErp.Samples.QuoteToCash.Worlds;

/// <summary>One line of a data file: key, true identity, case, and values by column.</summary>
internal sealed record CsvRow(IReadOnlyDictionary<string, int> Columns, IReadOnlyList<string> Values)
{
    public string Key => this["Key"];

    /// <summary>Who it really is. No simulator ever serves it.</summary>
    public string Identity => this["Identity"];

    public string Case => this["Case"];

    public string this[string column] => Columns.TryGetValue(column, out var index) && index < Values.Count ? Values[index] : "";
}

/// <summary>Reads CSV as RFC 4180 has it, one line after the other.</summary>
internal static class CsvFile
{
    public static IEnumerable<CsvRow> Read(string path)
    {
        using var reader = new StreamReader(path, Encoding.UTF8);
        if (Record(reader) is not { } head)
        {
            yield break;
        }

        var columns = head.Select((name, index) => (name, index)).ToDictionary(c => c.name, c => c.index, StringComparer.Ordinal);
        while (Record(reader) is { } values)
        {
            yield return new CsvRow(columns, values);
        }
    }

    private static List<string>? Record(StreamReader reader)
    {
        if (reader.Peek() < 0)
        {
            return null;
        }

        var values = new List<string>();
        var field = new StringBuilder();
        var quoted = false;
        while (true)
        {
            var c = reader.Read();
            if (quoted)
            {
                if (c < 0)
                {
                    throw new FormatException("A quoted field of the data does not end.");
                }

                if (c != '"')
                {
                    field.Append((char)c);
                }
                else if (reader.Peek() == '"')
                {
                    reader.Read();
                    field.Append('"');
                }
                else
                {
                    quoted = false;
                }

                continue;
            }

            switch (c)
            {
                case '"':
                    quoted = true;
                    break;
                case ',':
                    values.Add(field.ToString());
                    field.Clear();
                    break;
                case '\r':
                    break;
                case '\n' or < 0:
                    values.Add(field.ToString());
                    return values;
                default:
                    field.Append((char)c);
                    break;
            }
        }
    }
}
