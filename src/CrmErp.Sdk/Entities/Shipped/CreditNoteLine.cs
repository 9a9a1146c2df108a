namespace CrmErp.Sdk;

/// <summary>One line of a credit note.</summary>
[LineEntity]
public sealed partial class CreditNoteLine : LineEntity
{
    /// <summary>What the line is.</summary>
    [Field(Values = ["Item", "Service", "Comment", "Charge", "Discount", "Bundle"])]
    public partial string? Kind { get; set; }

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

    /// <summary>Code of the tax.</summary>
    [Field(MaxLength = 40, Group = "Tax")]
    public partial string? TaxCode { get; set; }

    /// <summary>Rate of the tax in percent (19 is nineteen percent).</summary>
    [Field(Group = "Tax")]
    public partial decimal? TaxRate { get; set; }

    /// <summary>Quantity times price less discount, without tax, in the document's currency.</summary>
    [Field(Group = "Amounts")]
    public partial decimal? NetAmount { get; set; }

    /// <summary>Tax on the line.</summary>
    [Field(Group = "Amounts")]
    public partial decimal? TaxAmount { get; set; }

    /// <summary>Net plus tax.</summary>
    [Field(Group = "Amounts")]
    public partial decimal? GrossAmount { get; set; }

    /// <summary>The line of the invoice, by its line id.</summary>
    public partial Guid? InvoiceLine { get; set; }
}
