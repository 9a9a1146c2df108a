namespace CrmErp.Sdk.Simulators.Salesforce.Schema;

/// <summary>One stage of the sales process: what an opportunity in it derives.</summary>
internal sealed record Stage(string Name, decimal Probability, string ForecastCategory, bool IsClosed = false, bool IsWon = false)
{
    /// <summary>The stages of a new org, in order.</summary>
    public static IReadOnlyList<Stage> Standard { get; } =
    [
        new("Prospecting", 10, "Pipeline"),
        new("Qualification", 10, "Pipeline"),
        new("Needs Analysis", 20, "Pipeline"),
        new("Value Proposition", 50, "Pipeline"),
        new("Id. Decision Makers", 60, "Pipeline"),
        new("Perception Analysis", 70, "Pipeline"),
        new("Proposal/Price Quote", 75, "Pipeline"),
        new("Negotiation/Review", 90, "Pipeline"),
        new("Closed Won", 100, "Closed", IsClosed: true, IsWon: true),
        new("Closed Lost", 0, "Omitted", IsClosed: true),
    ];
}
