using System.Text.Json;
using CrmErp.Sdk.Simulators.Salesforce.Data;

namespace CrmErp.Sdk.Simulators.Salesforce.Schema;

/// <summary>Reads the metadata of a custom field, as an administrator or the Tooling API gives it.</summary>
internal static class FieldMetadata
{
    private const int DefaultLongText = 32_768;

    /// <summary>The field, ready to be added.</summary>
    /// <exception cref="SalesforceException">The metadata is incomplete or of an unknown type.</exception>
    public static SObjectField Read(string name, JsonElement metadata)
    {
        var metadataType = Text(metadata, "type") ?? throw Missing("type");
        var (type, length) = TypeOf(metadataType, metadata);
        var isReference = type == SObjectFieldType.Reference;
        var isMaster = metadataType == "MasterDetail";
        var target = isReference ? Text(metadata, "referenceTo") ?? throw Missing("referenceTo") : null;
        return new SObjectField(name)
        {
            Label = Text(metadata, "label") ?? Fields.LabelOf(name),
            Type = type,
            Length = length,
            Precision = (int)(Number(metadata, "precision") ?? (type is SObjectFieldType.Double or SObjectFieldType.Currency or SObjectFieldType.Percent ? 18 : 0)),
            Scale = (int)(Number(metadata, "scale") ?? 0),
            Custom = true,
            Nillable = !isMaster && type != SObjectFieldType.Boolean && !Flag(metadata, "required"),
            DefaultedOnCreate = type == SObjectFieldType.Boolean,
            DefaultValue = DefaultOf(type, metadata),
            Unique = Flag(metadata, "unique"),
            CaseSensitive = Flag(metadata, "caseSensitive"),
            ExternalId = Flag(metadata, "externalId"),
            ReferenceTo = target is null ? [] : [target],
            RelationshipName = isReference ? name[..^1] + "r" : null,
            ChildRelationshipName = isReference && Text(metadata, "relationshipName") is { } children ? children + "__r" : null,
            CascadeDelete = isMaster || Text(metadata, "deleteConstraint") == "Cascade",
            RestrictedPicklist = metadata.TryGetProperty("valueSet", out var set) && Flag(set, "restricted"),
            PicklistValues = Values(metadata),
        };
    }

    public static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static (SObjectFieldType Type, int Length) TypeOf(string metadataType, JsonElement metadata)
    {
        var length = (int?)Number(metadata, "length");
        return metadataType switch
        {
            "Text" => (SObjectFieldType.String, length ?? throw Missing("length")),
            "TextArea" => (SObjectFieldType.TextArea, 255),
            "LongTextArea" => (SObjectFieldType.TextArea, length ?? DefaultLongText),
            "Number" => (SObjectFieldType.Double, 0),
            "Currency" => (SObjectFieldType.Currency, 0),
            "Percent" => (SObjectFieldType.Percent, 0),
            "Checkbox" => (SObjectFieldType.Boolean, 0),
            "Date" => (SObjectFieldType.Date, 0),
            "DateTime" => (SObjectFieldType.DateTime, 0),
            "Email" => (SObjectFieldType.Email, 80),
            "Phone" => (SObjectFieldType.Phone, 40),
            "Url" => (SObjectFieldType.Url, 255),
            "Picklist" => (SObjectFieldType.Picklist, 255),
            "Lookup" or "MasterDetail" => (SObjectFieldType.Reference, 18),
            _ => throw new SalesforceException("INVALID_FIELD", $"Unknown field type: {metadataType}"),
        };
    }

    private static object? DefaultOf(SObjectFieldType type, JsonElement metadata)
    {
        if (type != SObjectFieldType.Boolean)
        {
            return null;
        }

        return metadata.TryGetProperty("defaultValue", out var value) && (value.ValueKind == JsonValueKind.True || (value.ValueKind == JsonValueKind.String && value.GetString() == "true"));
    }

    private static List<PicklistValue> Values(JsonElement metadata)
    {
        var values = new List<PicklistValue>();
        if (metadata.TryGetProperty("valueSet", out var set) && set.TryGetProperty("valueSetDefinition", out var definition)
            && definition.TryGetProperty("value", out var list) && list.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in list.EnumerateArray())
            {
                values.Add(new(Text(item, "fullName") ?? Text(item, "valueName") ?? throw Missing("fullName"), Flag(item, "default")));
            }
        }

        return values;
    }

    private static decimal? Number(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDecimal() : null;

    private static bool Flag(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    private static SalesforceException Missing(string property) => new(ErrorCodes.RequiredFieldMissing, $"Required fields are missing: [{property}]", property);
}
