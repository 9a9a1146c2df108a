namespace CrmErp.Sdk;

/// <summary>One product of an opportunity.</summary>
[LineEntity]
public sealed partial class OpportunityLine : LineEntity
{
    /// <summary>The product; null on comments and free-text lines.</summary>
    [Reference<Product>]
    public partial Reference? Product { get; set; }

    /// <summary>The text of the line.</summary>
    [Field(MaxLength = 4000)]
    public partial string? Description { get; set; }

    /// <summary>How many units.</summary>
    [Field(Group = "Quantity")]
    public partial decimal? Quantity { get; set; }

    /// <summary>The unit.</summary>
    [Field(MaxLength = 20, Group = "Quantity")]
    public partial string? Unit { get; set; }

    /// <summary>Price of one unit before discount, in the document's currency; it contains tax if the document says so.</summary>
    public partial decimal? UnitPrice { get; set; }

    /// <summary>Discount in percent (10 is ten percent).</summary>
    [Field(Group = "Discount")]
    public partial decimal? DiscountPercent { get; set; }

    /// <summary>Discount on the whole line, in the document's currency; positive.</summary>
    [Field(Group = "Discount")]
    public partial decimal? DiscountAmount { get; set; }

    /// <summary>Quantity times price less discount, in the opportunity's currency.</summary>
    public partial decimal? NetAmount { get; set; }

    /// <summary>When it is to be delivered.</summary>
    public partial DateOnly? ServiceDate { get; set; }
}
