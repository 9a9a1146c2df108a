using CrmErp.Sdk.Simulators.BusinessCentral.Data;
using CrmErp.Sdk.Simulators.BusinessCentral.Rules;
using CrmErp.Sdk.Simulators.BusinessCentral.Schema;
using CrmErp.Sdk.Simulators.Storage;

namespace CrmErp.Sdk.Simulators.BusinessCentral.Posting;

/// <summary>
/// Ships and invoices an order. The posted invoice is a new record that names the order; an order that is invoiced in full ceases to exist.
/// </summary>
internal static class OrderPosting
{
    private static readonly string[] LineOnly = ["id", "documentId", "shippedQuantity", "invoicedQuantity", "invoiceQuantity", "shipQuantity"];

    /// <summary>Posts; gives the id of the posted invoice.</summary>
    public static string ShipAndInvoice(BcWork work, string orderId)
    {
        var order = work.Open("salesOrders", orderId);
        CheckCustomer(work, order);
        var lines = DocumentTotals.Lines(work, "salesOrderLines", orderId);
        if (!lines.Exists(l => l.Text("lineType") == "Item" && l.Number("quantity") != 0))
        {
            throw BcException.Dialog("There is nothing to post.");
        }

        if (!lines.Exists(l => l.Number("shipQuantity") != 0 || l.Number("invoiceQuantity") != 0))
        {
            throw BcException.Dialog("There is nothing to post because the quantities to ship and to invoice are zero on all lines.");
        }

        var invoice = Invoice(work, order);
        var invoiceLines = lines.Where(l => l.Text("lineType") != "Item" || l.Number("invoiceQuantity") != 0).Select(l => InvoiceLine(work, invoice, l)).ToList();
        DocumentTotals.Calculate(work, invoice, invoiceLines);
        invoice["remainingAmount"] = invoice["totalAmountIncludingTax"];
        work.Insert(invoice);
        CustomerLedger.Add(work, invoice.Text("billToCustomerId"), invoice.Number("totalAmountIncludingTax"));
        foreach (var line in invoiceLines)
        {
            work.Insert(line, logged: false);
        }

        Ship(work, order, invoice, lines);
        Finish(work, order, lines);
        return invoice.Id;
    }

    private static void CheckCustomer(BcWork work, BcDraft order)
    {
        var customers = work.Table("customers");
        if (customers.Records.Find(order.Text("customerId")) is { } customer)
        {
            CustomerRules.CheckBlocked(customer, customers.Entity.Schema.Slot("number"), customers.Entity.Schema.Slot("blocked"), order: true, "post");
        }
    }

    private static BcDraft Invoice(BcWork work, BcDraft order)
    {
        var invoices = work.Table("salesInvoices");
        var invoice = BcDraft.New(invoices.Entity, work.NewId());
        foreach (var field in invoices.Entity.Schema.Fields)
        {
            if (field.Name is not ("id" or "number" or "status" or "lastModifiedDateTime") && order.Entity.Find(field.Name) is not null)
            {
                invoice[field.Name] = order[field.Name];
            }
        }

        invoice["number"] = work.Company.NextNumber("S-INV+", n => invoices.ByKey(n) is not null);
        invoice["orderId"] = order.Id;
        invoice["orderNumber"] = order.Text("number");
        invoice["invoiceDate"] = order.Date("postingDate");
        invoice["status"] = "Open";
        InvoicePosting.SetDueDate(work, invoice);
        return invoice;
    }

    private static BcDraft InvoiceLine(BcWork work, BcDraft invoice, BcDraft line)
    {
        var copy = BcDraft.New(work.Table("salesInvoiceLines").Entity, work.NewId());
        foreach (var field in copy.Entity.Schema.Fields)
        {
            if (Array.IndexOf(LineOnly, field.Name) < 0)
            {
                copy[field.Name] = line[field.Name];
            }
        }

        copy["documentId"] = invoice.Id;
        if (line.Text("lineType") == "Item" && line.Number("invoiceQuantity") != line.Number("quantity"))
        {
            var precision = work.Company.AmountPrecision(invoice.Text("currencyCode"));
            copy["quantity"] = line.Number("invoiceQuantity");
            var gross = BcRounding.Amount(copy.Number("quantity") * copy.Number("unitPrice"), precision);
            copy["discountAmount"] = BcRounding.Amount(gross * copy.Number("discountPercent") / 100, precision);
        }

        return copy;
    }

    private static void Ship(BcWork work, BcDraft order, BcDraft invoice, List<BcDraft> lines)
    {
        var items = work.Table("items");
        foreach (var line in lines)
        {
            if (line.Text("lineType") == "Item" && items.Records.Find(line.Text("itemId")) is { } item)
            {
                StockPosting.Ship(work, BcDraft.Of(items.Entity, item), order, invoice.Text("number"), line.Number("shipQuantity"), line.Number("netAmount"));
            }
        }
    }

    private static void Finish(BcWork work, BcDraft order, List<BcDraft> lines)
    {
        foreach (var line in lines)
        {
            line["shippedQuantity"] = line.Number("shippedQuantity") + line.Number("shipQuantity");
            line["invoicedQuantity"] = line.Number("invoicedQuantity") + line.Number("invoiceQuantity");
            line["shipQuantity"] = line.Number("quantity") - line.Number("shippedQuantity");
            line["invoiceQuantity"] = line.Number("quantity") - line.Number("invoicedQuantity");
        }

        if (lines.TrueForAll(l => l.Number("invoicedQuantity") == l.Number("quantity")))
        {
            foreach (var line in lines)
            {
                work.Delete(line.Entity, line.Before!, logged: false);
            }

            work.Delete(order.Entity, order.Before!);
            return;
        }

        foreach (var line in lines)
        {
            work.UpdateIfChanged(line);
        }

        order["fullyShipped"] = lines.TrueForAll(l => l.Number("shippedQuantity") == l.Number("quantity"));
        order["status"] = "Open";
        work.Update(order);
    }
}
