using CrmErp.Sdk.Connectors;

namespace CrmErp.Sdk.Mapping;

/// <summary>A map as it was declared: the connector's standard map, what a definition says over it, or both merged.</summary>
internal sealed class MapSpec
{
    public string? Object { get; set; }

    public List<RuleSpec> Rules { get; } = [];

    /// <summary>Canonical fields whose standard line is dropped.</summary>
    public List<string> Unmapped { get; } = [];

    /// <summary>External fields that are left to the system on purpose.</summary>
    public List<string> Ignored { get; } = [];

    public List<RecordFilter> Filters { get; } = [];

    /// <summary>The currency of amounts without a currency field; null when nothing was said.</summary>
    public string? Currency { get; set; }

    /// <summary>Whether empty texts are read as empty values (systems without null).</summary>
    public bool EmptyTextIsNull { get; set; }

    public bool Captures { get; set; } = true;

    public bool Creates { get; set; } = true;

    public bool Updates { get; set; } = true;

    /// <summary>
    /// This map over a standard map, line by line: a line for a canonical field replaces the standard line of that field, a value or
    /// a condition for an external field the standard one. Another object takes nothing from the standard map.
    /// </summary>
    public MapSpec Over(MapSpec? standard, Action<RuleSpec, IReadOnlyList<string>> tornApart)
    {
        if (standard is null || (Object is not null && standard.Object is not null && !string.Equals(Object, standard.Object, StringComparison.Ordinal)))
        {
            return this;
        }

        var merged = new MapSpec
        {
            Object = Object ?? standard.Object,
            Currency = Currency ?? standard.Currency,
            EmptyTextIsNull = EmptyTextIsNull || standard.EmptyTextIsNull,
            Captures = Captures && standard.Captures,
            Creates = Creates && standard.Creates,
            Updates = Updates && standard.Updates,
        };
        var taken = Rules.SelectMany(r => r.Fields).Concat(Unmapped).ToHashSet(StringComparer.Ordinal);
        foreach (var rule in standard.Rules)
        {
            AddStandard(merged, rule, taken, tornApart);
        }

        merged.Rules.AddRange(Rules.Select(rule => MergeLines(rule, standard, tornApart)));
        merged.Unmapped.AddRange(Unmapped);
        merged.Ignored.AddRange(standard.Ignored.Concat(Ignored).Distinct(StringComparer.Ordinal));
        merged.Filters.AddRange(standard.Filters.Where(s => !Filters.Exists(f => string.Equals(f.Field, s.Field, StringComparison.Ordinal))));
        merged.Filters.AddRange(Filters);
        return merged;
    }

    /// <summary>The map without lines.</summary>
    public MapSpec Without(IReadOnlyCollection<RuleSpec> rules)
    {
        var left = new MapSpec { Object = Object, Currency = Currency, EmptyTextIsNull = EmptyTextIsNull, Captures = Captures, Creates = Creates, Updates = Updates };
        left.Rules.AddRange(Rules.Where(r => !rules.Contains(r)));
        left.Unmapped.AddRange(Unmapped);
        left.Ignored.AddRange(Ignored);
        left.Filters.AddRange(Filters);
        return left;
    }

    // Lines are mapped line by line too: a definition that adds one field to them keeps the standard ones.
    private static RuleSpec MergeLines(RuleSpec rule, MapSpec standard, Action<RuleSpec, IReadOnlyList<string>> tornApart)
    {
        var below = rule.Kind == RuleKind.Lines ? standard.Rules.Find(s => s.Kind == RuleKind.Lines && s.Fields.SequenceEqual(rule.Fields) && s.Paths.SequenceEqual(rule.Paths)) : null;
        return below is null ? rule : rule with { Lines = rule.Lines!.Over(below.Lines, tornApart) };
    }

    private void AddStandard(MapSpec merged, RuleSpec rule, HashSet<string> taken, Action<RuleSpec, IReadOnlyList<string>> tornApart)
    {
        if (rule.Fields.Count == 0)
        {
            if (!Rules.Exists(r => r.Fields.Count == 0 && r.Paths.SequenceEqual(rule.Paths)))
            {
                merged.Rules.Add(rule);
            }

            return;
        }

        string[] left = [.. rule.Fields.Where(f => !taken.Contains(f))];
        if (left.Length == rule.Fields.Count)
        {
            merged.Rules.Add(rule);
        }
        else if (left.Length > 0)
        {
            tornApart(rule, left);
        }
    }
}
