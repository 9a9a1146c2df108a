using System.Collections.Frozen;
using CrmErp.Sdk.Connectors;

namespace CrmErp.Sdk.Mapping;

/// <summary>
/// Compiles a declared map to slot operations. It tells every problem that keeps a line from being compiled; what a schema says
/// beyond that is the business of the schema check.
/// </summary>
internal sealed partial class MapCompiler(MapSource source, ObjectMetadata? metadata, DefinitionProblems problems)
{
    private readonly MapSpec _spec = source.Spec;
    private readonly EntityType _entity = source.Entity;
    private readonly WireSlots _slots = new();

    /// <summary>The map, or null when there is a problem.</summary>
    public EntityMap? Compile()
    {
        if (_spec.Object is null)
        {
            problems.Add(MappingCodes.NoMap, $"The map of {_entity.Name} on '{source.Connection}' names no object. Say it with Object(\"...\").", _entity.Name, source.Connection.Value);
            return null;
        }

        var rules = CompileRules();
        if (rules is null)
        {
            return null;
        }

        foreach (var filter in _spec.Filters)
        {
            AddFilterField(filter);
        }

        return new EntityMap(source.Connection, _entity, new RecordShape(_spec.Object, _slots.Fields, Salt(rules)), rules, _spec.Filters, metadata) { Source = source };
    }

    private List<MapRule>? CompileRules()
    {
        var before = problems.Items.Count;
        FindClashes();
        var rules = new List<MapRule>(_spec.Rules.Count);
        foreach (var rule in _spec.Rules.OrderBy(Place))
        {
            if (CompileRule(rule) is { } compiled)
            {
                rules.Add(compiled);
            }
        }

        return problems.Items.Skip(before).Any(p => p.Severity == Diagnostics.ErrorSeverity.Error) ? null : rules;
    }

    // Constants come first and defaults last: a default fills what nothing else wrote.
    private static int Place(RuleSpec rule) => rule.Kind switch { RuleKind.Constant => 0, RuleKind.Default => 2, _ => 1 };

