using CrmErp.Sdk.Simulators.BusinessCentral.Data;
using CrmErp.Sdk.Simulators.BusinessCentral.Rules;
using CrmErp.Sdk.Simulators.BusinessCentral.Schema;

namespace CrmErp.Sdk.Simulators.BusinessCentral.Posting;

/// <summary>Posts and cancels invoices.</summary>
internal static class InvoicePosting
{
    /// <summary>Posts a draft; it keeps its id and gets another number.</summary>
    public static void Post(BcWork work, string invoiceId)
    {
        var invoice = work.Open("salesInvoices", invoiceId);
        if (BcPosted.Is(invoice.Text("status")))
        {
            throw BcException.Dialog("The action can be applied to a draft invoice only.");
        }

        var lines = DocumentTotals.Lines(work, "salesInvoiceLines", invoiceId);
        if (!lines.Exists(l => l.Text("lineType") == "Item" && l.Number("quantity") != 0))
        {
            throw BcException.Dialog("There is nothing to post.");
        }

        invoice["number"] = work.Company.NextNumber("S-INV+", n => work.Table("salesInvoices").ByKey(n) is not null);
        invoice["status"] = "Open";
        invoice["remainingAmount"] = invoice["totalAmountIncludingTax"];
        work.Update(invoice);
        CustomerLedger.Add(work, invoice.Text("billToCustomerId"), invoice.Number("totalAmountIncludingTax"));
        foreach (var line in lines)
        {
            var items = work.Table("items");
            if (items.Records.Find(line.Text("itemId")) is { } item)
            {
                StockPosting.Ship(work, BcDraft.Of(items.Entity, item), invoice, invoice.Text("number"), line.Number("quantity"), line.Number("netAmount"));
            }
        }
    }

    /// <summary>Cancels a posted invoice: nothing remains to be paid, goods come back.</summary>
    public static void Cancel(BcWork work, string invoiceId)
    {
        var invoice = work.Open("salesInvoices", invoiceId);
        switch (invoice.Text("status"))
        {
            case "Canceled":
                throw BcException.Dialog("The invoice cannot be canceled because it has already been canceled.");
            case "Paid":
                throw BcException.Dialog("The invoice is closed. The corrective credit memo will not be applied to the invoice.");
            case "Open" when invoice.Number("remainingAmount") != invoice.Number("totalAmountIncludingTax"):
                throw BcException.Dialog("The invoice is partially paid or credited. The corrective credit memo may not be fully closed by the invoice.");
            case "Open":
                break;
            default:
                throw BcException.Dialog("The action can be applied to a posted invoice only.");
        }

        var owed = invoice.Number("remainingAmount");
        invoice["status"] = "Canceled";
        invoice["remainingAmount"] = 0m;
        work.Update(invoice);
        CustomerLedger.Add(work, invoice.Text("billToCustomerId"), -owed);
        var items = work.Table("items");
        foreach (var line in DocumentTotals.Lines(work, "salesInvoiceLines", invoiceId))
        {
            if (items.Records.Find(line.Text("itemId")) is { } item)
            {
                StockPosting.Ship(work, BcDraft.Of(items.Entity, item), invoice, invoice.Text("number"), -line.Number("quantity"), -line.Number("netAmount"));
            }
        }
    }

    public static void SetDueDate(BcWork work, BcDraft invoice)
    {
        var terms = work.Table("paymentTerms");
        var formula = terms.Records.Find(invoice.Text("paymentTermsId")) is { } term ? (string)term[terms.Entity.Schema.Slot("dueDateCalculation")]! : "";
        invoice["dueDate"] = BcDateFormula.Add(invoice.Date("invoiceDate"), formula);
    }
}
