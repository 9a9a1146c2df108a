using CrmErp.Samples.QuoteToCash.Worlds;

namespace CrmErp.Sdk.Samples.Tests.Data;

public class DataSetTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Data");

    private static readonly string[] Files =
    [
        "crm/accounts.csv", "crm/contacts.csv", "crm/products.csv", "crm/opportunities.csv", "erp/customers.csv", "erp/contacts.csv", "erp/items.csv", "erp/orders.csv", "erp/invoices.csv",
    ];

    [Theory]
    [InlineData(2000)]
    [InlineData(5000)]
    [InlineData(100)]
    public void Keys_are_unique_at_every_size(int accounts)
    {
        var data = new DataSet(Folder, accounts);

        Files.SelectMany(f => data.Rows(f)).Select(r => r.Key).Should().OnlyHaveUniqueItems();
    }

    [Theory]
    [InlineData(2000)]
    [InlineData(5000)]
    public void Contacts_name_accounts_that_are_there(int accounts)
    {
        var data = new DataSet(Folder, accounts);
        var keys = data.Rows("crm/accounts.csv").Select(r => r.Key).ToHashSet();

        data.Rows("crm/contacts.csv").Select(r => r.Reference("Account")).Where(k => k.Length > 0).Should().OnlyContain(k => keys.Contains(k));
    }

    [Theory]
    [InlineData(150)]
    [InlineData(2000)]
    [InlineData(5000)]
    public void There_are_as_many_companies_as_were_asked_for(int accounts)
    {
        var data = new DataSet(Folder, accounts);

        data.Rows("crm/accounts.csv").Concat(data.Rows("erp/customers.csv")).Select(r => r.Identity).Distinct().Should().HaveCount(accounts);
    }

    [Fact]
    public void Each_company_brings_its_share_of_contacts_deals_and_orders()
    {
        var data = new DataSet(Folder, 20000);
        int Count(params string[] files) => files.SelectMany(data.Rows).Select(r => r.Identity).Distinct().Count();

        Count("crm/contacts.csv", "erp/contacts.csv").Should().BeCloseTo(30000, 1500);
        Count("crm/opportunities.csv").Should().BeCloseTo(6000, 300);
        Count("erp/orders.csv").Should().BeCloseTo(4000, 200);
        Count("erp/items.csv").Should().Be(500);
    }

    [Fact]
    public void Tax_numbers_stay_unique_when_the_data_grows() =>
        new DataSet(Folder, 6000).Rows("crm/accounts.csv").Where(r => r.Case.Length == 0).Select(r => r.OwnCode("TaxNumber__c")).Where(t => t.Length > 0).Should().OnlyHaveUniqueItems();

    [Fact]
    public void The_data_has_the_awkward_cases()
    {
        var names = CsvFile.Read(Path.Combine(Folder, "crm/accounts.csv")).Select(r => r["Name"]).ToList();

        names.Should().Contain(n => n.Contains('ü')).And.Contain(n => n.Contains('\'')).And.Contain(n => n.Contains('"')).And.Contain(n => n.Contains('東')).And.Contain(n => n.Contains("🥐"));
        names.Should().Contain(n => n.Length > 100);
        CsvFile.Read(Path.Combine(Folder, "erp/customers.csv")).Should().Contain(r => r["displayName"].EndsWith(' '));
        CsvFile.Read(Path.Combine(Folder, "erp/invoices.csv")).Select(r => r["currencyCode"]).Distinct().Should().Contain(["EUR", "USD", "JPY", "KWD"]);
        CsvFile.Read(Path.Combine(Folder, "crm/contacts.csv")).Should().Contain(r => r["Account"].Length == 0).And.Contain(r => r["Email"].Length == 0);
    }

    [Fact]
    public void Every_expectation_names_a_record_of_the_data_or_of_the_script()
    {
        string[] script = ["k-waits", "o-empty", "c-new", "e-new", "k-new", "c-lost1", "c-lost2", "v-order2", "ci-order1", "ci-order2"];
        var keys = Files.SelectMany(f => CsvFile.Read(Path.Combine(Folder, f))).Select(r => r.Key).Concat(script).ToHashSet();

        CsvFile.Read(Path.Combine(Folder, "expected.csv")).Select(r => r.Key).Should().OnlyContain(k => keys.Contains(k));
    }
}
