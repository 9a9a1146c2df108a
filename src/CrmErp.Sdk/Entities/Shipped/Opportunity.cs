namespace CrmErp.Sdk;

/// <summary>A deal that may be won.</summary>
[CanonicalEntity]
public sealed partial class Opportunity : Entity
{
    /// <summary>The number that systems with numbered opportunities give it.</summary>
    [Field(MaxLength = 40)]
    public partial string? Number { get; set; }

    /// <summary>Name of the deal.</summary>
    [Field(MaxLength = 255, Required = true)]
    public partial string? Name { get; set; }

    /// <summary>Who would buy.</summary>
    [Reference<Account>]
    public partial Reference? Account { get; set; }

    /// <summary>The person spoken to.</summary>
    [Reference<Contact>]
    public partial Reference? Contact { get; set; }

    /// <summary>The sales process it runs through.</summary>
    [Field(MaxLength = 120, Group = "Stage")]
    public partial string? Pipeline { get; set; }

    /// <summary>Its stage in the pipeline.</summary>
    [Field(MaxLength = 120, Group = "Stage")]
    public partial string? Stage { get; set; }

    /// <summary>Whether it was won.</summary>
    [Field(Group = "Stage")]
    public partial bool? Won { get; set; }

    /// <summary>Whether it was won or lost.</summary>
    [Field(Group = "Stage")]
    public partial bool? Closed { get; set; }

    /// <summary>Why it was lost.</summary>
    [Field(MaxLength = 255, Group = "Stage")]
    public partial string? LossReason { get; set; }

    /// <summary>What it is worth, in its currency.</summary>
    public partial decimal? Amount { get; set; }

    /// <summary>The currency of every amount of the opportunity, as an ISO 4217 code.</summary>
    [Field(MaxLength = 3)]
    public partial string? Currency { get; set; }

    /// <summary>Chance of winning, from 0 to 1.</summary>
    public partial decimal? Probability { get; set; }

    /// <summary>When it is expected to close, or did.</summary>
    public partial DateOnly? CloseDate { get; set; }

    /// <summary>What kind of business it is, such as new or renewal.</summary>
    [Field(MaxLength = 120)]
    public partial string? Type { get; set; }

    /// <summary>Where it came from.</summary>
    [Field(MaxLength = 120)]
    public partial string? LeadSource { get; set; }

    /// <summary>What is to be done next.</summary>
    [Field(MaxLength = 255)]
    public partial string? NextStep { get; set; }

    /// <summary>Free text.</summary>
    public partial string? Description { get; set; }

    /// <summary>The price list its lines come from.</summary>
    [Reference<PriceList>]
    public partial Reference? PriceList { get; set; }

    /// <summary>The products.</summary>
    public partial RowList<OpportunityLine> Lines { get; }
}
