namespace CrmErp.Sdk;

/// <summary>Decides conflicts and outcomes that nobody but a person can know.</summary>
public interface IConflictOperations
{
    /// <summary>
    /// Decides a field conflict. <see cref="OperationOutcome.Stale"/>: either side moved since the entry was listed; it stays open with the
    /// present values.
    /// </summary>
    /// <exception cref="ArgumentException">A custom value names a field that is not in the contested group, or does not fit it.</exception>
    Task<OperationOutcome> ResolveConflictAsync(OpenEntry conflict, ConflictAnswer answer, OperationBy by, CancellationToken cancellationToken = default);

    /// <summary>What one answer to many conflicts would do; nothing is changed.</summary>
    /// <exception cref="ArgumentException">A custom value names a field that is not in a contested group, or does not fit it.</exception>
    Task<ConflictPreview> PreviewConflictsAsync(IReadOnlyList<OpenEntry> conflicts, ConflictAnswer answer, CancellationToken cancellationToken = default);

    /// <summary>Gives one answer to many conflicts, as they were listed. Each comes out by itself: one that moved is stale, the others are decided.</summary>
    /// <returns>One outcome for each entry, in their order.</returns>
    /// <exception cref="ArgumentException">A custom value names a field that is not in a contested group, or does not fit it.</exception>
    Task<IReadOnlyList<OperationOutcome>> ResolveConflictsAsync(IReadOnlyList<OpenEntry> conflicts, ConflictAnswer answer, OperationBy by, CancellationToken cancellationToken = default);

    /// <summary>Decides a delete conflict: let the deletion stand everywhere, or keep the record and make it anew where it was deleted.</summary>
    Task<OperationOutcome> ResolveDeleteAsync(OpenEntry conflict, bool delete, OperationBy by, CancellationToken cancellationToken = default);

    /// <summary>Says what became of a create whose outcome is unknown: it made the record of this id, or nothing.</summary>
    Task<OperationOutcome> ResolveUnknownAsync(OpenEntry unknown, string? recordId, OperationBy by, CancellationToken cancellationToken = default);
}
