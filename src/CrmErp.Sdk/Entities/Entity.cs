namespace CrmErp.Sdk;

/// <summary>
/// A canonical entity: a row with a typed face. The face is generated for partial classes marked with <c>[CanonicalEntity]</c>.
/// An instance is not safe for concurrent use.
/// </summary>
public abstract class Entity
{
    /// <summary>Creates the face of a row.</summary>
    protected Entity(EntityType type, Row row)
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(row);
        Type = type;
        Row = row;
    }

    /// <summary>The shape.</summary>
    public EntityType Type { get; internal set; }

    /// <summary>The values.</summary>
    public Row Row { get; }

    /// <summary>The golden identity, when the entity stands for a golden record.</summary>
    public GoldenId? Id { get; init; }

    /// <summary>The entity's name and golden id; never its values.</summary>
    public sealed override string ToString() => Id is { } id ? $"{Type.Name} {id}" : Type.Name;
}

/// <summary>What the generator adds to every canonical entity, so that generic code needs no reflection.</summary>
/// <typeparam name="TSelf">The entity.</typeparam>
public interface ICanonicalEntity<TSelf>
    where TSelf : Entity, ICanonicalEntity<TSelf>
{
    /// <summary>The shape without the extra fields of any definition.</summary>
    static abstract EntityType EntityType { get; }

    /// <summary>The typed face of a row, whose schema may be longer than <see cref="EntityType"/> (extra fields).</summary>
    static abstract TSelf Over(EntityType type, Row row, GoldenId? id);
}
