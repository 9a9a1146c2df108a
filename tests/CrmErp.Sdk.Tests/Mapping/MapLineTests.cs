using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Mapping;

namespace CrmErp.Sdk.Tests.Mapping;

/// <summary>Every verb of a map, with what it does to values.</summary>
public class MapLineTests
{
    [Fact]
    public void Percent_converter_goes_both_ways()
    {
        var map = new StandardMaps().Map<Opportunity>("Deal", m => m.Field(x => x.Probability, "chance", f => f.Convert(Converters.Percent))).Find("Opportunity")!.Compile("crm", Opportunity.EntityType, null);
        map.Read(MapExampleTests.Record(map, ("chance", 25m)), new MapProblems())["Probability"].AsDecimal().Should().Be(0.25m);
        MapExampleTests.Write(map, new Opportunity { Probability = 0.5m }).Wire["chance"].AsDecimal().Should().Be(50m);
    }

    [Fact]
    public void Converter_that_throws_is_a_problem_of_the_record()
    {
        var map = Map(m => m.Field(x => x.Employees, "staff", f => f.Convert(Converters.IntegerText)));
        var problems = new MapProblems();

        var image = map.Read(MapExampleTests.Record(map, ("staff", "about ten")), problems);

        image["Employees"].IsMissing.Should().BeTrue();
        problems.Items.Should().ContainSingle().Which.Should().Match<MapProblem>(p => p.Code == MappingCodes.ConverterFailed && !p.Message.Contains("about ten"));
    }

    [Fact]
    public void Date_at_midnight_follows_the_zone()
    {
        var zone = TimeZoneInfo.CreateCustomTimeZone("Test/East", TimeSpan.FromHours(9), null, null);
        var map = Map(m => m.Field(x => x.CustomerSince, "since", f => f.Convert(Converters.DateAtMidnight(zone))));
        MapExampleTests.Write(map, new Account { CustomerSince = new DateOnly(2024, 3, 1) }).Wire["since"].AsInstant().Should().Be(new DateTimeOffset(2024, 2, 29, 15, 0, 0, TimeSpan.Zero));
        map.Read(MapExampleTests.Record(map, ("since", new DateTimeOffset(2024, 2, 29, 15, 0, 0, TimeSpan.Zero))), new MapProblems())["CustomerSince"].AsDate().Should().Be(new DateOnly(2024, 3, 1));
    }

    [Fact]
    public void Value_map_uses_the_first_pair_and_tells_what_it_does_not_know()
    {
        var map = Map(m => m.Field(x => x.Active, "blocked", f => f.Values((true, " "), (false, "All"), (false, "Ship"))));
        map.Read(MapExampleTests.Record(map, ("blocked", "Ship")), new MapProblems())["Active"].AsBoolean().Should().BeFalse();
        MapExampleTests.Write(map, new Account { Active = false }).Wire["blocked"].AsText().Should().Be("All");
        var problems = new MapProblems();
        map.Read(MapExampleTests.Record(map, ("blocked", "Invoice")), problems);
        problems.Items.Should().ContainSingle().Which.Should().Match<MapProblem>(p => p.Code == MappingCodes.ValueNotRead && p.Value == "Invoice");
    }

    [Fact]
    public void Value_map_with_fallbacks_ignoring_case()
    {
        var map = Map(m => m.Field(x => x.Industry, "sector", f => f.Values(ValueMap.Of(("Retail", "R")).Else("Other", "X").IgnoreCase())));
        map.Read(MapExampleTests.Record(map, ("sector", "r")), new MapProblems())["Industry"].AsText().Should().Be("Retail");
        map.Read(MapExampleTests.Record(map, ("sector", "Z")), new MapProblems())["Industry"].AsText().Should().Be("Other");
        MapExampleTests.Write(map, new Account { Industry = "RETAIL" }).Wire["sector"].AsText().Should().Be("R");
        MapExampleTests.Write(map, new Account { Industry = "Mining" }).Wire["sector"].AsText().Should().Be("X");
        MapExampleTests.Write(map, new Account { Industry = null }).Wire["sector"].IsNull.Should().BeTrue("a fallback is for values, not for empty ones");
    }

    [Fact]
    public void Value_map_may_map_null()
    {
        var map = Map(m => m.Field(x => x.Active, "closed", f => f.Values((true, null), (false, "yes"))));
        map.Read(MapExampleTests.Record(map, ("closed", FieldValue.Null)), new MapProblems())["Active"].AsBoolean().Should().BeTrue();
        MapExampleTests.Write(map, new Account { Active = true }).Wire["closed"].IsNull.Should().BeTrue();
    }

    [Fact]
    public void Value_outside_the_closed_vocabulary_is_a_problem()
    {
        var map = Map(m => m.Field(x => x.Kind, "kind"));
        var problems = new MapProblems();
        map.Read(MapExampleTests.Record(map, ("kind", "Robot")), problems);
        problems.Items.Should().ContainSingle().Which.Value.Should().Be("Robot");
    }

