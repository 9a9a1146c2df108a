namespace CrmErp.Sdk;

/// <summary>Works off what is parked.</summary>
public interface IProblemOperations
{
    /// <summary>Open work grouped by cause, the largest group first; counted by the store, so that ten thousand parked rows cost no more than one.</summary>
    /// <exception cref="ArgumentException">The filter names an entity or a connection that the definition does not have.</exception>
    Task<IReadOnlyList<SyncProblem>> ListProblemsAsync(OpenEntryFilter? filter = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Plans all parked work of a filter again from the present state, whatever its number: the filter's <see cref="OpenEntryFilter.Take"/>
    /// is for lists only. Records that could not be read are read again, held workflows look again. Work whose outcome is unknown is left
    /// alone, and so is what waits for another decision (conflicts, reviews, guards).
    /// </summary>
    /// <returns>How many entries go on.</returns>
    /// <exception cref="ArgumentException">The filter names an entity or a connection that the definition does not have.</exception>
    Task<long> ReplayAsync(OpenEntryFilter filter, OperationBy by, CancellationToken cancellationToken = default);

    /// <summary>Plans one parked entry again from the present state.</summary>
    /// <exception cref="ArgumentException">The entry is not of a kind that can be replayed: it waits for a decision.</exception>
    Task<OperationOutcome> ReplayAsync(OpenEntry entry, OperationBy by, CancellationToken cancellationToken = default);
}
