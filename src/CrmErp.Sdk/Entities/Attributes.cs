namespace CrmErp.Sdk;

/// <summary>
/// Marks a partial class as a canonical entity: its partial properties become the fields of a row, and the class gets its
/// <see cref="EntityType"/>. Property types: <c>string?</c>, <c>bool?</c>, <c>int?</c>, <c>long?</c>, <c>decimal?</c>, <c>DateOnly?</c>,
/// <c>DateTimeOffset?</c>, <c>Guid?</c>, <c>Money?</c>, <c>Reference?</c>, a get-only owned value, a get-only <c>RowList&lt;T&gt;</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class CanonicalEntityAttribute : Attribute
{
    /// <summary>The entity's name in stored data; by default the class's name. It must be unique within a definition.</summary>
    public string? Name { get; set; }
}

/// <summary>
/// Marks a partial class as an owned value, such as an address: several fields of an entity that change hands together. It is
/// never null; an owner exposes it by a get-only partial property.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class OwnedValueAttribute : Attribute;

/// <summary>Marks a partial class as one line of a document; an entity holds lines in a get-only <c>RowList&lt;T&gt;</c>.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class LineEntityAttribute : Attribute
{
    /// <summary>The line's name in messages; by default the class's name.</summary>
    public string? Name { get; set; }
}

/// <summary>Says more about a field than its type does. A partial property is a field with or without it.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class FieldAttribute : Attribute
{
    /// <summary>The field's name in stored data; by default the property's name. Set it to rename a property without moving data.</summary>
    public string? Name { get; set; }

    /// <summary>The group the field changes hands with; by default its own name.</summary>
    public string? Group { get; set; }

    /// <summary>The most UTF-16 code units of a text; 0 means unlimited.</summary>
    public int MaxLength { get; set; }

    /// <summary>Whether a record cannot exist without it.</summary>
    public bool Required { get; set; }

    /// <summary>For texts of a closed vocabulary: the values.</summary>
    public string[]? Values { get; set; }
}

/// <summary>Says which entity a property of type <see cref="CrmErp.Sdk.Reference"/> refers to.</summary>
/// <typeparam name="TEntity">The entity.</typeparam>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ReferenceAttribute<TEntity> : Attribute
    where TEntity : Entity;

/// <summary>
/// Marks a parameter that takes a field lambda: a plain read of one field, such as <c>x =&gt; x.Name</c> or
/// <c>x =&gt; x.BillingAddress.City</c>. An analyzer warns about anything else (CES0120).
/// </summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class FieldSelectorAttribute : Attribute;
