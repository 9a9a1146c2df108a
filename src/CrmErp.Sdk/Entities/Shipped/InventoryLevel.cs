namespace CrmErp.Sdk;

/// <summary>The stock of one product at one location, and variant and lot where they are kept; in the product's base unit.</summary>
[CanonicalEntity]
public sealed partial class InventoryLevel : Entity
{
    /// <summary>The product.</summary>
    [Reference<Product>]
    [Field(Required = true)]
    public partial Reference? Product { get; set; }

    /// <summary>Code of the location; null for all of them together.</summary>
    [Field(MaxLength = 80)]
    public partial string? Location { get; set; }

    /// <summary>Name of the location.</summary>
    [Field(MaxLength = 255)]
    public partial string? LocationName { get; set; }

    /// <summary>Code of the variant.</summary>
    [Field(MaxLength = 40)]
    public partial string? Variant { get; set; }

    /// <summary>Lot or batch number.</summary>
    [Field(MaxLength = 80)]
    public partial string? Lot { get; set; }

    /// <summary>The unit of all quantities.</summary>
    [Field(MaxLength = 20, Group = "Quantities")]
    public partial string? Unit { get; set; }

    /// <summary>What lies there.</summary>
    [Field(Group = "Quantities")]
    public partial decimal? OnHand { get; set; }

    /// <summary>What is promised to orders.</summary>
    [Field(Group = "Quantities")]
    public partial decimal? Reserved { get; set; }

    /// <summary>What can be promised.</summary>
    [Field(Group = "Quantities")]
    public partial decimal? Available { get; set; }

    /// <summary>What is ordered from suppliers.</summary>
    [Field(Group = "Quantities")]
    public partial decimal? OnOrder { get; set; }

    /// <summary>What is on its way between locations.</summary>
    [Field(Group = "Quantities")]
    public partial decimal? InTransit { get; set; }

    /// <summary>What orders wait for.</summary>
    [Field(Group = "Quantities")]
    public partial decimal? Backordered { get; set; }

    /// <summary>When that was true.</summary>
    [Field(Group = "Quantities")]
    public partial DateTimeOffset? AsOf { get; set; }
}
