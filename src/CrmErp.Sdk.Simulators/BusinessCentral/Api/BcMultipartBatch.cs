using System.Globalization;
using System.Text;
using CrmErp.Sdk.Simulators.Hosting;

namespace CrmErp.Sdk.Simulators.BusinessCentral.Api;

/// <summary>The multipart form of a batch (RFC 2046 with parts of type application/http, change sets nested).</summary>
internal static class BcMultipartBatch
{
    public static List<BcBatchItem> Read(ReadOnlyMemory<byte> body, string contentType)
    {
        var items = new List<BcBatchItem>();
        var changeSets = 0;
        foreach (var part in Parts(Encoding.UTF8.GetString(body.Span), Boundary(contentType)))
        {
            var (headers, content) = Split(part);
            var type = headers.GetValueOrDefault("Content-Type") ?? "";
            if (!type.StartsWith("multipart/mixed", StringComparison.OrdinalIgnoreCase))
            {
                items.Add(Item(headers, content, -1));
                continue;
            }

            foreach (var inner in Parts(content, Boundary(type)))
            {
                var (innerHeaders, innerContent) = Split(inner);
                items.Add(Item(innerHeaders, innerContent, changeSets));
            }

            changeSets++;
        }

        return items;
    }

    public static SimulatorReply Write(List<(BcBatchItem Item, SimulatorReply Reply)> replies, Guid id)
    {
        var boundary = $"batchresponse_{id:D}";
        var text = new StringBuilder();
        for (var i = 0; i < replies.Count; i++)
        {
            var set = replies[i].Item.ChangeSet;
            if (set < 0 || replies[i].Reply.Status >= 400)
            {
                text.Append("--").Append(boundary).Append("\r\n");
                Append(text, replies[i].Item, replies[i].Reply);
                continue;
            }

            var inner = string.Create(CultureInfo.InvariantCulture, $"changesetresponse_{set}");
            text.Append("--").Append(boundary).Append("\r\nContent-Type: multipart/mixed; boundary=").Append(inner).Append("\r\n\r\n");
            for (; i < replies.Count && replies[i].Item.ChangeSet == set; i++)
            {
                text.Append("--").Append(inner).Append("\r\n");
                Append(text, replies[i].Item, replies[i].Reply);
            }

            i--;
            text.Append("--").Append(inner).Append("--\r\n");
        }

        text.Append("--").Append(boundary).Append("--\r\n");
        return SimulatorReply.Text(200, text.ToString(), $"multipart/mixed; boundary={boundary}").With("OData-Version", "4.0");
    }

    private static void Append(StringBuilder text, BcBatchItem item, SimulatorReply reply)
    {
        text.Append("Content-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n");
        if (item.Id is { } id)
        {
            text.Append("Content-ID: ").Append(id).Append("\r\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"\r\nHTTP/1.1 {reply.Status} {Phrase(reply.Status)}\r\n");
        foreach (var (name, value) in reply.Headers)
        {
            text.Append(name).Append(": ").Append(value).Append("\r\n");
        }

        if (reply.ContentType is { } type)
        {
            text.Append("Content-Type: ").Append(type).Append("\r\n");
        }

        text.Append("\r\n").Append(Encoding.UTF8.GetString(reply.Written.Span)).Append("\r\n");
        reply.Dispose();
    }

    private static string Phrase(int status) => Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status);

    private static string Boundary(string contentType)
    {
        var at = contentType.IndexOf("boundary=", StringComparison.OrdinalIgnoreCase);
        if (at < 0)
        {
            throw BcException.BadRequest("The batch has no boundary.");
        }

        var value = contentType[(at + "boundary=".Length)..];
        var end = value.IndexOf(';', StringComparison.Ordinal);
        return (end < 0 ? value : value[..end]).Trim().Trim('"');
    }

    private static IEnumerable<string> Parts(string text, string boundary)
    {
        var delimiter = "--" + boundary;
        var at = text.IndexOf(delimiter, StringComparison.Ordinal);
        while (at >= 0)
        {
            var start = at + delimiter.Length;
            if (text.AsSpan(start).StartsWith("--"))
            {
                yield break;
            }

            var next = text.IndexOf(delimiter, start, StringComparison.Ordinal);
            if (next < 0)
            {
                yield break;
            }

            yield return text[start..next].Trim('\r', '\n');
            at = next;
        }
    }

    /// <summary>Headers up to the first empty line, and what follows.</summary>
    private static (Dictionary<string, string> Headers, string Content) Split(string part)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var at = 0;
        while (at < part.Length)
        {
            var end = part.IndexOf('\n', at);
            var line = (end < 0 ? part[at..] : part[at..end]).TrimEnd('\r');
            at = end < 0 ? part.Length : end + 1;
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

        return (headers, part[at..]);
    }

    private static BcBatchItem Item(Dictionary<string, string> partHeaders, string content, int changeSet)
    {
        content = content.TrimStart('\r', '\n');
        var end = content.IndexOf('\n', StringComparison.Ordinal);
        var line = (end < 0 ? content : content[..end]).TrimEnd('\r');
        var words = line.Split(' ');
        if (words.Length < 2)
        {
            throw BcException.BadRequest($"'{line}' is not a request line.");
        }

        var (headers, body) = Split(end < 0 ? "" : content[(end + 1)..]);
        return new BcBatchItem(
            partHeaders.GetValueOrDefault("Content-ID"), words[0].ToUpperInvariant(), words[1], headers, Encoding.UTF8.GetBytes(body.Trim()), changeSet);
    }
}
