namespace CrmErp.Sdk;

/// <summary>A tax that lines refer to by its code.</summary>
[CanonicalEntity]
public sealed partial class TaxCode : Entity
{
    /// <summary>The key that both sides know it by.</summary>
    [Field(MaxLength = 40, Required = true)]
    public partial string? Code { get; set; }

    /// <summary>Name.</summary>
    [Field(MaxLength = 255)]
    public partial string? Name { get; set; }

    /// <summary>Effective rate in percent (19 is nineteen percent).</summary>
    public partial decimal? Rate { get; set; }

    /// <summary>The country it belongs to, as two letters of ISO 3166-1.</summary>
    [Field(MaxLength = 2, Group = "Jurisdiction")]
    public partial string? Country { get; set; }

    /// <summary>The state or province.</summary>
    [Field(MaxLength = 80, Group = "Jurisdiction")]
    public partial string? Region { get; set; }

    /// <summary>Whether it may be used.</summary>
    public partial bool? Active { get; set; }

    /// <summary>Its parts, where it combines several taxes.</summary>
    public partial RowList<TaxComponent> Components { get; }
}
