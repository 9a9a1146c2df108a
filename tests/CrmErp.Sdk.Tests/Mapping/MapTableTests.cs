using CrmErp.Sdk.Mapping;
using CrmErp.Sdk.Tests.DependencyInjection;

namespace CrmErp.Sdk.Tests.Mapping;

public class MapTableTests
{
    [Fact]
    public void Flow_AsMarkdown_TellsWhoOwnsWhatAndWhereLinesComeFrom()
    {
        var text = MapTable.ToMarkdown(Definitions.Build(MySync.Define).FindFlow("Account")!);

        text.Should().Contain("## Account: 'crm', 'erp' (Auto, deletions: Deactivate)")
            .And.Contain("Matched by TaxId:Code1, then Number:Code1; proposed by Name+BillingAddress.PostalCode.")
            .And.Contain("| CreditLimit | erp |")
            .And.Contain("| BillingAddress | depends on the record | Latest, Ask | Prefer(crm), Latest, Ask |")
            .And.Contain("Only records with Type in (Customer, Partner).")
            .And.Contain("| BalanceDue | <- | balanceDue + currencyCode |")
            .And.Contain("| Loyalty | <-> | loyaltyPoints |  | definition |")
            .And.Contain("| \"DOMESTIC\" | -> on create | customerPostingGroup | when nothing else is given | definition |")
            .And.Contain("true =  , false = All");
    }

    [Fact]
    public void Lines_of_a_document_are_indented()
    {
        var map = ExampleSystems.CrmMaps.Find("SalesOrder")!.Compile("crm", SalesOrder.EntityType, ExampleSystems.CrmOrder);
        MapTable.ToText(map).Should().Contain("SalesOrder and 'Order' on 'crm'").And.Contain("- Quantity");
    }
}
