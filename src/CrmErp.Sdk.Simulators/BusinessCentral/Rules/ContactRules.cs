using CrmErp.Sdk.Simulators.BusinessCentral.Data;
using CrmErp.Sdk.Simulators.BusinessCentral.Schema;
using CrmErp.Sdk.Simulators.Storage;

namespace CrmErp.Sdk.Simulators.BusinessCentral.Rules;

/// <summary>Contacts: a person belongs to the company contact whose number it names.</summary>
internal sealed class ContactRules : BcRules
{
    public override void Validate(BcWork work, BcDraft draft, BcField field, object value)
    {
        if (value is string text)
        {
            BcContactDetails.Check(draft, field.Name, text);
        }

        base.Validate(work, draft, field, value);
        if (field.Name == "companyNumber")
        {
            TakeCompany(work, draft);
        }
    }

    public override void Inserting(BcWork work, BcDraft draft)
    {
        BcContactDetails.RequireName(draft);
        base.Inserting(work, draft);
        if (draft.Text("type") == "Company" && draft.Text("companyNumber").Length == 0)
        {
            draft["companyNumber"] = draft.Text("number");
            draft["companyName"] = draft.Text("displayName");
        }
    }

    public override void Deleting(BcWork work, StoredRecord record)
    {
        var number = (string)record[work.Table("contacts").Entity.Schema.Slot("number")]!;
        if (work.Company.CustomerOf(number) is { } customer && work.Table("customers").Records.Find(customer) is not null)
        {
            throw BcException.Dialog($"You cannot delete the Contact record with No. {number} because there are one or more records in the Contact Business Relation table.");
        }
    }

    private static void TakeCompany(BcWork work, BcDraft draft)
    {
        var contacts = work.Table("contacts");
        var number = draft.Text("companyNumber");
        if (number.Length == 0)
        {
            draft["companyName"] = "";
            draft["contactBusinessRelation"] = draft.Entity.Field("contactBusinessRelation").Empty;
            return;
        }

        var company = contacts.ByKey(number)!;
        if ((string)company[contacts.Entity.Schema.Slot("type")]! != "Company" && work.Company.CustomerOf(number) is null)
        {
            throw BcException.Field($"Type must be equal to 'Company'  in Contact: No.={number}. Current value is 'Person'.");
        }

        draft["companyName"] = company[contacts.Entity.Schema.Slot("displayName")];
        draft["contactBusinessRelation"] = company[contacts.Entity.Schema.Slot("contactBusinessRelation")];
    }
}
