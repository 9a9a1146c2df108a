using System.Text.Json;
using System.Text.RegularExpressions;
using CrmErp.Sdk.Simulators.Salesforce.Data;

namespace CrmErp.Sdk.Simulators.Salesforce.Schema;

/// <summary>Adds custom objects and custom fields to an org. Used under the database's lock.</summary>
internal sealed partial class Customization(SalesforceOrg org, bool hideNew)
{
    private const string Digits = "0123456789abcdefghijklmnopqrstuvwxyz";

    private int _objects;

    /// <summary>Adds a field; the full name is <c>Account.TaxNumber__c</c>.</summary>
    /// <param name="fullName">Object and field.</param>
    /// <param name="metadata">What it is.</param>
    /// <param name="granted">Whether an administrator gives everybody access to it at once.</param>
    public SObjectField AddField(string fullName, JsonElement metadata, bool granted)
    {
        var dot = fullName.IndexOf('.', StringComparison.Ordinal);
        var name = dot > 0 ? fullName[(dot + 1)..] : string.Empty;
        if (!CustomName().IsMatch(name))
        {
            throw new SalesforceException("FIELD_INTEGRITY_EXCEPTION", $"{fullName} is not the full name of a custom field", "FullName");
        }

        var table = org.FindAny(fullName[..dot]) ?? throw new SalesforceException(ErrorCodes.InvalidType, $"Entity '{fullName[..dot]}' does not exist");
        if (table.Type.FindAny(name) is not null)
        {
            throw new SalesforceException("DUPLICATE_DEVELOPER_NAME", $"There is already a field named {name[..^3]} on {table.Type.Name}.", "DeveloperName");
        }

        var field = FieldMetadata.Read(name, metadata);
        foreach (var target in field.ReferenceTo)
        {
            if (org.FindAny(target) is null)
            {
                throw new SalesforceException(ErrorCodes.InvalidCrossReferenceKey, $"referenceTo value of '{target}' does not resolve to a valid sObject type", "referenceTo");
            }
        }

        // Required and master-detail fields have no permission of their own.
        field.Hidden = hideNew && !granted && !field.Required;
        org.Add(table, field, org.Database.Now);
        return field;
    }

    /// <summary>Adds an object; the full name is <c>Invoice__c</c>.</summary>
    public SObjectType AddObject(string fullName, JsonElement metadata, bool granted)
    {
        if (!CustomName().IsMatch(fullName))
        {
            throw new SalesforceException("FIELD_INTEGRITY_EXCEPTION", $"{fullName} is not the full name of a custom object", "FullName");
        }

        if (org.FindAny(fullName) is not null)
        {
            throw new SalesforceException("DUPLICATE_DEVELOPER_NAME", $"There is already an object named {fullName}.", "DeveloperName");
        }

        var label = FieldMetadata.Text(metadata, "label") ?? Fields.LabelOf(fullName);
        var nameField = metadata.ValueKind == JsonValueKind.Object && metadata.TryGetProperty("nameField", out var given) ? given : default;
        var autoNumber = FieldMetadata.Text(nameField, "type") == "AutoNumber";
        var type = new SObjectType(fullName, $"a{_objects / Digits.Length}{Digits[_objects % Digits.Length]}", label, FieldMetadata.Text(metadata, "pluralLabel"))
            .WithSystemFields(org.UserOf)
            .Add(new SObjectField("Name")
            {
                Label = FieldMetadata.Text(nameField, "label") ?? label + " Name",
                Type = SObjectFieldType.String,
                Length = 80,
                AutoNumber = autoNumber,
                DisplayFormat = autoNumber ? FieldMetadata.Text(nameField, "displayFormat") ?? "{0000}" : null,
                Createable = !autoNumber,
                Updateable = !autoNumber,
                Nillable = false,
                // The vendor names a record by its id when no name is given.
                DefaultedOnCreate = true,
                IdLookup = true,
            });
        if (FieldMetadata.Text(metadata, "sharingModel") != "ControlledByParent")
        {
            type.WithOwner();
        }

        type.WithCurrency(org.Currencies);
        type.Hidden = hideNew && !granted;
        _objects++;
        org.Add(type, org.Database.Now);
        return type;
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_]{0,39}__c$", RegexOptions.CultureInvariant)]
    private static partial Regex CustomName();
}
