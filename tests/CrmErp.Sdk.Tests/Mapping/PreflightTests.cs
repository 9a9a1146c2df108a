using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Engine;
using CrmErp.Sdk.Mapping;
using Microsoft.Extensions.DependencyInjection;

namespace CrmErp.Sdk.Tests.Mapping;

public class PreflightTests
{
    private static readonly SyncDefinition Definition = Definitions.Build(sync => sync.Sync<Account>(a => a.Between("crm", "erp")));

    [Fact]
    public void Check_ShippedSchema_Passes()
    {
        var report = Preflight.Check(Definition, "crm", [ExampleSystems.CrmAccount]);

        report.Succeeded.Should().BeTrue();
        report.Maps.Should().Be(1);
        Preflight.ObjectsOf(Definition, "crm").Should().Equal("Account");
        Messages(Preflight.Check(Definition, "erp", [ExampleSystems.ErpCustomer]), MappingCodes.LossyRoundTrip).Should().ContainSingle(m => m.Contains("Number") && m.Contains("the case of letters"));
    }

    [Fact]
    public void Check_DriftedSchema_TellsEverythingAtOnce()
    {
        var live = ExampleSystems.Object("Account", [.. ExampleSystems.CrmAccount.Fields.Where(f => f.Path is not ("Website" or "Phone" or "BillingPostalCode" or "NumberOfEmployees" or "Active__c")),
            ExampleSystems.Text("Web_site", 255),
            ExampleSystems.Text("Phone", 40, writable: false),
            ExampleSystems.Text("BillingPostalCode", 10),
            new FieldMetadata { Path = "NumberOfEmployees", Kind = FieldKind.Text },
            new FieldMetadata { Path = "Active__c", Kind = FieldKind.Boolean },
            ExampleSystems.Text("Region__c", 10, required: true)]);

        var report = Preflight.Check(Definition, "crm", [live]);

        report.Succeeded.Should().BeFalse();
        report.BlockedEntities.Should().Equal("Account");
        Messages(report, MappingCodes.UnknownField).Should().ContainSingle(m => m.Contains("'Website'") && m.Contains("Did you mean 'Web_site'?"));
        Messages(report, MappingCodes.ReadOnlyWritten).Should().ContainSingle(m => m.Contains("'Phone'"));
        Messages(report, MappingCodes.TooShort).Should().ContainSingle(m => m.Contains("PostalCode"));
        Messages(report, MappingCodes.KindMismatch).Should().ContainSingle(m => m.Contains("Employees"));
        Messages(report, MappingCodes.RequiredUnmapped).Should().ContainSingle(m => m.Contains("'Region__c'"));
        report.ToMarkdown().Should().Contain("failed").And.Contain("| CES1024 | Error | Account | Website |");
    }

    [Fact]
    public void Check_ObjectThatIsNotThere_NamesTheNearest()
    {
        var report = Preflight.Check(Definition, "erp", [new ObjectMetadata { Name = "customer", Fields = [] }]);

        Messages(report, MappingCodes.UnknownObject).Should().ContainSingle(m => m.Contains("'customers'") && m.Contains("Did you mean 'customer'?"));
    }

    [Fact]
    public void Check_NewPicklistValue_IsTold()
    {
        var live = ExampleSystems.Object("customers", [.. ExampleSystems.ErpCustomer.Fields.Where(f => f.Path != "blocked"), new FieldMetadata { Path = "blocked", Kind = FieldKind.Text, Values = [" ", "Ship", "Invoice", "All", "Credit"] }]);

        Messages(Preflight.Check(Definition, "erp", [live]), MappingCodes.ValuesWithoutCounterpart).Should().ContainSingle(m => m.Contains("'Credit'"));
    }

    [Fact]
    public void Against_LiveSchema_FollowsItsLengthsAndCoercions()
    {
        var live = ExampleSystems.Object("customers", [.. ExampleSystems.ErpCustomer.Fields.Where(f => f.Path != "displayName"), ExampleSystems.Text("displayName", 50)]);
        var map = Definition.FindFlow("Account")!.Member("erp")!.Map;

        var (wire, _) = MapExampleTests.Write(map.Against(live), new Account { Name = new string('x', 80) });

        wire["displayName"].AsText().Should().HaveLength(50);
        map.Against(ExampleSystems.ErpCustomer).GroupHash(0).Should().Be(map.GroupHash(0));
    }

    private static IEnumerable<string> Messages(PreflightReport report, string code) => report.Problems.Where(p => p.Code == code).Select(p => p.Message);
}
