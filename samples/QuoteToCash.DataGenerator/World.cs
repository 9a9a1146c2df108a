using System.Globalization;
using Bogus;

namespace CrmErp.Samples.QuoteToCash.Generating;

/// <summary>
/// Both systems' data before the first run. Most companies stand in both systems, spelled a little differently; some in one only.
/// Hand-made cases stand in <see cref="HandMade"/>.
/// </summary>
internal sealed class World
{
    private static readonly string[] Suffixes = ["GmbH", "AG", "KG", "Ltd", "Inc.", "S.A.", "SRL", "B.V.", "& Co. KG", "& Sons"];
    private static readonly string[] Terms = ["14 DAYS", "30 DAYS", "30 DAYS", "60 DAYS", "1M(8D)", "COD"];
    private static readonly string[] Industries = ["Machinery", "Construction", "Retail", "Chemicals", "Electronics", "Healthcare", "Food & Beverage", "Consulting"];
    private static readonly string[] Titles = ["Einkauf", "Buyer", "CEO", "Geschäftsführer", "Head of Purchasing", "Accounts Payable", "Directeur des achats", "Assistant"];

    private readonly Randomizer _random;
    private readonly Dictionary<string, Faker> _fakers = [];

    public World(int seed, int accounts, int products)
    {
        _random = new Randomizer(seed);
        HandMade.Companies(this);
        MakeProducts(products);
        MakeCompanies(accounts - HandMade.Count);
        MakeContacts(accounts * 3 / 2);
        HandMade.Contacts(this);
        MakeOpportunities(accounts * 3 / 10);
        MakeDocuments(accounts / 5);
    }

    public List<Row> CrmAccounts { get; } = [];

    public List<Row> ErpCustomers { get; } = [];

    public List<Row> CrmContacts { get; } = [];

    public List<Row> ErpContacts { get; } = [];

    public List<Row> CrmProducts { get; } = [];

    public List<Row> Items { get; } = [];

    public List<Row> Opportunities { get; } = [];

    public List<Row> Orders { get; } = [];

    public List<Row> Invoices { get; } = [];

    public void AddCrm(string key, string name, Company company, string @case) => CrmAccounts.Add(new Row(key, company.Identity, @case)
        .With("Parent", "").With("Name", name).With("Type", "Customer - Direct").With("AccountNumber", company.Number).With("TaxNumber__c", company.TaxId)
        .With("Phone", company.Phone).With("Website", company.Website).With("Industry", _random.ArrayElement(Industries)).With("NumberOfEmployees", Text(_random.Int(3, 5000)))
        .With("PaymentTerms__c", "").With("CreditLimit__c", "").With("BillingStreet", Street(company.Place)).With("BillingCity", company.Place.City)
        .With("BillingState", company.Place.RegionName).With("BillingPostalCode", company.Place.PostalCode).With("BillingCountry", company.Place.CountryName)
        .With("Description", ""));

    public void AddErp(string key, string name, Company company, string @case) => ErpCustomers.Add(new Row(key, company.Identity, @case)
        .With("number", company.Number).With("displayName", name).With("addressLine1", company.Place.Street).With("addressLine2", company.Place.Extra)
        .With("city", company.Place.City).With("state", company.Place.RegionCode).With("country", company.Place.CountryCode).With("postalCode", company.Place.PostalCode)
        .With("phoneNumber", company.Phone).With("email", company.Email).With("website", company.Website).With("creditLimit", Text(company.CreditLimit))
        .With("taxRegistrationNumber", company.TaxId).With("currencyCode", company.Currency).With("paymentTerms", company.Terms).With("blocked", ""));

    public Row Crm(string key) => CrmAccounts.Find(r => r.Key == key)!;

    public Row Erp(string key) => ErpCustomers.Find(r => r.Key == key)!;

    public Company Company(int index, Country? country = null)
    {
        country ??= _random.ListItem([.. Country.All]);
        var faker = Faker(country.Locale);
        var family = faker.Name.LastName();
        var name = $"{family} {_random.ArrayElement(["Maschinenbau", "Logistics", "Handel", "Systems", "Foods", "Werkzeuge", "Papeterie", "Textil", "Energy", "Büro"])} {_random.ArrayElement(Suffixes)}";
        var region = country.Regions.Length == 0 ? ("", "") : _random.ArrayElement(country.Regions);
        var place = new Place(Cut(faker.Address.StreetAddress(), 60), _random.Bool(0.15f) ? $"Building {_random.Int(1, 9)}" : "", Cut(faker.Address.City(), 28), Cut(faker.Address.ZipCode(), 18), region.Item1, region.Item2, country.Code, country.Name);
        var slug = Ascii(family);
        return new Company(
            $"A{index:00000}", name, $"C{10000 + index}", $"{country.Code}{_random.Int(100000000, 999999999)}",
            $"{country.Dial} {_random.Int(20, 999)} {100000 + index}", $"https://www.{slug}-{index}.example", $"office@{slug}-{index}.example", place)
        {
            Terms = _random.ArrayElement(Terms),
            CreditLimit = _random.Int(0, 40) * 2500m,
            Currency = _random.Bool(0.1f) ? country.Currency : "EUR",
        };
    }

