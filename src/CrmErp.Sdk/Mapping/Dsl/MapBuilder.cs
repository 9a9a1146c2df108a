using CrmErp.Sdk.Mapping;

namespace CrmErp.Sdk;

/// <summary>
/// Declares the map between a canonical entity (or the line of a document) and an external object, line by line. In a definition it
/// goes over the connector's standard map: a line for a canonical field replaces the standard line of that field.
/// Paths are the connector's field names, such as <c>BillingStreet</c>.
/// </summary>
/// <typeparam name="T">The entity or line.</typeparam>
public sealed class MapBuilder<T>
    where T : RowFace, IRowFace<T>
{
    private readonly DslContext _context;
    private readonly EntityType _type;

    internal MapBuilder(DslContext context, EntityType type, MapSpec spec)
    {
        _context = context;
        _type = type;
        Spec = spec;
    }

    internal MapSpec Spec { get; }

    /// <summary>Names the external object. Needed where the connector ships no standard map for the entity; naming another object than the standard map's takes nothing from it.</summary>
    public MapBuilder<T> Object(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Spec.Object = name;
        return this;
    }

    /// <summary>
    /// Maps one field to one external field, both ways. Kinds must be the same or fit without loss (whole and decimal numbers,
    /// identifiers and text); anything else needs a converter or a value map.
    /// </summary>
    /// <param name="field">Names the canonical field.</param>
    /// <param name="path">The external field.</param>
    /// <param name="options">Direction, converter, value map, lengths, conditions.</param>
    public MapBuilder<T> Field<TValue>([FieldSelector] Func<T, TValue> field, string path, Action<FieldMapBuilder<T>>? options = null) =>
        Add(RuleKind.Field, field, [path], options);

    /// <summary>Maps a reference to the external field that holds the record id. Unless the schema says it, name the object with <c>To</c>.</summary>
    /// <param name="field">Names the canonical reference.</param>
    /// <param name="path">The external field.</param>
    /// <param name="options">Target object, direction, conditions.</param>
    public MapBuilder<T> Reference([FieldSelector] Func<T, Reference?> field, string path, Action<FieldMapBuilder<T>>? options = null) =>
        Add(RuleKind.Reference, field, [path], options);

    /// <summary>
    /// Maps an amount with currency to an amount field and, where the system has one, a currency field. Without one, or where it is
    /// empty, amounts are in the currency that the map or the connection declares. A currency field that another line maps is left to it.
    /// </summary>
    /// <param name="field">Names the canonical amount.</param>
    /// <param name="amountPath">The external amount.</param>
    /// <param name="currencyPath">The external currency code; null where there is none.</param>
    /// <param name="options">Currency, direction, conditions.</param>
    public MapBuilder<T> Money([FieldSelector] Func<T, Money?> field, string amountPath, string? currencyPath = null, Action<FieldMapBuilder<T>>? options = null) =>
        Add(RuleKind.Money, field, currencyPath is null ? [amountPath] : [amountPath, currencyPath], options);

    /// <summary>Maps several texts to the lines of one external text, such as street lines to a text area. The last field takes all lines that are left.</summary>
    /// <param name="path">The external text.</param>
    /// <param name="fields">Name the canonical texts, in line order; of one field group.</param>
    public MapBuilder<T> JoinLines(string path, [FieldSelector] params Func<T, string?>[] fields) => JoinLines(path, null, fields);

    /// <summary>Maps several texts to the lines of one external text, with options.</summary>
    /// <param name="path">The external text.</param>
    /// <param name="options">Direction, lengths, conditions.</param>
    /// <param name="fields">Name the canonical texts, in line order; of one field group.</param>
    public MapBuilder<T> JoinLines(string path, Action<FieldMapBuilder<T>>? options, [FieldSelector] params Func<T, string?>[] fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        var names = fields.Select(NameOf).ToArray();
        return names.Length == 0 || names.Contains(null) ? this : Add(RuleKind.JoinedLines, [.. names.Select(n => n!)], [path], options, r => r);
    }

    /// <summary>Maps one text to several external texts of one length; it is split at blanks and read back with one blank between the pieces.</summary>
    /// <param name="field">Names the canonical text.</param>
    /// <param name="length">The length of each external text, in UTF-16 code units.</param>
    /// <param name="paths">The external texts, in order.</param>
    public MapBuilder<T> SplitText([FieldSelector] Func<T, string?> field, int length, params string[] paths)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        ArgumentNullException.ThrowIfNull(paths);
        return NameOf(field) is { } name ? Add(RuleKind.SplitText, [name], paths, null, r => r with { Length = length }) : this;
    }

    /// <summary>Maps the lines of a document.</summary>
    /// <param name="field">Names the canonical lines.</param>
    /// <param name="path">The external list of lines.</param>
    /// <param name="map">Maps one line.</param>
    public MapBuilder<T> Lines<TLine>([FieldSelector] Func<T, RowList<TLine>> field, string path, Action<MapBuilder<TLine>> map)
        where TLine : LineEntity, IRowFace<TLine>
    {
        ArgumentNullException.ThrowIfNull(map);
        if (_context.Select(_type, field) is not { Fields: [{ Lines: { } lineType } found] })
        {
            return this;
        }

        var lines = new MapBuilder<TLine>(_context.ForLines(found.Name), lineType, new MapSpec());
        map(lines);
        if (lines.Spec.Filters.Count > 0 || !lines.Spec.Captures || !lines.Spec.Creates || !lines.Spec.Updates)
        {
            _context.Report(MappingCodes.InvalidRule, $"The lines of {_type.Name}.{found.Name} cannot have filters or a direction of their own; the document has them.", found.Name);
        }

        return Add(RuleKind.Lines, [found.Name], [path], null, r => r with { Lines = lines.Spec });
    }

    /// <summary>Gives an external field a value on create, such as a record type.</summary>
    public MapBuilder<T> Constant(string path, FieldValue value) => Add(RuleKind.Constant, [], [path], null, r => r with { Value = value, Reads = false });

    /// <summary>Gives a canonical field one value for every record of this system; nothing is written.</summary>
    public MapBuilder<T> Constant<TValue>([FieldSelector] Func<T, TValue> field, TValue value) =>
        NameOf(field) is { } name ? Add(RuleKind.Fixed, [name], [], null, r => r with { Value = ClrValue.From(value), WritesOnCreate = false, WritesOnUpdate = false }) : this;

    /// <summary>Gives an external field a value on create when no other line gives it one, such as a posting group.</summary>
    public MapBuilder<T> OnCreate(string path, FieldValue value) => Add(RuleKind.Default, [], [path], null, r => r with { Value = value, Reads = false });

    /// <summary>Maps several fields of one group to several external fields by code of your own.</summary>
    /// <param name="name">Names the code; stable.</param>
    /// <param name="version">Raise it whenever the code gives other values; from 1.</param>
    /// <param name="rule">Fields, paths and code.</param>
    public MapBuilder<T> Custom(string name, int version, Action<CustomRuleBuilder<T>> rule)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentOutOfRangeException.ThrowIfLessThan(version, 1);
        ArgumentNullException.ThrowIfNull(rule);
        var builder = new CustomRuleBuilder<T>(_context, _type);
        rule(builder);
        if (builder.Build(name, version) is { } built)
        {
            Spec.Rules.Add(built);
        }

        return this;
    }

    /// <summary>Drops the standard line of a field; of an owned value, those of all its fields.</summary>
    public MapBuilder<T> Unmap<TValue>([FieldSelector] Func<T, TValue> field)
    {
        if (_context.Select(_type, field) is { } selection)
        {
            Spec.Unmapped.AddRange(selection.Fields.Select(f => f.Name));
        }

        return this;
    }

    /// <summary>Says that required external fields are left to the system on purpose.</summary>
    public MapBuilder<T> Ignore(params string[] paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        Spec.Ignored.AddRange(paths);
        return this;
    }

    /// <summary>Which records take part. All conditions must hold; a condition replaces the standard map's on the same field. A record that leaves them is out of scope, never deleted.</summary>
    public MapBuilder<T> Where(Action<FilterBuilder> filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var builder = new FilterBuilder();
        filter(builder);
        Spec.Filters.AddRange(builder.Conditions);
        return this;
    }

    /// <summary>The currency of amounts that have no currency field: an ISO 4217 code.</summary>
    public MapBuilder<T> Currency(string code)
    {
        if (CrmErp.Sdk.Money.IsCurrencyCode(code))
        {
            Spec.Currency = code;
        }
        else
        {
            _context.Report(MappingCodes.NoCurrency, $"'{code}' is not an ISO 4217 currency code: three letters A to Z are expected.");
        }

        return this;
    }

    /// <summary>Empty texts of this object are empty values: for systems without null.</summary>
    public MapBuilder<T> EmptyTextIsNull()
    {
        Spec.EmptyTextIsNull = true;
        return this;
    }

    /// <summary>Nothing is written to this object. Its connection owns every mapped field.</summary>
    public MapBuilder<T> ReadOnly() => Allow(true, false, false);

    /// <summary>Nothing is read from this object: it only receives.</summary>
    public MapBuilder<T> WriteOnly() => Allow(false, true, true);

    /// <summary>Records are changed, never made.</summary>
    public MapBuilder<T> NoCreates() => Allow(Spec.Captures, false, Spec.Updates);

    /// <summary>Records are made, never changed.</summary>
    public MapBuilder<T> NoUpdates() => Allow(Spec.Captures, Spec.Creates, false);

    private MapBuilder<T> Allow(bool captures, bool creates, bool updates)
    {
        Spec.Captures = captures;
        Spec.Creates = creates;
        Spec.Updates = updates;
        return this;
    }

    private string? NameOf<TValue>(Func<T, TValue> field)
    {
        var selection = _context.Select(_type, field);
        if (selection is { IsOwnedValue: true })
        {
            _context.Report(MappingCodes.FieldSelection, $"{_type.Name}.{selection.Name} has several fields; map each of them, such as x => x.{selection.Fields[0].Name}.", selection.Name);
            return null;
        }

        return selection?.Fields[0].Name;
    }

    private MapBuilder<T> Add<TValue>(RuleKind kind, Func<T, TValue> field, string[] paths, Action<FieldMapBuilder<T>>? options) =>
        NameOf(field) is { } name ? Add(kind, [name], paths, options, r => r) : this;

    private MapBuilder<T> Add(RuleKind kind, string[] fields, string[] paths, Action<FieldMapBuilder<T>>? options, Func<RuleSpec, RuleSpec> complete)
    {
        if (paths.Any(string.IsNullOrWhiteSpace))
        {
            _context.Report(MappingCodes.InvalidRule, $"A line of the map of {_type.Name} names an empty external field.", fields.FirstOrDefault());
            return this;
        }

        var builder = new FieldMapBuilder<T>(_context, new RuleSpec { Kind = kind, Fields = fields, Paths = paths });
        options?.Invoke(builder);
        var rule = complete(builder.Rule);
        // The same line said twice (a module registered twice) is one line.
        if (!Spec.Rules.Exists(rule.SameAs))
        {
            Spec.Rules.Add(rule);
        }

        return this;
    }
}
