namespace CrmErp.Sdk;

/// <summary>A demand for payment; the ERP is its master.</summary>
[CanonicalEntity]
public sealed partial class Invoice : Entity
{
    /// <summary>Its number.</summary>
    [Field(MaxLength = 40)]
    public partial string? Number { get; set; }

    /// <summary>Who ordered (sold-to).</summary>
    [Reference<Account>]
    [Field(Required = true)]
    public partial Reference? Account { get; set; }

    /// <summary>Who pays, where it is another account.</summary>
    [Reference<Account>]
    public partial Reference? BillToAccount { get; set; }

    /// <summary>The person it is addressed to.</summary>
    [Reference<Contact>]
    public partial Reference? Contact { get; set; }

    /// <summary>The order it is for; null when it is for several or none.</summary>
    [Reference<SalesOrder>]
    public partial Reference? SalesOrder { get; set; }

    /// <summary>The customer's own order number.</summary>
    [Field(MaxLength = 80)]
    public partial string? CustomerReference { get; set; }

    /// <summary>Its date.</summary>
    public partial DateOnly? InvoiceDate { get; set; }

    /// <summary>When it is to be paid.</summary>
    public partial DateOnly? DueDate { get; set; }

    /// <summary>Code of the payment terms.</summary>
    [Field(MaxLength = 40)]
    public partial string? PaymentTerms { get; set; }

    /// <summary>The currency of every amount of the document, as an ISO 4217 code.</summary>
    [Field(MaxLength = 3)]
    public partial string? Currency { get; set; }

    /// <summary>Whether unit prices contain tax.</summary>
    public partial bool? PricesIncludeTax { get; set; }

    /// <summary>Sum without tax, after discounts, in the document's currency.</summary>
    [Field(Group = "Totals")]
    public partial decimal? NetTotal { get; set; }

    /// <summary>Discount on the whole document, contained in the net total; positive.</summary>
    [Field(Group = "Totals")]
    public partial decimal? Discount { get; set; }

    /// <summary>Freight, contained in the net total.</summary>
    [Field(Group = "Totals")]
    public partial decimal? Freight { get; set; }

    /// <summary>Tax.</summary>
    [Field(Group = "Totals")]
    public partial decimal? TaxTotal { get; set; }

    /// <summary>Net plus tax: what is to be paid.</summary>
    [Field(Group = "Totals")]
    public partial decimal? GrossTotal { get; set; }

    /// <summary>What remains to be paid, in its currency.</summary>
    [Field(Group = "Payment")]
    public partial decimal? Balance { get; set; }

    /// <summary>Whether it is paid.</summary>
    [Field(Group = "Payment", Values = ["Open", "PartlyPaid", "Paid", "Overdue", "Credited", "Void"])]
    public partial string? PaymentStatus { get; set; }

    /// <summary>When it was paid in full.</summary>
    [Field(Group = "Payment")]
    public partial DateOnly? PaidOn { get; set; }

    /// <summary>Where the document stands.</summary>
    [Field(Group = "Status", Values = ["Draft", "Open", "Closed", "Cancelled"])]
    public partial string? Status { get; set; }

    /// <summary>Why it has that status, in the system's words.</summary>
    [Field(MaxLength = 255, Group = "Status")]
    public partial string? StatusReason { get; set; }

    /// <summary>Where the invoice goes, as it stands on the document.</summary>
    public partial Address BillTo { get; }

    /// <summary>Where the goods go, as it stands on the document.</summary>
    public partial Address ShipTo { get; }

    /// <summary>Free text.</summary>
    public partial string? Description { get; set; }

    /// <summary>The lines.</summary>
    public partial RowList<InvoiceLine> Lines { get; }
}
