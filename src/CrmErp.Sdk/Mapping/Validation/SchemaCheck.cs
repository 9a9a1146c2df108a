using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Diagnostics;

namespace CrmErp.Sdk.Mapping;

/// <summary>
/// Holds a declared map against a schema: the one a connector package ships (offline), or the one a live system describes. Offline an
/// unknown field may be a custom one, so only a name that looks misspelt is told, as a warning.
/// </summary>
internal sealed class SchemaCheck(MapSource source, ObjectMetadata metadata, DefinitionProblems problems, bool live, bool written = true, string? document = null)
{
    private readonly MapSpec _spec = source.Spec;
    private readonly EntityType _entity = source.Entity;

    // The lines of a document that is only read are only read, too.
    private bool Writes => written && (_spec.Creates || _spec.Updates);

    public void Run()
    {
        foreach (var rule in _spec.Rules)
        {
            CheckPaths(rule);
            CheckWritable(rule);
            CheckLengths(rule);
            CheckValues(rule);
            CheckLines(rule);
        }

        CheckRequired();
        CheckFilters();
        CheckObject();
    }

    private void CheckPaths(RuleSpec rule)
    {
        foreach (var path in rule.Paths.Where(p => metadata.Find(p) is null))
        {
            var near = Nearest.Find(path, metadata.Fields.Select(f => f.Path));
            if (live || near is not null)
            {
                Problem(
                    MappingCodes.UnknownField,
                    $"'{metadata.Name}' on '{source.Connection}' has no field '{path}'{(live ? " that this user may see" : " in the schema that the connector ships")} (line for {rule.Name} of {_entity.Name}){(near is null ? "." : $". Did you mean '{near}'?")}",
                    path,
                    live ? ErrorSeverity.Error : ErrorSeverity.Warning);
            }
        }
    }

    private void CheckWritable(RuleSpec rule)
    {
        if (!rule.Writes || !Writes)
        {
            return;
        }

        foreach (var path in rule.Kind == RuleKind.Money ? rule.Paths.Take(1) : rule.Paths)
        {
            if (metadata.Find(path) is { Createable: false, Updateable: false })
            {
                Problem(MappingCodes.ReadOnlyWritten, $"'{path}' of '{metadata.Name}' on '{source.Connection}' is read-only, but the line for {rule.Name} of {_entity.Name} writes it. Declare it ReadOnly().", path);
            }
        }
    }

    private void CheckLengths(RuleSpec rule)
    {
        if (!rule.Writes || !Writes || rule.Kind is not (RuleKind.Field or RuleKind.JoinedLines or RuleKind.SplitText))
        {
            return;
        }

        foreach (var path in rule.Paths)
        {
            if (metadata.Find(path) is { Kind: FieldKind.Text, MaxLength: { } length } field)
            {
                CheckLength(rule, field, length);
            }
        }
    }

    private void CheckLength(RuleSpec rule, FieldMetadata field, int length)
    {
        if (rule.Length is { } declared && declared > length)
        {
            Problem(MappingCodes.TooShort, $"'{field.Path}' of '{metadata.Name}' on '{source.Connection}' holds {length} characters, but the line for {rule.Name} of {_entity.Name} declares {declared}.", field.Path);
            return;
        }

        if (rule.TooLong is not null || rule.Converter is not null || rule.Values is not null || field.Values.Count > 0 || field.Coercion.HasFlag(Coercions.Truncate))
        {
            return;
        }

        var room = rule.Kind == RuleKind.SplitText ? rule.Length!.Value * rule.Paths.Count : length;
        var needed = rule.Fields.Select(f => _entity.Find(f)).Aggregate((int?)Math.Max(0, rule.Fields.Count - 1), (sum, f) => f is { Kind: FieldKind.Text } ? sum + Longest(f) : sum);
        if (needed is null || needed > room)
        {
            Problem(
                MappingCodes.TooShort,
                $"{_entity.Name}.{rule.Name} may have {(needed is { } n ? $"{n}" : "any number of")} characters, '{string.Join(" + ", rule.Paths)}' of '{metadata.Name}' on '{source.Connection}' takes {room}. Declare OnTooLong(TooLong.Truncate) or OnTooLong(TooLong.Park).",
                rule.Fields[0],
                needed is null ? ErrorSeverity.Warning : ErrorSeverity.Error);
        }
    }

    private static int? Longest(EntityField field) => field.Values.Count > 0 ? field.Values.Max(v => v.Length) : field.MaxLength;

