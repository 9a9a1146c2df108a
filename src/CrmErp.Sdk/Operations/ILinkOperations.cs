using CrmErp.Sdk.Connectors;

namespace CrmErp.Sdk;

/// <summary>Decides which records belong together.</summary>
public interface ILinkOperations
{
    /// <summary>
    /// Says whether two records, or a record and a golden record, are the same. Settles ambiguous groups, proposals and possible duplicates.
    /// <see cref="OperationOutcome.NotFound"/>: one of the two was never read; <see cref="OperationOutcome.AlreadyClosed"/>: the same was said before.
    /// </summary>
    /// <param name="entity">The entity.</param>
    /// <param name="first">A record's or a golden record's text form, as reviews list them.</param>
    /// <param name="second">The other one.</param>
    /// <param name="same">Whether they are the same.</param>
    /// <param name="by">Who says so.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<OperationOutcome> JudgeAsync(string entity, string first, string second, bool same, OperationBy by, CancellationToken cancellationToken = default);

    /// <summary>
    /// Writes the pairs that are in question (ambiguous groups, proposals, possible duplicates) as a table of comma-separated values with
    /// what both hold in the match fields. People write <c>same</c> or <c>different</c> into the column <c>decision</c>, or leave it empty,
    /// and <see cref="ImportReviewsAsync"/> reads it back. The table holds field values: treat it as such.
    /// </summary>
    /// <returns>How many pairs were written.</returns>
    /// <exception cref="ArgumentException">No flow carries the entity.</exception>
    Task<int> ExportReviewsAsync(string entity, TextWriter writer, CancellationToken cancellationToken = default);

    /// <summary>Judges the pairs of a table that <see cref="ExportReviewsAsync"/> wrote and people filled in. A table with a mistake in it judges nothing.</summary>
    /// <exception cref="ArgumentException">No flow carries the entity.</exception>
    Task<ReviewImport> ImportReviewsAsync(string entity, TextReader reader, OperationBy by, CancellationToken cancellationToken = default);

    /// <summary>
    /// Two golden records are one: the loser's links move to the winner, what the winner lacks is filled from the loser, where they differ
    /// the winner's values are sent and the loser's are recorded. The loser's identity stays an alias for ever.
    /// <see cref="OperationOutcome.Refused"/>: both have a record on one spoke (merge those in their system first), or a write is on its way.
    /// </summary>
    /// <param name="entity">The entity.</param>
    /// <param name="loser">The record that becomes an alias. <see cref="OperationBy.IfVersion"/> is its version.</param>
    /// <param name="winner">The record that stays.</param>
    /// <param name="by">Who says so.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">No flow carries the entity, or the two are the same.</exception>
    Task<OperationOutcome> MergeAsync(string entity, GoldenId loser, GoldenId winner, OperationBy by, CancellationToken cancellationToken = default);

    /// <summary>
    /// A record was linked with the wrong golden record: it becomes one of its own, and is not matched with the old one again. Each of the
    /// two then lacks a counterpart where the other has one, which is made where the flow makes records; to give the record to another
    /// golden record instead, use <see cref="RelinkAsync"/>. <see cref="OperationOutcome.Refused"/>: a write is on its way, or nothing
    /// else hangs on the golden record.
    /// </summary>
    /// <param name="entity">The entity.</param>
    /// <param name="record">The record. <see cref="OperationBy.IfVersion"/> is the version of its golden record.</param>
    /// <param name="by">Who says so.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">No flow carries the entity.</exception>
    Task<OperationOutcome> UnlinkAsync(string entity, RecordRef record, OperationBy by, CancellationToken cancellationToken = default);

    /// <summary>
    /// A record belongs to another golden record. They meet as if for the first time: equal values agree, empty ones are filled, for the
    /// rest owner and policies decide. When nothing else hangs on the old golden record, the two are merged.
    /// <see cref="OperationOutcome.Refused"/>: the golden record has a record on that spoke already, or a write is on its way.
    /// </summary>
    /// <param name="entity">The entity.</param>
    /// <param name="record">The record. <see cref="OperationBy.IfVersion"/> is the version of the golden record it hangs on now.</param>
    /// <param name="goldenId">The golden record it belongs to.</param>
    /// <param name="by">Who says so.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">No flow carries the entity.</exception>
    Task<OperationOutcome> RelinkAsync(string entity, RecordRef record, GoldenId goldenId, OperationBy by, CancellationToken cancellationToken = default);
}
