namespace CrmErp.Sdk.Connectors.OData.Metadata;

/// <summary>What a service's $metadata says, as far as connectors need it. Types are named with their namespace.</summary>
public sealed class EdmModel
{
    /// <summary>Entity and complex types by qualified name.</summary>
    public required IReadOnlyDictionary<string, EdmType> Types { get; init; }

    /// <summary>The members of enumerations, by qualified name.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> Enums { get; init; }

    /// <summary>The entity sets: name to qualified type name.</summary>
    public required IReadOnlyDictionary<string, EdmEntitySet> Sets { get; init; }

    /// <summary>The bound actions (V4).</summary>
    public IReadOnlyList<EdmAction> Actions { get; init; } = [];

    /// <summary>The type of an entity set, or null.</summary>
    public EdmType? FindType(string set) => Sets.TryGetValue(set, out var entitySet) ? Types.GetValueOrDefault(entitySet.Type) : null;

    /// <summary>The properties of a type, inherited ones first.</summary>
    public IEnumerable<EdmProperty> PropertiesOf(EdmType type)
    {
        ArgumentNullException.ThrowIfNull(type);
        var inherited = type.BaseType is { } name && Types.TryGetValue(name, out var parent) && parent != type ? PropertiesOf(parent) : [];
        return inherited.Concat(type.Properties);
    }
}

/// <summary>An entity set.</summary>
/// <param name="Name">The name.</param>
/// <param name="Type">The qualified type of its records.</param>
public sealed record EdmEntitySet(string Name, string Type)
{
    /// <summary>Records may be made; null where the service does not say.</summary>
    public bool? Creatable { get; init; }

    /// <summary>Records may be changed; null where the service does not say.</summary>
    public bool? Updatable { get; init; }

    /// <summary>Records may be deleted; null where the service does not say.</summary>
    public bool? Deletable { get; init; }
}

/// <summary>An entity or complex type.</summary>
/// <param name="Name">The qualified name.</param>
public sealed record EdmType(string Name)
{
    /// <summary>The qualified name of the type it extends.</summary>
    public string? BaseType { get; init; }

    /// <summary>The names of the key's properties.</summary>
    public IReadOnlyList<string> Key { get; init; } = [];

    /// <summary>The properties.</summary>
    public IReadOnlyList<EdmProperty> Properties { get; init; } = [];

    /// <summary>The navigation properties.</summary>
    public IReadOnlyList<EdmNavigation> Navigations { get; init; } = [];

    /// <summary>The navigation property of a name, or null.</summary>
    public EdmNavigation? FindNavigation(string name) => Navigations.FirstOrDefault(n => n.Name == name);
}

/// <summary>A property.</summary>
/// <param name="Name">The name.</param>
/// <param name="Type">The type: <c>Edm.String</c>, a qualified name, or <c>Collection(..)</c>.</param>
public sealed record EdmProperty(string Name, string Type)
{
    /// <summary>May be null. The default is true.</summary>
    public bool Nullable { get; init; } = true;

    /// <summary>The most characters; null where unlimited or not said.</summary>
    public int? MaxLength { get; init; }

    /// <summary>Digits in total.</summary>
    public int? Precision { get; init; }

    /// <summary>Digits behind the point; null where variable or not said.</summary>
    public int? Scale { get; init; }

    /// <summary>May be given on create (SAP annotation, or not Core.Computed). The default is true.</summary>
    public bool Creatable { get; init; } = true;

    /// <summary>May be changed (SAP annotation, or neither Core.Computed nor Core.Immutable). The default is true.</summary>
    public bool Updatable { get; init; } = true;

    /// <summary>Can be filtered by (SAP annotation). The default is true.</summary>
    public bool Filterable { get; init; } = true;

    /// <summary>The display format (SAP annotation): <c>Date</c> marks a date that travels as a time.</summary>
    public string? DisplayFormat { get; init; }
}

/// <summary>A navigation property.</summary>
/// <param name="Name">The name.</param>
/// <param name="Type">The qualified type it leads to.</param>
/// <param name="IsCollection">Whether it leads to many.</param>
public sealed record EdmNavigation(string Name, string Type, bool IsCollection)
{
    /// <summary>The property that carries the key of the target, where the service says so.</summary>
    public string? ForeignKey { get; init; }

    /// <summary>The navigation property that leads back.</summary>
    public string? Partner { get; init; }
}

/// <summary>A bound action.</summary>
/// <param name="QualifiedName">Its name with the namespace, as it is called.</param>
/// <param name="BoundTo">The qualified type it is bound to.</param>
public sealed record EdmAction(string QualifiedName, string BoundTo);
