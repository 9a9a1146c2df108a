namespace CrmErp.Sdk;

/// <summary>A business partner that buys: an organisation, or a person who buys as such.</summary>
[CanonicalEntity]
public sealed partial class Account : Entity
{
    /// <summary>Organisation or person.</summary>
    [Field(Values = ["Organisation", "Person"])]
    public partial string? Kind { get; set; }

    /// <summary>The customer number that both sides print on documents.</summary>
    [Field(MaxLength = 40)]
    public partial string? Number { get; set; }

    /// <summary>Legal or trading name; of a person the full name.</summary>
    [Field(MaxLength = 255, Required = true)]
    public partial string? Name { get; set; }

    /// <summary>The account it belongs to.</summary>
    [Reference<Account>]
    public partial Reference? ParentAccount { get; set; }

    /// <summary>The primary one of its tax numbers (VAT number, EIN).</summary>
    [Field(MaxLength = 40)]
    public partial string? TaxId { get; set; }

    /// <summary>All its tax registrations, the primary one included.</summary>
    public partial RowList<TaxNumber> TaxNumbers { get; }

    /// <summary>General e-mail address.</summary>
    [Field(MaxLength = 254)]
    public partial string? Email { get; set; }

    /// <summary>Telephone number as it is dialled.</summary>
    [Field(MaxLength = 40)]
    public partial string? Phone { get; set; }

    /// <summary>Fax number.</summary>
    [Field(MaxLength = 40)]
    public partial string? Fax { get; set; }

    /// <summary>Address of its website.</summary>
    [Field(MaxLength = 255)]
    public partial string? Website { get; set; }

    /// <summary>Industry, in the words of the definition's value map.</summary>
    [Field(MaxLength = 120)]
    public partial string? Industry { get; set; }

    /// <summary>Number of employees.</summary>
    public partial long? Employees { get; set; }

    /// <summary>Revenue per year.</summary>
    public partial Money? AnnualRevenue { get; set; }

    /// <summary>The currency it is invoiced in, as an ISO 4217 code.</summary>
    [Field(MaxLength = 3)]
    public partial string? Currency { get; set; }

    /// <summary>Code of the payment terms, such as <c>NET30</c>.</summary>
    [Field(MaxLength = 40)]
    public partial string? PaymentTerms { get; set; }

    /// <summary>How much it may owe; null means no limit is set.</summary>
    public partial Money? CreditLimit { get; set; }

    /// <summary>Whether new orders are stopped for it.</summary>
    [Field(Group = "CreditHold")]
    public partial bool? CreditHold { get; set; }

    /// <summary>Why new orders are stopped.</summary>
    [Field(MaxLength = 255, Group = "CreditHold")]
    public partial string? CreditHoldReason { get; set; }

    /// <summary>What it owes; the ERP says so.</summary>
    [Field(Group = "Balance")]
    public partial Money? BalanceDue { get; set; }

    /// <summary>The part of the balance that is past its due date.</summary>
    [Field(Group = "Balance")]
    public partial Money? OverdueAmount { get; set; }

    /// <summary>When balance and overdue amount were true.</summary>
    [Field(Group = "Balance")]
    public partial DateTimeOffset? BalanceAsOf { get; set; }

    /// <summary>Where invoices go.</summary>
    public partial Address BillingAddress { get; }

    /// <summary>Where goods go by default.</summary>
    public partial Address ShippingAddress { get; }

    /// <summary>Whether business with it goes on.</summary>
    public partial bool? Active { get; set; }

    /// <summary>The date of its first order; null until then.</summary>
    public partial DateOnly? FirstOrderOn { get; set; }

    /// <summary>Since when it is a customer.</summary>
    public partial DateOnly? CustomerSince { get; set; }

    /// <summary>Free text.</summary>
    public partial string? Description { get; set; }

    /// <summary>The price list that applies to it.</summary>
    [Reference<PriceList>]
    public partial Reference? PriceList { get; set; }

    /// <summary>The class that decides its tax, such as <c>DOMESTIC</c> or <c>EXEMPT</c>.</summary>
    [Field(MaxLength = 40)]
    public partial string? TaxClass { get; set; }
}
