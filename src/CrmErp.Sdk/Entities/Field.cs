namespace CrmErp.Sdk;

/// <summary>
/// The typed key of an extra field: a field that a definition adds to an entity or a line it does not own. Give it a face by an
/// extension property:
/// <code>
/// static readonly Field&lt;Account, long?&gt; LoyaltyField = new("Loyalty");
/// extension(Account account)
/// {
///     public long? Loyalty { get => account.Extra(LoyaltyField); set => account.SetExtra(LoyaltyField, value); }
/// }
/// </code>
/// </summary>
/// <typeparam name="TFace">The entity or line.</typeparam>
/// <typeparam name="TValue">The type of its values: one of those that a property of a canonical entity may have, lines and owned values aside.</typeparam>
public sealed class Field<TFace, TValue>
    where TFace : RowFace, IRowFace<TFace>
{
    /// <summary>Creates a key.</summary>
    /// <param name="name">The field's name in stored data; unique within the entity.</param>
    /// <exception cref="ArgumentException">The name is empty, or no field can hold values of <typeparamref name="TValue"/>.</exception>
    public Field(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Name = name;
        Kind = FieldConversion.KindOf(typeof(TValue)) ?? throw new ArgumentException(
            $"Extra field '{name}' cannot hold {typeof(TValue)}: use string?, bool?, int?, long?, decimal?, DateOnly?, DateTimeOffset?, Guid?, Money? or Reference?.", nameof(name));
    }

    /// <summary>The field's name.</summary>
    public string Name { get; }

    /// <summary>The kind of its values.</summary>
    public FieldKind Kind { get; }

    /// <summary>The group the field changes hands with; by default its own name.</summary>
    public string? Group { get; init; }

    /// <summary>The most UTF-16 code units of a text; null means unlimited.</summary>
    public int? MaxLength { get; init; }

    /// <summary>For references: the entity pointed to.</summary>
    public string? ReferenceTo { get; init; }

    /// <summary>For texts of a closed vocabulary: the values. Empty means open.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];

    /// <summary>The field as a definition registers it: <c>Account.EntityType.With([Loyalty.ToEntityField()])</c>.</summary>
    public EntityField ToEntityField() => new()
    {
        Name = Name,
        Kind = Kind,
        Group = Group ?? Name,
        MaxLength = MaxLength,
        ReferenceTo = ReferenceTo,
        Values = Values,
        ValueType = typeof(TValue),
        IsExtra = true,
    };

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
