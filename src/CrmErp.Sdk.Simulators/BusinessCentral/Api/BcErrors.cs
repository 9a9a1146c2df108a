using CrmErp.Sdk.Simulators.BusinessCentral.Data;
using CrmErp.Sdk.Simulators.Hosting;

namespace CrmErp.Sdk.Simulators.BusinessCentral.Api;

/// <summary>Errors in the service's shape, with the usual code of a status.</summary>
internal static class BcErrors
{
    public static SimulatorReply Reply(BcEnvironment environment, BcException exception) =>
        BcReplies.Error(exception.Status, exception.Code, exception.Message, environment.State.Ids.NextGuid());

    public static SimulatorReply Reply(BcEnvironment environment, int status, string? code)
    {
        var (usual, message) = Usual(status);
        return BcReplies.Error(status, code ?? usual, message, environment.State.Ids.NextGuid());
    }

    private static (string Code, string Message) Usual(int status) => status switch
    {
        400 => ("Application_DialogException", "The operation was refused."),
        401 => ("Authentication_InvalidCredentials", "The server has rejected the client credentials."),
        403 => ("Authorization_RequestDenied", "You do not have permission to do this."),
        404 => ("BadRequest_NotFound", "The resource was not found."),
        408 => ("Application_OperationTimeout", "The operation has timed out."),
        409 or 412 => ("Request_EntityChanged", "Another user has already changed the record."),
        429 => ("Application_TooManyRequests", "The number of requests is above the limit."),
        503 => ("Internal_TenantUnavailable", "The tenant is not available."),
        _ => ("Internal_ServerError", "An internal error occurred."),
    };
}
