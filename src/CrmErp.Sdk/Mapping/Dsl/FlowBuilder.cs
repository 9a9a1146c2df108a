using CrmErp.Sdk.Mapping;

namespace CrmErp.Sdk;

/// <summary>Declares a flow: which connections keep an entity in agreement, how records are matched, who decides, and what maps say beyond the standard ones.</summary>
/// <typeparam name="T">The entity.</typeparam>
public sealed class FlowBuilder<T>
    where T : Entity, ICanonicalEntity<T>
{
    private readonly DslContext _context;
    private readonly EntityType _type;

    internal FlowBuilder(DslContext context, EntityType type, FlowSpec spec)
    {
        _context = context;
        _type = type;
        Spec = spec;
    }

    internal FlowSpec Spec { get; }

    /// <summary>The connections that keep the entity in agreement; at least two.</summary>
    public FlowBuilder<T> Between(params string[] connections)
    {
        ArgumentNullException.ThrowIfNull(connections);
        Spec.Members.AddRange(connections.Where(c => !Spec.Members.Contains(c, StringComparer.Ordinal)));
        return this;
    }

    /// <summary>The one connection that the entity is read from, for workflows that make something of it elsewhere.</summary>
    public FlowBuilder<T> From(string connection)
    {
        Spec.MayBeAlone = true;
        return Between(connection);
    }

    /// <summary>A strong match rule: exactly one unlinked hit links. The first of <c>Match</c> and <c>Suggest</c> in a flow replaces all rules of the standard maps.</summary>
    /// <param name="field">The field.</param>
    /// <param name="by">How its values are compared; by default as the standard maps say, else <see cref="MatchBy.Text"/>.</param>
    public FlowBuilder<T> Match<TValue>([FieldSelector] Func<T, TValue> field, MatchBy? by = null) => Add(Spec.Match, by, Name(field));

    /// <summary>A strong match rule of two fields together.</summary>
    public FlowBuilder<T> Match<TFirst, TSecond>([FieldSelector] Func<T, TFirst> first, [FieldSelector] Func<T, TSecond> second, MatchBy? by = null) =>
        Add(Spec.Match, by, Name(first), Name(second));

    /// <summary>A weak match rule: it only proposes, a person decides.</summary>
    public FlowBuilder<T> Suggest<TValue>([FieldSelector] Func<T, TValue> field, MatchBy? by = null) => Add(Spec.Suggest, by, Name(field));

    /// <summary>A weak match rule of two fields together.</summary>
    public FlowBuilder<T> Suggest<TFirst, TSecond>([FieldSelector] Func<T, TFirst> first, [FieldSelector] Func<T, TSecond> second, MatchBy? by = null) =>
        Add(Spec.Suggest, by, Name(first), Name(second));

    /// <summary>A weak match rule of three fields together.</summary>
    public FlowBuilder<T> Suggest<TFirst, TSecond, TThird>([FieldSelector] Func<T, TFirst> first, [FieldSelector] Func<T, TSecond> second, [FieldSelector] Func<T, TThird> third, MatchBy? by = null) =>
        Add(Spec.Suggest, by, Name(first), Name(second), Name(third));

    /// <summary>The policy of a field. Fields of one group (an address, quantity and unit) change hands together and have one policy: name the owned value, or any field of another group.</summary>
    public FlowBuilder<T> Field<TValue>([FieldSelector] Func<T, TValue> field, Action<FieldPolicyBuilder<T>> policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        if (_context.Select(_type, field) is not { } selection)
        {
            return this;
        }

        if (!selection.IsOwnedValue && selection.Fields[0].Name.Contains('.', StringComparison.Ordinal) && selection.Group.Slots.Count > 1)
        {
            _context.Report(MappingCodes.PartOfGroup, $"{_type.Name}.{selection.Name} is a part of '{selection.Group.Name}', whose fields change hands together. Set the policy on x => x.{selection.Name[..selection.Name.LastIndexOf('.')]}.", selection.Name);
            return this;
        }

        var builder = new FieldPolicyBuilder<T>(new PolicySpec { Group = selection.Group.Name, Name = selection.Name });
        policy(builder);
        Spec.Policies.Add(builder.Spec);
        return this;
    }

    /// <summary>What the map of one connection says beyond, or instead of, the connector's standard map.</summary>
    public FlowBuilder<T> On(string connection, Action<MapBuilder<T>> map)
    {
        ArgumentException.ThrowIfNullOrEmpty(connection);
        ArgumentNullException.ThrowIfNull(map);
        map(new MapBuilder<T>(_context.On(connection), _type, Spec.MapOf(connection)));
        return this;
    }

    /// <summary>What a deletion on one side does on the others. The default is <see cref="Deletes.Deactivate"/>.</summary>
    public FlowBuilder<T> OnDelete(Deletes deletes)
    {
        Spec.OnDelete = deletes;
        return this;
    }

    /// <summary>How far the flow goes. The default is <see cref="SyncMode.Auto"/>.</summary>
    public FlowBuilder<T> Mode(SyncMode mode)
    {
        Spec.Mode = mode;
        return this;
    }

    /// <summary>
    /// Withholds writes of a kind when more of them stand due for one spoke than the limit lets pass, until a person approves them
    /// (<see cref="IApprovalOperations.ApproveGuardAsync"/>). The defaults are those of <see cref="GuardLimits"/>.
    /// </summary>
    public FlowBuilder<T> Guard(GuardKind kind, GuardLimit limit)
    {
        ArgumentNullException.ThrowIfNull(limit);
        Spec.Guards = Spec.Guards.With(kind, limit);
        return this;
    }

    /// <summary>Switches the guard of a kind off.</summary>
    public FlowBuilder<T> NoGuard(GuardKind kind)
    {
        Spec.Guards = Spec.Guards.With(kind, null);
        return this;
    }

    /// <summary>Lets a golden record be created on a connection only when the condition holds (entry gate). Pure.</summary>
    public FlowBuilder<T> Gate(string connection, Func<T, bool> condition)
    {
        ArgumentException.ThrowIfNullOrEmpty(connection);
        ArgumentNullException.ThrowIfNull(condition);
        Spec.Gates[connection] = (type, row) => condition(T.Over(type, row));
        return this;
    }

    /// <summary>Says on which scope of a connection a new record goes; needed where a connection has more than one. Pure.</summary>
    public FlowBuilder<T> Route(string connection, Func<T, string?> scope)
    {
        ArgumentException.ThrowIfNullOrEmpty(connection);
        ArgumentNullException.ThrowIfNull(scope);
        Spec.Routes[connection] = (type, row) => scope(T.Over(type, row));
        return this;
    }

    private string? Name<TValue>(Func<T, TValue> field)
    {
        var selection = _context.Select(_type, field);
        if (selection is { IsOwnedValue: true })
        {
            _context.Report(MappingCodes.FieldSelection, $"A match rule of {_type.Name} names '{selection.Name}' as a whole; name its fields, such as x => x.{selection.Fields[0].Name}.", selection.Name);
            return null;
        }

        return selection?.Fields[0].Name;
    }

    private FlowBuilder<T> Add(List<MatchSpec> rules, MatchBy? by, params string?[] fields)
    {
        if (!fields.Contains(null) && !rules.Exists(r => r.Fields.SequenceEqual(fields)))
        {
            rules.Add(new MatchSpec([.. fields.Select(f => f!)], by));
        }

        return this;
    }
}