    private void CheckValues(RuleSpec rule)
    {
        if (rule.Kind != RuleKind.Field || rule.Converter is not null || _entity.Find(rule.Fields[0]) is not { } field || metadata.Find(rule.Paths[0]) is not { } wire)
        {
            return;
        }

        var canonical = field.Values.Select(v => FieldValue.From(v));
        var accepted = wire.Values.Select(v => FieldValue.From(v)).ToArray();
        if (rule.Values is { } map)
        {
            CheckPairs(rule, map, field, accepted);
        }
        else if (field.Values.Count > 0 && accepted.Length > 0)
        {
            NoCounterpart(rule.Writes ? canonical.Except(accepted) : [], $"{_entity.Name}.{field.Name}", $"'{wire.Path}' on '{source.Connection}'", rule);
            NoCounterpart(rule.Reads ? accepted.Except(canonical) : [], $"'{wire.Path}' on '{source.Connection}'", $"{_entity.Name}.{field.Name}", rule);
        }
    }

    private void CheckPairs(RuleSpec rule, ValueMap map, EntityField field, FieldValue[] accepted)
    {
        var wire = $"'{rule.Paths[0]}' on '{source.Connection}'";
        if (rule.Writes && map.WriteElse.IsMissing && !map.PassesThrough)
        {
            NoCounterpart(field.Values.Select(v => FieldValue.From(v)).Where(v => !map.HasCanonical(v)), $"{_entity.Name}.{field.Name}", wire, rule);
        }

        if (rule.Reads && map.ReadElse.IsMissing && !map.PassesThrough)
        {
            NoCounterpart(accepted.Where(v => !map.HasWire(v)), wire, $"{_entity.Name}.{field.Name}", rule);
        }

        var read = map.Pairs.Select(p => p.Canonical).Append(map.ReadElse).Where(v => rule.Reads && field.Values.Count > 0 && v.HasValue && !field.Values.Contains(v.TextOrNull() ?? "", StringComparer.Ordinal));
        NoCounterpart(read, $"the value map of {rule.Name}", $"{_entity.Name}.{field.Name}", rule);
        var written = map.Pairs.Select(p => p.Wire).Append(map.WriteElse).Where(v => rule.Writes && accepted.Length > 0 && v.HasValue && !accepted.Contains(v));
        NoCounterpart(written, $"the value map of {rule.Name}", wire, rule);
    }

    private void NoCounterpart(IEnumerable<FieldValue> values, string from, string to, RuleSpec rule)
    {
        string[] names = [.. values.Distinct().Select(v => $"'{ValueText.Plain(v)}'")];
        if (names.Length > 0)
        {
            Problem(MappingCodes.ValuesWithoutCounterpart, $"{from} has values without counterpart in {to}: {string.Join(", ", names)}. Complete the value map, or declare a fallback.", rule.Fields[0]);
        }
    }

    private void CheckLines(RuleSpec rule)
    {
        if (rule is { Kind: RuleKind.Lines, Lines: { } lines } && _entity.Find(rule.Fields[0])?.Lines is { } lineType && metadata.Find(rule.Paths[0])?.Lines is { } lineMetadata)
        {
            new SchemaCheck(new MapSource(source.Connection, lineType, lines, source.Currency), lineMetadata, problems, live, Writes, document ?? _entity.Name).Run();
        }
    }

    private void CheckRequired()
    {
        if (!written || !_spec.Creates)
        {
            return;
        }

        var mapped = _spec.Rules.Where(r => r.WritesOnCreate).SelectMany(r => r.Paths).Concat(_spec.Ignored).ToHashSet(StringComparer.Ordinal);
        foreach (var field in metadata.Fields.Where(f => f is { Required: true, Createable: true } && !mapped.Contains(f.Path)))
        {
            Problem(MappingCodes.RequiredUnmapped, $"'{field.Path}' of '{metadata.Name}' on '{source.Connection}' must be given on create, but no line of the map of {_entity.Name} writes it. Map it, give it a default with OnCreate(\"{field.Path}\", value), or say Ignore(\"{field.Path}\").", field.Path);
        }
    }

    private void CheckFilters()
    {
        var mapped = _spec.Rules.SelectMany(r => r.Paths).ToHashSet(StringComparer.Ordinal);
        foreach (var filter in _spec.Filters.Concat(_spec.Rules.SelectMany(r => r.ReadWhen)))
        {
            if (metadata.Find(filter.Field) is null && (live || !mapped.Contains(filter.Field)))
            {
                Problem(MappingCodes.FilterField, $"A filter of {_entity.Name} on '{source.Connection}' names '{filter.Field}', which '{metadata.Name}' does not have{(live ? "" : " in the connector's schema and no line maps")}{Nearest.Hint(filter.Field, metadata.Fields.Select(f => f.Path))}", filter.Field);
            }
        }
    }

    private void CheckObject()
    {
        if ((metadata.CanCreate == false && _spec.Creates) || (metadata.CanUpdate == false && _spec.Updates))
        {
            Problem(MappingCodes.ObjectNotWritable, $"'{metadata.Name}' on '{source.Connection}' cannot be {(metadata.CanCreate == false ? "created" : "changed")} by this user; the flow of {_entity.Name} leaves that out.");
        }
    }

    private void Problem(string code, string message, string? field = null, ErrorSeverity? severity = null) =>
        problems.Add(code, message, document ?? _entity.Name, source.Connection.Value, field, severity);
}
