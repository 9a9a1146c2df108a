using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Mapping;

namespace CrmErp.Sdk.Tests.Mapping;

public class MapExampleTests
{
    private static readonly EntityMap Crm = ExampleSystems.CrmMaps.Find("Account")!.Compile("crm", Account.EntityType, ExampleSystems.CrmAccount);
    private static readonly EntityMap Erp = ExampleSystems.ErpMaps.Find("Account")!.Compile("erp", Account.EntityType, ExampleSystems.ErpCustomer, currency: "EUR");
    private static readonly EntityMap CrmOrder = ExampleSystems.CrmMaps.Find("SalesOrder")!.Compile("crm", SalesOrder.EntityType, ExampleSystems.CrmOrder);

    [Fact]
    public void Read_RecordOfTheCrm_MakesTheCanonicalImage()
    {
        var problems = new MapProblems();
        var image = Crm.Read(
            Record(
                Crm,
                ("Name", "Mu\u0308ller & So\u0308hne"),
                ("ParentId", FieldValue.From(new Reference("Account", "001"))),
                ("BillingStreet", "Dorfstr. 1\r\nHinterhaus\r\n2. Stock\r\nlinks"),
                ("CreditLimit__c", 5000m),
                ("CurrencyIsoCode", "CHF"),
                ("NumberOfEmployees", 12L),
                ("Active__c", true)),
            problems);

        problems.Items.Should().BeEmpty();
        var account = Account.Over(Account.EntityType, image);
        account.Name.Should().Be("M\u00fcller & S\u00f6hne");
        account.ParentAccount.Should().Be(new Reference("Account", "001"));
        account.BillingAddress.Line1.Should().Be("Dorfstr. 1");
        account.BillingAddress.Line2.Should().Be("Hinterhaus");
        account.BillingAddress.Line3.Should().Be("2. Stock\nlinks");
        account.CreditLimit.Should().Be(new Money(5000m, "CHF"));
        account.Employees.Should().Be(12);
        account.Active.Should().BeTrue();
        account.IsUnset(x => x.Phone).Should().BeTrue("a field that was not served was not observed");
    }

    [Fact]
    public void Write_GoldenRecordToTheErp_FitsItsFields()
    {
        var golden = new Account
        {
            Number = "c-1",
            Name = new string('x', 120),
            Currency = "EUR",
            CreditLimit = new Money(100m, "EUR"),
            Active = false,
            BillingAddress = { City = "Bonn", Line1 = "Weg 1" },
        };

        var (wire, problems) = Write(Erp, golden);

        problems.Should().BeEmpty();
        wire["displayName"].AsText().Should().HaveLength(100);
        wire["currencyCode"].IsNull.Should().BeTrue("the local currency is the empty one");
        wire["creditLimit"].AsDecimal().Should().Be(100m);
        wire["blocked"].AsText().Should().Be("All");
        wire["city"].AsText().Should().Be("Bonn");
        wire["postalCode"].IsMissing.Should().BeTrue();
        Erp.Declared(wire.Schema.SlotOf("number"), wire["number"]).AsText().Should().Be("C-1");
    }

    [Fact]
    public void Write_AmountInAnotherCurrencyThanTheRecord_IsAProblem()
    {
        var (wire, problems) = Write(Erp, new Account { Currency = "USD", CreditLimit = new Money(100m, "EUR") });

        problems.Should().ContainSingle().Which.Code.Should().Be(MappingCodes.CurrencyMismatch);
        wire["creditLimit"].IsMissing.Should().BeTrue();
    }

    [Fact]
    public void Lines_ReadAndWritten_KeepTheirRemoteIds()
    {
        var lineShape = CrmOrder.Rules.Single(r => r.Lines is not null).Lines!.Shape;
        var line = new Row(lineShape.Schema) { ["Quantity"] = 2m, ["UnitPrice"] = 9.95m, ["Product2Id"] = FieldValue.From(new Reference("Product2", "01t")) };
        var record = Record(CrmOrder, ("Lines", FieldValue.From(new LineList([new Line(default, line, "802")]))));

        var image = CrmOrder.Read(record, new MapProblems());
        var (wire, _) = Write(CrmOrder, image);

        var read = image["Lines"].AsLines().Should().ContainSingle().Subject;
        read.RemoteId.Should().Be("802");
        read.Fields["Quantity"].AsDecimal().Should().Be(2m);
        wire["Lines"].Should().Be(record["Lines"]);
    }

    [Fact]
    public void InScope_RecordOutsideTheFilter_IsOut()
    {
        Crm.InScope(Record(Crm, ("Type", "Customer"))).Should().BeTrue();
        Crm.InScope(Record(Crm, ("Type", "Prospect"))).Should().BeFalse();
        Crm.InScope(Record(Crm, ("Type", FieldValue.Null))).Should().BeFalse();
        Crm.InScope(Record(Crm)).Should().BeTrue("a field that was not served is not held against the record");
    }

    internal static Row Record(EntityMap map, params (string Path, FieldValue Value)[] values)
    {
        var row = new Row(map.Shape.Schema);
        foreach (var (path, value) in values)
        {
            row[path] = value;
        }

        return row;
    }

    internal static (Row Wire, IReadOnlyList<MapProblem> Problems) Write(EntityMap map, Entity golden) => Write(map, golden.Row);

    internal static (Row Wire, IReadOnlyList<MapProblem> Problems) Write(EntityMap map, Row golden)
    {
        var wire = new Row(map.Shape.Schema);
        var problems = new MapProblems();
        foreach (var rule in map.Rules)
        {
            if (rule.Writes(WriteOperation.Create))
            {
                rule.Write(golden, wire, problems);
            }
        }

        return (wire, problems.Items);
    }
}
