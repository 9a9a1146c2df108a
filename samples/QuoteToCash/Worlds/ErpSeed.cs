using CrmErp.Sdk.Simulators.Admin;
using CrmErp.Sdk.Simulators.BusinessCentral;
using static CrmErp.Samples.QuoteToCash.Worlds.SeedValues;

namespace CrmErp.Samples.QuoteToCash.Worlds;

/// <summary>The ERP's own data.</summary>
internal sealed class ErpSeed(BusinessCentralSimulator erp, Truth truth, DateTimeOffset modified)
{
    private readonly Seeding _seeding = new(erp.People, truth, "erp");
    private readonly Dictionary<string, string> _terms = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _items = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _companyContacts = new(StringComparer.Ordinal);

    private Dictionary<string, string> Ids => _seeding.Ids;

    public void Load(DataSet data)
    {
        foreach (var term in Seeding.Held(erp.Address, "paymentTerms"))
        {
            _terms[term.GetProperty("code").GetString()!] = term.GetProperty("id").GetString()!;
        }

        _seeding.Put(data, "erp/items.csv", "items", Item);
        foreach (var row in data.Rows("erp/items.csv"))
        {
            _items[row["number"]] = Ids[row.Key];
        }

        _seeding.Put(data, "erp/customers.csv", "customers", Customer);
        LoadCompanyContacts();
        _seeding.Put(data, "erp/contacts.csv", "contacts", Contact);
        _seeding.Put(data, "erp/orders.csv", "salesOrders", r => Document(r, "orderDate", "salesOrderLines"));
        _seeding.Put(data, "erp/invoices.csv", "salesInvoices", r => Document(r, "invoiceDate", "salesInvoiceLines"));
    }

    // Every customer has a contact of type Company, made with it; persons name that contact's number.
    private void LoadCompanyContacts()
    {
        foreach (var contact in Seeding.Held(erp.Address, "contacts"))
        {
            _companyContacts[Company(contact)] = contact.GetProperty("number").GetString()!;
        }

        foreach (var customer in Seeding.Held(erp.Address, "customers"))
        {
            _companyContacts["id:" + customer.GetProperty("id").GetString()] = _companyContacts.GetValueOrDefault(Company(customer), "");
        }

        static string Company(System.Text.Json.JsonElement record) =>
            string.Join('|', record.GetProperty("taxRegistrationNumber").GetString(), record.GetProperty("phoneNumber").GetString(), record.GetProperty("email").GetString());
    }

    private SeedRecord Item(DataRow row) => Record(
        modified, Text("number", row["number"]), Text("displayName", row["displayName"]), Text("type", row["type"]), Number("unitPrice", row["unitPrice"]), Number("unitCost", row["unitCost"]),
        Text("baseUnitOfMeasureCode", row["baseUnitOfMeasureCode"]), Text("itemCategoryCode", row["itemCategoryCode"]), Text("taxGroupCode", row["taxGroupCode"]), Text("gtin", row["gtin"]),
        Number("inventory", row["inventory"]), Flag("blocked", row["blocked"]));

    private SeedRecord Customer(DataRow row) => Record(
        modified, Text("number", row.OwnCode("number")), Text("displayName", row.Own("displayName")), ("type", "Company"), Text("addressLine1", row["addressLine1"]), Text("addressLine2", row["addressLine2"]),
        Text("city", row["city"]), Text("state", row["state"]), Text("country", row["country"]), Text("postalCode", row["postalCode"]), Text("phoneNumber", row.Own("phoneNumber")),
        Text("email", row.Own("email")), Text("website", row.Own("website")), Number("creditLimit", row["creditLimit"]), Text("taxRegistrationNumber", row.OwnCode("taxRegistrationNumber")),
        Text("currencyCode", row["currencyCode"]), ("paymentTermsId", _terms.GetValueOrDefault(row["paymentTerms"])), Text("blocked", row["blocked"]), ("salespersonCode", Salesperson(row)));

    // A few customers have somebody who looks after them.
    private static string? Salesperson(DataRow row) => row.Case == "address" || (row.Case.Length == 0 && row.Row.Identity.EndsWith("77", StringComparison.Ordinal)) ? "JO" : null;

    private SeedRecord Contact(DataRow row) => Record(
        modified, ("type", "Person"), Text("displayName", row["displayName"]), Text("companyNumber", CompanyContact(row.Reference("Customer"))), Text("jobTitle", row["jobTitle"]),
        Text("email", row.Own("email")), Text("phoneNumber", row.Own("phoneNumber")), Text("mobilePhoneNumber", row.Own("mobilePhoneNumber")), Text("addressLine1", row["addressLine1"]),
        Text("addressLine2", row["addressLine2"]), Text("city", row["city"]), Text("state", row["state"]), Text("country", row["country"]), Text("postalCode", row["postalCode"]));

    private SeedRecord Document(DataRow row, string date, string lines) => Record(
        modified, ("customerId", Ids.GetValueOrDefault(row.Reference("Customer"))), (date, row[date]), ("postingDate", row[date]), Text("currencyCode", row["currencyCode"]),
        Flag("pricesIncludeTax", row["pricesIncludeTax"]), Text("status", row["status"]),
        (lines, Lines(row["Lines"]).Select(Line).ToArray()));

    private (string Name, object? Value)[] Line((string Sku, decimal Quantity, decimal Price) line) =>
        [("lineType", "Item"), ("itemId", _items[line.Sku]), ("quantity", line.Quantity), ("unitPrice", line.Price)];

    private string CompanyContact(string key) => Ids.TryGetValue(key, out var id) ? _companyContacts.GetValueOrDefault("id:" + id, "") : "";
}
