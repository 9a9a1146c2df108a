using CrmErp.Sdk.Connectors.BusinessCentral.Metadata;
using CrmErp.Sdk.Mapping;

namespace CrmErp.Sdk.Connectors.BusinessCentral.Tests;

/// <summary>The connector's page tells what the code does: every line of the standard maps.</summary>
public class DocumentationTests
{
    private static readonly Dictionary<string, EntityType> Types = new()
    {
        ["Account"] = Account.EntityType, ["Contact"] = Contact.EntityType, ["Product"] = Product.EntityType, ["InventoryLevel"] = InventoryLevel.EntityType,
        ["Opportunity"] = Opportunity.EntityType, ["SalesOrder"] = SalesOrder.EntityType, ["Invoice"] = Invoice.EntityType, ["CreditNote"] = CreditNote.EntityType,
        ["Payment"] = Payment.EntityType,
    };

    [Fact]
    public void Page_lists_every_line_of_the_standard_maps()
    {
        var page = Page();
        Maps().Where(r => !page.Contains(r)).Should().BeEmpty();
    }

    /// <summary>The lines of the page.</summary>
    public static string[] Page()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Directory.Packages.props")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return File.ReadAllLines(Path.Combine(folder, "docs", "connectors", "business-central.md"));
    }

    private static IEnumerable<string> Maps()
    {
        var maps = BusinessCentralStandardMaps.Create(new BusinessCentralOptions { Currency = "EUR", PaymentJournal = "GENERAL" });
        foreach (var entity in maps.Entities)
        {
            var standard = maps.Find(entity)!;
            var map = standard.Compile("erp", Types[entity], StandardSchema.Find(standard.Object)!);
            yield return "";
            yield return $"### {entity}: `{standard.Object}`";
            yield return "";
            yield return "| Canonical | Business Central | Direction |";
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
            yield return $"| {(fields.Length > 0 ? fields : "(constant)")} | {(paths.Length > 0 ? paths : "(constant)")} | {Direction(rule)} |";
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
}