    [Fact]
    public void Value_that_the_system_does_not_accept_is_a_problem()
    {
        var map = Map(m => m.Field(x => x.Industry, "sector"), ExampleSystems.Object("Thing", new FieldMetadata { Path = "sector", Kind = FieldKind.Text, Values = ["A", "B"] }));
        MapExampleTests.Write(map, new Account { Industry = "C" }).Problems.Should().ContainSingle().Which.Code.Should().Be(MappingCodes.ValueNotWritten);
        MapExampleTests.Write(map, new Account { Industry = "A" }).Problems.Should().BeEmpty();
    }

    [Fact]
    public void Empty_wire_value_of_a_system_without_null()
    {
        var map = Map(m => m.EmptyTextIsNull().Field(x => x.CustomerSince, "since", f => f.EmptyIs(DateOnly.MinValue)).Field(x => x.Phone, "phone"));
        var image = map.Read(MapExampleTests.Record(map, ("since", DateOnly.MinValue), ("phone", "")), new MapProblems());
        image["CustomerSince"].IsNull.Should().BeTrue();
        image["Phone"].IsNull.Should().BeTrue();
        MapExampleTests.Write(map, new Account { CustomerSince = null }).Wire["since"].AsDate().Should().Be(DateOnly.MinValue);
    }

    [Fact]
    public void Reference_reads_an_object_and_writes_an_id()
    {
        var id = new Guid("0d9ad1b5-9a7e-4f5e-8a44-1f0c5b6a7e01");
        var map = Map(m => m.Reference(x => x.ParentAccount, "parentId", f => f.To("customers").As(FieldKind.Guid)));
        map.Read(MapExampleTests.Record(map, ("parentId", id)), new MapProblems())["ParentAccount"].AsReference().Should().Be(new Reference("customers", id.ToString()));
        MapExampleTests.Write(map, new Account { ParentAccount = new Reference("customers", id.ToString()) }).Wire["parentId"].AsGuid().Should().Be(id);
        MapExampleTests.Write(map, new Account { ParentAccount = new Reference("customers", "C-1") }).Problems.Should().ContainSingle().Which.Code.Should().Be(MappingCodes.BadReference);
    }

    [Fact]
    public void Whole_number_refuses_a_fraction()
    {
        var map = Map(m => m.Field(x => x.Employees, "staff", f => f.As(FieldKind.Decimal)));
        var problems = new MapProblems();
        map.Read(MapExampleTests.Record(map, ("staff", 10m)), problems)["Employees"].Kind.Should().Be(FieldKind.Integer);
        problems.Any.Should().BeFalse();
        map.Read(MapExampleTests.Record(map, ("staff", 10.5m)), problems);
        problems.Items.Should().ContainSingle().Which.Code.Should().Be(MappingCodes.NumberRange);
    }

    [Fact]
    public void Text_that_is_too_long_is_parked_unless_it_is_cut()
    {
        var schema = ExampleSystems.Object("Thing", ExampleSystems.Text("name", 5));
        var parks = Map(m => m.Field(x => x.Name, "name", f => f.OnTooLong(TooLong.Park)), schema);
        MapExampleTests.Write(parks, new Account { Name = "abcdef" }).Problems.Should().ContainSingle().Which.Should().Match<MapProblem>(p => p.Code == MappingCodes.TextTooLong && !p.Message.Contains("abcdef"));
        var cuts = Map(m => m.Field(x => x.Name, "name", f => f.OnTooLong(TooLong.Truncate)), schema);
        MapExampleTests.Write(cuts, new Account { Name = "abcd\ud83d\ude80" }).Wire["name"].AsText().Should().Be("abcd", "a surrogate pair is never torn");
    }

    [Fact]
    public void Default_on_create_fills_what_nothing_else_wrote()
    {
        var map = Map(m => m.Field(x => x.PaymentTerms, "terms").OnCreate("terms", "NET30").OnCreate("group", "DOMESTIC").Constant("type", "Customer"));
        MapExampleTests.Write(map, new Account { PaymentTerms = "NET14" }).Wire["terms"].AsText().Should().Be("NET14");
        var wire = MapExampleTests.Write(map, new Account { PaymentTerms = null }).Wire;
        wire["terms"].AsText().Should().Be("NET30");
        wire["group"].AsText().Should().Be("DOMESTIC");
        wire["type"].AsText().Should().Be("Customer");
        map.Rules.Where(r => r.CanonicalSlots.Count == 0).Should().OnlyContain(r => !r.WritesOnUpdate && !r.Reads);
    }

    [Fact]
    public void Fixed_canonical_value_is_read_and_never_written()
    {
        var map = Map(m => m.Constant(x => x.Kind, "Organisation").Field(x => x.Name, "name"));
        map.Read(MapExampleTests.Record(map), new MapProblems())["Kind"].AsText().Should().Be("Organisation");
        map.Writes(Account.EntityType.Field("Kind").Slot, WriteOperation.Create).Should().BeFalse();
    }

