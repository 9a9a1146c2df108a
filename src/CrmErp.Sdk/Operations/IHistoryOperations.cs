using CrmErp.Sdk.Connectors;

namespace CrmErp.Sdk;

/// <summary>Says why a value is what it is.</summary>
public interface IHistoryOperations
{
    /// <summary>
    /// Explains one field of one golden record: which system set it, when, in which run, by which rule, over which value; what each side
    /// shows; what is open; what happened before. For a person: it holds field values, so never log it.
    /// </summary>
    /// <param name="entity">The entity.</param>
    /// <param name="goldenId">The golden record; one that was merged is followed to the one it became.</param>
    /// <param name="field">The canonical field, such as <c>BillingAddress.City</c>.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>Null when the entity has no such record.</returns>
    /// <exception cref="ArgumentException">No flow carries the entity, or it has no such field.</exception>
    Task<FieldExplanation?> ExplainAsync(string entity, GoldenId goldenId, string field, CancellationToken cancellationToken = default);

    /// <summary>Explains one field of the golden record that an external record is linked with.</summary>
    /// <param name="entity">The entity.</param>
    /// <param name="record">The record.</param>
    /// <param name="field">The canonical field.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>Null when the record is not linked.</returns>
    /// <exception cref="ArgumentException">No flow carries the entity, or it has no such field.</exception>
    Task<FieldExplanation?> ExplainAsync(string entity, RecordRef record, string field, CancellationToken cancellationToken = default);

    /// <summary>What an undo would do; nothing is changed.</summary>
    /// <exception cref="ArgumentException">No flow carries the entity, or it has no such field.</exception>
    Task<UndoResult> PreviewUndoAsync(UndoScope scope, CancellationToken cancellationToken = default);

    /// <summary>
    /// Makes the values before a run, or before the last change of a field, golden again where what was set then still stands; every side
    /// gets them with the next run, the one that the change came from as well. What changed since is left alone, and what values cannot take
    /// back (records made, linked, deleted, merged) is listed.
    /// </summary>
    /// <exception cref="ArgumentException">No flow carries the entity, or it has no such field.</exception>
    Task<UndoResult> UndoAsync(UndoScope scope, OperationBy by, CancellationToken cancellationToken = default);
}
