namespace CrmErp.Sdk.Simulators.Admin;

/// <summary>Where a person works.</summary>
/// <param name="Scope">The company or other scope; null for the first.</param>
/// <param name="VisibleAfter">The commit comes this much later than the stamp says: a late commit.</param>
public sealed record PeopleContext(string? Scope = null, TimeSpan VisibleAfter = default);
