namespace CrmErp.Sdk;

/// <summary>An order of an account.</summary>
[CanonicalEntity]
public sealed partial class SalesOrder : Entity
{
    /// <summary>Its number.</summary>
    [Field(MaxLength = 40)]
    public partial string? Number { get; set; }

    /// <summary>The customer's own order number.</summary>
    [Field(MaxLength = 80)]
    public partial string? CustomerReference { get; set; }

    /// <summary>Who ordered (sold-to).</summary>
    [Reference<Account>]
    [Field(Required = true)]
    public partial Reference? Account { get; set; }

    /// <summary>Who pays, where it is another account.</summary>
    [Reference<Account>]
    public partial Reference? BillToAccount { get; set; }

    /// <summary>Who gets the goods, where it is another account.</summary>
    [Reference<Account>]
    public partial Reference? ShipToAccount { get; set; }

    /// <summary>The person who ordered.</summary>
    [Reference<Contact>]
    public partial Reference? Contact { get; set; }

    /// <summary>The deal it came from.</summary>
    [Reference<Opportunity>]
    public partial Reference? Opportunity { get; set; }

    /// <summary>The quote it came from.</summary>
    [Reference<Quote>]
    public partial Reference? Quote { get; set; }

    /// <summary>Its date.</summary>
    public partial DateOnly? OrderDate { get; set; }

    /// <summary>When the customer wants it.</summary>
    public partial DateOnly? RequestedDelivery { get; set; }

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

    /// <summary>How it is shipped.</summary>
    [Field(MaxLength = 80)]
    public partial string? ShippingMethod { get; set; }

    /// <summary>Code of the Incoterms.</summary>
    [Field(MaxLength = 10)]
    public partial string? Incoterms { get; set; }

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
    [Field(Group = "Status", Values = ["Draft", "PendingApproval", "Open", "PartlyShipped", "Shipped", "PartlyInvoiced", "Invoiced", "Closed", "Cancelled"])]
    public partial string? Status { get; set; }

    /// <summary>Why it has that status, in the system's words.</summary>
    [Field(MaxLength = 255, Group = "Status")]
    public partial string? StatusReason { get; set; }

    /// <summary>Whether it is stopped.</summary>
    [Field(Group = "Hold")]
    public partial bool? OnHold { get; set; }

    /// <summary>Why it is stopped.</summary>
    [Field(MaxLength = 255, Group = "Hold")]
    public partial string? HoldReason { get; set; }

    /// <summary>Where the invoice goes, as it stands on the document.</summary>
    public partial Address BillTo { get; }

    /// <summary>Where the goods go, as it stands on the document.</summary>
    public partial Address ShipTo { get; }

    /// <summary>Free text.</summary>
    public partial string? Description { get; set; }

    /// <summary>The lines.</summary>
    public partial RowList<SalesOrderLine> Lines { get; }
}
