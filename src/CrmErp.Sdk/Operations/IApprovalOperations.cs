namespace CrmErp.Sdk;

/// <summary>Approves what is withheld: by a guard against mass changes, or because its flow only proposes.</summary>
public interface IApprovalOperations
{
    /// <summary>
    /// Approves writes that a guard withholds: at most as many as the approval says, for as long as it says. The evidence of deletions is
    /// asked for once more before they are carried out. <see cref="OperationOutcome.Stale"/>: more are withheld than the approval lets
    /// pass; <see cref="OperationOutcome.AlreadyClosed"/>: nothing is withheld; <see cref="OperationOutcome.NotFound"/>: no such stream.
    /// </summary>
    /// <exception cref="ArgumentException">The approval is out of its range, or <paramref name="by"/> names no reason.</exception>
    Task<OperationOutcome> ApproveGuardAsync(GuardApproval approval, OperationBy by, CancellationToken cancellationToken = default);

    /// <summary>
    /// Approves one proposed write (<see cref="SyncMode.Propose"/>), exactly as it is listed: if the record moves before it is sent, it is
    /// proposed anew. It holds for a day. <see cref="OperationOutcome.Stale"/>: it moved since it was listed.
    /// </summary>
    /// <exception cref="ArgumentException">The entry is not a proposed write.</exception>
    Task<OperationOutcome> ApproveAsync(OpenEntry proposed, OperationBy by, CancellationToken cancellationToken = default);

    /// <summary>
    /// Says that the organisation which a connection points at now is the right one for the stored links, although it is another one than
    /// before: a copy that takes over with the records and their ids. Until then nothing is read or written there. A copy for tests gets a
    /// store of its own instead. <see cref="OperationOutcome.Stale"/>: it is not the organisation that was named.
    /// </summary>
    /// <param name="connection">The connection.</param>
    /// <param name="fingerprint">The organisation, as the connection's check reports it (<see cref="ConnectionReport.OrgFingerprint"/>).</param>
    /// <param name="by">Who says so, and why.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">The fingerprint is empty, <paramref name="by"/> names no reason, or the definition has no such connection.</exception>
    Task<OperationOutcome> AcceptOrganisationAsync(ConnectionId connection, string fingerprint, OperationBy by, CancellationToken cancellationToken = default);

    /// <summary>Approves all proposed writes of a filter, as they are now.</summary>
    /// <returns>How many were approved.</returns>
    /// <exception cref="ArgumentException">The filter names another queue or cause, or an entity or a connection that the definition does not have.</exception>
    Task<int> ApproveAsync(OpenEntryFilter filter, OperationBy by, CancellationToken cancellationToken = default);
}
