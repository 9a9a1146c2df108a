namespace CrmErp.Sdk.Connectors.Salesforce.Metadata;

/// <summary>Turns describe answers into the schema that maps are checked against, with the parts of a record in one piece.</summary>
internal sealed class MetadataBuilder(Aggregates aggregates, string? currency)
{
    private const Coercions OfText = Coercions.Trim | Coercions.EmptyIsNull;

    /// <summary>The schema of an object.</summary>
    /// <param name="description">The object.</param>
    /// <param name="parts">The descriptions of its parts, by name; a part that this user does not see is left out.</param>
    public ObjectMetadata Build(ObjectDescription description, IReadOnlyDictionary<string, ObjectDescription> parts)
    {
        var fields = description.Fields.Select(f => Field(f)).OfType<FieldMetadata>().ToList();
        foreach (var list in aggregates.ListsOf(description.Name))
        {
            if (parts.TryGetValue(list.Object, out var lines))
            {
                fields.Add(new FieldMetadata { Path = list.Path, Kind = FieldKind.Lines, NativeType = list.Relationship, Filterable = false, Lines = Lines(list, lines) });
            }
        }

        if (description.Name == Aggregates.Product && parts.TryGetValue(Aggregates.EntryObject, out var entries) && entries.Find("UnitPrice") is { } price)
        {
            fields.Add(Field(price, Aggregates.StandardPrice, optional: true)!);
        }

        return new ObjectMetadata { Name = description.Name, Fields = fields, CanCreate = description.Createable, CanUpdate = description.Updateable, CanDelete = description.Deletable };
    }

    private ObjectMetadata Lines(LineListDefinition list, ObjectDescription lines) => new()
    {
        Name = lines.Name,
        Fields = [.. lines.Fields.Where(f => f.Name != list.ParentField).Select(f => LineField(list, f)).OfType<FieldMetadata>()],
        CanCreate = lines.Createable,
        CanUpdate = lines.Updateable,
        CanDelete = lines.Deletable,
    };

    // A line names its product through a price book entry. Maps write the product, and the connector finds the entry.
    private FieldMetadata? LineField(LineListDefinition list, FieldDescription field)
    {
        if (list.Priced && field.Name == Aggregates.ProductField)
        {
            return Field(field with { Createable = true, Updateable = false, Nillable = false, DefaultedOnCreate = false });
        }

        return list.Priced && field.Name == Aggregates.EntryField ? Field(field, optional: true) : Field(field);
    }

    private FieldMetadata? Field(FieldDescription field, string? path = null, bool optional = false)
    {
        if (KindOf(field.Type) is not { } kind)
        {
            return null;
        }

        var isNumber = kind is FieldKind.Decimal or FieldKind.Integer;
        return new FieldMetadata
        {
            Path = path ?? field.Name,
            Kind = kind,
            NativeType = field.Type,
            MaxLength = kind == FieldKind.Text && field.Length > 0 ? field.Length : null,
            Precision = isNumber ? (kind == FieldKind.Integer ? field.Digits : field.Precision) : null,
            Scale = isNumber ? field.Scale : null,
            Required = !optional && field is { Createable: true, Nillable: false, DefaultedOnCreate: false },
            Createable = field.Createable,
            Updateable = field.Updateable,
            Nullable = optional || field.Nillable,
            Unique = field.Unique || field.Type == "id",
            Filterable = field.Filterable,
            Values = field.RestrictedPicklist ? field.PicklistValues : [],
            ReferenceTo = kind == FieldKind.Reference ? (field.ReferenceTo is [var target, ..] ? target : null) : null,
            Coercion = CoercionOf(field.Type, kind),
            Currency = field.Type == "currency" ? currency : null,
        };
    }

    /// <summary>The kind that values of a type are read as; null for types that are no single value (compound addresses, files).</summary>
    public static FieldKind? KindOf(string type) => type switch
    {
        "id" or "string" or "textarea" or "picklist" or "multipicklist" or "combobox" or "phone" or "url" or "email" or "encryptedstring" or "time" => FieldKind.Text,
        "reference" => FieldKind.Reference,
        "boolean" => FieldKind.Boolean,
        "int" or "long" => FieldKind.Integer,
        "double" or "currency" or "percent" => FieldKind.Decimal,
        "date" => FieldKind.Date,
        "datetime" => FieldKind.Instant,
        _ => null,
    };

    /// <summary>What Salesforce does to values of a type: text is trimmed and never empty, numbers are rounded to the field's scale, times have whole seconds.</summary>
    public static Coercions CoercionOf(string type, FieldKind kind) => kind switch
    {
        FieldKind.Text when type is not ("id" or "time") => OfText,
        FieldKind.Decimal => Coercions.Round,
        FieldKind.Instant => Coercions.WholeSeconds,
        _ => Coercions.None,
    };
}
