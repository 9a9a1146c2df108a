using System.Text.Json;
using CrmErp.Sdk.Simulators.Salesforce.Schema;

namespace CrmErp.Sdk.Simulators.Salesforce.Api;

/// <summary>One field of a describe answer.</summary>
internal static class FieldJson
{
    private const int BytesPerCharacter = 3;

    public static void Write(Utf8JsonWriter writer, SObjectType type, SObjectField field)
    {
        writer.WriteStartObject();
        WriteFlags(writer, type, field);
        writer.WriteNumber("byteLength", field.IsText ? field.Length * BytesPerCharacter : field.Length);
        writer.WriteString("compoundFieldName", field.CompoundFieldName ?? (type.Name == "Contact" && field.Name is "FirstName" or "LastName" or "Salutation" ? "Name" : null));
        writer.WriteNull("controllerName");
        writer.WritePropertyName("defaultValue");
        WriteDefault(writer, field);
        writer.WriteNumber("digits", field.Type == SObjectFieldType.Int ? field.Precision : 0);
        writer.WriteString("label", field.Label);
        writer.WriteNumber("length", field.Length);
        writer.WriteString("name", field.Name);
        writer.WriteStartArray("picklistValues");
        foreach (var value in field.PicklistValues)
        {
            WriteValue(writer, value);
        }

        writer.WriteEndArray();
        writer.WriteNumber("precision", field.Type == SObjectFieldType.Int ? 0 : field.Precision);
        writer.WriteStartArray("referenceTo");
        foreach (var target in field.ReferenceTo)
        {
            writer.WriteStringValue(target);
        }

        writer.WriteEndArray();
        writer.WriteString("relationshipName", field.RelationshipName);
        writer.WriteNumber("scale", field.Scale);
        writer.WriteString("soapType", SoapType(field.Type));
        writer.WriteString("type", field.Type.ToString().ToLowerInvariant());
        writer.WriteEndObject();
    }

    private static void WriteFlags(Utf8JsonWriter writer, SObjectType type, SObjectField field)
    {
        writer.WriteBoolean("aggregatable", field.Filterable);
        writer.WriteBoolean("autoNumber", field.AutoNumber);
        writer.WriteBoolean("calculated", false);
        writer.WriteBoolean("cascadeDelete", field.CascadeDelete);
        writer.WriteBoolean("caseSensitive", field.CaseSensitive);
        writer.WriteBoolean("createable", field.Createable && type.Createable);
        writer.WriteBoolean("custom", field.Custom);
        writer.WriteBoolean("defaultedOnCreate", field.DefaultedOnCreate);
        writer.WriteBoolean("dependentPicklist", false);
        writer.WriteBoolean("deprecatedAndHidden", false);
        writer.WriteBoolean("encrypted", false);
        writer.WriteBoolean("externalId", field.ExternalId);
        writer.WriteBoolean("filterable", field.Filterable);
        writer.WriteBoolean("groupable", field.Filterable && !field.IsNumber);
        writer.WriteBoolean("idLookup", field.IdLookup || field.ExternalId);
        writer.WriteBoolean("nameField", ReferenceEquals(field, type.NameField));
        writer.WriteBoolean("nillable", field.Nillable);
        writer.WriteBoolean("permissionable", field.Custom);
        writer.WriteBoolean("polymorphicForeignKey", false);
        writer.WriteBoolean("restrictedPicklist", field.RestrictedPicklist);
        writer.WriteBoolean("sortable", field.Filterable);
        writer.WriteBoolean("unique", field.Unique);
        writer.WriteBoolean("updateable", field.Updateable && type.Createable);
    }

    private static void WriteDefault(Utf8JsonWriter writer, SObjectField field)
    {
        switch (field.DefaultValue)
        {
            case bool flag:
                writer.WriteBooleanValue(flag);
                break;
            case string text:
                writer.WriteStringValue(text);
                break;
            case decimal number:
                writer.WriteNumberValue(number);
                break;
            default:
                writer.WriteNullValue();
                break;
        }
    }

    private static void WriteValue(Utf8JsonWriter writer, PicklistValue value)
    {
        writer.WriteStartObject();
        writer.WriteBoolean("active", value.IsActive);
        writer.WriteBoolean("defaultValue", value.IsDefault);
        writer.WriteString("label", value.Value);
        writer.WriteNull("validFor");
        writer.WriteString("value", value.Value);
        writer.WriteEndObject();
    }

    private static string SoapType(SObjectFieldType type) => type switch
    {
        SObjectFieldType.Id or SObjectFieldType.Reference => "tns:ID",
        SObjectFieldType.Boolean => "xsd:boolean",
        SObjectFieldType.Int => "xsd:int",
        SObjectFieldType.Double or SObjectFieldType.Currency or SObjectFieldType.Percent => "xsd:double",
        SObjectFieldType.Date => "xsd:date",
        SObjectFieldType.DateTime => "xsd:dateTime",
        SObjectFieldType.Address => "urn:address",
        _ => "xsd:string",
    };
}