    // 66 % in both by tax number, 8 % in both by number only, 14 % in the CRM only, 12 % in the ERP only.
    private void MakeCompanies(int count)
    {
        for (var i = 0; i < count; i++)
        {
            var index = HandMade.Count + i;
            var company = Company(index);
            var kind = _random.Int(0, 99);
            var key = $"{index:00000}";
            if (kind < 66)
            {
                AddCrm("c" + key, company.Name, company with { Number = _random.Bool(0.3f) ? company.Number : "" }, "");
                AddErp("e" + key, Spelled(company.Name), company with { Phone = _random.Bool(0.1f) ? "" : company.Phone, Website = _random.Bool(0.2f) ? "" : company.Website }, "");
            }
            else if (kind < 74)
            {
                AddCrm("c" + key, company.Name, company with { TaxId = "" }, "");
                AddErp("e" + key, Spelled(company.Name), company with { TaxId = "" }, "");
            }
            else if (kind < 88)
            {
                AddCrm("c" + key, company.Name, company with { Number = "" }, "");
            }
            else
            {
                AddErp("e" + key, company.Name, company, "");
            }
        }

        // A hierarchy in the CRM: every 25th company has subsidiaries among the next ones.
        for (var i = 60; i + 4 < CrmAccounts.Count; i += 25)
        {
            CrmAccounts[i + 1].With("Parent", CrmAccounts[i].Key);
            CrmAccounts[i + 2].With("Parent", CrmAccounts[i].Key);
            CrmAccounts[i + 3].With("Parent", CrmAccounts[i + 2].Key);
        }
    }

    // The same company, typed by somebody else.
    private string Spelled(string name) => _random.Int(0, 19) switch
    {
        0 => name.ToUpperInvariant(),
        1 => name.Replace("ü", "ue", StringComparison.Ordinal).Replace("ö", "oe", StringComparison.Ordinal).Replace("ä", "ae", StringComparison.Ordinal),
        2 => name.Replace("&", "and", StringComparison.Ordinal).Replace(".", "", StringComparison.Ordinal),
        _ => name,
    };

    private void MakeProducts(int count)
    {
        var faker = Faker("en_US");
        for (var i = 0; i < count; i++)
        {
            var sku = $"{_random.ArrayElement(["FUR", "SUP", "ELE", "SRV"])}-{1000 + i}";
            var service = sku.StartsWith("SRV", StringComparison.Ordinal);
            var name = Cut($"{faker.Commerce.ProductAdjective()} {faker.Commerce.ProductMaterial()} {faker.Commerce.Product()} {i}", 100);
            var price = i % 7 == 0 ? _random.Int(1, 999) / 100m + 0.005m : _random.Int(100, 90000) / 100m;
            var identity = $"P{i:0000}";
            Items.Add(new Row($"i{i:0000}", identity, "").With("number", sku).With("displayName", name).With("type", service ? "Service" : "Inventory")
                .With("unitPrice", Text(price)).With("unitCost", Text(Math.Round(price * 0.6m, 2))).With("baseUnitOfMeasureCode", service ? "H" : (i % 25 == 4 ? "SET" : _random.ArrayElement(["PCS", "PCS", "BOX"])))
                .With("itemCategoryCode", _random.ArrayElement(["FURNITURE", "SUPPLIES", "MISC"])).With("taxGroupCode", i % 11 == 0 ? "REDUCED" : "STANDARD")
                .With("gtin", i % 3 == 0 ? $"40{_random.Long(10000000000, 99999999999)}" : "").With("inventory", service ? "" : Text(_random.Int(0, 400))).With("blocked", i % 97 == 96 ? "true" : "false"));
            if (i % 5 < 3)
            {
                CrmProducts.Add(new Row($"p{i:0000}", identity, "").With("ProductCode", sku).With("Name", i % 4 == 0 ? name.ToUpperInvariant() : name)
                    .With("IsActive", i % 97 == 96 ? "false" : "true").With("UnitPrice", Text(Math.Round(price, 2))));
            }
        }
    }

