using System.Xml.Linq;

namespace CrmErp.Sdk.Simulators.Tests.BusinessCentral;

public sealed class MetadataTests
{
    private static readonly XNamespace Edm = "http://docs.oasis-open.org/odata/ns/edm";

    [Fact]
    public async Task Metadata_lists_types_lengths_members_navigations_and_actions()
    {
        await using var world = await BusinessCentralWorld.StartAsync();

        var document = XDocument.Parse((await world.SendRawAsync("GET", world.Root + "$metadata", null)).Raw);

        var customer = Type(document, "customer");
        Property(customer, "displayName").Attribute("MaxLength")!.Value.Should().Be("100");
        Property(customer, "creditLimit").Attribute("Type")!.Value.Should().Be("Edm.Decimal");
        Property(customer, "blocked").Attribute("Type")!.Value.Should().Be("Microsoft.NAV.customerBlocked");
        document.Descendants(Edm + "EnumType").Single(e => e.Attribute("Name")!.Value == "customerBlocked").Elements().First().Attribute("Name")!.Value.Should().Be("_x0020_");
        Type(document, "salesOrder").Elements(Edm + "NavigationProperty").Should().Contain(n => n.Attribute("Name")!.Value == "salesOrderLines");
        document.Descendants(Edm + "Action").Select(a => a.Attribute("Name")!.Value).Should().Contain(["shipAndInvoice", "post", "cancel"]);
        document.Descendants(Edm + "EntitySet").Should().Contain(s => s.Attribute("Name")!.Value == "customers" && s.Attribute("EntityType")!.Value == "Microsoft.NAV.customer");
    }

    [Fact]
    public async Task Definitions_and_directories_answer()
    {
        await using var world = await BusinessCentralWorld.StartAsync();

        (await world.SendRawAsync("GET", world.Root + "entityDefinitions", null)).Value.Should().NotBeEmpty();
        (await world.SendRawAsync("GET", $"{world.Simulator.Address}environments/v1.2", null)).Value.Single().GetProperty("name").GetString().Should().Be("Production");
        var resources = await world.SendRawAsync(
            "GET", $"{world.Simulator.Address}v2.0/{world.Simulator.TenantId}/Production/api/microsoft/runtime/beta/companies({world.Company})/webhookSupportedResources", null);
        resources.Value.Should().NotContain(r => r.GetProperty("resource").GetString()!.EndsWith("Lines"));
    }

    private static XElement Type(XDocument document, string name) => document.Descendants(Edm + "EntityType").Single(t => t.Attribute("Name")!.Value == name);

    private static XElement Property(XElement type, string name) => type.Elements(Edm + "Property").Single(p => p.Attribute("Name")!.Value == name);
}
