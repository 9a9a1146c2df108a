namespace CrmErp.Sdk;

/// <summary>Money given back; its amounts are positive.</summary>
[CanonicalEntity]
public sealed partial class CreditNote : Entity
{
    /// <summary>Its number.</summary>
    [Field(MaxLength = 40)]
    public partial string? Number { get; set; }

    /// <summary>Who gets it.</summary>
    [Reference<Account>]
    [Field(Required = true)]
    public partial Reference? Account { get; set; }

    /// <summary>The invoice it corrects.</summary>
    [Reference<Invoice>]
    public partial Reference? Invoice { get; set; }

    /// <summary>The order it is for.</summary>
    [Reference<SalesOrder>]
    public partial Reference? SalesOrder { get; set; }

    /// <summary>The customer's own number.</summary>
    [Field(MaxLength = 80)]
    public partial string? CustomerReference { get; set; }

    /// <summary>Its date.</summary>
    public partial DateOnly? CreditDate { get; set; }

    /// <summary>Why it was given.</summary>
    [Field(MaxLength = 255)]
    public partial string? Reason { get; set; }

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

    /// <summary>What is not applied yet, in its currency.</summary>
    public partial decimal? Balance { get; set; }

    /// <summary>Where the document stands.</summary>
    [Field(Group = "Status", Values = ["Draft", "Open", "Closed", "Cancelled"])]
    public partial string? Status { get; set; }

    /// <summary>Why it has that status, in the system's words.</summary>
    [Field(MaxLength = 255, Group = "Status")]
    public partial string? StatusReason { get; set; }

    /// <summary>Where the invoice goes, as it stands on the document.</summary>
    public partial Address BillTo { get; }

    /// <summary>Free text.</summary>
    public partial string? Description { get; set; }

    /// <summary>The lines.</summary>
    public partial RowList<CreditNoteLine> Lines { get; }
}
