namespace CrmErp.Sdk;

/// <summary>Goods that left the house.</summary>
[CanonicalEntity]
public sealed partial class Shipment : Entity
{
    /// <summary>Its number.</summary>
    [Field(MaxLength = 40)]
    public partial string? Number { get; set; }

    /// <summary>Who gets the goods.</summary>
    [Reference<Account>]
    [Field(Required = true)]
    public partial Reference? Account { get; set; }

    /// <summary>The order it fulfils.</summary>
    [Reference<SalesOrder>]
    public partial Reference? SalesOrder { get; set; }

    /// <summary>When it left.</summary>
    public partial DateOnly? ShippedOn { get; set; }

    /// <summary>When it arrived.</summary>
    [Field(Group = "Status")]
    public partial DateOnly? DeliveredOn { get; set; }

    /// <summary>Who carries it.</summary>
    [Field(MaxLength = 80, Group = "Tracking")]
    public partial string? Carrier { get; set; }

    /// <summary>The carrier's number.</summary>
    [Field(MaxLength = 80, Group = "Tracking")]
    public partial string? TrackingNumber { get; set; }

    /// <summary>Where it can be followed.</summary>
    [Field(MaxLength = 2000, Group = "Tracking")]
    public partial string? TrackingUrl { get; set; }

    /// <summary>Where it stands.</summary>
    [Field(Group = "Status", Values = ["Planned", "Shipped", "Delivered", "Returned", "Cancelled"])]
    public partial string? Status { get; set; }

    /// <summary>Where the goods go.</summary>
    public partial Address ShipTo { get; }

    /// <summary>The lines.</summary>
    public partial RowList<ShipmentLine> Lines { get; }
}
