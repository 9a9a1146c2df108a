using CrmErp.Sdk.Simulators.BusinessCentral.Data;
using CrmErp.Sdk.Simulators.BusinessCentral.Schema;
using CrmErp.Sdk.Simulators.Storage;

namespace CrmErp.Sdk.Simulators.BusinessCentral.Posting;

/// <summary>Item ledger entries. They change the item's stock, not the item's row.</summary>
internal static class StockPosting
{
    public static void Adjust(BcWork work, StoredRecord item, decimal quantity, string documentNumber)
    {
        var draft = BcDraft.Of(work.Table("items").Entity, item);
        if (draft.Text("type") != "Inventory")
        {
            throw BcException.Field($"Type must be equal to 'Inventory'  in Item: No.={draft.Text("number")}. Current value is '{draft.Text("type")}'.");
        }

        var entry = Entry(work, draft, quantity, quantity > 0 ? "Positive_x0020_Adjmt_x002E_" : "Negative_x0020_Adjmt_x002E_", documentNumber);
        entry["sourceType"] = "Item";
        entry["sourceNumber"] = draft.Text("number");
        entry["costAmountActual"] = quantity * draft.Number("unitCost");
        Post(work, entry);
    }

    public static void Ship(BcWork work, BcDraft item, BcDraft order, string invoiceNumber, decimal quantity, decimal salesAmount)
    {
        if (item.Text("type") != "Inventory" || quantity == 0)
        {
            return;
        }

        var entry = Entry(work, item, -quantity, "Sale", invoiceNumber);
        entry["sourceType"] = "Customer";
        entry["sourceNumber"] = order.Text("customerNumber");
        entry["documentType"] = "Sales_x0020_Shipment";
        entry["salesAmountActual"] = salesAmount;
        entry["costAmountActual"] = -quantity * item.Number("unitCost");
        Post(work, entry);
    }

    private static BcDraft Entry(BcWork work, BcDraft item, decimal quantity, string type, string documentNumber)
    {
        var entry = BcDraft.New(work.Table("itemLedgerEntries").Entity, work.NewId());
        entry["entryNumber"] = work.Company.NextEntry("ITEM-LEDGER");
        entry["itemNumber"] = item.Text("number");
        entry["postingDate"] = work.Today;
        entry["entryType"] = type;
        entry["documentNumber"] = documentNumber;
        entry["description"] = item.Text("displayName");
        entry["quantity"] = BcValueReader.Plain(quantity);
        return entry;
    }

    private static void Post(BcWork work, BcDraft entry)
    {
        work.Insert(entry, logged: false);
        var number = entry.Text("itemNumber");
        var quantity = entry.Number("quantity");
        work.Transaction.OnCommit(() => work.Company.AddToInventory(number, quantity));
    }
}
