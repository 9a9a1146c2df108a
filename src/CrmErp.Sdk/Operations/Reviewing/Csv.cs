using System.Text;

namespace CrmErp.Sdk.Operations;

/// <summary>Rows of comma-separated text as RFC 4180 has them: quotes where needed, line breaks inside quotes kept.</summary>
internal static class Csv
{
    private static readonly System.Buffers.SearchValues<char> Quoted = System.Buffers.SearchValues.Create(",\"\r\n");

    public static string Line(IEnumerable<string> cells) => string.Join(',', cells.Select(Cell)) + "\r\n";

    /// <summary>A value for people: a spreadsheet must not take it for a formula.</summary>
    public static string Shown(string value) => value.Length > 0 && value[0] is '=' or '+' or '-' or '@' or '\t' ? "'" + value : value;

    /// <summary>The rows with the line each begins on; empty lines are left out.</summary>
    /// <exception cref="FormatException">A quote is not closed, or stands in the middle of a cell; the message names the line.</exception>
    public static IEnumerable<(int Line, IReadOnlyList<string> Cells)> Read(TextReader reader)
    {
        var (line, next) = (1, reader.Read());
        // A byte order mark, as spreadsheets write it.
        next = next == '\uFEFF' ? reader.Read() : next;
        while (next >= 0)
        {
            var (start, cells) = (line, new List<string>());
            do
            {
                cells.Add(next == '"' ? ReadQuoted(reader, ref next, ref line) : ReadPlain(reader, ref next, line));
            }
            while (next == ',' && (next = reader.Read()) is var _);

            if (next == '\r')
            {
                next = reader.Read();
            }

            if (next == '\n')
            {
                next = reader.Read();
                line++;
            }

            if (cells.Count > 1 || cells[0].Length > 0)
            {
                yield return (start, cells);
            }
        }
    }

    private static string Cell(string value) => value.AsSpan().ContainsAny(Quoted) ? $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : value;

    private static string ReadPlain(TextReader reader, ref int next, int line)
    {
        var text = new StringBuilder();
        for (; next >= 0 && next is not (',' or '\r' or '\n'); next = reader.Read())
        {
            text.Append(next == '"' ? throw new FormatException($"Line {line}: a quote in the middle of a cell. Quote the whole cell, and write each quote in it twice.") : (char)next);
        }

        return text.ToString();
    }

    private static string ReadQuoted(TextReader reader, ref int next, ref int line)
    {
        var (text, start) = (new StringBuilder(), line);
        while (true)
        {
            next = reader.Read();
            if (next < 0)
            {
                throw new FormatException($"Line {start}: a quoted cell does not end.");
            }

            line += next == '\n' ? 1 : 0;
            if (next != '"')
            {
                text.Append((char)next);
                continue;
            }

            next = reader.Read();
            if (next != '"')
            {
                break;
            }

            text.Append('"');
        }

        return next is < 0 or ',' or '\r' or '\n' ? text.ToString() : throw new FormatException($"Line {line}: text after the end of a quoted cell.");
    }
}
