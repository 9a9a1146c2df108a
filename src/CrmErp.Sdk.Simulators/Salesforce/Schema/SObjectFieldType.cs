namespace CrmErp.Sdk.Simulators.Salesforce.Schema;

/// <summary>The field types of a describe answer that this simulator serves.</summary>
internal enum SObjectFieldType
{
    Id,
    Reference,
    String,
    TextArea,
    Picklist,
    Boolean,
    Int,
    Double,
    Currency,
    Percent,
    Date,
    DateTime,
    Email,
    Phone,
    Url,
    Address,
}
