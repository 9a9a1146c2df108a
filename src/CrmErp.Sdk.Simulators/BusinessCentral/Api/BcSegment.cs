namespace CrmErp.Sdk.Simulators.BusinessCentral.Api;

/// <summary>A part of a path, as <c>customers(4b2f...)</c>.</summary>
/// <param name="Name">The name.</param>
/// <param name="Key">The key in parentheses, without quotes; null when there is none.</param>
internal readonly record struct BcSegment(string Name, string? Key)
{
    public static List<BcSegment> Parse(string path)
    {
        var segments = new List<BcSegment>();
        foreach (var range in path.AsSpan().Split('/'))
        {
            var part = path[range];
            if (part.Length == 0)
            {
                continue;
            }

            var open = part.IndexOf('(', StringComparison.Ordinal);
            segments.Add(open > 0 && part.EndsWith(')')
                ? new BcSegment(part[..open], KeyOf(part[(open + 1)..^1]))
                : new BcSegment(part, null));
        }

        return segments;
    }

    private static string KeyOf(string text)
    {
        if (text.StartsWith("id=", StringComparison.Ordinal))
        {
            text = text[3..];
        }

        return text.Length > 1 && text[0] == '\'' && text[^1] == '\'' ? text[1..^1] : text;
    }
}
