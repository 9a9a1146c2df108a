namespace CrmErp.Sdk;

/// <summary>Who does it, and why.</summary>
/// <param name="Actor">Who; goes into the audit.</param>
/// <param name="Reason">Why; goes into the audit.</param>
public sealed record OperationBy(string Actor, string? Reason = null);
