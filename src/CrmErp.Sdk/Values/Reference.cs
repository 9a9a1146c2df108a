namespace CrmErp.Sdk;

/// <summary>
/// The target of a reference. On an external record it names an object and a record id of the same connection; on a canonical
/// image it names an entity and the text form of a <see cref="GoldenId"/>.
/// </summary>
public sealed class Reference : IEquatable<Reference>
{
    /// <summary>Creates a target.</summary>
    /// <param name="type">The object (external) or the entity (canonical).</param>
    /// <param name="id">The record id (external) or the golden id in its text form (canonical).</param>
    /// <exception cref="ArgumentException">A part is empty.</exception>
    public Reference(string type, string id)
    {
        ArgumentException.ThrowIfNullOrEmpty(type);
        ArgumentException.ThrowIfNullOrEmpty(id);
        Type = type;
        Id = id;
    }

    /// <summary>Creates a reference to a golden record.</summary>
    public Reference(string entity, GoldenId id)
        : this(entity, id.ToString())
    {
    }

    /// <summary>The object or the entity.</summary>
    public string Type { get; }

    /// <summary>The identity within <see cref="Type"/>.</summary>
    public string Id { get; }

    /// <summary>The identity as a golden id; only for references of canonical images.</summary>
    public GoldenId GoldenId => GoldenId.Parse(Id);

    /// <inheritdoc/>
    public bool Equals(Reference? other) =>
        other is not null && string.Equals(Type, other.Type, StringComparison.Ordinal) && string.Equals(Id, other.Id, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Reference);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Type, Id);

    /// <summary>Type and identity.</summary>
    public override string ToString() => $"{Type}/{Id}";
}
