using CrmErp.Sdk.Simulators.Salesforce.Data;
using CrmErp.Sdk.Simulators.Storage;

namespace CrmErp.Sdk.Simulators.Salesforce.Rules;

/// <summary>A line needs a draft order with a price book, and a price of that book.</summary>
internal sealed class OrderItemRules : ObjectRules
{
    private const int NumberDigits = 10;

    /// <inheritdoc/>
    public override void BeforeSave(Save save)
    {
        var orders = save.Org.Get("Order");
        var order = save.Parent("OrderId");
        if (order is not null && !save.IsSeed)
        {
            RequireDraft(orders, order, save.IsCreate);
        }

        var entry = PricebookEntryRules.Take(save);
        if (save.IsCreate)
        {
            save["OrderItemNumber"] ??= save.Table.NextAutoNumber(save.Table.Type.Find("OrderItemNumber")!, NumberDigits);
            save["AvailableQuantity"] ??= save.Number("Quantity");
            if (order is not null && entry is not null)
            {
                RequireSameBook(save, orders, order, entry);
            }
        }

        if (save.Number("Quantity") == 0 && !save.IsSeed)
        {
            throw new SalesforceException(ErrorCodes.FieldIntegrityException, "field integrity exception: Quantity (quantity must be nonzero)", "Quantity");
        }

        save["TotalPrice"] = Round((save.Number("Quantity") ?? 0) * (save.Number("UnitPrice") ?? 0), save.Table.Type.Find("TotalPrice")!);
    }

    /// <inheritdoc/>
    public override void AfterSave(Save save, StoredRecord after) => OrderRules.RollUp(save.Writer, save.Transaction, save.Text("OrderId")!);

    /// <inheritdoc/>
    public override void BeforeDelete(SObjectWriter writer, Transaction transaction, SObjectTable table, StoredRecord row)
    {
        if (Read(table, row, "OrderId") is string id && writer.Org.FindRow(id) is { } order)
        {
            RequireDraft(writer.Org.Get("Order"), order, adding: true);
        }
    }

    /// <inheritdoc/>
    public override void AfterDelete(SObjectWriter writer, Transaction transaction, SObjectTable table, StoredRecord row) =>
        OrderRules.RollUp(writer, transaction, (string)Read(table, row, "OrderId")!);

    private static void RequireDraft(SObjectTable orders, StoredRecord order, bool adding)
    {
        if (OrderRules.IsActivated(orders, order))
        {
            throw adding
                ? new SalesforceException(ErrorCodes.FailedActivation, "You can't add or remove products of an activated order.")
                : new SalesforceException(ErrorCodes.EntityIsLocked, "entity is locked for editing");
        }
    }

    private static void RequireSameBook(Save save, SObjectTable orders, StoredRecord order, StoredRecord entry)
    {
        var book = Read(save.Org.Get("PricebookEntry"), entry, "Pricebook2Id");
        if (!save.IsSeed && !Equals(Read(orders, order, "Pricebook2Id"), book))
        {
            throw new SalesforceException(ErrorCodes.FieldIntegrityException,
                "field integrity exception: PricebookEntryId (pricebook entry is in a different pricebook than the one assigned to the order)", "PricebookEntryId");
        }

        PricebookEntryRules.CheckCurrency(save, entry, orders, order);
    }
}
