using System.Text.Json;
using CrmErp.Sdk.Simulators.Admin;
using CrmErp.Sdk.Simulators.BusinessCentral.Api;
using CrmErp.Sdk.Simulators.BusinessCentral.Data;
using CrmErp.Sdk.Simulators.BusinessCentral.Posting;
using CrmErp.Sdk.Simulators.BusinessCentral.Schema;
using CrmErp.Sdk.Simulators.Storage;

namespace CrmErp.Sdk.Simulators.BusinessCentral;

/// <summary>What people do in the user interface that has a name of its own.</summary>
internal static class BcPeopleActions
{
    public static string Run(BcWork work, BcWrites writes, string action, JsonElement arguments)
    {
        switch (action)
        {
            case "postOrder":
                return OrderPosting.ShipAndInvoice(work, Text(arguments, "orderId"));
            case "postInvoice":
                InvoicePosting.Post(work, Text(arguments, "invoiceId"));
                return Text(arguments, "invoiceId");
            case "cancelInvoice":
                InvoicePosting.Cancel(work, Text(arguments, "invoiceId"));
                return Text(arguments, "invoiceId");
            case "postJournal":
                PaymentPosting.PostJournal(work, Text(arguments, "journalId"));
                return Text(arguments, "journalId");
            case "receivePayment":
                return Receive(work, arguments);
            case "adjustStock":
                return Adjust(work, arguments);
            case "setCreditLimit":
                return Customer(work, writes, arguments, ("creditLimit", Number(arguments, "amount") ?? 0m));
            case "blockCustomer":
                return Customer(work, writes, arguments, ("blocked", Text(arguments, "blocked")));
            case "releaseOrder":
                return Order(work, arguments, "Open");
            case "reopenOrder":
                return Order(work, arguments, "Draft");
            case "reviewOrder":
                return Order(work, arguments, "In_x0020_Review");
            case "closeOpportunity":
                return Close(work, arguments);
            default:
                throw BcException.NotFound($"There is no action '{action}'.");
        }
    }

    private static string Receive(BcWork work, JsonElement arguments)
    {
        var invoice = work.Open("salesInvoices", Text(arguments, "invoiceId"));
        PaymentPosting.Receive(work, invoice.Text("billToCustomerId"), invoice.Id, Number(arguments, "amount") ?? invoice.Number("remainingAmount"));
        return invoice.Id;
    }

    private static string Adjust(BcWork work, JsonElement arguments)
    {
        var items = work.Table("items");
        var item = arguments.TryGetProperty("itemId", out var id) && id.ValueKind == JsonValueKind.String
            ? items.Records.Find(id.GetString()!)
            : items.ByKey(Text(arguments, "itemNumber"));
        StockPosting.Adjust(work, item ?? throw BcException.Dialog("Item does not exist."), Number(arguments, "quantity") ?? 0, "ADJUST");
        return item.Id;
    }

    private static string Customer(BcWork work, BcWrites writes, JsonElement arguments, (string Name, object? Value) change)
    {
        var id = Text(arguments, "customerId");
        writes.Update(work, work.Table("customers").Entity, id, null, JsonValues.Object(change));
        return id;
    }

    private static string Order(BcWork work, JsonElement arguments, string status)
    {
        var order = work.Open("salesOrders", Text(arguments, "orderId"));
        order["status"] = status;
        work.Update(order);
        return order.Id;
    }

    private static string Close(BcWork work, JsonElement arguments)
    {
        var opportunity = work.Open("opportunities", Text(arguments, "opportunityId"));
        opportunity["status"] = arguments.TryGetProperty("won", out var won) && won.ValueKind == JsonValueKind.True ? "Won" : "Lost";
        opportunity["closed"] = true;
        opportunity["dateClosed"] = work.Today;
        work.Update(opportunity);
        return opportunity.Id;
    }

    private static string Text(JsonElement arguments, string name) =>
        arguments.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : throw BcException.BadRequest($"'{name}' is missing.");

    private static decimal? Number(JsonElement arguments, string name) =>
        arguments.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDecimal() : null;
}
