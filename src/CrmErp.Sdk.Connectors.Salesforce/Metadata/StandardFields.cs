namespace CrmErp.Sdk.Connectors.Salesforce.Metadata;

/// <summary>Short words for the fields of the standard objects, as describe answers give them.</summary>
internal static class StandardFields
{
    public static FieldDescription Text(string name, int length, bool required = false) => Writable(name, "string", required) with { Length = length };

    public static FieldDescription Of(string type, string name, int length = 0, bool required = false) => Writable(name, type, required) with { Length = length, Filterable = type != "textarea" || length <= 255 };

    public static FieldDescription Number(string type, string name, int precision, int scale, bool required = false) => Writable(name, type, required) with { Precision = precision, Scale = scale };

    public static FieldDescription Integer(string name, int digits) => Writable(name, "int", false) with { Digits = digits };

    public static FieldDescription Flag(string name) => Writable(name, "boolean", false) with { Nillable = false, DefaultedOnCreate = true };

    public static FieldDescription Reference(string name, string target, bool required = false) => Writable(name, "reference", required) with { Length = 18, ReferenceTo = [target] };

    public static FieldDescription Picklist(string name, int length = 255, bool required = false, params string[] restrictedTo) =>
        Writable(name, "picklist", required) with { Length = length, RestrictedPicklist = restrictedTo.Length > 0, PicklistValues = restrictedTo };

    public static FieldDescription ReadOnly(this FieldDescription field) => field with { Createable = false, Updateable = false };

    public static FieldDescription CreateOnly(this FieldDescription field) => field with { Updateable = false };

    /// <summary>The fields that every object has.</summary>
    public static IEnumerable<FieldDescription> SystemFields() =>
    [
        (Of("id", "Id", 18) with { Nillable = false, DefaultedOnCreate = true }).ReadOnly(),
        (Flag("IsDeleted")).ReadOnly(),
        (Of("datetime", "CreatedDate") with { Nillable = false, DefaultedOnCreate = true }).ReadOnly(),
        (Of("datetime", "LastModifiedDate") with { Nillable = false, DefaultedOnCreate = true }).ReadOnly(),
        (Reference("LastModifiedById", "User") with { Nillable = false, DefaultedOnCreate = true }).ReadOnly(),
        (Of("datetime", "SystemModstamp") with { Nillable = false, DefaultedOnCreate = true }).ReadOnly(),
    ];

    public static FieldDescription Owner() => Reference("OwnerId", "User") with { Nillable = false, DefaultedOnCreate = true };

    /// <summary>An address of five fields; the compound field beside them is read-only and not served.</summary>
    public static IEnumerable<FieldDescription> Address(string prefix) =>
    [
        Of("textarea", prefix + "Street", 255),
        Text(prefix + "City", 40),
        Text(prefix + "State", 80),
        Text(prefix + "PostalCode", 20),
        Text(prefix + "Country", 80),
    ];

    private static FieldDescription Writable(string name, string type, bool required) =>
        new(name, type) { Createable = true, Updateable = true, Nillable = !required, Filterable = true };
}
