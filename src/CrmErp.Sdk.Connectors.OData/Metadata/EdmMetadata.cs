namespace CrmErp.Sdk.Connectors.OData.Metadata;

/// <summary>How an entity set becomes the metadata of an object.</summary>
public sealed class EdmMetadataOptions
{
    /// <summary>The navigation properties that are served as lines.</summary>
    public IReadOnlyCollection<string> Lines { get; init; } = [];

    /// <summary>The object that a property points to, where the document does not say; null for properties that are no references. Arguments: the set or navigation, the property.</summary>
    public Func<string, string, string?>? ReferenceTo { get; init; }

    /// <summary>What the system does to every text when it stores it.</summary>
    public Coercions TextCoercion { get; init; }

    /// <summary>Turns an enumeration's member into the value that records show. Null: as it stands.</summary>
    public Func<string, string>? DecodeMember { get; init; }
}

/// <summary>Turns $metadata into the metadata of objects.</summary>
public static class EdmMetadata
{
    private const int MaxDepth = 4;

    /// <summary>The metadata of an entity set; null where the service has no such set.</summary>
    public static ObjectMetadata? Describe(this EdmModel model, string set, EdmMetadataOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        return model.FindType(set) is { } type
            ? Describe(model, set, type, options ?? new EdmMetadataOptions(), model.Sets[set])
            : null;
    }

    private static ObjectMetadata Describe(EdmModel model, string name, EdmType type, EdmMetadataOptions options, EdmEntitySet? set)
    {
        var fields = new List<FieldMetadata>();
        AddProperties(model, name, type, "", options, fields);
        foreach (var navigation in type.Navigations.Where(n => n.IsCollection && options.Lines.Contains(n.Name)))
        {
            if (model.Types.TryGetValue(navigation.Type, out var lineType))
            {
                fields.Add(new FieldMetadata { Path = navigation.Name, Kind = FieldKind.Lines, NativeType = navigation.Type, Lines = Describe(model, navigation.Name, lineType, options, null) });
            }
        }

        return new ObjectMetadata { Name = name, Fields = fields, CanCreate = set?.Creatable, CanUpdate = set?.Updatable, CanDelete = set?.Deletable };
    }

    private static void AddProperties(EdmModel model, string name, EdmType type, string prefix, EdmMetadataOptions options, List<FieldMetadata> fields)
    {
        foreach (var property in model.PropertiesOf(type))
        {
            if (model.Types.TryGetValue(property.Type, out var complex))
            {
                // A complex value is flattened; types that hold each other end somewhere.
                if (complex != type && prefix.Count(c => c == '.') < MaxDepth)
                {
                    AddProperties(model, name, complex, $"{prefix}{property.Name}.", options, fields);
                }
            }
            else if (!property.Type.StartsWith("Collection(", StringComparison.Ordinal))
            {
                fields.Add(Describe(model, name, type, property, prefix, options));
            }
        }
    }

    private static FieldMetadata Describe(EdmModel model, string name, EdmType type, EdmProperty property, string prefix, EdmMetadataOptions options)
    {
        var target = options.ReferenceTo?.Invoke(name, prefix + property.Name) ?? Target(model, type, property);
        var kind = target is not null ? FieldKind.Reference : KindOf(property);
        var values = model.Enums.TryGetValue(property.Type, out var members) ? members : [];
        var isKey = type.Key.Contains(property.Name);
        return new FieldMetadata
        {
            Path = prefix + property.Name,
            Kind = kind,
            NativeType = property.Type,
            MaxLength = kind == FieldKind.Text ? property.MaxLength : null,
            Precision = property.Precision,
            Scale = property.Scale,
            Nullable = property.Nullable,
            Createable = property.Creatable,
            Updateable = property.Updatable && !isKey,
            Unique = isKey && type.Key.Count == 1,
            Filterable = property.Filterable,
            Values = options.DecodeMember is { } decode ? [.. values.Select(decode)] : values,
            ReferenceTo = target,
            Coercion = kind == FieldKind.Text && values.Count == 0 ? options.TextCoercion : Coercions.None,
        };
    }

    private static string? Target(EdmModel model, EdmType type, EdmProperty property)
    {
        var navigation = type.Navigations.FirstOrDefault(n => n.ForeignKey == property.Name && !n.IsCollection);
        return navigation is null ? null : model.Sets.Values.FirstOrDefault(s => s.Type == navigation.Type)?.Name;
    }

    private static FieldKind KindOf(EdmProperty property) => property.Type switch
    {
        "Edm.Boolean" => FieldKind.Boolean,
        "Edm.Byte" or "Edm.SByte" or "Edm.Int16" or "Edm.Int32" or "Edm.Int64" => FieldKind.Integer,
        "Edm.Decimal" or "Edm.Double" or "Edm.Single" => FieldKind.Decimal,
        "Edm.Date" => FieldKind.Date,
        "Edm.DateTime" => property.DisplayFormat == "Date" ? FieldKind.Date : FieldKind.Instant,
        "Edm.DateTimeOffset" => FieldKind.Instant,
        "Edm.Guid" => FieldKind.Guid,
        _ => FieldKind.Text,
    };
}
