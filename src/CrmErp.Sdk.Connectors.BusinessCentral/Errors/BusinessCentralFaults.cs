using System.Text.RegularExpressions;
using CrmErp.Sdk.Connectors.Http;
using CrmErp.Sdk.Connectors.OData;

namespace CrmErp.Sdk.Connectors.BusinessCentral.Errors;

/// <summary>
/// What status and code mean. The codes come in families by prefix (BadRequest, Authentication, Authorization, Internal, Application);
/// the vendor documents the families and some codes, the statuses are those that were seen.
/// </summary>
internal static partial class BusinessCentralFaults
{
    // The limit is per user over five minutes; the vendor documents no Retry-After.
    private static readonly TimeSpan Throttle = TimeSpan.FromSeconds(5);

    public static HttpFault Of(int status, ODataError? error)
    {
        var code = error?.Code ?? "";
        var kind = KindOf(status, code);
        if (kind == ErrorKind.Validation && error is not null && IsPosted().IsMatch(error.Message))
        {
            kind = ErrorKind.Immutable;
        }

        return new HttpFault(kind, code.Length > 0 ? code : $"HTTP {status}", Clean(error?.Message) ?? $"The system answered with status {status}.", FieldOf(error))
        {
            TokenRefused = status == 401,
            Pool = kind == ErrorKind.Throttled ? BusinessCentralDescriptor.RequestPool : null,
            RetryAfter = kind == ErrorKind.Throttled ? Throttle : null,
        };
    }

    /// <summary>The correlation id that the system writes at the end of its message.</summary>
    public static string? CorrelationOf(ODataError? error) => error is not null && Correlation().Match(error.Message) is { Success: true } match ? match.Groups[1].Value : null;

    private static ErrorKind KindOf(int status, string code) => (status, code) switch
    {
        (_, "Request_EntityChanged") or (412, _) => ErrorKind.VersionConflict,
        (_, "Internal_EntityWithSameKeyExists") => ErrorKind.Duplicate,
        (_, "Internal_InvalidTableRelation") => ErrorKind.Reference,
        (_, "Internal_RecordNotFound") => ErrorKind.NotFound,
        (_, "NoEnvironment" or "BadRequest_MethodNotAllowed") => ErrorKind.Configuration,
        (_, "Internal_CompanyNotFound") => ErrorKind.Configuration,
        (401, _) => ErrorKind.Authentication,
        (403, _) => ErrorKind.Permission,
        (404 or 410, _) => ErrorKind.NotFound,
        (429, _) => ErrorKind.Throttled,
        // Not every 409 is a stale version: locks and deadlocks of the database are 409 too.
        (409 or 408 or 423, _) => ErrorKind.Transient,
        (>= 500, _) => ErrorKind.Transient,
        (405 or 406 or 415 or (>= 300 and < 400), _) => ErrorKind.Configuration,
        (413, _) => ErrorKind.Validation,
        _ when code.StartsWith("Authorization_", StringComparison.Ordinal) => ErrorKind.Permission,
        _ when code.StartsWith("Authentication_", StringComparison.Ordinal) => ErrorKind.Authentication,
        _ => ErrorKind.Validation,
    };

    private static string? Clean(string? message) => string.IsNullOrEmpty(message) ? null : Correlation().Replace(message, "").Trim();

    private static string? FieldOf(ODataError? error)
    {
        if (error is null)
        {
            return null;
        }

        return error.Target ?? (FieldName().Match(error.Message) is { Success: true } match ? match.Groups.Values.Skip(1).First(g => g.Success).Value : null);
    }

    // The only texts that are looked into, because no code tells it (texts of Accept-Language en-US, seen 2026-11).
    [GeneratedRegex(@"\bis posted\b|\bhas been posted\b|\bStatus must be equal to 'Open'", RegexOptions.IgnoreCase)]
    private static partial Regex IsPosted();

    [GeneratedRegex(@"\s*CorrelationId:\s*([0-9a-fA-F-]{36})\.?\s*$")]
    private static partial Regex Correlation();

    [GeneratedRegex(@"\bField: (\w+) Table:|^The property '(\w+)'|^Control '(\w+)'|^The blank ""(\w+)""|^A ""(\w+)"" must")]
    private static partial Regex FieldName();
}
