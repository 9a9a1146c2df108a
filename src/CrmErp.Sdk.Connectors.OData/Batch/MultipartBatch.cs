using System.Buffers;
using System.Globalization;
using System.Text;

namespace CrmErp.Sdk.Connectors.OData.Batch;

/// <summary>The multipart form of a batch, for servers without the JSON form: parts of application/http, change sets nested in them.</summary>
public static class MultipartBatch
{
    private static readonly byte[] LineEnd = "\r\n"u8.ToArray();

    /// <summary>Writes a batch. Items of one <see cref="ODataBatchItem.Group"/> must stand side by side and become one change set.</summary>
    /// <param name="items">The items.</param>
    /// <param name="boundary">The boundary; must not occur in any body.</param>
    public static ReadOnlyMemory<byte> Write(IReadOnlyList<ODataBatchItem> items, string boundary)
    {
        ArgumentNullException.ThrowIfNull(items);
        var output = new ArrayBufferWriter<byte>(4096);
        for (var i = 0; i < items.Count;)
        {
            Line(output, $"--{boundary}");
            if (items[i].Group is not { } group)
            {
                WriteItem(output, items[i++]);
                continue;
            }

            var inner = $"{boundary}_{group}";
            Line(output, $"Content-Type: multipart/mixed; boundary={inner}");
            Line(output, "");
            for (; i < items.Count && items[i].Group == group; i++)
            {
                Line(output, $"--{inner}");
                WriteItem(output, items[i]);
            }

            Line(output, $"--{inner}--");
        }

        Line(output, $"--{boundary}--");
        return output.WrittenMemory;
    }

    /// <summary>
    /// Reads the answers in order. An answer inside a change set is named by its Content-ID, any other by its position among the items;
    /// a change set that failed as a whole has one answer, which is given for each of its items.
    /// </summary>
    /// <param name="body">The answer's body.</param>
    /// <param name="boundary">The boundary, from the answer's content type.</param>
    /// <param name="items">The items that were sent.</param>
    /// <exception cref="InvalidDataException">It is not a batch answer.</exception>
    public static IReadOnlyList<ODataBatchAnswer> Read(ReadOnlyMemory<byte> body, string boundary, IReadOnlyList<ODataBatchItem> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        var answers = new List<ODataBatchAnswer>();
        var next = 0;
        foreach (var part in Parts(body, boundary.Trim('"')))
        {
            var group = next < items.Count ? items[next].Group : null;
            var size = group is null ? 1 : items.Skip(next).TakeWhile(i => i.Group == group).Count();
            var headers = Headers(part, out var content);
            if (headers.TryGetValue("Content-Type", out var type) && type.Contains("multipart/mixed", StringComparison.OrdinalIgnoreCase))
            {
                ReadChangeSet(content, Boundary(type), items, next, answers);
            }
            else
            {
                var (status, innerHeaders, innerBody) = ReadHttp(content);
                answers.AddRange(items.Skip(next).Take(size).Select(i => new ODataBatchAnswer(i.Id, status, innerBody) { Headers = innerHeaders }));
            }

            next += size;
        }

        return answers;
    }

    private static void ReadChangeSet(ReadOnlyMemory<byte> content, string boundary, IReadOnlyList<ODataBatchItem> items, int first, List<ODataBatchAnswer> answers)
    {
        var position = first;
        foreach (var part in Parts(content, boundary))
        {
            var headers = Headers(part, out var http);
            var (status, innerHeaders, innerBody) = ReadHttp(http);
            var id = headers.GetValueOrDefault("Content-ID") ?? innerHeaders.GetValueOrDefault("Content-ID") ?? (position < items.Count ? items[position].Id : "");
            answers.Add(new ODataBatchAnswer(id, status, innerBody) { Headers = innerHeaders });
            position++;
        }
    }

    private static void WriteItem(ArrayBufferWriter<byte> output, ODataBatchItem item)
    {
        Line(output, "Content-Type: application/http");
        Line(output, "Content-Transfer-Encoding: binary");
        Line(output, $"Content-ID: {item.Id}");
        Line(output, "");
        Line(output, $"{item.Method} {item.Address} HTTP/1.1");
        foreach (var (name, value) in item.Headers)
        {
            Line(output, $"{name}: {value}");
        }

        if (!item.Body.IsEmpty)
        {
            Line(output, "Content-Type: application/json");
            Line(output, string.Create(CultureInfo.InvariantCulture, $"Content-Length: {item.Body.Length}"));
        }

        Line(output, "");
        output.Write(item.Body.Span);
        Line(output, "");
    }

