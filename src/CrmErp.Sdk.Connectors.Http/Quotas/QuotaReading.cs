namespace CrmErp.Sdk.Connectors.Http.Quotas;

/// <summary>What a system says about one of its quota pools.</summary>
/// <param name="Pool">The pool, as the descriptor names it.</param>
/// <param name="Used">Calls used so far.</param>
/// <param name="Limit">The most calls.</param>
/// <param name="ResetsAt">When the pool is full again; null where the system does not say.</param>
public sealed record QuotaReading(string Pool, long Used, long Limit, DateTimeOffset? ResetsAt = null);
