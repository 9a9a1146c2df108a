using CrmErp.Sdk.Mapping;

namespace CrmErp.Sdk;

/// <summary>Declares what a standard map brings beside its lines: match rules, ownership, preferences. All are defaults.</summary>
/// <typeparam name="T">The entity.</typeparam>
public sealed class StandardPolicyBuilder<T>
    where T : Entity, ICanonicalEntity<T>
{
    private readonly DslContext _context;
    private readonly EntityType _type;

    internal StandardPolicyBuilder(DslContext context, EntityType type)
    {
        _context = context;
        _type = type;
    }

    internal StandardPolicySpec Spec { get; } = new();

    /// <summary>A strong match rule: exactly one unlinked hit links. It holds where two members read the field.</summary>
    public StandardPolicyBuilder<T> Match<TValue>([FieldSelector] Func<T, TValue> field, MatchBy? key = null) => Add(Spec.Match, key, Name(field));

    /// <summary>A weak match rule of one field: it only proposes.</summary>
    public StandardPolicyBuilder<T> Suggest<TValue>([FieldSelector] Func<T, TValue> field, MatchBy? key = null) => Add(Spec.Suggest, key, Name(field));

    /// <summary>A weak match rule of two fields together.</summary>
    public StandardPolicyBuilder<T> Suggest<TFirst, TSecond>([FieldSelector] Func<T, TFirst> first, [FieldSelector] Func<T, TSecond> second) =>
        Add(Spec.Suggest, null, Name(first), Name(second));

    /// <summary>This side owns the field (of an owned value or group, all of it).</summary>
    public StandardPolicyBuilder<T> Owns<TValue>([FieldSelector] Func<T, TValue> field)
    {
        if (_context.Select(_type, field) is { } selection)
        {
            Spec.Owned.Add(selection.Group.Name);
        }

        return this;
    }

    /// <summary>This side owns every field that no other line of the standard map says otherwise about (documents that are made here).</summary>
    public StandardPolicyBuilder<T> OwnsAll()
    {
        Spec.Owned.UnionWith(_type.Groups.Select(g => g.Name));
        return this;
    }

    /// <summary>
    /// Records of this side end in the course of business without anybody deleting them, and nothing tells the two apart (a journal line
    /// that is posted): deletions are <see cref="Deletes.Ignore"/>d where a definition does not say what they do.
    /// </summary>
    public StandardPolicyBuilder<T> IgnoresDeletes()
    {
        Spec.IgnoresDeletes = true;
        return this;
    }

    /// <summary>At first contact this side's value is preferred; afterwards the field's policies decide.</summary>
    public StandardPolicyBuilder<T> Prefers<TValue>([FieldSelector] Func<T, TValue> field)
    {
        if (_context.Select(_type, field) is { } selection)
        {
            Spec.Preferred.Add(selection.Group.Name);
        }

        return this;
    }

    private string? Name<TValue>(Func<T, TValue> field) => _context.Select(_type, field)?.Field.Name;

    private StandardPolicyBuilder<T> Add(List<MatchSpec> rules, MatchBy? key, params string?[] fields)
    {
        if (!fields.Contains(null))
        {
            rules.Add(new MatchSpec([.. fields.Select(f => f!)], key));
        }

        return this;
    }
}
