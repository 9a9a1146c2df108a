namespace CrmErp.Sdk.Simulators.BusinessCentral;

/// <summary>The tax of a line.</summary>
/// <param name="Code">The line's tax code (the item's tax group).</param>
/// <param name="Area">The customer's tax area; null for any.</param>
/// <param name="Percent">The percentage.</param>
public sealed record TaxRate(string Code, string? Area, decimal Percent);
