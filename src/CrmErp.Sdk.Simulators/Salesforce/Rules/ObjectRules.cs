using CrmErp.Sdk.Simulators.Salesforce.Data;
using CrmErp.Sdk.Simulators.Salesforce.Schema;
using CrmErp.Sdk.Simulators.Storage;

namespace CrmErp.Sdk.Simulators.Salesforce.Rules;

/// <summary>What the vendor's own code does around the save of one object, beyond what every field gets.</summary>
internal abstract class ObjectRules
{
    /// <summary>Checks, derives and corrects values before they are stored.</summary>
    public virtual void BeforeSave(Save save)
    {
    }

    /// <summary>Carries the change on, as a total to the parent.</summary>
    public virtual void AfterSave(Save save, StoredRecord after)
    {
    }

    /// <summary>Refuses a delete.</summary>
    public virtual void BeforeDelete(SObjectWriter writer, Transaction transaction, SObjectTable table, StoredRecord row)
    {
    }

    /// <summary>Carries a delete on.</summary>
    public virtual void AfterDelete(SObjectWriter writer, Transaction transaction, SObjectTable table, StoredRecord row)
    {
    }

    /// <summary>A field of a row by its name.</summary>
    protected static object? Read(SObjectTable table, StoredRecord row, string name) => table.Type.Find(name)?.Read(row);

    /// <summary>A money amount, as the vendor rounds it.</summary>
    protected static decimal Round(decimal amount, SObjectField field) => Math.Round(amount, field.Scale, MidpointRounding.AwayFromZero);
}
