using CrmErp.Sdk.Connectors;

namespace CrmErp.Sdk;

/// <summary>Brings the stored state and the systems together again: couplings of another tool, feeds from the beginning, the comparison of both sides.</summary>
public interface IStateOperations
{
    /// <summary>
    /// Adopts couplings that another tool kept: the two records of each are the same. Nothing is written for that; linked records meet as
    /// if for the first time, and only what is empty on one side, or what owner and policies decide, is sent afterwards. Before the first
    /// load is done the couplings are judgements that its match report follows.
    /// </summary>
    /// <param name="entity">The entity.</param>
    /// <param name="couplings">The couplings; of any number.</param>
    /// <param name="by">Who says so.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>
    /// One outcome for each, in their order. <see cref="OperationOutcome.NotFound"/>: a record cannot be read, or no flow carries it;
    /// <see cref="OperationOutcome.AlreadyClosed"/>: they are linked; <see cref="OperationOutcome.Refused"/>: one of them is linked otherwise.
    /// </returns>
    /// <exception cref="ArgumentException">No flow carries the entity, or a coupling is of one spoke only.</exception>
    /// <exception cref="ConnectorException">A connection cannot be read.</exception>
    Task<IReadOnlyList<OperationOutcome>> AdoptAsync(string entity, IReadOnlyList<Coupling> couplings, OperationBy by, CancellationToken cancellationToken = default);

    /// <summary>
    /// Reads a stream's feed again from the beginning with the next run. What is unchanged stops at the no-change test; nothing is lost and
    /// nothing is written twice. <see cref="OperationOutcome.Refused"/>: it is not live, has no feed, or somebody is at work on it now.
    /// </summary>
    Task<OperationOutcome> RewindAsync(string entity, SpokeId spoke, OperationBy by, CancellationToken cancellationToken = default);

    /// <summary>
    /// Compares both sides with the stored state: reads every record of the entities and says how each stands, and what explains it where
    /// it differs. Writes nothing anywhere. Best after a run, and costs as much as a sweep (<see cref="RunOptions.Sweep"/>), which repairs
    /// what it finds through the usual way.
    /// </summary>
    /// <param name="entities">The entities; null means all that are live.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">No flow carries an entity.</exception>
    /// <exception cref="ConnectorException">A connection cannot be read.</exception>
    Task<ReconciliationReport> ReconcileAsync(IReadOnlyList<string>? entities = null, CancellationToken cancellationToken = default);
}

/// <summary>Two records that another tool kept together.</summary>
/// <param name="First">A record.</param>
/// <param name="Second">The record on the other side.</param>
public sealed record Coupling(RecordRef First, RecordRef Second);
