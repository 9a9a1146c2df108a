using System.Text;

namespace CrmErp.Sdk.Connectors.Http;

/// <summary>Describes addresses for logs and messages: query values, quoted keys and path parts that look like e-mail addresses are left out.</summary>
public static class Redactor
{
    /// <summary>The address without anything that may be a value.</summary>
    public static string Describe(Uri address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var text = new StringBuilder();
        var raw = address.IsAbsoluteUri ? address.PathAndQuery : address.OriginalString;
        if (address.IsAbsoluteUri)
        {
            text.Append(address.Scheme).Append("://").Append(address.Authority);
        }

        var query = raw.IndexOf('?', StringComparison.Ordinal);
        AppendPath(text, query < 0 ? raw : raw[..query]);
        if (query >= 0)
        {
            AppendQuery(text, raw[(query + 1)..]);
        }

        return text.ToString();
    }

    private static void AppendPath(StringBuilder text, string path)
    {
        var quoted = false;
        var start = text.Length;
        foreach (var segment in path.Replace("%27", "'", StringComparison.OrdinalIgnoreCase).Split('/'))
        {
            if (text.Length > start || quoted)
            {
                text.Append('/');
            }

            quoted = true;
            if (segment.Contains('@', StringComparison.Ordinal) || segment.Contains("%40", StringComparison.Ordinal))
            {
                text.Append('*');
            }
            else
            {
                AppendUnquoted(text, segment);
            }
        }
    }

    private static void AppendUnquoted(StringBuilder text, string segment)
    {
        var first = segment.IndexOf('\'', StringComparison.Ordinal);
        var last = segment.LastIndexOf('\'');
        if (first < 0)
        {
            text.Append(segment);
            return;
        }

        text.Append(segment, 0, first).Append("'*'").Append(segment, last + 1, segment.Length - last - 1);
    }

    private static void AppendQuery(StringBuilder text, string query)
    {
        var separator = '?';
        foreach (var pair in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            text.Append(separator).Append(equals < 0 ? "*" : pair[..equals] + "=*");
            separator = '&';
        }
    }
}
