using CrmErp.Sdk.Simulators.BusinessCentral.Data;
using CrmErp.Sdk.Simulators.BusinessCentral.Schema;

namespace CrmErp.Sdk.Simulators.BusinessCentral.Rules;

/// <summary>Journal lines that will be payments once the journal is posted.</summary>
internal sealed class PaymentRules : BcRules
{
    public override void Validate(BcWork work, BcDraft draft, BcField field, object value)
    {
        switch (field.Name)
        {
            case "journalId" when !draft.IsNew && draft.Text("journalId") != (string)value:
                throw BcException.Dialog("The Journal Id cannot be changed.");
            case "journalDisplayName" when !draft.IsNew && draft.Text("journalDisplayName") != (string)value:
                throw BcException.Dialog("The Journal Batch Display Name cannot be changed.");
            case "appliesToInvoiceId":
                ApplyTo(work, draft, (string)value);
                break;
            case "appliesToInvoiceNumber":
                ApplyToNumber(work, draft, (string)value);
                break;
            default:
                base.Validate(work, draft, field, value);
                break;
        }
    }

    public override void Inserting(BcWork work, BcDraft draft)
    {
        var journals = work.Table("customerPaymentJournals");
        if (draft.Text("journalId") == BcField.NoGuid)
        {
            throw BcException.Dialog(BcModel.NoJournal);
        }

        var journal = journals.Records.Find(draft.Text("journalId")) ?? throw BcException.Missing(journals.Entity, draft.Text("journalId"));
        draft["journalDisplayName"] = journal[journals.Entity.Schema.Slot("code")];
        if ((long)draft["lineNumber"]! == 0)
        {
            draft["lineNumber"] = BcLines.NextSequence(work.Table("customerPayments"), "journalId", draft.Text("journalId"), "lineNumber");
        }

        if (draft.Date("postingDate") == DateOnly.MinValue)
        {
            draft["postingDate"] = work.Today;
        }

        if (draft.Text("documentNumber").Length == 0)
        {
            draft["documentNumber"] = work.Company.NextNumber("G", _ => false);
        }
    }

    private static void ApplyTo(BcWork work, BcDraft draft, string id)
    {
        draft["appliesToInvoiceId"] = id;
        if (id == BcField.NoGuid)
        {
            draft["appliesToInvoiceNumber"] = "";
            return;
        }

        var invoices = work.Table("salesInvoices");
        if (invoices.Records.Find(id) is not { } record || BcDraft.Of(invoices.Entity, record) is not { } invoice || !Posted(invoice))
        {
            throw BcException.Dialog("The \"appliesToInvoiceId\" should be the ID of an Open, Paid, Corrective, or Canceled Invoice.");
        }

        draft["appliesToInvoiceNumber"] = invoice.Text("number");
        TakeCustomer(draft, invoice);
    }

    private static void ApplyToNumber(BcWork work, BcDraft draft, string number)
    {
        if (draft.IsSet("appliesToInvoiceId") && draft.Text("appliesToInvoiceId") != BcField.NoGuid && draft.Text("appliesToInvoiceNumber") != number)
        {
            throw BcException.Dialog("The Applies To Invoice values do not match to the same Invoice.");
        }

        var invoices = work.Table("salesInvoices");
        var invoice = invoices.ByKey(number) is { } record ? BcDraft.Of(invoices.Entity, record) : null;
        draft["appliesToInvoiceNumber"] = number;
        draft["appliesToInvoiceId"] = invoice is not null && Posted(invoice) ? invoice.Id : BcField.NoGuid;
        if (invoice is not null)
        {
            TakeCustomer(draft, invoice);
        }
    }

    private static bool Posted(BcDraft invoice) => invoice.Text("status") is "Open" or "Paid" or "Corrective" or "Canceled";

    private static void TakeCustomer(BcDraft draft, BcDraft invoice)
    {
        if (draft.Text("customerNumber").Length == 0)
        {
            draft["customerNumber"] = invoice.Text("billToCustomerNumber");
            draft["customerId"] = invoice.Text("billToCustomerId");
        }
    }
}
