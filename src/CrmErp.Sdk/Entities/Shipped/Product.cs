namespace CrmErp.Sdk;

/// <summary>Something that is sold: an item, a service or a kit.</summary>
[CanonicalEntity]
public sealed partial class Product : Entity
{
    /// <summary>Article number: the key that both sides know it by.</summary>
    [Field(MaxLength = 100, Required = true)]
    public partial string? Sku { get; set; }

    /// <summary>Name as printed on documents.</summary>
    [Field(MaxLength = 255)]
    public partial string? Name { get; set; }

    /// <summary>Free text.</summary>
    public partial string? Description { get; set; }

    /// <summary>Global trade item number (EAN, UPC); text, because leading zeros count.</summary>
    [Field(MaxLength = 18)]
    public partial string? Gtin { get; set; }

    /// <summary>What it is. Only stock items have stock.</summary>
    [Field(Values = ["Stock", "NonStock", "Service", "Kit"])]
    public partial string? Type { get; set; }

    /// <summary>The unit that stock and list price are counted in; a code of UN/ECE Recommendation 20 where the system has one, else its own.</summary>
    [Field(MaxLength = 20)]
    public partial string? BaseUnit { get; set; }

    /// <summary>Price of one base unit before discounts and tax.</summary>
    public partial Money? ListPrice { get; set; }

    /// <summary>Cost of one base unit.</summary>
    public partial Money? Cost { get; set; }

    /// <summary>The class that decides its tax.</summary>
    [Field(MaxLength = 40)]
    public partial string? TaxClass { get; set; }

    /// <summary>Product group.</summary>
    [Field(MaxLength = 120)]
    public partial string? Category { get; set; }

    /// <summary>Whether it may be sold.</summary>
    public partial bool? Active { get; set; }

    /// <summary>How many base units can be promised, over all locations.</summary>
    [Field(Group = "Availability")]
    public partial decimal? Available { get; set; }

    /// <summary>When that was true.</summary>
    [Field(Group = "Availability")]
    public partial DateTimeOffset? AvailableAsOf { get; set; }
}
