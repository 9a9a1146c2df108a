using System.Collections.Frozen;

namespace CrmErp.Sdk;

/// <summary>
/// The shape of a canonical entity: its fields in slot order and its field groups. Generated for every class marked with
/// <c>[CanonicalEntity]</c>; a definition extends it by its extra fields. Immutable.
/// </summary>
public sealed class EntityType
{
    private readonly FrozenDictionary<string, EntityField> _byName;

    /// <summary>Creates a shape.</summary>
    /// <param name="name">The entity's name, such as <c>Account</c>.</param>
    /// <param name="fields">The fields; their order is the slot order.</param>
    /// <exception cref="ArgumentException">A name stands twice, or a name is empty.</exception>
    public EntityType(string name, IEnumerable<EntityField> fields)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(fields);
        Name = name;
        EntityField[] all = [.. fields];
        Schema = new RowSchema(name, all.Select(f => f.Name));
        var groups = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        var order = new List<string>();
        for (var slot = 0; slot < all.Length; slot++)
        {
            all[slot] = all[slot] with { Slot = slot };
            var group = all[slot].Group;
            if (!groups.TryGetValue(group, out var slots))
            {
                groups.Add(group, slots = []);
                order.Add(group);
            }

            slots.Add(slot);
        }

        Groups = [.. order.Select((group, index) => new FieldGroup(group, index, groups[group].ToArray()))];
        foreach (var group in Groups)
        {
            foreach (var slot in group.Slots)
            {
                all[slot] = all[slot] with { GroupIndex = group.Index };
            }
        }

        Fields = all;
        _byName = all.ToFrozenDictionary(f => f.Name, StringComparer.Ordinal);
    }

    /// <summary>The entity's name.</summary>
    public string Name { get; }

    /// <summary>The schema of its rows.</summary>
    public RowSchema Schema { get; }

    /// <summary>The fields in slot order.</summary>
    public IReadOnlyList<EntityField> Fields { get; }

    /// <summary>The field groups: the units of conflict and provenance.</summary>
    public IReadOnlyList<FieldGroup> Groups { get; }

    /// <summary>The field of a name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public EntityField Field(string name) =>
        _byName.TryGetValue(name, out var entry) ? entry : throw new ArgumentException($"'{Name}' has no field '{name}'.", nameof(name));

    /// <summary>The field of a name, or null.</summary>
    public EntityField? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>The group of a name, or null.</summary>
    public FieldGroup? FindGroup(string name)
    {
        foreach (var group in Groups)
        {
            if (string.Equals(group.Name, name, StringComparison.Ordinal))
            {
                return group;
            }
        }

        return null;
    }

    /// <summary>The shape with more fields at the end; existing slots keep their place.</summary>
    public EntityType With(IEnumerable<EntityField> extraFields) => new(Name, Fields.Concat(extraFields));

    /// <summary>The shape with more fields on the lines of one field.</summary>
    /// <exception cref="ArgumentException">There is no such field, or it has no lines.</exception>
    public EntityType WithLines(string field, IEnumerable<EntityField> extraFields)
    {
        var lines = Field(field).Lines ?? throw new ArgumentException($"Field '{field}' of '{Name}' has no lines.", nameof(field));
        return new(Name, Fields.Select(f => string.Equals(f.Name, field, StringComparison.Ordinal) ? f with { Lines = lines.With(extraFields) } : f));
    }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}

/// <summary>One field of a canonical entity.</summary>
public sealed record EntityField
{
    /// <summary>The name; owned values are flattened with dots (<c>BillingAddress.City</c>).</summary>
    public required string Name { get; init; }

    /// <summary>The kind of its values.</summary>
    public required FieldKind Kind { get; init; }

    /// <summary>The group it changes hands with; by default its own name, for owned values the value's name.</summary>
    public string Group { get => field ?? Name; init; }

    /// <summary>The most UTF-16 code units of a text; null means unlimited.</summary>
    public int? MaxLength { get; init; }

    /// <summary>For references: the entity pointed to.</summary>
    public string? ReferenceTo { get; init; }

    /// <summary>For lines: the shape of a line.</summary>
    public EntityType? Lines { get; init; }

    /// <summary>Whether a record cannot exist without it: a reference that is missing makes a delivery wait.</summary>
    public bool Required { get; init; }

    /// <summary>Whether it was registered by a definition rather than by the entity's class.</summary>
    public bool IsExtra { get; init; }

    /// <summary>For texts of a closed vocabulary: the values. Empty means open.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];

    /// <summary>The type of the property that shows it, such as <c>int?</c>; by default the one that fits its kind.</summary>
    public Type ValueType { get => field ?? FieldConversion.TypeOf(Kind); init; }

    /// <summary>The fields of an owned value, flattened: their names get the property's name in front, and they form one group.</summary>
    /// <param name="name">The property.</param>
    /// <param name="group">The group; by default the property's name.</param>
    public static IEnumerable<EntityField> Owned<TOwned>(string name, string? group = null)
        where TOwned : OwnedValue, IOwnedValue<TOwned> =>
        TOwned.Fields.Select(f => f with { Name = $"{name}.{f.Name}", Group = group ?? name });

    /// <summary>The slot; set by the <see cref="EntityType"/>.</summary>
    public int Slot { get; init; }

    /// <summary>The index of the group; set by the <see cref="EntityType"/>.</summary>
    public int GroupIndex { get; init; }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}

/// <summary>Fields that change hands together: an address, quantity and unit, status and reason.</summary>
/// <param name="Name">The group's name.</param>
/// <param name="Index">Its index within the entity.</param>
/// <param name="Slots">The slots of its fields.</param>
public sealed record FieldGroup(string Name, int Index, IReadOnlyList<int> Slots)
{
    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
