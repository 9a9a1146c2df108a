namespace CrmErp.Sdk;

/// <summary>One tax registration of an account.</summary>
[LineEntity]
public sealed partial class TaxNumber : LineEntity
{
    /// <summary>The kind of number, such as <c>VAT</c> or <c>EIN</c>.</summary>
    [Field(MaxLength = 20)]
    public partial string? Type { get; set; }

    /// <summary>The number as it is printed.</summary>
    [Field(MaxLength = 40, Group = "Number")]
    public partial string? Number { get; set; }

    /// <summary>The issuing country, as two letters of ISO 3166-1.</summary>
    [Field(MaxLength = 2, Group = "Number")]
    public partial string? Country { get; set; }
}
