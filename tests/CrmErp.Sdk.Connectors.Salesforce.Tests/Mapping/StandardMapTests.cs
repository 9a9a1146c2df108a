using CrmErp.Sdk.Connectors.Salesforce.Mapping;
using CrmErp.Sdk.Mapping;

namespace CrmErp.Sdk.Connectors.Salesforce.Tests.Mapping;

public class StandardMapTests
{
    private static readonly Dictionary<string, EntityType> Types = new()
    {
        ["Account"] = Account.EntityType, ["Contact"] = Contact.EntityType, ["Product"] = Product.EntityType, ["PriceList"] = PriceList.EntityType,
        ["Opportunity"] = Opportunity.EntityType, ["SalesOrder"] = SalesOrder.EntityType, ["Invoice"] = Invoice.EntityType, ["Payment"] = Payment.EntityType,
    };

    public static TheoryData<string, bool> Maps
    {
        get
        {
            var data = new TheoryData<string, bool>();
            foreach (var entity in Types.Keys)
            {
                data.Add(entity, false);
                data.Add(entity, true);
            }

            return data;
        }
    }

    [Fact]
    public void Every_standard_map_is_tested() => SalesforceStandardMaps.Create(Options(false)).Entities.Should().BeEquivalentTo(Types.Keys);

    [Theory]
    [MemberData(nameof(Maps))]
    public void Map_compiles_against_the_shipped_schema_without_a_problem(string entity, bool multiCurrency)
    {
        var map = Compile(entity, multiCurrency);
        map.Shape.Fields.Should().OnlyContain(f => map.Metadata!.Find(f.Path) != null, "every path stands in the shipped schema");
        foreach (var lines in map.Rules.Select(r => r.Lines).OfType<LineMap>())
        {
            lines.Shape.Fields.Should().OnlyContain(f => lines.Metadata!.Find(f.Path) != null);
        }
    }

    [Fact]
    public void Address_names_become_codes_and_come_back()
    {
        var map = Compile("Account", false);
        var image = Read(map, ("Name", "Acme"), ("BillingStreet", "1 Main St\nSuite 5"), ("BillingCity", "Austin"), ("BillingState", "Texas"), ("BillingPostalCode", "78701"), ("BillingCountry", "USA"));
        var account = Account.Over(Account.EntityType, image);
        (account.BillingAddress.Region, account.BillingAddress.Country, account.BillingAddress.Line2).Should().Be(("TX", "US", "Suite 5"));

        var wire = Write(map, image);
        (wire["BillingState"].AsText(), wire["BillingCountry"].AsText()).Should().Be(("Texas", "United States"));
    }

    [Theory]
    [InlineData("Georgia", null, "Georgia", null)]
    [InlineData("Georgia", "United States", "GA", "US")]
    [InlineData("Bayern", "Germany", "Bayern", "DE")]
    [InlineData("CA", "us", "CA", "US")]
    [InlineData(null, "Deutschland", null, "DE")]
    public void Region_is_looked_up_inside_its_country(string? state, string? country, string? region, string? code)
    {
        var image = Read(Compile("Account", false), ("BillingState", state), ("BillingCountry", country));
        var address = Account.Over(Account.EntityType, image).BillingAddress;
        (address.Region, address.Country).Should().Be((region, code));
    }

    [Fact]
    public void Country_that_is_not_known_is_a_problem_of_its_record()
    {
        var map = Compile("Account", false);
        var problems = new MapProblems();
        map.Read(Record(map, ("BillingCountry", "Atlantis")), problems);
        problems.Items.Should().ContainSingle().Which.Code.Should().Be(MappingCodes.ConverterFailed);
    }

    [Fact]
    public void Every_country_code_reads_back_from_its_name()
    {
        foreach (var first in Enumerable.Range('A', 26))
        {
            foreach (var second in Enumerable.Range('A', 26))
            {
                var code = $"{(char)first}{(char)second}";
                if (Countries.ToName(code) is { } name)
                {
                    Countries.ToCode(name).Should().Be(code);
                    Countries.ToCode(code).Should().Be(code);
                }
            }
        }

        Countries.ToName("DE").Should().Be("Germany");
        Countries.ToName("XX").Should().BeNull();
    }

    [Fact]
    public void Amounts_carry_the_declared_currency_or_the_records()
    {
        var one = Compile("Account", false);
        Account.Over(Account.EntityType, Read(one, ("CreditLimit__c", 100m))).CreditLimit.Should().Be(new Money(100m, "EUR"));
        var several = Compile("Account", true);
        Account.Over(Account.EntityType, Read(several, ("CreditLimit__c", 100m), ("CurrencyIsoCode", "CHF"))).CreditLimit.Should().Be(new Money(100m, "CHF"));
    }

    [Fact]
    public void Deal_says_its_chance_as_a_share()
    {
        var map = Compile("Opportunity", false);
        var image = Read(map, ("Probability", 60m), ("StageName", "Proposal/Price Quote"));
        var deal = Opportunity.Over(Opportunity.EntityType, image);
        (deal.Probability, deal.Currency).Should().Be((0.6m, "EUR"));
        Write(map, image)["Probability"].AsDecimal().Should().Be(60m);
    }

    [Theory]
    [InlineData("Draft", "Draft")]
    [InlineData("PartlyShipped", "Activated")]
    [InlineData("Open", "Activated")]
    public void Order_status_is_written_as_draft_or_activated(string status, string wire)
    {
        var map = Compile("SalesOrder", false);
        Write(map, new SalesOrder { Status = status }.Row)["Status"].AsText().Should().Be(wire);
    }

    [Fact]
    public void Standard_price_book_is_no_price_list()
    {
        var map = Compile("PriceList", false);
        map.InScope(Record(map, ("IsStandard", true))).Should().BeFalse();
        map.InScope(Record(map, ("IsStandard", false))).Should().BeTrue();
    }

    private static SalesforceOptions Options(bool multiCurrency) => new() { Currency = "EUR", MultiCurrency = multiCurrency };

    private static EntityMap Compile(string entity, bool multiCurrency)
    {
        var registration = SalesforceRegistration.Create(Options(multiCurrency));
        var map = registration.StandardMaps!.Find(entity)!;
        return map.Compile("crm", Types[entity], registration.Schema.Single(o => o.Name == map.Object));
    }

    private static Row Read(EntityMap map, params (string Path, FieldValue Value)[] values)
    {
        var problems = new MapProblems();
        var image = map.Read(Record(map, values), problems);
        problems.Items.Should().BeEmpty();
        return image;
    }

    private static Row Record(EntityMap map, params (string Path, FieldValue Value)[] values)
    {
        var row = new Row(map.Shape.Schema);
        foreach (var (path, value) in values)
        {
            row[path] = value;
        }

        return row;
    }

    private static Row Write(EntityMap map, Row canonical)
    {
        var problems = new MapProblems();
        var row = new Row(map.Shape.Schema);
        foreach (var rule in map.Rules.Where(r => r.WritesOnCreate && r.CanonicalSlots.Count > 0))
        {
            rule.Write(canonical, row, problems);
        }

        problems.Items.Should().BeEmpty();
        return row;
    }
}