    private void MakeContacts(int count)
    {
        var plainCrm = CrmAccounts.Where(r => r.Case == "").ToList();
        var customers = ErpCustomers.ToLookup(r => r.Identity);
        for (var i = 0; i < count; i++)
        {
            var account = plainCrm[_random.Int(0, plainCrm.Count - 1)];
            var faker = Faker(_random.ListItem([.. Country.All]).Locale);
            var (first, last) = (faker.Name.FirstName().Trim(), faker.Name.LastName().Trim().Replace(' ', '-'));
            var email = $"{Ascii(first)}.{Ascii(last)}.{i}@people.example";
            var phone = $"+49 30 {500000 + i}";
            var identity = $"K{i:00000}";
            var kind = _random.Int(0, 99);
            var inErp = customers[account.Identity].FirstOrDefault();
            if (kind < 85 || inErp is null)
            {
                CrmContacts.Add(new Row($"k{i:00000}", identity, "").With("Account", i % 40 == 7 ? "" : account.Key).With("Salutation", "").With("FirstName", first).With("LastName", last)
                    .With("Email", email).With("Phone", phone).With("MobilePhone", i % 3 == 0 ? $"+49 170 {700000 + i}" : "").With("Title", _random.ArrayElement(Titles)).With("Department", "")
                    .With("MailingStreet", account.Values["BillingStreet"]).With("MailingCity", account.Values["BillingCity"]).With("MailingState", account.Values["BillingState"])
                    .With("MailingPostalCode", account.Values["BillingPostalCode"]).With("MailingCountry", account.Values["BillingCountry"]));
            }

            if (inErp is not null && kind >= 45)
            {
                ErpContacts.Add(new Row($"q{i:00000}", identity, "").With("Customer", inErp.Key).With("displayName", $"{first} {last}").With("jobTitle", "")
                    .With("email", email).With("phoneNumber", i % 5 == 0 ? "" : phone).With("mobilePhoneNumber", "").With("addressLine1", inErp.Values["addressLine1"])
                    .With("addressLine2", inErp.Values["addressLine2"]).With("city", inErp.Values["city"]).With("state", inErp.Values["state"]).With("country", inErp.Values["country"]).With("postalCode", inErp.Values["postalCode"]));
            }
        }
    }

    private void MakeOpportunities(int count)
    {
        var accounts = CrmAccounts.Where(r => r.Case == "").ToList();
        var sellable = CrmProducts.Where(p => p.Values["IsActive"] == "true").ToList();
        string[] stages = ["Prospecting", "Qualification", "Proposal/Price Quote", "Negotiation/Review", "Closed Won", "Closed Lost"];
        for (var i = 0; i < count; i++)
        {
            var stage = stages[_random.Int(0, 5)];
            Opportunities.Add(new Row($"o{i:00000}", $"D{i:00000}", "").With("Account", accounts[_random.Int(0, accounts.Count - 1)].Key).With("Name", $"Deal {i} {Faker("en_US").Commerce.Department()}")
                .With("StageName", stage).With("CloseDate", new DateOnly(2026, 11, 1).AddDays(_random.Int(0, 60)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))
                .With("Lines", Lines(sellable, "ProductCode", "UnitPrice", i)));
        }
    }

    private void MakeDocuments(int count)
    {
        // A CRM with one currency has no place for orders in another; its invoices name theirs.
        var customers = ErpCustomers.Where(r => r.Case == "" && r.Values["currencyCode"] == "EUR").ToList();
        var items = Items.Where(i => i.Values["blocked"] == "false").ToList();
        for (var i = 0; i < count; i++)
        {
            var customer = customers[_random.Int(0, customers.Count - 1)];
            Orders.Add(new Row($"s{i:00000}", $"S{i:00000}", "").With("Customer", customer.Key).With("orderDate", Day(i)).With("pricesIncludeTax", i % 4 == 0 ? "true" : "false")
                .With("currencyCode", customer.Values["currencyCode"]).With("status", i % 3 == 0 ? "Open" : "Draft").With("Lines", Lines(items, "number", "unitPrice", i)));
        }

        for (var i = 0; i < count / 4; i++)
        {
            var customer = customers[_random.Int(0, customers.Count - 1)];
            Invoices.Add(new Row($"v{i:00000}", $"I{i:00000}", "").With("Customer", customer.Key).With("invoiceDate", Day(i)).With("pricesIncludeTax", i % 4 == 1 ? "true" : "false")
                .With("currencyCode", (i % 12) switch { 3 => "JPY", 7 => "KWD", 9 => "USD", _ => "EUR" }).With("status", i % 3 == 0 ? "Paid" : "Open").With("Lines", Lines(items, "number", "unitPrice", i)));
        }
    }

    private string Lines(List<Row> items, string number, string price, int salt)
    {
        var lines = new List<string>();
        for (var l = 0; l < _random.Int(1, 4); l++)
        {
            var item = items[_random.Int(0, items.Count - 1)];
            var unit = Math.Round(decimal.Parse(item.Values[price], CultureInfo.InvariantCulture), 2) + (salt % 7 == 0 ? 0.01m : 0m);
            lines.Add($"{item.Values[number]}*{Text(_random.Int(1, 20))}*{Text(Math.Max(0.01m, unit))}");
        }

        return string.Join(';', lines.DistinctBy(l => l.Split('*')[0]));
    }

    public Faker Faker(string locale)
    {
        if (!_fakers.TryGetValue(locale, out var faker))
        {
            _fakers[locale] = faker = new Faker(locale) { Random = _random };
        }

        return faker;
    }

    private static string Day(int i) => new DateOnly(2026, 10, 1).AddDays(i % 28).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Street(Place place) => place.Extra.Length == 0 ? place.Street : $"{place.Street}\n{place.Extra}";

    private static string Cut(string text, int length) => (text.Length <= length ? text : text[..length]).Trim();

    private static string Text(decimal value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Ascii(string text)
    {
        var plain = new string([.. text.Normalize(System.Text.NormalizationForm.FormD).Where(char.IsAsciiLetter)]).ToLowerInvariant();
        return plain.Length == 0 ? "firm" : plain;
    }
}
