namespace CrmErp.Sdk;

/// <summary>A postal address. Its fields change hands together.</summary>
[OwnedValue]
public sealed partial class Address : OwnedValue
{
    /// <summary>Addressee: the company or person the mail goes to, where it differs from the owner.</summary>
    [Field(MaxLength = 255)]
    public partial string? Name { get; set; }

    /// <summary>The person or department at the address.</summary>
    [Field(MaxLength = 255)]
    public partial string? Attention { get; set; }

    /// <summary>Street and house number.</summary>
    [Field(MaxLength = 255)]
    public partial string? Line1 { get; set; }

    /// <summary>Second line: building, floor, suite.</summary>
    [Field(MaxLength = 255)]
    public partial string? Line2 { get; set; }

    /// <summary>Third line.</summary>
    [Field(MaxLength = 255)]
    public partial string? Line3 { get; set; }

    /// <summary>City.</summary>
    [Field(MaxLength = 80)]
    public partial string? City { get; set; }

    /// <summary>State, province or county; the subdivision code of ISO 3166-2 without the country (<c>CA</c> for California) where the system has codes, else its name.</summary>
    [Field(MaxLength = 80)]
    public partial string? Region { get; set; }

    /// <summary>Postal code; text, because leading zeros count.</summary>
    [Field(MaxLength = 20)]
    public partial string? PostalCode { get; set; }

    /// <summary>Country, as two letters of ISO 3166-1 (<c>DE</c>).</summary>
    [Field(MaxLength = 2)]
    public partial string? Country { get; set; }
}
