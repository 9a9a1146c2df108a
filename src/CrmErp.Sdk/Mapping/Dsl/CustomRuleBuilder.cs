using CrmErp.Sdk.Mapping;

namespace CrmErp.Sdk;

/// <summary>Declares a line of a map that is code: several fields of one group, several external fields.</summary>
/// <typeparam name="T">The entity or line.</typeparam>
public sealed class CustomRuleBuilder<T>
    where T : RowFace, IRowFace<T>
{
    private readonly DslContext _context;
    private readonly EntityType _type;
    private readonly List<string> _fields = [];
    private readonly List<string> _paths = [];
    private readonly List<FieldKind?> _kinds = [];
    private ReadValues? _read;
    private WriteValues? _write;
    private bool _invalid;

    internal CustomRuleBuilder(DslContext context, EntityType type)
    {
        _context = context;
        _type = type;
    }

    /// <summary>Adds a canonical field; their order is the order of the values. All are of one field group.</summary>
    public CustomRuleBuilder<T> Field<TValue>([FieldSelector] Func<T, TValue> field)
    {
        var selection = _context.Select(_type, field);
        _invalid |= selection is null;
        _fields.AddRange(selection?.Fields.Select(f => f.Name) ?? []);
        return this;
    }

    /// <summary>Adds an external field; their order is the order of the values.</summary>
    /// <param name="path">The external field.</param>
    /// <param name="kind">Its kind, where the schema does not say it. The default is text.</param>
    public CustomRuleBuilder<T> Path(string path, FieldKind? kind = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        _paths.Add(path);
        _kinds.Add(kind);
        return this;
    }

    /// <summary>Wire to canonical. Without it the line is only written.</summary>
    public CustomRuleBuilder<T> Read(ReadValues read)
    {
        ArgumentNullException.ThrowIfNull(read);
        _read = read;
        return this;
    }

    /// <summary>Canonical to wire. Without it the line is only read.</summary>
    public CustomRuleBuilder<T> Write(WriteValues write)
    {
        ArgumentNullException.ThrowIfNull(write);
        _write = write;
        return this;
    }

    internal RuleSpec? Build(string name, int version)
    {
        if (_read is null && _write is null)
        {
            _context.Report(MappingCodes.InvalidRule, $"The rule '{name}' neither reads nor writes.");
            return null;
        }

        return _invalid ? null : new RuleSpec
        {
            Kind = RuleKind.Custom,
            Fields = [.. _fields],
            Paths = [.. _paths],
            Reads = _read is not null,
            WritesOnCreate = _write is not null,
            WritesOnUpdate = _write is not null,
            Custom = new CustomRule(name, version, [.. _kinds], _read ?? ((_, _) => { }), _write ?? ((_, _) => { })),
        };
    }
}
