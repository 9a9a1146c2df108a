using CrmErp.Sdk.Simulators.Faults;
using CrmErp.Sdk.Simulators.Hosting;
using CrmErp.Sdk.Simulators.Salesforce.Data;

namespace CrmErp.Sdk.Simulators.Salesforce.Api;

/// <summary>
/// Asks the fault plan about the operations inside a batch, before the transaction begins: a transaction may start again, a plan's rule
/// strikes once.
/// </summary>
internal sealed class ItemFaults(FaultPlan plan)
{
    /// <summary>Asks for every item.</summary>
    public void Prepare(ApiCall call, IEnumerable<(string Object, RequestOperation Operation)> items)
    {
        Dictionary<int, SalesforceError>? failing = null;
        var index = 0;
        foreach (var (name, operation) in items)
        {
            var target = new FaultTarget(call.Client, call.Method, call.Request.Path, name, operation, index);
            if (plan.FailsItem(call.Request, target, out var status, out var code))
            {
                (failing ??= [])[index] = Scripted(status, code);
            }

            index++;
        }

        call.Request.BatchItems = index;
        call.ItemErrors = failing;
    }

    /// <summary>Fails the item when the plan said so.</summary>
    public static void Throw(ApiCall call, int index)
    {
        if (call.ItemErrors?.GetValueOrDefault(index) is { } error)
        {
            throw new SalesforceException(error);
        }
    }

    /// <summary>An error for a scripted status.</summary>
    public static SalesforceError Scripted(int status, string? code)
    {
        code ??= status switch
        {
            401 => ErrorCodes.InvalidSessionId,
            403 or 429 => ErrorCodes.RequestLimitExceeded,
            404 => ErrorCodes.NotFound,
            412 => ErrorCodes.PreconditionFailed,
            500 => ErrorCodes.UnknownException,
            >= 500 => ErrorCodes.ServerUnavailable,
            _ => ErrorCodes.UnableToLockRow,
        };
        return new SalesforceError(code, code switch
        {
            ErrorCodes.InvalidSessionId => "Session expired or invalid",
            ErrorCodes.RequestLimitExceeded => "TotalRequests Limit exceeded.",
            ErrorCodes.UnableToLockRow => "unable to obtain exclusive access to this record",
            ErrorCodes.ServerUnavailable => "Server unavailable",
            ErrorCodes.NotFound => "The requested resource does not exist",
            ErrorCodes.UnknownException => "An unexpected error occurred. Please include this ErrorId if you contact support: 1234567890-12345 (-1234567890)",
            _ => code,
        });
    }
}