    private void FindClashes()
    {
        foreach (var twice in _spec.Rules.SelectMany(r => r.Fields).GroupBy(f => f, StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            Problem(MappingCodes.DuplicateRule, $"{_entity.Name}.{twice.Key} is mapped {twice.Count()} times on '{source.Connection}'. Keep one line.", twice.Key);
        }

        foreach (var twice in _spec.Rules.Where(r => r.Writes && r.Kind != RuleKind.Default).SelectMany(WrittenPaths).GroupBy(p => p, StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            Problem(MappingCodes.PathWrittenTwice, $"'{twice.Key}' of '{_spec.Object}' on '{source.Connection}' is written by {twice.Count()} lines of the map of {_entity.Name}. Make one of them read-only, or Unmap the standard line.", twice.Key);
        }
    }

    // A currency field beside an amount belongs to the line that maps it, if there is one.
    private IEnumerable<string> WrittenPaths(RuleSpec rule) =>
        rule.Kind == RuleKind.Money && rule.Paths.Count > 1 && OthersWrite(rule, rule.Paths[1]) ? rule.Paths.Take(1) : rule.Paths;

    private bool OthersWrite(RuleSpec rule, string path) =>
        _spec.Rules.Exists(r => !ReferenceEquals(r, rule) && r.Kind is not (RuleKind.Default or RuleKind.Money) && r.Paths.Contains(path, StringComparer.Ordinal))
        || _spec.Rules.Find(r => r.Kind == RuleKind.Money && r.Paths.Count > 1 && string.Equals(r.Paths[1], path, StringComparison.Ordinal)) is { } first && !ReferenceEquals(first, rule);

    private MapRule? CompileRule(RuleSpec rule) => rule.Kind switch
    {
        RuleKind.Field or RuleKind.Reference => CompileSingle(rule),
        RuleKind.Money => CompileMoney(rule),
        RuleKind.JoinedLines => CompileJoined(rule),
        RuleKind.SplitText => CompileSplit(rule),
        RuleKind.Lines => CompileLines(rule),
        RuleKind.Constant or RuleKind.Default => CompileWireValue(rule),
        RuleKind.Fixed => CompileFixed(rule),
        RuleKind.Custom => CompileCode(rule),
        _ => throw new InvalidOperationException($"Rule kind {rule.Kind} is unknown."),
    };

    private EntityField[]? FieldsOf(RuleSpec rule)
    {
        var fields = rule.Fields.Select(_entity.Find).ToArray();
        for (var i = 0; i < fields.Length; i++)
        {
            if (fields[i] is null)
            {
                Problem(MappingCodes.FieldSelection, $"{_entity.Name} has no field '{rule.Fields[i]}'{Nearest.Hint(rule.Fields[i], _entity.Schema.Fields)}", rule.Fields[i]);
                return null;
            }
        }

        if (fields.Select(f => f!.GroupIndex).Distinct().Count() > 1)
        {
            Problem(MappingCodes.GroupTorn, $"The line for {rule.Name} on '{source.Connection}' spans the field groups {string.Join(", ", fields.Select(f => $"'{f!.Group}'").Distinct())} of {_entity.Name}. One line maps fields of one group.", rule.Fields[0]);
            return null;
        }

        return fields!;
    }

    private int? Slot(RuleSpec rule, string path, FieldKind kind, string? referenceTo = null, RecordShape? lines = null)
    {
        var slot = _slots.Of(new RecordField(path, kind, referenceTo, lines));
        if (slot is null)
        {
            Problem(MappingCodes.KindMismatch, $"'{path}' of '{_spec.Object}' on '{source.Connection}' is read as {_slots.KindOf(path)} by one line of the map of {_entity.Name} and as {kind} by the line for {rule.Name}. Declare one kind with As(...).", path);
        }

        return slot;
    }

    private FieldMetadata? SchemaOf(string path) => metadata?.Find(path);

    private void AddFilterField(RecordFilter filter)
    {
        var kind = _slots.KindOf(filter.Field) ?? SchemaOf(filter.Field)?.Kind ?? filter.Values.Select(v => v.Kind).FirstOrDefault(k => k > FieldKind.Null, FieldKind.Text);
        _slots.Of(new RecordField(filter.Field, kind, SchemaOf(filter.Field)?.ReferenceTo));
    }

    private ulong Salt(List<MapRule> rules) => RuleFingerprint.Hash(
        $"{_spec.Object}\n{string.Join(',', rules.Select(r => r.Hash))}\n{string.Join(',', _slots.Fields.Select(f => $"{f.Path}:{f.Kind}"))}\n{string.Join(';', _spec.Filters.Select(RuleFingerprint.Of))}");

    private CompiledFilter[] Conditions(RuleSpec rule)
    {
        var conditions = new List<CompiledFilter>(rule.ReadWhen.Count);
        foreach (var filter in rule.ReadWhen)
        {
            AddFilterField(filter);
            conditions.Add(new CompiledFilter(_slots.Fields.ToList().FindIndex(f => string.Equals(f.Path, filter.Field, StringComparison.Ordinal)), filter));
        }

        return [.. conditions];
    }

    private TextLimit LimitOf(RuleSpec rule, string path)
    {
        var field = SchemaOf(path);
        return new(field?.Coercion.HasFlag(Coercions.Truncate) == true ? null : rule.Length ?? field?.MaxLength, rule.TooLong == TooLong.Truncate);
    }

    private bool Createable(RuleSpec rule) => rule.WritesOnCreate && rule.Paths.All(p => SchemaOf(p)?.Createable ?? true);

    private bool Updateable(RuleSpec rule) => rule.WritesOnUpdate && rule.Paths.All(p => SchemaOf(p)?.Updateable ?? true);

    private FrozenSet<string>? AcceptedBy(string path) =>
        SchemaOf(path) is { Kind: FieldKind.Text, Values.Count: > 0 } field ? field.Values.ToFrozenSet(StringComparer.Ordinal) : null;

    private void Problem(string code, string message, string? field = null) => problems.Add(code, message, _entity.Name, source.Connection.Value, field);
}
