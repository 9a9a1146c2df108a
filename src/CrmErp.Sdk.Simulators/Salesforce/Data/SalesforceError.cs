using System.Text.Json;

namespace CrmErp.Sdk.Simulators.Salesforce.Data;

/// <summary>One error in the vendor's words.</summary>
/// <param name="Code"><c>errorCode</c> of a request, <c>statusCode</c> of a row.</param>
/// <param name="Message">The text.</param>
/// <param name="Fields">The fields it names.</param>
internal sealed record SalesforceError(string Code, string Message, params IReadOnlyList<string> Fields)
{
    /// <summary>The HTTP status when a single-record request fails with it.</summary>
    public int Status => Code switch
    {
        ErrorCodes.NotFound or ErrorCodes.EntityIsDeleted => 404,
        ErrorCodes.InvalidSessionId => 401,
        ErrorCodes.RequestLimitExceeded or ErrorCodes.ApiDisabledForOrg => 403,
        ErrorCodes.MethodNotAllowed => 405,
        ErrorCodes.PreconditionFailed => 412,
        ErrorCodes.ServerUnavailable => 503,
        ErrorCodes.UnknownException => 500,
        _ => 400,
    };

    /// <summary>Writes what a duplicate rule adds to the error; null for all others.</summary>
    public Action<Utf8JsonWriter>? Details { get; init; }
}
