namespace CrmErp.Sdk;

/// <summary>An offer to an account.</summary>
[CanonicalEntity]
public sealed partial class Quote : Entity
{
    /// <summary>Its number.</summary>
    [Field(MaxLength = 40)]
    public partial string? Number { get; set; }

    /// <summary>Title.</summary>
    [Field(MaxLength = 255)]
    public partial string? Name { get; set; }

    /// <summary>Who gets the offer.</summary>
    [Reference<Account>]
    [Field(Required = true)]
    public partial Reference? Account { get; set; }

    /// <summary>The person it is addressed to.</summary>
    [Reference<Contact>]
    public partial Reference? Contact { get; set; }

    /// <summary>The deal it belongs to.</summary>
    [Reference<Opportunity>]
    public partial Reference? Opportunity { get; set; }

    /// <summary>Its date.</summary>
    public partial DateOnly? QuoteDate { get; set; }

    /// <summary>Last day it holds.</summary>
    public partial DateOnly? ValidUntil { get; set; }

    /// <summary>The currency of every amount of the document, as an ISO 4217 code.</summary>
    [Field(MaxLength = 3)]
    public partial string? Currency { get; set; }

    /// <summary>Whether unit prices contain tax.</summary>
    public partial bool? PricesIncludeTax { get; set; }

    /// <summary>The price list its prices come from.</summary>
    [Reference<PriceList>]
    public partial Reference? PriceList { get; set; }

    /// <summary>Code of the payment terms.</summary>
    [Field(MaxLength = 40)]
    public partial string? PaymentTerms { get; set; }

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

    /// <summary>Where it stands.</summary>
    [Field(Group = "Status", Values = ["Draft", "Sent", "Accepted", "Rejected", "Expired", "Ordered", "Cancelled"])]
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
    public partial RowList<QuoteLine> Lines { get; }
}
