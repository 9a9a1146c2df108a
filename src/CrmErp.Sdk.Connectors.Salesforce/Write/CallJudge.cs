using CrmErp.Sdk.Connectors.Http;
using CrmErp.Sdk.Connectors.Salesforce.Errors;

namespace CrmErp.Sdk.Connectors.Salesforce.Write;

/// <summary>What the fate of a call means for the items it carried, when it did not answer with rows.</summary>
internal static class CallJudge
{
    /// <summary>Gives the items their outcome; remembers an error that concerns the whole connection.</summary>
    public static void Judge(WriteBatch batch, IReadOnlyList<int> items, SendResult result, SalesforceClient client)
    {
        batch.Sent |= result.State == SendState.Unknown;
        if (result.Response is not { } response)
        {
            NoAnswer(batch, items, result);
            return;
        }

        var errors = ErrorReader.Read(response.Body);
        var error = errors.Count > 0 ? errors[0] : null;
        if (!ErrorTable.ProvesNothingExecuted(response.Status, error))
        {
            batch.Sent = true;
            batch.SetAll(items, () => new WriteOutcome(WriteOutcomeKind.Unknown) { RequestId = response.RequestId });
            return;
        }

        var failure = client.ToException(response);
        if (ConcernsConnection(failure.Kind))
        {
            batch.Stop = new ConnectorException(failure.Kind, failure.UserMessage, failure) { NotSent = true, VendorCode = failure.VendorCode, RequestId = failure.RequestId, RetryAfter = failure.RetryAfter };
            batch.SetAll(items, () => new WriteOutcome(WriteOutcomeKind.NotSent));
            return;
        }

        batch.SetAll(items, () => Refused(failure, errors));
    }

    private static void NoAnswer(WriteBatch batch, IReadOnlyList<int> items, SendResult result)
    {
        var error = result.Error!;
        if (result.State == SendState.NotSent && ConcernsConnection(error.Kind))
        {
            batch.Stop = error;
        }

        batch.SetAll(items, () => result.State == SendState.Unknown
            ? new WriteOutcome(WriteOutcomeKind.Unknown)
            : new WriteOutcome(error.Kind == ErrorKind.Throttled ? WriteOutcomeKind.Throttled : WriteOutcomeKind.NotSent) { RetryAfter = error.RetryAfter, Pool = error.Pool });
    }

    private static WriteOutcome Refused(ConnectorException failure, IReadOnlyList<SalesforceError> errors) => failure.Kind switch
    {
        ErrorKind.Throttled => new WriteOutcome(WriteOutcomeKind.Throttled) { Pool = failure.Pool, RetryAfter = failure.RetryAfter, RequestId = failure.RequestId },
        ErrorKind.Transient => new WriteOutcome(WriteOutcomeKind.Transient) { RetryAfter = failure.RetryAfter, RequestId = failure.RequestId },
        _ => Outcomes.Rejected(failure.Kind, failure.VendorCode ?? "UNKNOWN", errors.Count > 0 ? errors[0].Message : failure.UserMessage),
    };

    private static bool ConcernsConnection(ErrorKind kind) => kind is ErrorKind.Authentication or ErrorKind.Configuration or ErrorKind.Permission;
}
