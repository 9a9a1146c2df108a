using CrmErp.Sdk.Simulators.BusinessCentral.Data;
using CrmErp.Sdk.Simulators.BusinessCentral.Posting;
using CrmErp.Sdk.Simulators.BusinessCentral.Schema;
using CrmErp.Sdk.Simulators.Storage;

namespace CrmErp.Sdk.Simulators.BusinessCentral.Rules;

/// <summary>Items. Their stock is the sum of ledger entries; a patch of it posts an adjustment.</summary>
internal sealed class ItemRules : BcRules
{
    public override void Validate(BcWork work, BcDraft draft, BcField field, object value)
    {
        if (field.Name != "inventory")
        {
            base.Validate(work, draft, field, value);
            return;
        }

        if (draft.IsNew)
        {
            throw BcException.Dialog("Inventory cannot be changed during on insert.");
        }

        var difference = (decimal)value - work.Company.Inventory(draft.Text("number"));
        if (difference != 0)
        {
            StockPosting.Adjust(work, draft.Before!, difference, draft.Text("number"));
        }
    }

    public override void Deleting(BcWork work, StoredRecord record)
    {
        var number = record[work.Table("items").Entity.Schema.Slot("number")];
        if (work.Table("salesOrderLines").Where("itemId", record.Id).Any())
        {
            throw BcException.Dialog($"You cannot delete Item {number} because there is at least one outstanding Sales Order that includes this item.");
        }

        if (work.Table("itemLedgerEntries").Where("itemNumber", (string)number!).Any())
        {
            throw BcException.Dialog($"You cannot delete Item {number} because there are one or more ledger entries for this item.");
        }
    }
}
