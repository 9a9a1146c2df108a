namespace CrmErp.Sdk.Mistakes.Tests;

/// <summary>An entity that no connector knows.</summary>
[CanonicalEntity]
public sealed partial class Warranty : Entity
{
    /// <summary>The serial number.</summary>
    [Field(MaxLength = 40)]
    public partial string? Serial { get; set; }
}
