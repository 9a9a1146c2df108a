using System.Text.Json;

namespace CrmErp.Sdk.Connectors.Salesforce.Provisioning;

/// <summary>The types of custom fields that are made.</summary>
internal enum ProvisionedType
{
    Text = 1,
    LongText = 2,
    Number = 3,
    Currency = 4,
    Checkbox = 5,
    Date = 6,
    Lookup = 7,
    MasterDetail = 8,
    Picklist = 9,
}

/// <summary>A custom field that the standard maps need, and how the Tooling API makes it.</summary>
internal sealed record ProvisionedField(string Object, string Name, string Label, ProvisionedType Type, string Purpose)
{
    public int Length { get; init; }

    public int Precision { get; init; }

    public int Scale { get; init; }

    /// <summary>Unique, case-sensitive external id.</summary>
    public bool IsKey { get; init; }

    public bool DefaultValue { get; init; }

    public string? ReferenceTo { get; init; }

    public string? Relationship { get; init; }

    public IReadOnlyList<string> Values { get; init; } = [];

    public string FullName => $"{Object}.{Name}";

    /// <summary>The type in a describe answer.</summary>
    public string DescribedType => Type switch
    {
        ProvisionedType.Text => "string",
        ProvisionedType.LongText => "textarea",
        ProvisionedType.Number => "double",
        ProvisionedType.Currency => "currency",
        ProvisionedType.Checkbox => "boolean",
        ProvisionedType.Date => "date",
        ProvisionedType.Picklist => "picklist",
        _ => "reference",
    };

    /// <summary>The type for people.</summary>
    public string TypeText => Type switch
    {
        ProvisionedType.Text => IsKey ? $"Text({Length}), external id, unique, case-sensitive" : $"Text({Length})",
        ProvisionedType.LongText => $"Long Text Area({Length})",
        ProvisionedType.Number or ProvisionedType.Currency => $"{Type}({Precision - Scale},{Scale})",
        ProvisionedType.Lookup or ProvisionedType.MasterDetail => $"{(Type == ProvisionedType.Lookup ? "Lookup" : "Master-Detail")}({ReferenceTo})",
        ProvisionedType.Picklist => $"Picklist: {string.Join(", ", Values)}",
        ProvisionedType.Checkbox => DefaultValue ? "Checkbox, checked by default" : "Checkbox",
        _ => Type.ToString(),
    };

    /// <summary>Writes the field's metadata.</summary>
    public void WriteMetadata(Utf8JsonWriter json)
    {
        json.WriteString("label", Label);
        json.WriteString("description", Purpose);
        json.WriteString("type", Type == ProvisionedType.LongText ? "LongTextArea" : Type.ToString());
        switch (Type)
        {
            case ProvisionedType.Text:
                json.WriteNumber("length", Length);
                if (IsKey)
                {
                    json.WriteBoolean("externalId", true);
                    json.WriteBoolean("unique", true);
                    json.WriteBoolean("caseSensitive", true);
                }

                break;
            case ProvisionedType.LongText:
                json.WriteNumber("length", Length);
                json.WriteNumber("visibleLines", 3);
                break;
            case ProvisionedType.Number or ProvisionedType.Currency:
                json.WriteNumber("precision", Precision);
                json.WriteNumber("scale", Scale);
                break;
            case ProvisionedType.Checkbox:
                json.WriteString("defaultValue", DefaultValue ? "true" : "false");
                break;
            case ProvisionedType.Lookup or ProvisionedType.MasterDetail:
                WriteReference(json);
                break;
            case ProvisionedType.Picklist:
                WriteValues(json);
                break;
        }
    }

    private void WriteReference(Utf8JsonWriter json)
    {
        json.WriteString("referenceTo", ReferenceTo);
        json.WriteString("relationshipName", Relationship);
        json.WriteString("relationshipLabel", Relationship);
        if (Type == ProvisionedType.Lookup)
        {
            json.WriteString("deleteConstraint", "SetNull");
        }
        else
        {
            json.WriteNumber("relationshipOrder", 0);
            json.WriteBoolean("reparentableMasterDetail", false);
            json.WriteBoolean("writeRequiresMasterRead", false);
        }
    }

    private void WriteValues(Utf8JsonWriter json)
    {
        json.WriteStartObject("valueSet");
        json.WriteBoolean("restricted", true);
        json.WriteStartObject("valueSetDefinition");
        json.WriteBoolean("sorted", false);
        json.WriteStartArray("value");
        foreach (var value in Values)
        {
            json.WriteStartObject();
            json.WriteString("fullName", value);
            json.WriteString("label", value);
            json.WriteBoolean("default", false);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }
}

/// <summary>A custom object that the standard maps need.</summary>
/// <param name="Name">Its API name.</param>
/// <param name="Label">Its label.</param>
/// <param name="PluralLabel">The label of several.</param>
/// <param name="NameLabel">The label of its name field.</param>
/// <param name="NameFormat">The format of an auto-numbered name; null where the name is the document's number.</param>
/// <param name="IsDetail">Its records belong to a master record, whose sharing they follow.</param>
/// <param name="Purpose">Why it is needed.</param>
internal sealed record ProvisionedObject(string Name, string Label, string PluralLabel, string NameLabel, string? NameFormat, bool IsDetail, string Purpose)
{
    public void WriteMetadata(Utf8JsonWriter json)
    {
        json.WriteString("label", Label);
        json.WriteString("pluralLabel", PluralLabel);
        json.WriteString("description", Purpose);
        json.WriteString("deploymentStatus", "Deployed");
        json.WriteString("sharingModel", IsDetail ? "ControlledByParent" : "ReadWrite");
        json.WriteStartObject("nameField");
        json.WriteString("label", NameLabel);
        json.WriteString("type", NameFormat is null ? "Text" : "AutoNumber");
        if (NameFormat is not null)
        {
            json.WriteString("displayFormat", NameFormat);
        }

        json.WriteEndObject();
    }
}
