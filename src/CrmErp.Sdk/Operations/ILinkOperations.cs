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
}
