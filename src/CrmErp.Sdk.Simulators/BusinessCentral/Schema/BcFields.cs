namespace CrmErp.Sdk.Simulators.BusinessCentral.Schema;

/// <summary>Short names for the fields of pages.</summary>
internal static class BcFields
{
    public static BcField Id() => new("id", BcFieldType.Guid) { ReadOnly = true };

    public static BcField Modified() => new("lastModifiedDateTime", BcFieldType.Instant) { ReadOnly = true, Computed = true };

    public static BcField Text(string name, int length, string? caption = null) => new(name, BcFieldType.Text) { MaxLength = length, Caption = caption };

    public static BcField Code(string name, int length, string? caption = null) => new(name, BcFieldType.Code) { MaxLength = length, Caption = caption };

    public static BcField Decimal(string name, int decimals = -1) => new(name, BcFieldType.Decimal) { Decimals = decimals };

    public static BcField Integer(string name) => new(name, BcFieldType.Integer);

    public static BcField Boolean(string name) => new(name, BcFieldType.Boolean);

    public static BcField Date(string name) => new(name, BcFieldType.Date);

    public static BcField Instant(string name) => new(name, BcFieldType.Instant);

    public static BcField Guid(string name) => new(name, BcFieldType.Guid);

    public static BcField Enum(string name, BcEnum type) => new(name, BcFieldType.Enum) { Enum = type };

    /// <summary>Not to be set through the API; people can, in the user interface.</summary>
    public static BcField Fixed(BcField field) => Copy(field, readOnly: true);

    /// <summary>Made while reading.</summary>
    public static BcField Computed(BcField field) => Copy(field, readOnly: true, computed: true);

    public static BcField Upper(BcField field) => Copy(field, upper: true);

    public static BcField Linked(BcField field, string set, string? partner, string noun, bool tableRelation = false) =>
        Copy(field, relation: new BcRelation(set, field.Type == BcFieldType.Guid, partner, noun, tableRelation));

    private static BcField Copy(BcField field, bool readOnly = false, bool computed = false, bool upper = false, BcRelation? relation = null) =>
        new(field.Name, field.Type)
        {
            MaxLength = field.MaxLength,
            Decimals = field.Decimals,
            Enum = field.Enum,
            Caption = field.Caption,
            ReadOnly = readOnly || field.ReadOnly,
            Computed = computed || field.Computed,
            UpperCased = upper || field.UpperCased,
            Relation = relation ?? field.Relation,
        };
}
