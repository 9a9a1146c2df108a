namespace CrmErp.Samples.QuoteToCash.Comparing;

/// <summary>Everything both systems hold, and who every record really is.</summary>
internal sealed class Scene(Side crm, Side erp)
{
    private readonly Dictionary<(string Side, string Object, string Id), string> _identities = [];

    public Side Crm => crm;

    public Side Erp => erp;

    public IReadOnlyDictionary<string, Item> Terms { get; private set; } = new Dictionary<string, Item>();

    /// <summary>The standard price of each product.</summary>
    public IReadOnlyDictionary<string, string?> Prices { get; private set; } = new Dictionary<string, string?>();

    /// <summary>The customer behind each company contact's number.</summary>
    public IReadOnlyDictionary<string, string> CompanyContacts { get; private set; } = new Dictionary<string, string>();

    public IReadOnlyDictionary<string, Item> Products { get; private set; } = new Dictionary<string, Item>();

    public IReadOnlyDictionary<string, Item> Items { get; private set; } = new Dictionary<string, Item>();

    public IReadOnlyDictionary<string, Item> PriceEntries { get; private set; } = new Dictionary<string, Item>();

    /// <summary>The won deals by what an order made of them contains.</summary>
    public IReadOnlyList<(string Identity, string Content)> WonDeals { get; private set; } = [];

    public string AnyAccount(string? but = null) => _accounts.First(id => id != but);

    public string AnyProduct(string? but = null) => Products.Keys.First(id => id != but);

    private List<string> _accounts = [];

    public async Task LoadAsync()
    {
        Terms = await erp.AllAsync("paymentTerms").ConfigureAwait(false);
        Items = await erp.AllAsync("items").ConfigureAwait(false);
        Products = await crm.AllAsync("Product2").ConfigureAwait(false);
        PriceEntries = await crm.AllAsync("PricebookEntry").ConfigureAwait(false);
        var standard = (await crm.AllAsync("Pricebook2").ConfigureAwait(false)).Values.First(b => b["IsStandard"] == "true").Id;
        Prices = PriceEntries.Values.Where(e => e["Pricebook2Id"] == standard).GroupBy(e => e["Product2Id"]!).ToDictionary(g => g.Key, g => g.First()["UnitPrice"]);
        CompanyContacts = await CustomersOfContactsAsync().ConfigureAwait(false);
    }

    /// <summary>Once accounts have their identities.</summary>
    public async Task LoadDealsAsync()
    {
        _accounts = [.. (await crm.AllAsync("Account").ConfigureAwait(false)).Keys.Take(10)];
        var deals = await crm.DocumentsAsync("Opportunity", "OpportunityLineItem", "OpportunityId").ConfigureAwait(false);
        WonDeals = [.. deals.Values.Where(d => d["IsWon"] == "true").Select(d => (IdentityOf("crm", d.Object, d.Id)!, Content(
            IdentityOf("crm", "Account", d["AccountId"]), d.Lines.Select(l => (Products.TryGetValue(l["Product2Id"] ?? "", out var p) ? p["ProductCode"] : null, l["Quantity"], l["UnitPrice"])))))];
    }

    /// <summary>What an order of the ERP contains, in the same words.</summary>
    public string ContentOf(Item order) => Content(
        IdentityOf("erp", "customers", order["customerId"]), order.Lines.Select(l => (Items.TryGetValue(l["itemId"] ?? "", out var i) ? i["number"] : null, l["quantity"], l["unitPrice"])));

    private static string Content(string? account, IEnumerable<(string? Sku, string? Quantity, string? Price)> lines) =>
        $"{account}:{string.Join(';', lines.Select(l => $"{l.Sku}*{l.Quantity}*{l.Price}").Order(StringComparer.Ordinal))}";

    public void Identify(string side, Item item, string identity) => _identities[(side, item.Object, item.Id)] = identity;

    public void Identify(string side, string objectName, string id, string identity) => _identities[(side, objectName, id)] = identity;

    public string? IdentityOf(string side, string objectName, string? id) => id is null ? null : _identities.GetValueOrDefault((side, objectName, id)) ?? $"?{objectName}/{id}";

    public bool IsKnown(string side, Item item) => _identities.ContainsKey((side, item.Object, item.Id));

    public string? TermsCode(string? id) => id is not null && Terms.TryGetValue(id, out var term) ? term["code"] : null;

    // A company contact carries its customer's own data; the tie itself is not on the page.
    private async Task<Dictionary<string, string>> CustomersOfContactsAsync()
    {
        var customers = await erp.AllAsync("customers").ConfigureAwait(false);
        var byData = customers.Values.GroupBy(Data).Where(g => g.Count() == 1).ToDictionary(g => g.Key, g => g.First().Id);
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var contact in (await erp.AllAsync("contacts").ConfigureAwait(false)).Values.Where(c => c["type"] == "Company"))
        {
            if (byData.TryGetValue(Data(contact), out var customer))
            {
                found[contact["number"]!] = customer;
            }
        }

        return found;
    }

    private static string Data(Item item) => string.Join('|', item["displayName"], item["taxRegistrationNumber"], item["phoneNumber"], item["email"], item["addressLine1"]);
}
