using CrmErp.Sdk.Simulators.Admin;
using CrmErp.Sdk.Simulators.BusinessCentral;
using static CrmErp.Samples.QuoteToCash.Worlds.SeedValues;

namespace CrmErp.Samples.QuoteToCash.Worlds;

/// <summary>The ERP's own data.</summary>
internal sealed class ErpSeed(BusinessCentralSimulator erp, Truth truth, DateTimeOffset modified)
{
    private readonly Dictionary<string, string> _ids = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _terms = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _items = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _companyContacts = new(StringComparer.Ordinal);

    public async Task LoadCodesAsync(HttpClient http)
    {
        using var terms = await System.Text.Json.JsonDocument.ParseAsync(await http.GetStreamAsync(new Uri(erp.Address, "/_simulator/data/paymentTerms")));
        foreach (var term in terms.RootElement.EnumerateArray())
        {
            _terms[term.GetProperty("code").GetString()!] = term.GetProperty("id").GetString()!;
        }
    }

    public void Load(DataSet data)
    {
        using var http = new HttpClient();
        LoadCodesAsync(http).GetAwaiter().GetResult();
        Put(data, "erp/items.csv", "items", Item);
        foreach (var row in data.Rows("erp/items.csv"))
        {
            _items[row["number"]] = _ids[row.Key];
        }

        Put(data, "erp/customers.csv", "customers", Customer);
        LoadCompanyContactsAsync(http).GetAwaiter().GetResult();
        Put(data, "erp/contacts.csv", "contacts", Contact);
        Put(data, "erp/orders.csv", "salesOrders", r => Document(r, "orderDate", "salesOrderLines"));
        Put(data, "erp/invoices.csv", "salesInvoices", r => Document(r, "invoiceDate", "salesInvoiceLines"));
    }

    // Every customer has a contact of type Company, made with it; persons name that contact's number.
    private async Task LoadCompanyContactsAsync(HttpClient http)
    {
        await foreach (var contact in System.Text.Json.JsonSerializer.DeserializeAsyncEnumerable<System.Text.Json.JsonElement>(await http.GetStreamAsync(new Uri(erp.Address, "/_simulator/data/contacts"))))
        {
            _companyContacts[contact.GetProperty("taxRegistrationNumber").GetString() + "|" + contact.GetProperty("phoneNumber").GetString() + "|" + contact.GetProperty("email").GetString()] = contact.GetProperty("number").GetString()!;
        }

        await foreach (var customer in System.Text.Json.JsonSerializer.DeserializeAsyncEnumerable<System.Text.Json.JsonElement>(await http.GetStreamAsync(new Uri(erp.Address, "/_simulator/data/customers"))))
        {
            var key = customer.GetProperty("taxRegistrationNumber").GetString() + "|" + customer.GetProperty("phoneNumber").GetString() + "|" + customer.GetProperty("email").GetString();
            _companyContacts["id:" + customer.GetProperty("id").GetString()] = _companyContacts.GetValueOrDefault(key, "");
        }
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
        modified, ("customerId", _ids.GetValueOrDefault(row.Reference("Customer"))), (date, row[date]), ("postingDate", row[date]), Text("currencyCode", row["currencyCode"]),
        Flag("pricesIncludeTax", row["pricesIncludeTax"]), Text("status", row["status"]),
        (lines, Lines(row["Lines"]).Select(Line).ToArray()));

    private (string Name, object? Value)[] Line((string Sku, decimal Quantity, decimal Price) line) =>
        [("lineType", "Item"), ("itemId", _items[line.Sku]), ("quantity", line.Quantity), ("unitPrice", line.Price)];

    private string CompanyContact(string key) => _ids.TryGetValue(key, out var id) ? _companyContacts.GetValueOrDefault("id:" + id, "") : "";

    private void Put(DataSet data, string file, string set, Func<DataRow, SeedRecord> record)
    {
        foreach (var chunk in data.Rows(file).Chunk(1000))
        {
            var ids = erp.People.Seed(set, chunk.Select(record));
            for (var i = 0; i < ids.Count; i++)
            {
                _ids[chunk[i].Key] = ids[i];
                truth.Add("erp", set, ids[i], chunk[i].Identity, chunk[i].Key);
            }
        }
    }
}
