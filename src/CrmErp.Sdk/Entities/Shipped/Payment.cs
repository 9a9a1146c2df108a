namespace CrmErp.Sdk;

/// <summary>Money received from an account.</summary>
[CanonicalEntity]
public sealed partial class Payment : Entity
{
    /// <summary>Its number.</summary>
    [Field(MaxLength = 40)]
    public partial string? Number { get; set; }

    /// <summary>The payer's or the bank's reference.</summary>
    [Field(MaxLength = 140)]
    public partial string? PaymentReference { get; set; }

    /// <summary>Who paid.</summary>
    [Reference<Account>]
    [Field(Required = true)]
    public partial Reference? Account { get; set; }

    /// <summary>When it was received.</summary>
    public partial DateOnly? PaidOn { get; set; }

    /// <summary>The currency of every amount of the payment, as an ISO 4217 code.</summary>
    [Field(MaxLength = 3)]
    public partial string? Currency { get; set; }

    /// <summary>How much was received; positive.</summary>
    [Field(Group = "Amount")]
    public partial decimal? Amount { get; set; }

    /// <summary>The part that settles nothing yet.</summary>
    [Field(Group = "Amount")]
    public partial decimal? Unapplied { get; set; }

    /// <summary>How it was paid, such as transfer or card.</summary>
    [Field(MaxLength = 80)]
    public partial string? Method { get; set; }

    /// <summary>Where it stands; a reversed payment opens its invoices again.</summary>
    [Field(Group = "Status", Values = ["Pending", "Received", "Reversed"])]
    public partial string? Status { get; set; }

    /// <summary>Why it has that status.</summary>
    [Field(MaxLength = 255, Group = "Status")]
    public partial string? StatusReason { get; set; }

    /// <summary>Free text.</summary>
    public partial string? Description { get; set; }

    /// <summary>What it settles.</summary>
    public partial RowList<PaymentAllocation> Allocations { get; }
}
