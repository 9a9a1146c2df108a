using System.Globalization;
using CrmErp.Sdk.Simulators.BusinessCentral.Schema;

namespace CrmErp.Sdk.Simulators.BusinessCentral.OData;

/// <summary>Parses query options against a page.</summary>
internal static class BcQueryParser
{
    public static BcQuery Parse(BcModel model, BcEntity entity, IReadOnlyList<KeyValuePair<string, string>> options)
    {
        var version = Value(options, "schemaversion") ?? "2.0";
        return new BcQuery
        {
            Filter = Value(options, "filter") is { Length: > 0 } filter ? BcFilterParser.Parse(entity, filter, version == "2.1") : null,
            Select = Value(options, "select") is { Length: > 0 } select ? Select(entity, select) : null,
            Expand = Value(options, "expand") is { Length: > 0 } expand ? Expand(model, entity, expand) : [],
            OrderBy = Value(options, "orderby") is { Length: > 0 } order ? Sort(entity, order) : [],
            Top = Value(options, "top") is { } top ? Number(top) : null,
            Skip = Value(options, "skip") is { } skip ? Number(skip) : 0,
            Count = Value(options, "count") == "true",
            SkipToken = Value(options, "skiptoken"),
        };
    }

    private static string? Value(IReadOnlyList<KeyValuePair<string, string>> options, string name)
    {
        foreach (var (key, value) in options)
        {
            if (key.AsSpan().TrimStart('$').Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return value;
            }
        }

        return null;
    }

    private static int Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw BcException.BadRequest($"Invalid value '{text}' for a paging query option.");

    private static List<BcField>? Select(BcEntity entity, string text)
    {
        var fields = new List<BcField>();
        foreach (var name in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (name == "*")
            {
                return null;
            }

            if (entity.Navigation(name) is null)
            {
                fields.Add(Field(entity, name));
            }
        }

        return fields;
    }

    private static List<BcSort> Sort(BcEntity entity, string text)
    {
        var sorts = new List<BcSort>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var words = part.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            sorts.Add(new BcSort(Field(entity, words[0]), words is [_, "desc"]));
        }

        return sorts;
    }

    private static List<BcExpand> Expand(BcModel model, BcEntity entity, string text)
    {
        var expands = new List<BcExpand>();
        foreach (var part in SplitOutside(text, ','))
        {
            var open = part.IndexOf('(', StringComparison.Ordinal);
            var name = open < 0 ? part : part[..open];
            var navigation = entity.Navigation(name)
                ?? throw BcException.BadRequest($"Could not find a property named '{name}' on type 'Microsoft.NAV.{entity.Type}'.");
            var inner = open < 0
                ? []
                : SplitOutside(part[(open + 1)..^1], ';').Select(Option).ToList();
            expands.Add(new BcExpand(navigation, Parse(model, model[navigation.Set], inner)));
        }

        return expands;
    }

    private static KeyValuePair<string, string> Option(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? throw BcException.BadRequest($"Invalid expand option '{text}'.") : new(text[..equals], text[(equals + 1)..]);
    }

    private static List<string> SplitOutside(string text, char separator)
    {
        var parts = new List<string>();
        var (depth, start, quoted) = (0, 0, false);
        for (var i = 0; i < text.Length; i++)
        {
            quoted ^= text[i] == '\'';
            depth += quoted ? 0 : text[i] switch { '(' => 1, ')' => -1, _ => 0 };
            if (text[i] == separator && depth == 0 && !quoted)
            {
                parts.Add(text[start..i].Trim());
                start = i + 1;
            }
        }

        parts.Add(text[start..].Trim());
        return parts;
    }

    private static BcField Field(BcEntity entity, string name) =>
        entity.Find(name) ?? throw BcException.BadRequest($"Could not find a property named '{name}' on type 'Microsoft.NAV.{entity.Type}'.");
}
