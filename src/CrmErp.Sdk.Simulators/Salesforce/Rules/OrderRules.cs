using CrmErp.Sdk.Simulators.Salesforce.Data;
using CrmErp.Sdk.Simulators.Storage;

namespace CrmErp.Sdk.Simulators.Salesforce.Rules;

/// <summary>An order starts as a draft, is activated once it has lines, and its lines are fixed while it is active.</summary>
internal sealed class OrderRules : ObjectRules
{
    public const string Draft = "Draft";
    public const string Activated = "Activated";

    private const int NumberDigits = 8;

    /// <inheritdoc/>
    public override void BeforeSave(Save save)
    {
        if (save.IsCreate)
        {
            save["OrderNumber"] ??= save.Table.NextAutoNumber(save.Table.Type.Find("OrderNumber")!, NumberDigits);
            save["TotalAmount"] ??= 0m;
            if (save.Text("Status") != Draft && !save.IsSeed)
            {
                throw new SalesforceException(ErrorCodes.FailedActivation, "The order must be created as a draft.", "Status");
            }
        }

        var activates = save.Changes("Status") && save.Text("Status") == Activated;
        if (activates && !save.IsSeed && !Lines(save.Org, save.Before!.Id).Any())
        {
            throw new SalesforceException(ErrorCodes.FailedActivation, "An order must have at least one product.", "Status");
        }

        if (!save.IsCreate && !save.IsSeed && save.Changes("Pricebook2Id") && Lines(save.Org, save.Before!.Id).Any())
        {
            throw new SalesforceException(ErrorCodes.FieldIntegrityException,
                "field integrity exception: Pricebook2Id (the price book of an order with products cannot be changed)", "Pricebook2Id");
        }

        save["StatusCode"] = save.Text("Status") == Activated ? Activated : Draft;
        if (save.Changes("Status"))
        {
            save["ActivatedDate"] = activates ? save["ActivatedDate"] ?? save.Transaction.Now : null;
        }
    }

    /// <inheritdoc/>
    public override void BeforeDelete(SObjectWriter writer, Transaction transaction, SObjectTable table, StoredRecord row)
    {
        if (IsActivated(table, row))
        {
            throw new SalesforceException(ErrorCodes.DeleteFailed, "An activated order cannot be deleted.");
        }
    }

    public static bool IsActivated(SObjectTable orders, StoredRecord order) => Read(orders, order, "StatusCode") is Activated;

    /// <summary>Sums the lines into the order. The order's stamp moves with it.</summary>
    public static void RollUp(SObjectWriter writer, Transaction transaction, string orderId)
    {
        var table = writer.Org.Get("Order");
        if (table.Rows.Find(orderId) is { } order)
        {
            var total = writer.Org.Get("OrderItem").Type.Find("TotalPrice")!;
            var sum = Lines(writer.Org, orderId).Sum(r => total.Read(r) as decimal? ?? 0);
            writer.SideEffect(transaction, table, order, save => save["TotalAmount"] = sum);
        }
    }

    private static IEnumerable<StoredRecord> Lines(SalesforceOrg org, string orderId)
    {
        var items = org.Get("OrderItem");
        return items.With(items.Type.Find("OrderId")!, orderId);
    }
}
