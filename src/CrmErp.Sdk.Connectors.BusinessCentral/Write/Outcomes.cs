using CrmErp.Sdk.Connectors.BusinessCentral.Errors;
using CrmErp.Sdk.Connectors.Http;
using CrmErp.Sdk.Connectors.OData;
using CrmErp.Sdk.Connectors.OData.Batch;

namespace CrmErp.Sdk.Connectors.BusinessCentral.Write;

/// <summary>What the answer to a write means for its item.</summary>
internal static class Outcomes
{
    /// <summary>The outcome of an answer that is not a success, or of no answer.</summary>
    /// <exception cref="ConnectorException">Nothing was sent, and the connection as a whole cannot go on.</exception>
    public static WriteOutcome Failed(ODataBatchOutcome outcome, WriteOperation operation)
    {
        if (outcome.Answer is { } answer)
        {
            return Refused(answer, operation);
        }

        var error = outcome.Error!;
        if (outcome.State != SendState.NotSent)
        {
            return new WriteOutcome(WriteOutcomeKind.Unknown) { RequestId = error.RequestId };
        }

        return error.Kind switch
        {
            ErrorKind.Throttled => new WriteOutcome(WriteOutcomeKind.Throttled) { RetryAfter = error.RetryAfter, Pool = error.Pool },
            ErrorKind.Transient => new WriteOutcome(WriteOutcomeKind.NotSent) { RetryAfter = error.RetryAfter },
            _ => throw error,
        };
    }

    public static WriteOutcome Rejected(SyncError error) => new(WriteOutcomeKind.Rejected) { Errors = [error] };

    private static WriteOutcome Refused(ODataBatchAnswer answer, WriteOperation operation)
    {
        var error = ODataError.TryParse(answer.Body);
        // A server fault or a timeout may have come after the commit.
        if (answer.Status is >= 500 or 408)
        {
            return new WriteOutcome(WriteOutcomeKind.Unknown) { RequestId = BusinessCentralFaults.CorrelationOf(error) };
        }

        var fault = BusinessCentralFaults.Of(answer.Status, error);
        return new WriteOutcome(KindOf(fault.Kind, operation))
        {
            Errors = [new SyncError(fault.Kind, fault.Code, fault.Message, fault.Field)],
            RetryAfter = fault.RetryAfter,
            Pool = fault.Pool,
            RequestId = BusinessCentralFaults.CorrelationOf(error),
        };
    }

    private static WriteOutcomeKind KindOf(ErrorKind kind, WriteOperation operation) => (kind, operation) switch
    {
        (ErrorKind.NotFound, WriteOperation.Delete) => WriteOutcomeKind.Deleted,
        (ErrorKind.NotFound, WriteOperation.Update) => WriteOutcomeKind.NotFound,
        (ErrorKind.VersionConflict, _) => WriteOutcomeKind.VersionConflict,
        (ErrorKind.Duplicate, _) => WriteOutcomeKind.Duplicate,
        (ErrorKind.Throttled, _) => WriteOutcomeKind.Throttled,
        (ErrorKind.Transient, _) => WriteOutcomeKind.Transient,
        _ => WriteOutcomeKind.Rejected,
    };
}
