using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Mapping;
using CsCheck;

namespace CrmErp.Sdk.Tests.Mapping;

/// <summary>What holds for every value: writing and reading is a projection, and what a map does not touch it leaves alone.</summary>
public class MapPropertyTests
{
    private static readonly EntityMap Crm = ExampleSystems.CrmMaps.Find("Account")!.Compile("crm", Account.EntityType, ExampleSystems.CrmAccount);
    private static readonly EntityMap Erp = ExampleSystems.ErpMaps.Find("Account")!.Compile("erp", Account.EntityType, ExampleSystems.ErpCustomer, currency: "EUR");

    private static readonly Gen<string> Texts = Gen.OneOf(
        Gen.String[Gen.Char["abcXYZ  \n'\"|\u00e4\u00df\u00f1\u65e5\u0308\u0301"], 0, 60],
        Gen.String[Gen.Char.AlphaNumeric, 0, 300],
        Gen.Const(""));

    private static readonly Gen<decimal> Amounts = Gen.Int[-100_000_000, 100_000_000].Select(i => i / 1000m);

    [Fact]
    public void Projection_of_a_projection_is_the_projection() => Goldens.Sample(golden =>
    {
        foreach (var map in new[] { Crm, Erp })
        {
            if (Project(map, golden) is not { } once)
            {
                continue;
            }

            var twice = Project(map, once)!;
            Assert.Equal(Touched(map, once), Touched(map, twice));
        }
    });

    [Fact]
    public void What_fits_comes_back_as_it_went() => Goldens.Sample(golden =>
    {
        if (Project(Crm, golden) is not { } back)
        {
            return;
        }

        foreach (var slot in Mapped(Crm).Where(s => golden[s].HasValue && golden[s].TextOrNull() is null or { Length: > 0 and <= 40 } && Account.EntityType.Fields[s].Group != "BillingAddress"))
        {
            Assert.True(back[slot] == Normalized(golden[slot]), Account.EntityType.Fields[slot].Name);
        }
    });

    [Fact]
    public void Street_lines_are_joined_and_split_without_loss() => Gen.Select(Texts, Texts, Texts).Sample((first, second, third) =>
    {
        var golden = new Account { BillingAddress = { Line1 = Line(first), Line2 = Line(second), Line3 = Line(third) } };
        var (wire, problems) = MapExampleTests.Write(Crm, golden);
        if (problems.Count > 0)
        {
            return;
        }

        var image = Account.Over(Account.EntityType, Crm.Read(wire, new MapProblems()));
        var written = wire["BillingStreet"].TextOrNull() ?? "";
        Assert.Equal(TextForm.Normalize(written), string.Join('\n', new[] { image.BillingAddress.Line1, image.BillingAddress.Line2, image.BillingAddress.Line3 }.Select(l => l ?? "")).TrimEnd('\n'));

        static string? Line(string text) => text.Replace('\n', ' ').Trim() is { Length: > 0 } line ? line : null;
    });

    [Fact]
    public void Split_text_comes_back_when_its_blanks_are_single() => Gen.String[Gen.Char["abc "], 0, 120].Sample(text =>
    {
        var plain = string.Join(' ', text.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        var map = Map(m => m.SplitText(x => x.Name, 40, "Name1", "Name2", "Name3", "Name4"));
        var (wire, problems) = MapExampleTests.Write(map, new Account { Name = plain });
        if (problems.Count > 0 || Array.Exists(plain.Split(' '), w => w.Length > 40))
        {
            return;
        }

        Assert.True(map.Shape.Schema.Fields.All(f => (wire[f].TextOrNull() ?? "").Length <= 40));
        Assert.Equal(plain.Length == 0 ? null : plain, map.Read(wire, new MapProblems())["Name"].TextOrNull());
    });

    [Fact]
    public void Missing_stays_missing_in_both_directions()
    {
        var empty = new Row(Crm.Shape.Schema);
        Crm.Read(empty, new MapProblems()).Values.ToArray().Should().OnlyContain(v => v.IsMissing);
        var (wire, problems) = MapExampleTests.Write(Crm, new Row(Account.EntityType.Schema));
        wire.Values.ToArray().Should().OnlyContain(v => v.IsMissing);
        problems.Should().BeEmpty();
    }

    [Fact]
    public void Read_AllocatesTheImageOnly()
    {
        var record = MapExampleTests.Record(Crm, ("Name", "Acme"), ("BillingCity", "Bonn"), ("CreditLimit__c", 5m), ("CurrencyIsoCode", "EUR"), ("Phone", "1"), ("NumberOfEmployees", 5L), ("Active__c", true));
        var problems = new MapProblems();
        var row = Allocated(() => GC.KeepAlive(new Row(Account.EntityType.Schema)));
        for (var i = 0; i < 200; i++)
        {
            Crm.Read(record, problems);
        }

        var read = Allocated(() => Crm.Read(record, problems));

        read.Should().Be(row);

        static long Allocated(Action action)
        {
            action();
            var before = GC.GetAllocatedBytesForCurrentThread();
            action();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    private static Gen<Row> Goldens { get; } = Gen.Select(Texts, Texts, Amounts, Gen.Int[0, 3], Gen.Bool, Gen.Const(0)).Select((name, number, credit, currency, active, _) =>
        new Account
        {
            Name = name,
            Number = number.Length == 0 ? null : number,
            TaxId = number,
            Phone = name,
            Currency = Currency(currency),
            CreditLimit = currency == 3 ? null : new Money(credit, Currency(currency)!),
            Employees = (long)credit,
            Active = active,
            BillingAddress = { City = name, PostalCode = "53113", Country = "DE", Line1 = number },
        }.Row);

    private static string? Currency(int index) => index switch { 0 => "EUR", 1 => "USD", 2 => "JPY", _ => null };

    private static Row? Project(EntityMap map, Row golden)
    {
        var (wire, problems) = MapExampleTests.Write(map, golden);
        if (problems.Count > 0)
        {
            return null;
        }

        for (var slot = 0; slot < wire.Count; slot++)
        {
            wire[slot] = map.Declared(slot, wire[slot]);
        }

        var reading = new MapProblems();
        var image = map.Read(wire, reading);
        Assert.False(reading.Any);
        return image;
    }

    private static FieldValue[] Touched(EntityMap map, Row row) => [.. Mapped(map).Select(s => row[s])];

    private static IEnumerable<int> Mapped(EntityMap map) => map.Rules.Where(r => r is { Reads: true, WritesOnCreate: true }).SelectMany(r => r.CanonicalSlots);

    private static FieldValue Normalized(FieldValue value) => value.TextOrNull() is { } text ? FieldValue.From(TextForm.Normalize(text)) : value;

    internal static EntityMap Map(Action<MapBuilder<Account>> map, ObjectMetadata? metadata = null, string? currency = null) =>
        new StandardMaps().Map("Thing", map).Find("Account")!.Compile("erp", Account.EntityType, metadata, currency);
}
