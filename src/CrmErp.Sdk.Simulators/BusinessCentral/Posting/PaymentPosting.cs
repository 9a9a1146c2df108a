using CrmErp.Sdk.Simulators.BusinessCentral.Data;
using CrmErp.Sdk.Simulators.BusinessCentral.Rules;
using CrmErp.Sdk.Simulators.BusinessCentral.Schema;

namespace CrmErp.Sdk.Simulators.BusinessCentral.Posting;

/// <summary>Posts a payment journal: its lines are gone, the invoices they apply to owe less.</summary>
internal static class PaymentPosting
{
    public static void PostJournal(BcWork work, string journalId)
    {
        work.Open("customerPaymentJournals", journalId);
        var payments = work.Table("customerPayments");
        List<BcDraft> lines = [.. payments.Where("journalId", journalId).Select(p => BcDraft.Of(payments.Entity, p))];
        if (lines.Count == 0)
        {
            throw BcException.Dialog("There is nothing to post.");
        }

        foreach (var line in lines)
        {
            Check(line);
            work.Delete(payments.Entity, line.Before!);
            Receive(work, line.Text("customerId"), line.Text("appliesToInvoiceId"), -line.Number("amount"));
        }
    }

    /// <summary>Takes money for one invoice; what exceeds it stays on the customer's account.</summary>
    public static void Receive(BcWork work, string customerId, string invoiceId, decimal amount)
    {
        if (invoiceId != BcField.NoGuid)
        {
            Apply(work, invoiceId, amount);
        }

        CustomerLedger.Add(work, customerId, -amount);
    }

    private static void Apply(BcWork work, string invoiceId, decimal amount)
    {
        var invoice = work.Open("salesInvoices", invoiceId);
        if (!BcPosted.Is(invoice.Text("status")))
        {
            throw BcException.Dialog("The action can be applied to a posted invoice only.");
        }

        var remaining = Math.Max(0, invoice.Number("remainingAmount") - amount);
        invoice["remainingAmount"] = BcValueReader.Plain(remaining);
        if (remaining == 0 && invoice.Text("status") == "Open")
        {
            invoice["status"] = "Paid";
            work.Update(invoice, logged: false);
        }
        else if (work.Environment.Options.PartPaymentsStampInvoices)
        {
            work.Update(invoice, logged: false);
        }
        else
        {
            work.Transaction.Overwrite(work.Table("salesInvoices").Records, invoice.Before!, invoice.Values());
        }
    }

    private static void Check(BcDraft line)
    {
        if (line.Text("customerId") == BcField.NoGuid)
        {
            throw BcException.Field($"Account No. must have a value in Gen. Journal Line: Journal Batch Name={line.Text("journalDisplayName")}, Line No.={line["lineNumber"]}. It cannot be zero or empty.");
        }

        if (line.Number("amount") >= 0)
        {
            throw BcException.Field($"Amount must be negative in Gen. Journal Line Journal Batch Name='{line.Text("journalDisplayName")}',Line No.='{line["lineNumber"]}'.");
        }
    }
}
