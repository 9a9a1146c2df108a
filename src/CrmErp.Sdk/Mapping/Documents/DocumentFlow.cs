using CrmErp.Sdk.Connectors;

namespace CrmErp.Sdk.Mapping;

/// <summary>One entity of a mapping document.</summary>
internal sealed record DocumentFlow(string Entity)
{
    public SortedDictionary<string, string> Owners { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, DocumentMap> Maps { get; } = new(StringComparer.Ordinal);
}

/// <summary>One map of a mapping document.</summary>
internal sealed class DocumentMap
{
    public string? Object { get; set; }

    public string? Currency { get; set; }

    public bool EmptyTextIsNull { get; set; }

    public bool Captures { get; set; } = true;

    public bool Creates { get; set; } = true;

    public bool Updates { get; set; } = true;

    public List<DocumentRule> Rules { get; } = [];

    public List<string> Unmapped { get; } = [];

    public List<string> Ignored { get; } = [];

    public List<RecordFilter> Filters { get; } = [];

    public static DocumentMap From(MapSpec spec)
    {
        var map = new DocumentMap
        {
            Object = spec.Object,
            Currency = spec.Currency,
            EmptyTextIsNull = spec.EmptyTextIsNull,
            Captures = spec.Captures,
            Creates = spec.Creates,
            Updates = spec.Updates,
        };
        map.Rules.AddRange(spec.Rules.Select(DocumentRule.From));
        map.Unmapped.AddRange(spec.Unmapped);
        map.Ignored.AddRange(spec.Ignored);
        map.Filters.AddRange(spec.Filters);
        return map;
    }

    public MapSpec ToSpec(CodeNames code, Action<string, string> missing)
    {
        var spec = new MapSpec { Object = Object, Currency = Currency, EmptyTextIsNull = EmptyTextIsNull, Captures = Captures, Creates = Creates, Updates = Updates };
        spec.Rules.AddRange(Rules.Select(r => r.ToSpec(code, missing)).OfType<RuleSpec>());
        spec.Unmapped.AddRange(Unmapped);
        spec.Ignored.AddRange(Ignored);
        spec.Filters.AddRange(Filters);
        return spec;
    }
}

/// <summary>One line of a mapping document: data, and names where the definition's line has code.</summary>
internal sealed record DocumentRule(RuleSpec Data)
{
    public string? Converter { get; init; }

    public string? Custom { get; init; }

    public string? When { get; init; }

    public string? CompareBy { get; init; }

    public DocumentMap? Lines { get; init; }

    public static DocumentRule From(RuleSpec rule) => new(rule with { Converter = null, Custom = null, When = null, Normalizer = null, Lines = null })
    {
        Converter = rule.Converter?.ToString(),
        Custom = rule.Custom is { } custom ? CodeNames.Name(custom.Name, custom.Version) : null,
        When = rule.When is { } when ? CodeNames.Name(when.Name, when.Version) : null,
        CompareBy = rule.Normalizer is { } normalizer ? CodeNames.Name(normalizer.Name, normalizer.Version) : null,
        Lines = rule.Lines is { } lines ? DocumentMap.From(lines) : null,
    };

    public RuleSpec? ToSpec(CodeNames code, Action<string, string> missing)
    {
        var rule = Data with
        {
            Converter = Find(Converter, code.Converters, "the converter", missing),
            Custom = Find(Custom, code.Customs, "the rule", missing),
            When = Find(When, code.Conditions, "the condition", missing),
            Normalizer = Find(CompareBy, code.Normalizers, "the normaliser", missing),
            Lines = Lines?.ToSpec(code, missing),
        };
        var complete = (Converter is null) == (rule.Converter is null) && (Custom is null) == (rule.Custom is null)
            && (When is null) == (rule.When is null) && (CompareBy is null) == (rule.Normalizer is null);
        return complete ? rule : null;
    }

    private TCode? Find<TCode>(string? name, Dictionary<string, TCode> known, string what, Action<string, string> missing)
        where TCode : class
    {
        if (name is null || known.TryGetValue(name, out var code))
        {
            return name is null ? null : known[name];
        }

        missing($"{what} '{name}'", Data.Name);
        return null;
    }
}

/// <summary>The code that a definition's map knows, by name and version.</summary>
internal sealed class CodeNames
{
    public CodeNames(MapSpec spec)
    {
        foreach (var converter in new[] { CrmErp.Sdk.Converters.Percent, CrmErp.Sdk.Converters.Not, CrmErp.Sdk.Converters.DecimalText, CrmErp.Sdk.Converters.IntegerText, CrmErp.Sdk.Converters.BooleanText, CrmErp.Sdk.Converters.DateText, CrmErp.Sdk.Converters.UpperCase, CrmErp.Sdk.Converters.Trimmed })
        {
            Converters[converter.ToString()] = converter;
        }

        Collect(spec);
    }

    public Dictionary<string, FieldConverter> Converters { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, CustomRule> Customs { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, RuleCondition> Conditions { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, RuleNormalizer> Normalizers { get; } = new(StringComparer.Ordinal);

    public static string Name(string name, int version) => $"{name} v{version}";

    private void Collect(MapSpec spec)
    {
        foreach (var rule in spec.Rules)
        {
            if (rule.Converter is { } converter)
            {
                Converters[converter.ToString()] = converter;
            }

            if (rule.Custom is { } custom)
            {
                Customs[Name(custom.Name, custom.Version)] = custom;
            }

            if (rule.When is { } when)
            {
                Conditions[Name(when.Name, when.Version)] = when;
            }

            if (rule.Normalizer is { } normalizer)
            {
                Normalizers[Name(normalizer.Name, normalizer.Version)] = normalizer;
            }

            if (rule.Lines is { } lines)
            {
                Collect(lines);
            }
        }
    }
}
