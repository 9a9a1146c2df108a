using CrmErp.Sdk.Connectors.Salesforce.Provisioning;
using CrmErp.Sdk.Mapping;

namespace CrmErp.Sdk.Connectors.Salesforce.Tests.Mapping;

/// <summary>The connector's page tells what the code does: every provisioned object and field, and every line of the standard maps.</summary>
public class DocumentationTests
{
    private static readonly Dictionary<string, EntityType> Types = new()
    {
        ["Account"] = Account.EntityType, ["Contact"] = Contact.EntityType, ["Product"] = Product.EntityType, ["PriceList"] = PriceList.EntityType,
        ["Opportunity"] = Opportunity.EntityType, ["SalesOrder"] = SalesOrder.EntityType, ["Invoice"] = Invoice.EntityType, ["Payment"] = Payment.EntityType,
    };

    [Fact]
    public void Page_lists_what_provisioning_makes() => Missing(Provisioned()).Should().BeEmpty();

    [Fact]
    public void Page_lists_every_line_of_the_standard_maps() => Missing(Maps()).Should().BeEmpty();

    private static IEnumerable<string> Provisioned()
    {
        yield return "| Object | Purpose |";
        yield return "|---|---|";
        foreach (var made in Requirements.Objects)
        {
            yield return $"| `{made.Name}` | {made.Purpose} |";
        }

        yield return "";
        yield return "| Field | Type | Purpose |";
        yield return "|---|---|---|";
        foreach (var field in Requirements.Fields("Erp_Id__c", []).Where(f => !f.IsKey))
        {
            yield return $"| `{field.FullName}` | {field.TypeText} | {field.Purpose} |";
        }
    }

    private static IEnumerable<string> Maps()
    {
        var registration = SalesforceRegistration.Create(new SalesforceOptions { Currency = "EUR" });
        foreach (var entity in registration.StandardMaps!.Entities)
        {
            var standard = registration.StandardMaps.Find(entity)!;
            var map = standard.Compile("crm", Types[entity], registration.Schema.Single(o => o.Name == standard.Object));
            yield return "";
            yield return $"### {entity}: `{standard.Object}`";
            yield return "";
            yield return "| Canonical | Salesforce | Direction |";
            yield return "|---|---|---|";
            foreach (var row in Rows(map.Rules, map.Entity, map.Shape, "", ""))
            {
                yield return row;
            }
        }
    }

    private static IEnumerable<string> Rows(IReadOnlyList<MapRule> rules, EntityType type, RecordShape shape, string field, string path)
    {
        foreach (var rule in rules)
        {
            var fields = string.Join(", ", rule.CanonicalSlots.Select(s => $"`{field}{type.Fields[s].Name}`"));
            var paths = string.Join(", ", rule.WireSlots.Select(s => $"`{path}{shape.Fields[s].Path}`"));
            yield return $"| {(fields.Length > 0 ? fields : "(default)")} | {(paths.Length > 0 ? paths : "(the connection's currency)")} | {Direction(rule)} |";
            if (rule.Lines is { } lines)
            {
                foreach (var row in Rows(lines.Rules, lines.Entity, lines.Shape, type.Fields[rule.CanonicalSlots[0]].Name + ".", shape.Fields[rule.WireSlots[0]].Path + "."))
                {
                    yield return row;
                }
            }
        }
    }

    private static string Direction(MapRule rule) => rule switch
    {
        { CanonicalSlots.Count: 0 } => "on create",
        { Reads: true, WritesOnUpdate: true } => "both",
        { Reads: true, WritesOnCreate: true } => "read, written on create",
        { Reads: true } => "read",
        _ => "written",
    };

    private static IEnumerable<string> Missing(IEnumerable<string> rows)
    {
        var page = File.ReadAllLines(Path.Combine(Repository(), "docs", "connectors", "salesforce.md"));
        return rows.Where(r => !page.Contains(r));
    }

    private static string Repository()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Directory.Packages.props")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return folder;
    }
}