    [Fact]
    public void Condition_holds_a_write_back_without_a_problem()
    {
        var map = Map(m => m.Field(x => x.Website, "site", f => f.When("organisations", x => x.Kind == "Organisation")));
        var rule = map.RuleOf(Account.EntityType.Field("Website").Slot)!;
        var person = new Account { Kind = "Person", Website = "a" };
        var (wire, problems) = MapExampleTests.Write(map, person);
        wire["site"].IsMissing.Should().BeTrue();
        problems.Should().BeEmpty();
        rule.Applies(person.Row).Should().BeFalse();
        rule.Applies(new Account { Kind = "Organisation" }.Row).Should().BeTrue();
    }

    [Fact]
    public void Read_condition_makes_a_field_unobserved()
    {
        var map = Map(m => m.Field(x => x.Phone, "phone", f => f.ReadWhen(w => w.Field("verified").Is(true))));
        map.Read(MapExampleTests.Record(map, ("phone", "1"), ("verified", false)), new MapProblems())["Phone"].IsMissing.Should().BeTrue();
        map.Read(MapExampleTests.Record(map, ("phone", "1"), ("verified", true)), new MapProblems())["Phone"].AsText().Should().Be("1");
    }

    [Fact]
    public void Declared_normaliser_makes_values_one()
    {
        var map = Map(m => m.Field(x => x.Phone, "phone", f => f.CompareBy("digits", t => new string([.. t.Where(char.IsAsciiDigit)]))));
        var slot = Account.EntityType.Field("Phone").Slot;
        map.Same(slot, "0228 / 123", "0228123").Should().BeTrue();
        map.Same(slot, "0228124", "0228123").Should().BeFalse();
        map.Same(slot, FieldValue.Null, "").Should().BeFalse();
    }

    [Fact]
    public void Rule_of_your_own_maps_several_fields()
    {
        var map = new StandardMaps().Map<Contact>("contacts", m => m.Custom("display name", 1, c => c
            .Field(x => x.FirstName).Field(x => x.LastName).Path("displayName")
            .Read((wire, canonical) =>
            {
                var text = wire[0].TextOrNull() ?? "";
                var blank = text.LastIndexOf(' ');
                canonical[0] = blank < 0 ? FieldValue.Null : text[..blank];
                canonical[1] = text[(blank + 1)..];
            })
            .Write((canonical, wire) => wire[0] = string.Join(' ', new[] { canonical[0].TextOrNull(), canonical[1].TextOrNull() }.OfType<string>()))))
            .Find("Contact")!.Compile("erp", Contact.EntityType, null);
        var image = map.Read(MapExampleTests.Record(map, ("displayName", "Ada Maria Example")), new MapProblems());
        image["FirstName"].AsText().Should().Be("Ada Maria");
        image["LastName"].AsText().Should().Be("Example");
        MapExampleTests.Write(map, image).Wire["displayName"].AsText().Should().Be("Ada Maria Example");
    }

    [Fact]
    public void Amount_in_the_declared_currency()
    {
        var map = Map(m => m.Money(x => x.CreditLimit, "limit"), currency: "KWD");
        map.Read(MapExampleTests.Record(map, ("limit", 1.234m)), new MapProblems())["CreditLimit"].AsMoney().Should().Be(new Money(1.234m, "KWD"));
        MapExampleTests.Write(map, new Account { CreditLimit = new Money(1, "EUR") }).Problems.Should().ContainSingle().Which.Code.Should().Be(MappingCodes.CurrencyMismatch);
    }

    [Fact]
    public void Amount_whose_currency_was_not_served_is_not_observed()
    {
        var map = Map(m => m.Money(x => x.CreditLimit, "limit", "currency"), currency: "EUR");
        map.Read(MapExampleTests.Record(map, ("limit", 5m)), new MapProblems())["CreditLimit"].IsMissing.Should().BeTrue();
        map.Read(MapExampleTests.Record(map, ("limit", 5m), ("currency", FieldValue.Null)), new MapProblems())["CreditLimit"].AsMoney().Currency.Should().Be("EUR");
        MapExampleTests.Write(map, new Account { CreditLimit = new Money(1, "USD") }).Wire["currency"].AsText().Should().Be("USD", "no other line maps the currency field");
    }

    [Fact]
    public void What_the_schema_forbids_to_change_is_written_on_create_only()
    {
        var map = Map(m => m.Field(x => x.Number, "number"), ExampleSystems.Object("Thing", new FieldMetadata { Path = "number", Kind = FieldKind.Text, Updateable = false }));
        var slot = Account.EntityType.Field("Number").Slot;
        map.Writes(slot, WriteOperation.Create).Should().BeTrue();
        map.Writes(slot, WriteOperation.Update).Should().BeFalse();
    }

    private static EntityMap Map(Action<MapBuilder<Account>> map, ObjectMetadata? metadata = null, string? currency = null) => MapPropertyTests.Map(map, metadata, currency);
}
