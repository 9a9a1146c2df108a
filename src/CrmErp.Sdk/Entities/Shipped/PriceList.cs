namespace CrmErp.Sdk;

/// <summary>A list of prices.</summary>
[CanonicalEntity]
public sealed partial class PriceList : Entity
{
    /// <summary>The key that both sides know it by.</summary>
    [Field(MaxLength = 40)]
    public partial string? Code { get; set; }

    /// <summary>Name.</summary>
    [Field(MaxLength = 255)]
    public partial string? Name { get; set; }

    /// <summary>The currency of all its prices, as an ISO 4217 code.</summary>
    [Field(MaxLength = 3)]
    public partial string? Currency { get; set; }

    /// <summary>Whether its prices contain tax.</summary>
    public partial bool? PricesIncludeTax { get; set; }

    /// <summary>First day it applies.</summary>
    [Field(Group = "Validity")]
    public partial DateOnly? ValidFrom { get; set; }

    /// <summary>Last day it applies.</summary>
    [Field(Group = "Validity")]
    public partial DateOnly? ValidTo { get; set; }

    /// <summary>Whether it may be used.</summary>
    public partial bool? Active { get; set; }

    /// <summary>Free text.</summary>
    public partial string? Description { get; set; }

    /// <summary>The prices.</summary>
    public partial RowList<PriceListEntry> Entries { get; }
}
