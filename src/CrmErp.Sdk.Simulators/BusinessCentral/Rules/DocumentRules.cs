using CrmErp.Sdk.Simulators.BusinessCentral.Data;
using CrmErp.Sdk.Simulators.BusinessCentral.Posting;
using CrmErp.Sdk.Simulators.BusinessCentral.Schema;
using CrmErp.Sdk.Simulators.Storage;

namespace CrmErp.Sdk.Simulators.BusinessCentral.Rules;

/// <summary>Headers of orders and invoices.</summary>
internal sealed class DocumentRules : BcRules
{
    private static readonly string[] AddressParts = ["AddressLine1", "AddressLine2", "City", "Country", "State", "PostCode"];
    private static readonly string[] CustomerParts = ["addressLine1", "addressLine2", "city", "country", "state", "postalCode"];

    private readonly bool _orders;

    public DocumentRules(bool orders) => _orders = orders;

    private string Lines => _orders ? "salesOrderLines" : "salesInvoiceLines";

    public override void Validate(BcWork work, BcDraft draft, BcField field, object value)
    {
        var before = draft[field.Name];
        base.Validate(work, draft, field, value);
        if (!draft.IsNew && !Equals(before, draft[field.Name]))
        {
            CheckEditable(work, draft, field);
        }

        switch (field.Name)
        {
            case "customerId" or "customerNumber" when draft.IsNew || !Equals(before, draft[field.Name]):
                TakeSellTo(work, draft);
                break;
            case "billToCustomerId" or "billToCustomerNumber":
                TakeBillTo(work, draft);
                break;
            case "paymentTermsId" or "invoiceDate" when !_orders:
                SetDueDate(work, draft);
                break;
            case "discountAmount":
                draft["discountAmount"] = BcRounding.Amount((decimal)value, work.Company.AmountPrecision(draft.Text("currencyCode")));
                break;
            default:
                break;
        }
    }

    public override void Inserting(BcWork work, BcDraft draft)
    {
        if (draft.Text("customerId") == BcField.NoGuid)
        {
            throw BcException.Dialog("A \"customerNumber\" or a \"customerId\" must be provided.");
        }

        BcNumbers.Give(work, draft);
        SetIfEmpty(draft, "postingDate", work.Today);
        SetIfEmpty(draft, _orders ? "orderDate" : "invoiceDate", work.Today);
        if (!work.ByPeople || draft.Text("status") == draft.Entity.Field("status").Empty as string)
        {
            draft["status"] = "Draft";
        }

        if (_orders)
        {
            draft["partialShipping"] = !draft.IsSet("partialShipping") || draft.Flag("partialShipping");
        }
        else if (draft.Date("dueDate") == DateOnly.MinValue)
        {
            SetDueDate(work, draft);
        }
    }

    public override void Modifying(BcWork work, BcDraft draft)
    {
        if (!_orders && BcPosted.Is(draft.Text("status")))
        {
            throw BcException.Dialog($"You cannot change Sales Invoice {draft.Text("number")} because it is posted.");
        }
    }

    public override void Modified(BcWork work, StoredRecord before, StoredRecord after) => DocumentTotals.Recalculate(work, after.Id, Lines);

    public override void Deleting(BcWork work, StoredRecord record)
    {
        var draft = BcDraft.Of(work.Table(_orders ? "salesOrders" : "salesInvoices").Entity, record);
        if (!_orders && BcPosted.Is(draft.Text("status")))
        {
            throw BcException.Dialog($"You cannot delete Sales Invoice {draft.Text("number")} because it is posted.");
        }

        if (_orders && work.Table(Lines).Where("documentId", record.Id).Any(l => (decimal)l[work.Table(Lines).Entity.Schema.Slot("shippedQuantity")]! != 0))
        {
            throw BcException.Dialog($"You cannot delete Sales Order {draft.Text("number")} because it has shipped quantities that are not invoiced.");
        }
    }

    public override void Deleted(BcWork work, StoredRecord record)
    {
        foreach (var line in work.Table(Lines).Where("documentId", record.Id).ToList())
        {
            work.Delete(work.Table(Lines).Entity, line, logged: false);
        }
    }

    private static void SetIfEmpty(BcDraft draft, string field, DateOnly date)
    {
        if (draft.Date(field) == DateOnly.MinValue)
        {
            draft[field] = date;
        }
    }

    private static void SetDueDate(BcWork work, BcDraft draft)
    {
        var date = draft.Date("invoiceDate") == DateOnly.MinValue ? work.Today : draft.Date("invoiceDate");
        var terms = work.Table("paymentTerms");
        var formula = terms.Records.Find(draft.Text("paymentTermsId")) is { } term ? (string)term[terms.Entity.Schema.Slot("dueDateCalculation")]! : "";
        draft["dueDate"] = BcDateFormula.Add(date, formula);
    }

    private void CheckEditable(BcWork work, BcDraft draft, BcField field)
    {
        var customer = field.Name is "customerId" or "customerNumber";
        if (customer && work.Table(Lines).Where("documentId", draft.Id).Any())
        {
            // The page would ask whether the lines should be made again; a service cannot answer.
            throw new BcException(400, "Application_CallbackNotAllowed", "Microsoft Dynamics 365 Business Central Server attempted to issue a client callback to show a confirmation dialog box: Do you want to change Sell-to Customer No.?");
        }

        if (_orders && draft.Text("status") == "Open" && (customer || field.Name is "currencyId" or "currencyCode" or "pricesIncludeTax" or "discountAmount"))
        {
            throw NotOpen(draft);
        }
    }

    public static BcException NotOpen(BcDraft order) =>
        BcException.Field($"Status must be equal to 'Open'  in Sales Header: Document Type=Order, No.={order.Text("number")}. Current value is 'Released'.");

    private void TakeSellTo(BcWork work, BcDraft draft)
    {
        var customers = work.Table("customers");
        if (customers.Records.Find(draft.Text("customerId")) is not { } record)
        {
            return;
        }

        CustomerRules.CheckBlocked(record, customers.Entity.Schema.Slot("number"), customers.Entity.Schema.Slot("blocked"), _orders, "create");
        var customer = BcDraft.Of(customers.Entity, record);
        draft["customerName"] = customer.Text("displayName");
        draft["shipToName"] = customer.Text("displayName");
        CopyAddress(customer, draft, "sellTo");
        CopyAddress(customer, draft, "shipTo");
        foreach (var field in (ReadOnlySpan<string>)["phoneNumber", "email", "currencyId", "currencyCode", "paymentTermsId", "shipmentMethodId"])
        {
            draft[field] = customer[field];
        }

        draft["salesperson"] = customer.Text("salespersonCode");
        draft["billToCustomerId"] = customer.Id;
        draft["billToCustomerNumber"] = customer.Text("number");
        TakeBillTo(work, draft);
    }

    private static void TakeBillTo(BcWork work, BcDraft draft)
    {
        var customers = work.Table("customers");
        if (customers.Records.Find(draft.Text("billToCustomerId")) is { } record)
        {
            var customer = BcDraft.Of(customers.Entity, record);
            draft["billToName"] = customer.Text("displayName");
            CopyAddress(customer, draft, "billTo");
        }
    }

    private static void CopyAddress(BcDraft customer, BcDraft draft, string prefix)
    {
        for (var i = 0; i < AddressParts.Length; i++)
        {
            draft[prefix + AddressParts[i]] = customer[CustomerParts[i]];
        }
    }
}
