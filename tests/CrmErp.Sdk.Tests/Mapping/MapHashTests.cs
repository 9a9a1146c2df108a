using CrmErp.Sdk.Mapping;
using Microsoft.Extensions.DependencyInjection;

namespace CrmErp.Sdk.Tests.Mapping;

/// <summary>The hash of a group stands for everything that decides its values, and for nothing else.</summary>
public class MapHashTests
{
    private static readonly int Name = Account.EntityType.FindGroup("Name")!.Index;

    [Fact]
    public void Same_declaration_has_the_same_hash() =>
        Hash(m => m.Field(x => x.Name, "name")).Should().Be(Hash(m => m.Field(x => x.Name, "name")));

    [Fact]
    public void Hash_is_stable_across_processes() =>
        Hash(m => m.Field(x => x.Name, "name")).Should().Be(15742369544366506297UL, "stored links carry it; a change here re-makes every shadow");

    [Fact]
    public void Other_lines_do_not_move_it() =>
        Hash(m => m.Field(x => x.Phone, "phone").Field(x => x.Name, "name")).Should().Be(Hash(m => m.Field(x => x.Name, "name")));

    [Fact]
    public void Extra_fields_do_not_move_it()
    {
        var plain = Definitions.Build(sync => sync.Sync<Account>(a => a.Between("crm", "erp")));
        var extended = Definitions.Build(sync => sync.Field(new Field<Account, long?>("Loyalty")).Sync<Account>(a => a.Between("crm", "erp")));
        extended.FindFlow("Account")!.Member("crm")!.Map.GroupHash(Name).Should().Be(plain.FindFlow("Account")!.Member("crm")!.Map.GroupHash(Name));
    }

    public static TheoryData<string, Action<MapBuilder<Account>>> Variants => new()
    {
        { "path", m => m.Field(x => x.Name, "title") },
        { "direction", m => m.Field(x => x.Name, "name", f => f.ReadOnly()) },
        { "length", m => m.Field(x => x.Name, "name", f => f.MaxLength(10).OnTooLong(TooLong.Truncate)) },
        { "converter", m => m.Field(x => x.Name, "name", f => f.Convert(Converters.Trimmed)) },
        { "version", m => m.Field(x => x.Name, "name", f => f.Convert(FieldConverter.Create<string, string>("Trimmed", 2, t => t, t => t))) },
        { "values", m => m.Field(x => x.Name, "name", f => f.Values(("a", "b"))) },
        { "fallback", m => m.Field(x => x.Name, "name", f => f.Values(ValueMap.Of(("a", "b")).PassThrough())) },
        { "condition", m => m.Field(x => x.Name, "name", f => f.When("always", _ => true)) },
        { "condition's version", m => m.Field(x => x.Name, "name", f => f.When("always", _ => true, 2)) },
        { "read condition", m => m.Field(x => x.Name, "name", f => f.ReadWhen(w => w.Field("a").Is("b"))) },
        { "normaliser", m => m.Field(x => x.Name, "name", f => f.CompareBy("trim", t => t.Trim())) },
        { "empty", m => m.EmptyTextIsNull().Field(x => x.Name, "name") },
    };

    [Theory]
    [MemberData(nameof(Variants))]
    public void Whatever_decides_values_moves_it(string what, Action<MapBuilder<Account>> map)
    {
        what.Should().NotBeEmpty();
        Hash(map).Should().NotBe(Hash(m => m.Field(x => x.Name, "name")));
        Variants.Select(v => Hash((Action<MapBuilder<Account>>)v.Data.Item2)).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public void Salt_of_the_record_hash_moves_with_lines_and_filters()
    {
        var plain = Map(m => m.Field(x => x.Name, "name")).Shape.Salt;
        Map(m => m.Field(x => x.Name, "name").Field(x => x.Phone, "phone")).Shape.Salt.Should().NotBe(plain);
        Map(m => m.Field(x => x.Name, "name").Where(w => w.Field("type").Is("a"))).Shape.Salt.Should().NotBe(plain);
    }

    private static ulong? Hash(Action<MapBuilder<Account>> map) => Map(map).GroupHash(Name);

    private static EntityMap Map(Action<MapBuilder<Account>> map) => MapPropertyTests.Map(map);
}
