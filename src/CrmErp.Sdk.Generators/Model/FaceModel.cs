namespace CrmErp.Sdk.Generators.Model;

/// <summary>What a marked class is.</summary>
internal enum FaceKind
{
    Entity,
    Line,
    Owned,
}

/// <summary>How a property is stored.</summary>
internal enum StorageKind
{
    Scalar,
    Owned,
    Lines,
}

/// <summary>One class to generate a face for: names and texts only, no symbols, so that it can be compared and cached.</summary>
internal sealed record FaceModel(
    FaceKind Kind,
    string Namespace,
    EquatableArray<string> ContainingTypes,
    string ClassName,
    string QualifiedName,
    string StoredName,
    bool WritesBase,
    EquatableArray<FieldModel> Fields);

/// <summary>One property to implement.</summary>
internal sealed record FieldModel(
    StorageKind Storage,
    string PropertyName,
    string StoredName,
    string Modifiers,
    string TypeName,
    string ElementType,
    string Kind,
    string Accessor,
    string? Getter,
    string? Setter,
    string? Group,
    int MaxLength,
    bool Required,
    string? ReferenceTo,
    bool IsInt32,
    EquatableArray<string> Values);
