using CrmErp.Sdk.Simulators.Storage;

namespace CrmErp.Sdk.Simulators.Salesforce.Schema;

/// <summary>One value of a picklist.</summary>
internal sealed record PicklistValue(string Value, bool IsDefault = false, bool IsActive = true);

/// <summary>One field of an object, as its describe answer tells it.</summary>
internal sealed class SObjectField(string name) : FieldDefinition(name)
{
    public required SObjectFieldType Type { get; init; }

    public string Label { get; init; } = string.Empty;

    /// <summary>Longest text in characters; 0 where the type has no length.</summary>
    public int Length { get; init; }

    public int Precision { get; init; }

    public int Scale { get; init; }

    public bool Nillable { get; init; } = true;

    public bool Createable { get; init; } = true;

    public bool Updateable { get; init; } = true;

    public bool DefaultedOnCreate { get; init; }

    public bool Unique { get; init; }

    public bool CaseSensitive { get; init; }

    public bool ExternalId { get; init; }

    public bool IdLookup { get; init; }

    public bool AutoNumber { get; init; }

    /// <summary>How a custom auto-number is written: <c>INV-{0000}</c>.</summary>
    public string? DisplayFormat { get; init; }

    public bool Custom { get; init; }

    /// <summary>The compound this field is a part of ("BillingAddress").</summary>
    public string? CompoundFieldName { get; init; }

    public bool RestrictedPicklist { get; init; }

    public IReadOnlyList<PicklistValue> PicklistValues { get; init; } = [];

    public IReadOnlyList<string> ReferenceTo { get; init; } = [];

    /// <summary>The name under which a query reaches the parent ("Account", "Parent__r").</summary>
    public string? RelationshipName { get; init; }

    /// <summary>The name under which a query on the parent reaches the children ("Contacts").</summary>
    public string? ChildRelationshipName { get; init; }

    /// <summary>Deleting the parent deletes the child.</summary>
    public bool CascadeDelete { get; init; }

    /// <summary>The value a create without this field stores.</summary>
    public object? DefaultValue { get; init; }

    /// <summary>Computes a value that no row stores (stamps, a person's full name, a compound address).</summary>
    public Func<StoredRecord, object?>? Compute { get; init; }

    /// <summary>No permission set lets anybody see it yet.</summary>
    public bool Hidden { get; set; }

    /// <summary>Whether rows keep a value for it, in <see cref="FieldDefinition.Slot"/>.</summary>
    public bool Stored => Compute is null;

    /// <summary>Numbers that a row keeps as <see cref="decimal"/>.</summary>
    public bool IsNumber => Type is SObjectFieldType.Int or SObjectFieldType.Double or SObjectFieldType.Currency or SObjectFieldType.Percent;

    /// <summary>Texts, which compare without regard to case.</summary>
    public bool IsText => Type is SObjectFieldType.String or SObjectFieldType.TextArea or SObjectFieldType.Picklist
        or SObjectFieldType.Email or SObjectFieldType.Phone or SObjectFieldType.Url;

    /// <summary>Ids, which compare with regard to case.</summary>
    public bool IsId => Type is SObjectFieldType.Id or SObjectFieldType.Reference;

    /// <summary>Long text areas can be read but neither filtered nor sorted.</summary>
    public bool Filterable => Type is not SObjectFieldType.Address && !(Type == SObjectFieldType.TextArea && Length > 255);

    /// <summary>A create must give a value.</summary>
    public bool Required => Createable && !Nillable && !DefaultedOnCreate;

    /// <summary>The value in a row: string, decimal, bool, <see cref="DateOnly"/>, <see cref="DateTimeOffset"/>, an address, or null.</summary>
    public object? Read(StoredRecord row) => Compute is null ? row[Slot] : Compute(row);
}
