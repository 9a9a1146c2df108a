namespace CrmErp.Sdk;

/// <summary>What the generator adds to entities and lines, so that generic code needs no reflection.</summary>
/// <typeparam name="TSelf">The class.</typeparam>
public interface IRowFace<TSelf>
    where TSelf : RowFace, IRowFace<TSelf>
{
    /// <summary>The shape without the extra fields of any definition.</summary>
    static abstract EntityType EntityType { get; }

    /// <summary>The typed face of a row, whose schema may be longer than <see cref="EntityType"/> (extra fields).</summary>
    static abstract TSelf Over(EntityType type, Row row);
}

/// <summary>What the generator adds to canonical entities.</summary>
/// <typeparam name="TSelf">The entity.</typeparam>
public interface ICanonicalEntity<TSelf> : IRowFace<TSelf>
    where TSelf : Entity, ICanonicalEntity<TSelf>
{
    /// <summary>The typed face of a golden record's row.</summary>
    static abstract TSelf Over(EntityType type, Row row, GoldenId? id);
}

/// <summary>What the generator adds to owned values.</summary>
/// <typeparam name="TSelf">The owned value.</typeparam>
public interface IOwnedValue<TSelf>
    where TSelf : OwnedValue, IOwnedValue<TSelf>
{
    /// <summary>The fields by their names within the value, such as <c>City</c>.</summary>
    static abstract IReadOnlyList<EntityField> Fields { get; }

    /// <summary>The face of the owner's slots from <paramref name="start"/> on.</summary>
    static abstract TSelf Over(RowFace owner, int start);
}
