namespace CrmErp.Sdk;

/// <summary>One line of a shipment.</summary>
[LineEntity]
public sealed partial class ShipmentLine : LineEntity
{
    /// <summary>The product.</summary>
    [Reference<Product>]
    public partial Reference? Product { get; set; }

    /// <summary>The text of the line.</summary>
    [Field(MaxLength = 4000)]
    public partial string? Description { get; set; }

    /// <summary>How many units were shipped.</summary>
    [Field(Group = "Quantity")]
    public partial decimal? Quantity { get; set; }

    /// <summary>The unit.</summary>
    [Field(MaxLength = 20, Group = "Quantity")]
    public partial string? Unit { get; set; }

    /// <summary>The line of the order, by its line id.</summary>
    public partial Guid? OrderLine { get; set; }

    /// <summary>Lot or serial number.</summary>
    [Field(MaxLength = 80)]
    public partial string? Lot { get; set; }
}
