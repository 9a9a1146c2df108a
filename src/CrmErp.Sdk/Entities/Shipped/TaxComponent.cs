namespace CrmErp.Sdk;

/// <summary>One part of a combined tax.</summary>
[LineEntity]
public sealed partial class TaxComponent : LineEntity
{
    /// <summary>Name.</summary>
    [Field(MaxLength = 255)]
    public partial string? Name { get; set; }

    /// <summary>Rate in percent.</summary>
    [Field(Group = "Rate")]
    public partial decimal? Rate { get; set; }

    /// <summary>Whether it is taken on the amount with the other taxes.</summary>
    [Field(Group = "Rate")]
    public partial bool? Compound { get; set; }
}