    private static void Line(ArrayBufferWriter<byte> output, string line)
    {
        // A line end inside a header or address would begin a header of its own.
        if (line.AsSpan().IndexOfAny('\r', '\n') >= 0)
        {
            throw new ArgumentException("An address or header of a batch item holds a line end.");
        }

        Encoding.UTF8.GetBytes(line, output);
        output.Write(LineEnd);
    }

    private static IEnumerable<ReadOnlyMemory<byte>> Parts(ReadOnlyMemory<byte> body, string boundary)
    {
        var mark = Encoding.ASCII.GetBytes("--" + boundary);
        var at = Next(body.Span, mark, 0);
        if (at < 0)
        {
            throw new InvalidDataException("The answer to the batch has no parts.");
        }

        while (!body.Span[(at + mark.Length)..].StartsWith("--"u8))
        {
            var start = at + mark.Length + body.Span[(at + mark.Length)..].IndexOf((byte)'\n') + 1;
            var end = Next(body.Span, mark, start);
            if (end < 0)
            {
                throw new InvalidDataException("The answer to the batch ends too early.");
            }

            yield return TrimEnd(body[start..end]);
            at = end;
        }
    }

    // A boundary begins a line, and nothing but white space or the closing dashes follows it: one boundary may begin with another.
    private static int Next(ReadOnlySpan<byte> body, byte[] mark, int from)
    {
        while (true)
        {
            var offset = body[from..].IndexOf(mark);
            if (offset < 0)
            {
                return -1;
            }

            var at = from + offset;
            var rest = body[(at + mark.Length)..];
            var begins = at == 0 || body[at - 1] == (byte)'\n';
            if (begins && (rest.IsEmpty || rest.StartsWith("--"u8) || rest[0] is (byte)'\r' or (byte)'\n' or (byte)' ' or (byte)'\t'))
            {
                return at;
            }

            from = at + mark.Length;
        }
    }

    private static ReadOnlyMemory<byte> TrimEnd(ReadOnlyMemory<byte> part)
    {
        var length = part.Length;
        length -= length > 0 && part.Span[length - 1] == '\n' ? 1 : 0;
        length -= length > 0 && part.Span[length - 1] == '\r' ? 1 : 0;
        return part[..length];
    }

    private static Dictionary<string, string> Headers(ReadOnlyMemory<byte> part, out ReadOnlyMemory<byte> content)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (!part.IsEmpty)
        {
            var line = TakeLine(ref part);
            if (line.Length == 0)
            {
                break;
            }

            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0)
            {
                headers[line[..colon].Trim()] = line[(colon + 1)..].Trim();
            }
        }

        content = part;
        return headers;
    }

    private static (int Status, Dictionary<string, string> Headers, ReadOnlyMemory<byte> Body) ReadHttp(ReadOnlyMemory<byte> content)
    {
        var words = TakeLine(ref content).Split(' ');
        if (words.Length < 2 || !words[0].StartsWith("HTTP/", StringComparison.Ordinal) || !int.TryParse(words[1], CultureInfo.InvariantCulture, out var status))
        {
            throw new InvalidDataException("A part of the answer to the batch is not an HTTP answer.");
        }

        var headers = Headers(content, out var body);
        return (status, headers, body.Span.Trim("\r\n"u8).IsEmpty ? default : body);
    }

    private static string TakeLine(ref ReadOnlyMemory<byte> part)
    {
        var end = part.Span.IndexOf((byte)'\n');
        var line = Encoding.UTF8.GetString(end < 0 ? part.Span : part.Span[..end]).TrimEnd('\r');
        part = end < 0 ? default : part[(end + 1)..];
        return line;
    }

    private static string Boundary(string contentType)
    {
        var at = contentType.IndexOf("boundary=", StringComparison.OrdinalIgnoreCase);
        if (at < 0)
        {
            throw new InvalidDataException("A change set of the answer has no boundary.");
        }

        return contentType[(at + "boundary=".Length)..].Split(';')[0].Trim().Trim('"');
    }
}
