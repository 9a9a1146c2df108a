using CrmErp.Sdk.Simulators.Admin;
using CrmErp.Sdk.Simulators.Salesforce;
using static CrmErp.Samples.QuoteToCash.Worlds.SeedValues;

namespace CrmErp.Samples.QuoteToCash.Worlds;

/// <summary>The CRM's own data.</summary>
internal sealed class CrmSeed(SalesforceSimulator crm, Truth truth, DateTimeOffset modified, List<(string Entry, decimal Price)> entriesOfActive)
{
    private readonly Seeding _seeding = new(crm.People, truth, "crm");

    private Dictionary<string, string> Ids => _seeding.Ids;

    /// <summary>Loads everything; the org has its custom fields by now.</summary>
    public void Load(DataSet data)
    {
        _seeding.Put(data, "crm/accounts.csv", "Account", Account);
        foreach (var row in data.Rows("crm/accounts.csv").Where(r => r["Parent"].Length > 0))
        {
            if (Ids.TryGetValue(row.Reference("Parent"), out var parent))
            {
                crm.People.Tamper("Account", Ids[row.Key], ("ParentId", parent));
            }
        }

        _seeding.Put(data, "crm/contacts.csv", "Contact", Contact);
        Products(data);
        _seeding.Put(data, "crm/opportunities.csv", "Opportunity", r => Record(
            modified, ("Name", r["Name"]), Reference("AccountId", r.Reference("Account")), ("StageName", r["StageName"]), ("CloseDate", r["CloseDate"]), ("Pricebook2Id", crm.StandardPricebookId)));
        OpportunityLines(data);
    }

    private SeedRecord Account(DataRow row) => Record(
        modified, Text("Name", row.Own("Name")), Text("Type", row["Type"]), Text("AccountNumber", row.OwnCode("AccountNumber")), Text("TaxNumber__c", row.OwnCode("TaxNumber__c")),
        Text("Phone", row.Own("Phone")), Text("Website", row.Own("Website")), Text("Industry", row["Industry"]), Number("NumberOfEmployees", row["NumberOfEmployees"]),
        Text("PaymentTerms__c", row["PaymentTerms__c"]), Number("CreditLimit__c", row["CreditLimit__c"]), Flag("Active__c", row["Active__c"]),
        Text("BillingStreet", row["BillingStreet"]), Text("BillingCity", row["BillingCity"]), Text("BillingState", row["BillingState"]),
        Text("BillingPostalCode", row["BillingPostalCode"]), Text("BillingCountry", row["BillingCountry"]), Text("Description", row["Description"]));

    private SeedRecord Contact(DataRow row) => Record(
        modified, Reference("AccountId", row.Reference("Account")), Text("Salutation", row["Salutation"]), Text("FirstName", row["FirstName"]), Text("LastName", row["LastName"]),
        Text("Email", row.Own("Email")), Text("Phone", row.Own("Phone")), Text("MobilePhone", row.Own("MobilePhone")), Text("Title", row["Title"]), Text("Department", row["Department"]),
        Text("MailingStreet", row["MailingStreet"]), Text("MailingCity", row["MailingCity"]), Text("MailingState", row["MailingState"]),
        Text("MailingPostalCode", row["MailingPostalCode"]), Text("MailingCountry", row["MailingCountry"]));

    private void Products(DataSet data)
    {
        _seeding.Put(data, "crm/products.csv", "Product2", r => Record(modified, Text("ProductCode", r["ProductCode"]), Text("Name", r["Name"]), Flag("IsActive", r["IsActive"])));
        var entries = data.Rows("crm/products.csv").ToList();
        var ids = crm.People.Seed("PricebookEntry", entries.Select(r => Record(
            modified, ("Pricebook2Id", crm.StandardPricebookId), ("Product2Id", Ids[r.Key]), Number("UnitPrice", r["UnitPrice"]), ("IsActive", true))));
        for (var i = 0; i < ids.Count; i++)
        {
            Ids["entry:" + entries[i]["ProductCode"]] = ids[i];
            if (entries[i]["IsActive"] == "true")
            {
                entriesOfActive.Add((ids[i], decimal.Parse(entries[i]["UnitPrice"], System.Globalization.CultureInfo.InvariantCulture)));
            }
        }
    }

    private void OpportunityLines(DataSet data) => crm.People.Seed("OpportunityLineItem", data.Rows("crm/opportunities.csv").Where(r => Ids.ContainsKey(r.Key)).SelectMany(r => Lines(r["Lines"]).Select(l => Record(
        modified, ("OpportunityId", Ids[r.Key]), ("PricebookEntryId", Ids["entry:" + l.Sku]), ("Quantity", l.Quantity), ("UnitPrice", l.Price)))));

    private (string Name, object? Value) Reference(string name, string key) => (name, key.Length > 0 ? Ids.GetValueOrDefault(key) : null);
}
