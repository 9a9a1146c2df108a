using CrmErp.Sdk.Simulators.BusinessCentral.Data;
using CrmErp.Sdk.Simulators.BusinessCentral.Schema;
using CrmErp.Sdk.Simulators.Storage;

namespace CrmErp.Sdk.Simulators.BusinessCentral.Rules;

/// <summary>Customers, and the contact of type Company that comes with each.</summary>
internal sealed class CustomerRules : BcRules
{
    private static readonly string[] Mirrored =
    [
        "displayName", "addressLine1", "addressLine2", "city", "state", "country", "postalCode", "phoneNumber", "email", "website", "taxRegistrationNumber",
    ];

    public override void Validate(BcWork work, BcDraft draft, BcField field, object value)
    {
        if (value is string text)
        {
            BcContactDetails.Check(draft, field.Name, text);
        }

        base.Validate(work, draft, field, value);
    }

    public override void Inserting(BcWork work, BcDraft draft)
    {
        BcContactDetails.RequireName(draft);
        base.Inserting(work, draft);
        if (draft.Text("currencyCode").Length == 0)
        {
            draft["currencyCode"] = work.Company.Options.LocalCurrency;
        }
    }

    public override void Inserted(BcWork work, StoredRecord record)
    {
        if (!work.Company.Options.CreateCompanyContacts)
        {
            return;
        }

        var customer = BcDraft.Of(work.Table("customers").Entity, record);
        var contacts = work.Table("contacts");
        var contact = BcDraft.New(contacts.Entity, work.NewId());
        contact["number"] = work.Company.NextNumber("CONT", n => contacts.ByKey(n) is not null);
        contact["type"] = customer.Text("type");
        contact["companyNumber"] = contact.Text("number");
        contact["companyName"] = customer.Text("displayName");
        contact["contactBusinessRelation"] = "Customer";
        Mirror(customer, contact);
        work.Insert(contact, logged: false);
        var number = contact.Text("number");
        work.Transaction.OnCommit(() => work.Company.Relate(record.Id, number));
    }

    public override void Modified(BcWork work, StoredRecord before, StoredRecord after)
    {
        if (work.Company.CompanyContact(after.Id) is not { } number || work.Table("contacts").ByKey(number) is not { } stored)
        {
            return;
        }

        var contact = BcDraft.Of(work.Table("contacts").Entity, stored);
        Mirror(BcDraft.Of(work.Table("customers").Entity, after), contact);
        work.UpdateIfChanged(contact);
    }

    public override void Deleting(BcWork work, StoredRecord record)
    {
        var number = record[work.Table("customers").Entity.Schema.Slot("number")];
        if (work.Table("salesOrders").Where("customerId", record.Id).Any())
        {
            throw BcException.Dialog($"You cannot delete Customer {number} because there is at least one outstanding Sales Order for this customer.");
        }

        if (work.Table("salesInvoices").Where("customerId", record.Id).Any())
        {
            throw BcException.Dialog($"You cannot delete Customer {number} because it has ledger entries in a fiscal year that has not been closed yet.");
        }
    }

    /// <summary>Whether a customer may get a new document of that kind.</summary>
    /// <param name="customer">The customer.</param>
    /// <param name="numberSlot">The slot of its number.</param>
    /// <param name="blockedSlot">The slot of its blocked field.</param>
    /// <param name="order">Whether the document is an order; else an invoice.</param>
    /// <param name="verb">What is tried, as <c>create</c>.</param>
    public static void CheckBlocked(StoredRecord customer, int numberSlot, int blockedSlot, bool order, string verb)
    {
        var blocked = (string)customer[blockedSlot]!;
        if (blocked == "All" || blocked == "Invoice" || (blocked == "Ship" && order))
        {
            throw BcException.Dialog($"You cannot {verb} this type of document when Customer {customer[numberSlot]} is blocked with type {blocked}");
        }
    }

    private static void Mirror(BcDraft customer, BcDraft contact)
    {
        foreach (var field in Mirrored)
        {
            contact[field] = customer[field];
        }
    }
}
