using System.Net;

namespace CrmErp.Sdk.Connectors.Http.Auth;

// What the error codes of RFC 6749 (5.2) mean for the person who has to act.
internal static class TokenErrors
{
    public static (ErrorKind Kind, string Text) Explain(HttpStatusCode status, string? code) => code switch
    {
        "invalid_grant" => (ErrorKind.Authentication, "The credentials were refused: the assertion or refresh token is expired or revoked, the user has not approved the app, or this machine's clock is wrong."),
        "invalid_client" or "invalid_client_id" => (ErrorKind.Authentication, "The client id or secret was refused. Check both, and whether the secret has expired."),
        "unauthorized_client" => (ErrorKind.Configuration, "The app may not use this sign-in flow. Allow it in the app's settings."),
        "unsupported_grant_type" => (ErrorKind.Configuration, "The system does not offer this sign-in flow at this address. Check the token address and the flow."),
        "invalid_scope" => (ErrorKind.Configuration, "The scope was refused. Check the scope and whether an administrator has consented."),
        "invalid_request" => (ErrorKind.Configuration, "The token request was not understood. Check the token address and the tenant."),
        "temporarily_unavailable" or "server_error" or "unknown_error" => (ErrorKind.Transient, "The token service has trouble; it is tried again."),
        _ => Explain(status),
    };

    // A code is a word; anything else may be a value that the endpoint repeats.
    public static string? Known(string? code) =>
        code is { Length: > 0 and <= 40 } && code.All(c => char.IsAsciiLetterLower(c) || c == '_') ? code : null;

    private static (ErrorKind Kind, string Text) Explain(HttpStatusCode status) => (int)status switch
    {
        429 => (ErrorKind.Throttled, "Too many token requests; it is tried again later."),
        408 or >= 500 => (ErrorKind.Transient, "The token service has trouble; it is tried again."),
        404 => (ErrorKind.Configuration, "There is no token service at this address. Check the token address and the tenant."),
        _ => (ErrorKind.Authentication, "Either the credentials were refused, or this is not the address of a token service. Check the address first, then the credentials."),
    };
}
