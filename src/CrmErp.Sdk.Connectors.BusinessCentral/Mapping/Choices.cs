using CrmErp.Sdk.Connectors.BusinessCentral.Metadata;

namespace CrmErp.Sdk.Connectors.BusinessCentral.Mapping;

/// <summary>The options of the pages and their canonical words. Of several pairs with one value the first is written or read.</summary>
internal static class Choices
{
    public static ValueMap Kind { get; } = ValueMap.Of(("Organisation", "Company"), ("Person", "Person"));

    public static ValueMap ActiveByBlocked { get; } = ValueMap.Of((true, StandardSchema.BlankOption), (false, "All"), (true, "Ship"), (true, "Invoice"));

    public static ValueMap HoldByBlocked { get; } = ValueMap.Of((false, StandardSchema.BlankOption), (true, "All"), (true, "Ship"), (true, "Invoice"));

    public static ValueMap Not { get; } = ValueMap.Of((true, false), (false, true));

    public static ValueMap ItemType { get; } = ValueMap.Of(("Stock", "Inventory"), ("NonStock", "Non-Inventory"), ("Service", "Service"), ("Kit", "Inventory"));

    public static ValueMap LineKind { get; } = ValueMap.Of(
        ("Item", "Item"),
        ("Comment", "Comment"),
        ("Charge", "Charge"),
        ("Service", "Item"),
        ("Bundle", "Item"),
        ("Charge", "Account"),
        ("Service", "Resource"),
        ("Charge", "Fixed Asset"),
        ("Charge", "Allocation Account"),
        ("Discount", "Account"));

    public static ValueMap InvoiceStatus { get; } = ValueMap.Of(
        ("Draft", "Draft"),
        ("Open", "Open"),
        ("Closed", "Paid"),
        ("Cancelled", "Canceled"),
        ("Closed", "Corrective"),
        ("Draft", "In Review"),
        ("Draft", StandardSchema.BlankOption));
}
