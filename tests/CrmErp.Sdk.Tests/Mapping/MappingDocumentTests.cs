using CrmErp.Sdk.Mapping;
using CrmErp.Sdk.Tests.DependencyInjection;
using Microsoft.Extensions.DependencyInjection;

namespace CrmErp.Sdk.Tests.Mapping;

public class MappingDocumentTests
{
    [Fact]
    public void Document_WrittenReadAndLaidOver_GivesTheSameMaps()
    {
        var definition = Definitions.Build(MySync.Define);
        var json = MappingDocument.From(definition).ToJson();

        var again = Definitions.Build(sync =>
        {
            MySync.Define(sync);
            sync.UseMapping(MappingDocument.Parse(json));
        });

        foreach (var flow in definition.Flows)
        {
            foreach (var member in flow.Members)
            {
                var other = again.FindFlow(flow.Entity.Name)!.Member(member.Connection)!.Map;
                flow.Entity.Groups.Select(g => other.GroupHash(g.Index)).Should().Equal(flow.Entity.Groups.Select(g => member.Map.GroupHash(g.Index)));
                MapTable.ToText(other).Should().NotBeEmpty();
            }
        }

        MappingDocument.Parse(json).ToJson().Should().Be(json);
    }

    [Fact]
    public void Document_ChangesOneLineAndOneOwner_TheRestStays()
    {
        const string Json = """
            { "format": 1, "flows": [ { "entity": "Account", "owners": { "Name": "erp" }, "maps": { "erp": { "lines": [
              { "kind": "Field", "fields": ["Industry"], "paths": ["sector"], "values": { "pairs": [["Retail", "R"], ["Mining", null]], "passThrough": true } } ] } } } ] }
            """;

        var definition = Definitions.Build(sync => sync.Sync<Account>(a => a.Between("crm", "erp").Field(x => x.Name, f => f.OwnedBy("crm"))).UseMapping(MappingDocument.Parse(Json)));

        var flow = definition.FindFlow("Account")!;
        flow.Policies[flow.Entity.FindGroup("Name")!.Index].FixedOwner.Should().Be(new ConnectionId("erp"));
        MapExampleTests.Write(flow.Member("erp")!.Map, new Account { Industry = "Retail", Name = "A" }).Wire["sector"].AsText().Should().Be("R");
        MapExampleTests.Write(flow.Member("erp")!.Map, new Account { Industry = "Retail", Name = "A" }).Wire["displayName"].AsText().Should().Be("A");
    }

    [Fact]
    public void Document_NamesCodeThatIsNotThere_IsAProblem()
    {
        const string Json = """
            { "format": 1, "flows": [ { "entity": "Account", "maps": { "erp": { "lines": [ { "kind": "Field", "fields": ["Industry"], "paths": ["sector"], "converter": "Mine v3" } ] } } } ] }
            """;
        Definitions.ProblemsOf(sync => sync.Sync<Account>(a => a.Between("crm", "erp")).UseMapping(MappingDocument.Parse(Json)))
            .Should().ContainSingle(p => p.Code == MappingCodes.InvalidDocument && p.Message.Contains("'Mine v3'"));
    }

    [Fact]
    public void Document_NamesAnUnknownField_NamesTheNearest()
    {
        const string Json = """
            { "format": 1, "flows": [ { "entity": "Account", "owners": { "CreditLimmit": "erp" }, "maps": { "erp": { "lines": [ { "kind": "Field", "fields": ["Industri"], "paths": ["sector"] } ] } } } ] }
            """;
        var problems = Definitions.ProblemsOf(sync => sync.Sync<Account>(a => a.Between("crm", "erp")).UseMapping(MappingDocument.Parse(Json)));
        problems.Should().Contain(p => p.Code == MappingCodes.InvalidDocument && p.Message.Contains("'CreditLimit'"))
            .And.Contain(p => p.Code == MappingCodes.FieldSelection && p.Message.Contains("'Industry'"));
    }

    [Theory]
    [InlineData("[]", "no mapping document")]
    [InlineData("{", "no mapping document")]
    [InlineData("{}", "'format'")]
    [InlineData("""{ "format": 99 }""", "format 99")]
    [InlineData("""{ "format": 1, "flows": [ { } ] }""", "names no entity")]
    [InlineData("""{ "format": 1, "flows": [ { "entity": "Account", "maps": { "crm": { "line": [] } } } ] }""", "Did you mean 'lines'?")]
    [InlineData("""{ "format": 1, "flows": [ { "entity": "Account", "maps": { "crm": { "lines": [ { "kind": "Feld" } ] } } } ] }""", "Did you mean 'Field'?")]
    [InlineData("""{ "format": 1, "flows": [ { "entity": "Account", "maps": { "crm": { "lines": [ { "kind": "Field", "fields": ["Name"] } ] } } } ] }""", "incomplete")]
    [InlineData("""{ "format": 1, "flows": [ { "entity": "Account", "maps": { "crm": { "lines": [ { "kind": "Constant", "paths": ["a"], "value": { "Date": "soon" } } ] } } } ] }""", "soon")]
    public void Parse_Nonsense_SaysWhatIsWrong(string json, string expected) =>
        ((Action)(() => MappingDocument.Parse(json))).Should().Throw<FormatException>().Which.Message.Should().Contain(expected);

    [Fact]
    public void Values_of_every_kind_survive()
    {
        FieldValue[] values = [FieldValue.Null, true, 5L, 1.5m, "text", new DateOnly(2024, 2, 29), new DateTimeOffset(2024, 2, 29, 1, 2, 3, TimeSpan.Zero), new Guid("0d9ad1b5-9a7e-4f5e-8a44-1f0c5b6a7e01"), new Money(1.5m, "EUR"), FieldValue.From(new Reference("Account", "001/2"))];
        var definition = Definitions.Build(sync => sync.Sync<Account>(a => a.Between("crm", "erp").On("erp", m =>
        {
            for (var i = 0; i < values.Length; i++)
            {
                m.OnCreate($"extra{i}", values[i]);
            }
        })));

        var rules = MappingDocument.Parse(MappingDocument.From(definition).ToJson()).Flows[0].Maps["erp"].Rules;

        rules.Where(r => r.Data.Kind == RuleKind.Default).Select(r => r.Data.Value).Should().Equal(values);
    }
}
