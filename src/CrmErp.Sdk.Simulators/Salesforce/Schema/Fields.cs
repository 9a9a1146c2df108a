using System.Text;
using CrmErp.Sdk.Simulators.Storage;

namespace CrmErp.Sdk.Simulators.Salesforce.Schema;

/// <summary>Short words for the fields of the standard objects.</summary>
internal static class Fields
{
    public static SObjectField Text(string name, int length, bool required = false, bool readOnly = false, bool idLookup = false, bool autoNumber = false) => new(name)
    {
        Label = LabelOf(name),
        Type = SObjectFieldType.String,
        Length = length,
        Nillable = !required,
        Createable = !readOnly,
        Updateable = !readOnly,
        IdLookup = idLookup,
        AutoNumber = autoNumber,
    };

    public static SObjectField Of(SObjectFieldType type, string name, int length = 0, bool required = false) => new(name)
    {
        Label = LabelOf(name),
        Type = type,
        Length = length,
        Nillable = !required,
        IdLookup = type == SObjectFieldType.Email,
    };

    public static SObjectField Number(SObjectFieldType type, string name, int precision, int scale, bool required = false, bool readOnly = false) => new(name)
    {
        Label = LabelOf(name),
        Type = type,
        Precision = precision,
        Scale = scale,
        Nillable = !required,
        Createable = !readOnly,
        Updateable = !readOnly,
    };

    public static SObjectField Flag(string name, bool defaultValue = false, bool readOnly = false) => new(name)
    {
        Label = LabelOf(name),
        Type = SObjectFieldType.Boolean,
        Nillable = false,
        DefaultedOnCreate = true,
        DefaultValue = defaultValue,
        Createable = !readOnly,
        Updateable = !readOnly,
    };

    public static SObjectField Picklist(string name, IEnumerable<string> values, bool restricted = false, bool required = false, int length = 255, bool readOnly = false) => new(name)
    {
        Label = LabelOf(name),
        Type = SObjectFieldType.Picklist,
        Length = length,
        Nillable = !required,
        RestrictedPicklist = restricted,
        Createable = !readOnly,
        Updateable = !readOnly,
        PicklistValues = [.. values.Select(v => new PicklistValue(v))],
    };

    public static SObjectField Reference(string name, string target, string? children = null, bool required = false, bool cascade = false, bool fixedOnCreate = false, bool readOnly = false) => new(name)
    {
        Label = LabelOf(name),
        Type = SObjectFieldType.Reference,
        Length = 18,
        Nillable = !required,
        ReferenceTo = [target],
        RelationshipName = name.EndsWith("Id", StringComparison.Ordinal) ? name[..^2] : name,
        ChildRelationshipName = children,
        CascadeDelete = cascade,
        Createable = !readOnly,
        Updateable = !readOnly && !fixedOnCreate,
    };

    /// <summary>A field the row itself knows; read-only.</summary>
    public static SObjectField FromRow(string name, SObjectFieldType type, Func<StoredRecord, object?> compute) => new(name)
    {
        Label = LabelOf(name),
        Type = type,
        Length = type is SObjectFieldType.Id or SObjectFieldType.Reference ? 18 : 0,
        Compute = compute,
        Nillable = false,
        DefaultedOnCreate = true,
        Createable = false,
        Updateable = false,
        IdLookup = type == SObjectFieldType.Id,
        ReferenceTo = type == SObjectFieldType.Reference ? ["User"] : [],
        RelationshipName = type == SObjectFieldType.Reference ? name[..^2] : null,
    };

    /// <summary>"BillingStreet" reads "Billing Street".</summary>
    public static string LabelOf(string name)
    {
        var text = name.EndsWith("__c", StringComparison.Ordinal) ? name[..^3].Replace('_', ' ') : name;
        if (text.Length > 2 && text.EndsWith("Id", StringComparison.Ordinal))
        {
            text = text[..^2] + " ID";
        }

        var label = new StringBuilder(text.Length + 4);
        for (var i = 0; i < text.Length; i++)
        {
            if (i > 0 && char.IsUpper(text[i]) && char.IsLower(text[i - 1]))
            {
                label.Append(' ');
            }

            label.Append(text[i]);
        }

        return label.ToString();
    }
}
