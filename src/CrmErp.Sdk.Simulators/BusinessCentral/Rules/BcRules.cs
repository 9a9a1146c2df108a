using CrmErp.Sdk.Simulators.BusinessCentral.Data;
using CrmErp.Sdk.Simulators.BusinessCentral.Schema;
using CrmErp.Sdk.Simulators.Storage;

namespace CrmErp.Sdk.Simulators.BusinessCentral.Rules;

/// <summary>What a page does when its fields are set and its records written. Fields are validated one after another, in the body's order.</summary>
internal class BcRules
{
    /// <summary>Takes one value, and sets what hangs on it.</summary>
    public virtual void Validate(BcWork work, BcDraft draft, BcField field, object value)
    {
        if (field.Relation is { } relation)
        {
            BcRelations.Apply(work, draft, field, relation, (string)value);
        }
        else
        {
            draft[field.Name] = value;
        }
    }

    /// <summary>Checks and completes a new record.</summary>
    public virtual void Inserting(BcWork work, BcDraft draft) => BcNumbers.Give(work, draft);

    public virtual void Inserted(BcWork work, StoredRecord record)
    {
    }

    public virtual void Modifying(BcWork work, BcDraft draft)
    {
        if (draft.Entity.KeyField is { } key && draft.Changed(key))
        {
            BcNumbers.Check(work, draft, draft.Text(key));
        }
    }

    public virtual void Modified(BcWork work, StoredRecord before, StoredRecord after)
    {
    }

    public virtual void Deleting(BcWork work, StoredRecord record)
    {
    }

    public virtual void Deleted(BcWork work, StoredRecord record)
    {
    }
}
