namespace CrmErp.Sdk;

/// <summary>The part of a payment that settles one document.</summary>
[LineEntity]
public sealed partial class PaymentAllocation : LineEntity
{
    /// <summary>The invoice it settles.</summary>
    [Reference<Invoice>]
    public partial Reference? Invoice { get; set; }

    /// <summary>The credit note it uses up.</summary>
    [Reference<CreditNote>]
    public partial Reference? CreditNote { get; set; }

    /// <summary>How much, in the payment's currency.</summary>
    [Field(Group = "Amount")]
    public partial decimal? Amount { get; set; }

    /// <summary>Cash discount taken, in the payment's currency; positive.</summary>
    [Field(Group = "Amount")]
    public partial decimal? Discount { get; set; }

    /// <summary>When it was applied.</summary>
    public partial DateOnly? AppliedOn { get; set; }
}
