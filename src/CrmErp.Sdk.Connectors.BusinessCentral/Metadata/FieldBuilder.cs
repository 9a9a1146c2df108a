namespace CrmErp.Sdk.Connectors.BusinessCentral.Metadata;

// Short words for the shipped schema. Lengths are those of the tables behind the pages.
internal static class FieldBuilder
{
    private const Coercions TextRules = Coercions.EmptyIsNull;
    private const Coercions CodeRules = Coercions.Trim | Coercions.UpperCase | Coercions.EmptyIsNull;

    public static FieldMetadata Text(string path, int length, bool required = false) =>
        new() { Path = path, Kind = FieldKind.Text, NativeType = "Edm.String", MaxLength = length, Required = required, Coercion = TextRules };

    public static FieldMetadata UpperText(string path, int length) =>
        new() { Path = path, Kind = FieldKind.Text, NativeType = "Edm.String", MaxLength = length, Coercion = TextRules | Coercions.UpperCase };

    public static FieldMetadata Code(string path, int length, bool unique = false) =>
        new() { Path = path, Kind = FieldKind.Text, NativeType = "Edm.String", MaxLength = length, Unique = unique, Coercion = CodeRules };

    public static FieldMetadata Choice(string path, params string[] values) =>
        new() { Path = path, Kind = FieldKind.Text, NativeType = "Microsoft.NAV." + path, Values = values, Nullable = false };

    public static FieldMetadata Decimal(string path, int? scale = null) => new()
    {
        Path = path,
        Kind = FieldKind.Decimal,
        NativeType = "Edm.Decimal",
        Scale = scale,
        Nullable = false,
        Coercion = scale is null ? Coercions.None : Coercions.Round,
    };

    public static FieldMetadata Integer(string path) => new() { Path = path, Kind = FieldKind.Integer, NativeType = "Edm.Int32", Nullable = false };

    public static FieldMetadata Boolean(string path) => new() { Path = path, Kind = FieldKind.Boolean, NativeType = "Edm.Boolean", Nullable = false };

    // Carries our key on documents: maps read it and do not write it.
    public static FieldMetadata MarkerCode(string path, int length) => ReadOnly(Code(path, length));

    public static FieldMetadata Date(string path) => new() { Path = path, Kind = FieldKind.Date, NativeType = "Edm.Date", Coercion = Coercions.EmptyIsNull };

    public static FieldMetadata Instant(string path) => new() { Path = path, Kind = FieldKind.Instant, NativeType = "Edm.DateTimeOffset" };

    public static FieldMetadata Reference(string path, string target) =>
        new() { Path = path, Kind = FieldKind.Reference, NativeType = "Edm.Guid", ReferenceTo = target };

    public static FieldMetadata Guid(string path) => new() { Path = path, Kind = FieldKind.Guid, NativeType = "Edm.Guid" };

    public static FieldMetadata Id() => new() { Path = "id", Kind = FieldKind.Guid, NativeType = "Edm.Guid", Unique = true, Createable = false, Updateable = false, Nullable = false };

    public static FieldMetadata Modified() => ReadOnly(Instant("lastModifiedDateTime"));

    public static FieldMetadata Lines(string path, ObjectMetadata lines) => new() { Path = path, Kind = FieldKind.Lines, Lines = lines };

    public static FieldMetadata ReadOnly(FieldMetadata field) => Copy(field, createable: false, updateable: false);

    // Not to be filtered by: it is not a field of the page, or is made while reading.
    public static FieldMetadata Virtual(FieldMetadata field) => Copy(field, field.Createable, field.Updateable, filterable: false);

    public static FieldMetadata Required(FieldMetadata field) => Copy(field, field.Createable, field.Updateable, field.Filterable, required: true);

    public static FieldMetadata CreateOnly(FieldMetadata field) => Copy(field, createable: true, updateable: false);

    private static FieldMetadata Copy(FieldMetadata field, bool createable, bool updateable, bool filterable = true, bool required = false) => new()
    {
        Path = field.Path,
        Kind = field.Kind,
        NativeType = field.NativeType,
        MaxLength = field.MaxLength,
        Precision = field.Precision,
        Scale = field.Scale,
        Required = required || field.Required,
        Createable = createable,
        Updateable = updateable,
        Nullable = field.Nullable,
        Unique = field.Unique,
        Filterable = filterable && field.Filterable,
        Values = field.Values,
        ReferenceTo = field.ReferenceTo,
        Lines = field.Lines,
        Coercion = field.Coercion,
        Currency = field.Currency,
    };
}
