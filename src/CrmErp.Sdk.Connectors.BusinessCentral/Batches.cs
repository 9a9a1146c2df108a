using CrmErp.Sdk.Connectors.BusinessCentral.Errors;
using CrmErp.Sdk.Connectors.OData;
using CrmErp.Sdk.Connectors.OData.Batch;

namespace CrmErp.Sdk.Connectors.BusinessCentral;

/// <summary>How Business Central takes batches: JSON, at most 100 requests, each with its own fate unless they are asked to stand together.</summary>
internal static class Batches
{
    public const int MaxItems = 100;

    // Without the preference the first failure ends the batch, and the rest is not mentioned in the answer. A batch is one request: the
    // vendor limits requests and names batches as the way to make fewer.
    public static ODataBatchOptions Options(BusinessCentralSession session) => new()
    {
        Headers = [new("Prefer", "odata.continue-on-error")],
        Pools = session.Pools,
    };

    /// <summary>One transaction: one failure undoes all, although earlier items are still answered as done.</summary>
    public static ODataBatchOptions Together(BusinessCentralSession session) => new()
    {
        Headers = [new("Isolation", "snapshot")],
        Pools = session.Pools,
    };

    public static ConnectorException ToException(BusinessCentralSession session, ODataBatchOutcome outcome, string objectName)
    {
        if (outcome.Answer is not { } answer)
        {
            return outcome.Error!;
        }

        var fault = BusinessCentralFaults.Of(answer.Status, ODataError.TryParse(answer.Body));
        return new ConnectorException(fault.Kind, $"Connection '{session.Connection}': Business Central answered {answer.Status} ({fault.Code}) to a request about '{objectName}'.")
        {
            VendorCode = fault.Code,
            RetryAfter = fault.RetryAfter,
            Pool = fault.Pool,
        };
    }
}
