using CrmErp.Sdk.Simulators.BusinessCentral.Data;
using CrmErp.Sdk.Simulators.Storage;

namespace CrmErp.Sdk.Simulators.BusinessCentral.OData;

/// <summary>The contacts of a customer: its company contact and the persons that belong to that. Made while reading; no table holds it.</summary>
internal static class BcContactsInformation
{
    public static IReadOnlyList<StoredRecord> Of(BcCompany company, string customerId)
    {
        if (customerId.Length == 0)
        {
            throw BcException.Dialog("id type not specified.");
        }

        if (company.CompanyContact(customerId) is not { } number)
        {
            return [];
        }

        var contacts = company["contacts"];
        var entity = company["contactsInformation"].Entity;
        var rows = new List<StoredRecord>();
        foreach (var record in contacts.Where("companyNumber", number))
        {
            var contact = BcDraft.Of(contacts.Entity, record);
            var row = BcDraft.New(entity, record.Id);
            row["contactId"] = record.Id;
            row["contactNumber"] = contact["number"];
            row["contactName"] = contact["displayName"];
            row["contactType"] = contact["type"];
            row["relatedId"] = customerId;
            row["relatedType"] = "Customer";
            rows.Add(new StoredRecord(record.Id, row.Values()) { Modified = record.Modified, Version = record.Version });
        }

        return rows;
    }
}
