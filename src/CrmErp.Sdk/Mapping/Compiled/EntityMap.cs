using CrmErp.Sdk.Connectors;

namespace CrmErp.Sdk.Mapping;

/// <summary>
/// The compiled map between one canonical entity and one object of one connection: names are resolved to slots, rules are in
/// order, every field group has a hash. Pure and immutable; the engine and the plan use it, nobody else computes values.
/// </summary>
public sealed class EntityMap
{
    private readonly MapRule?[] _ruleOfSlot;
    private readonly IReadOnlyList<MapRule>[] _rulesOfGroup;
    private readonly ulong?[] _groupHashes;
    private readonly FieldMetadata?[] _wireMetadata;
    private readonly CompiledFilter[] _scope;
    private readonly MapRule[] _reading;

    /// <summary>Creates a map from compiled rules.</summary>
    /// <exception cref="ArgumentException">Two rules write one canonical slot, or a rule spans two field groups.</exception>
    public EntityMap(ConnectionId connection, EntityType entity, RecordShape shape, IReadOnlyList<MapRule> rules, IReadOnlyList<RecordFilter> filters, ObjectMetadata? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(entity);
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(filters);
        Connection = connection;
        Entity = entity;
        Shape = shape;
        Rules = rules;
        Filters = filters;
        Metadata = metadata;
        _ruleOfSlot = new MapRule?[entity.Fields.Count];
        _rulesOfGroup = [.. entity.Groups.Select(_ => (IReadOnlyList<MapRule>)new List<MapRule>())];
        _groupHashes = new ulong?[entity.Groups.Count];
        _reading = [.. rules.Where(r => r.Reads)];
        _scope = [.. filters.Where(f => shape.Schema.TryGetSlot(f.Field, out _)).Select(f => new CompiledFilter(shape.Schema.SlotOf(f.Field), f))];
        _wireMetadata = [.. shape.Fields.Select(f => metadata?.Find(f.Path))];
        foreach (var rule in rules)
        {
            Register(rule);
        }
    }

    /// <summary>The connection.</summary>
    public ConnectionId Connection { get; }

    /// <summary>The entity, with the definition's extra fields.</summary>
    public EntityType Entity { get; }

    /// <summary>The object and the fields it needs.</summary>
    public RecordShape Shape { get; }

    /// <summary>The object.</summary>
    public string Object => Shape.Object;

    /// <summary>The rules in the order in which they write.</summary>
    public IReadOnlyList<MapRule> Rules { get; }

    /// <summary>Which records take part; all conditions must hold. A record that leaves them is out of scope, never deleted.</summary>
    public IReadOnlyList<RecordFilter> Filters { get; }

    /// <summary>The object's metadata that coercions are declared in; null when none is known.</summary>
    public ObjectMetadata? Metadata { get; }

    /// <summary>The declaration it was compiled from; null for maps that were put together by hand.</summary>
    internal MapSource? Source { get; init; }

    /// <summary>
    /// The same declaration compiled against another schema of the object, as a live system describes it: lengths, kinds, closed
    /// lists and coercions follow it. A map that was put together by hand, or does not fit that schema, answers itself.
    /// </summary>
    public EntityMap Against(ObjectMetadata metadata)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        return Source?.Compile(metadata, new DefinitionProblems()) ?? this;
    }

    /// <summary>Whether a record passes the filters. A condition on a field that was not served is not held against it.</summary>
    public bool InScope(Row record)
    {
        ArgumentNullException.ThrowIfNull(record);
        foreach (var condition in _scope)
        {
            if (record[condition.Slot] is { IsMissing: false } value && !condition.Holds(value))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The hash of a field group's rules; null when the group is not mapped.</summary>
    public ulong? GroupHash(int group) => _groupHashes[group];

    /// <summary>The rules of a field group.</summary>
    public IReadOnlyList<MapRule> RulesOf(int group) => _rulesOfGroup[group];

    /// <summary>The rule of a canonical slot; null when the slot is not mapped.</summary>
    public MapRule? RuleOf(int slot) => _ruleOfSlot[slot];

    /// <summary>Whether a canonical slot is written by an operation.</summary>
    public bool Writes(int slot, WriteOperation operation) => _ruleOfSlot[slot]?.Writes(operation) ?? false;

    /// <summary>
    /// The canonical image of a record. Slots without a rule stay missing, and so do slots whose source was not served.
    /// References stay external (object and record id); the engine resolves them through links.
    /// </summary>
    public Row Read(Row record, MapProblems problems)
    {
        ArgumentNullException.ThrowIfNull(record);
        var image = new Row(Entity.Schema);
        foreach (var rule in _reading)
        {
            rule.Read(record, image, problems);
        }

        return image;
    }

    /// <summary>What the system would hold if it stored a wire value, as far as its coercions are declared.</summary>
    public FieldValue Declared(int wireSlot, FieldValue value) =>
        _wireMetadata[wireSlot] is { } field ? Coercion.Apply(field, value) : value;

    /// <summary>Whether two values of a canonical slot are one value in this system, by equality or by the rule's declared normaliser.</summary>
    public bool Same(int slot, FieldValue left, FieldValue right) =>
        left == right || (_ruleOfSlot[slot] is { } rule && rule.Normalize(slot, left) == rule.Normalize(slot, right));

    private void Register(MapRule rule)
    {
        foreach (var slot in rule.CanonicalSlots)
        {
            if (_ruleOfSlot[slot] is not null)
            {
                throw new ArgumentException($"Field '{Entity.Fields[slot].Name}' of '{Entity.Name}' is mapped twice on connection '{Connection}'.", nameof(rule));
            }

            if (Entity.Fields[slot].GroupIndex != rule.Group)
            {
                throw new ArgumentException($"A rule of '{Entity.Name}' on connection '{Connection}' spans two field groups ('{Entity.Fields[slot].Name}').", nameof(rule));
            }

            _ruleOfSlot[slot] = rule;
        }

        if (rule.CanonicalSlots.Count > 0)
        {
            ((List<MapRule>)_rulesOfGroup[rule.Group]).Add(rule);
            _groupHashes[rule.Group] = unchecked(((_groupHashes[rule.Group] ?? 14695981039346656037UL) ^ rule.Hash) * 1099511628211UL);
        }
    }
}
