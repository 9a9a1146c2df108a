namespace CrmErp.Sdk;

/// <summary>
/// A canonical entity: a row with a typed face. The face is generated for partial classes marked with <c>[CanonicalEntity]</c>.
/// Assigning null to a property means known to be empty; <see cref="FieldExtensions.Unset"/> makes a field missing again.
/// An instance is not safe for concurrent use.
/// </summary>
public abstract class Entity : RowFace
{
    private readonly bool _detached;

    /// <summary>Creates a new entity in which every field is missing.</summary>
    protected Entity(EntityType type)
        : base(new Row(Schema(type)))
    {
        Shape = type;
        _detached = true;
    }

    /// <summary>Creates the face of a row.</summary>
    /// <exception cref="ArgumentException">The row does not have the type's schema.</exception>
    protected Entity(EntityType type, Row row)
        : base(row)
    {
        if (!row.Schema.IsSameAs(Schema(type)))
        {
            throw new ArgumentException($"The row is one of '{row.Schema.Name}' and does not have the fields of '{type.Name}'.", nameof(row));
        }

        Shape = type;
    }

    /// <summary>The entity's shape, with the extra fields of its definition.</summary>
    public EntityType Shape { get; private set; }

    /// <summary>The golden identity, when the entity stands for a golden record.</summary>
    public GoldenId? Id { get; init; }

    /// <summary>The entity's name and golden id; never its values.</summary>
    public sealed override string ToString() => Id is { } id ? $"{Shape.Name} {id}" : Shape.Name;

    internal override EntityType LineTypeOf(int slot) => Shape.Fields[slot].Lines!;

    // Only an entity that was made by `new` belongs to no definition yet and may grow.
    internal override void Extend(EntityField field)
    {
        if (!_detached)
        {
            base.Extend(field);
        }

        Shape = Shape.With([field]);
        Row.Extend(Shape.Schema);
    }

    internal override void ExtendLines(int slot, IReadOnlyList<EntityField> fields)
    {
        if (!_detached)
        {
            base.ExtendLines(slot, fields);
        }

        Shape = Shape.WithLines(Shape.Fields[slot].Name, fields);
        Row.Extend(Shape.Schema);
    }

    private static RowSchema Schema(EntityType type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return type.Schema;
    }
}
