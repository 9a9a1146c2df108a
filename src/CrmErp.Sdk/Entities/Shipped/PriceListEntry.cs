namespace CrmErp.Sdk;

/// <summary>The price of one product in a price list.</summary>
[LineEntity]
public sealed partial class PriceListEntry : LineEntity
{
    /// <summary>The product.</summary>
    [Reference<Product>]
    [Field(Required = true)]
    public partial Reference? Product { get; set; }

    /// <summary>The unit the price is for.</summary>
    [Field(MaxLength = 20, Group = "Price")]
    public partial string? Unit { get; set; }

    /// <summary>From how many units on the price applies.</summary>
    [Field(Group = "Price")]
    public partial decimal? MinimumQuantity { get; set; }

    /// <summary>Price of one unit, in the list's currency.</summary>
    [Field(Group = "Price")]
    public partial decimal? UnitPrice { get; set; }

    /// <summary>Discount in percent (10 is ten percent) instead of, or on top of, the price.</summary>
    [Field(Group = "Price")]
    public partial decimal? DiscountPercent { get; set; }

    /// <summary>First day it applies.</summary>
    [Field(Group = "Validity")]
    public partial DateOnly? ValidFrom { get; set; }

    /// <summary>Last day it applies.</summary>
    [Field(Group = "Validity")]
    public partial DateOnly? ValidTo { get; set; }
}
