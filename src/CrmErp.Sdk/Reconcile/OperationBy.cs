namespace CrmErp.Sdk;

/// <summary>Who does it, why, and on what it was decided.</summary>
/// <param name="Actor">Who; goes into the audit. Not empty.</param>
/// <param name="Reason">Why; goes into the audit. Null, or not empty.</param>
/// <exception cref="ArgumentException">The actor is missing or empty, or the reason is empty.</exception>
public sealed record OperationBy(string Actor, string? Reason = null)
{
    /// <summary>Who; goes into the audit.</summary>
    public string Actor { get; init => field = Named(value); } = Named(Actor);

    /// <summary>Why; goes into the audit.</summary>
    public string? Reason { get; init => field = Given(value); } = Given(Reason);

    /// <summary>
    /// For operations on golden records: the version (<see cref="State.GoldenRow.Version"/>) that the decision was made on; when the record
    /// has another one by now, the operation is <see cref="OperationOutcome.Stale"/>. Null: whatever it is now. Operations on open entries
    /// check the entry's <see cref="OpenEntry.Sequence"/> instead.
    /// </summary>
    public long? IfVersion { get; init; }

    private static string Named(string actor) =>
        !string.IsNullOrWhiteSpace(actor) ? actor : throw new ArgumentException("An operation names its actor: say who does it.", nameof(actor));

    private static string? Given(string? reason) =>
        reason is null || !string.IsNullOrWhiteSpace(reason) ? reason : throw new ArgumentException("The reason is empty: leave it out, or say why.", nameof(reason));
}
