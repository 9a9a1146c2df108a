using System.Collections.Frozen;
using System.Net;

namespace CrmErp.Sdk.Connectors.Salesforce.Errors;

/// <summary>
/// Vendor code to disposition, one row per code. The codes are the StatusCode and ExceptionCode enumerations of the SOAP API
/// developer guide, "Core data types used in API calls", which the REST API shares.
/// </summary>
internal static class ErrorTable
{
    private static readonly ErrorDisposition Transient = new(ErrorKind.Transient, WriteOutcomeKind.Transient);
    private static readonly ErrorDisposition Throttled = new(ErrorKind.Throttled, WriteOutcomeKind.Throttled);
    private static readonly ErrorDisposition RolledBack = new(ErrorKind.Transient, WriteOutcomeKind.RolledBack);
    private static readonly ErrorDisposition Duplicate = new(ErrorKind.Duplicate, WriteOutcomeKind.Duplicate);
    private static readonly ErrorDisposition NotFound = new(ErrorKind.NotFound, WriteOutcomeKind.NotFound);
    private static readonly ErrorDisposition Conflict = new(ErrorKind.VersionConflict, WriteOutcomeKind.VersionConflict);
    private static readonly ErrorDisposition Validation = Rejected(ErrorKind.Validation);
    private static readonly ErrorDisposition Reference = Rejected(ErrorKind.Reference);
    private static readonly ErrorDisposition Permission = Rejected(ErrorKind.Permission);
    private static readonly ErrorDisposition Schema = Rejected(ErrorKind.SchemaDrift);
    private static readonly ErrorDisposition Immutable = Rejected(ErrorKind.Immutable);
    private static readonly ErrorDisposition Configuration = Rejected(ErrorKind.Configuration);
    private static readonly ErrorDisposition Authentication = Rejected(ErrorKind.Authentication);
    private static readonly ErrorDisposition Internal = Rejected(ErrorKind.Internal);

    private static readonly FrozenDictionary<string, ErrorDisposition> Codes = new Dictionary<string, ErrorDisposition>(StringComparer.Ordinal)
    {
        ["UNABLE_TO_LOCK_ROW"] = Transient,
        ["SERVER_UNAVAILABLE"] = Transient,
        ["REQUEST_RUNNING_TOO_LONG"] = Transient,
        ["QUERY_TIMEOUT"] = Transient,
        ["INVALID_QUERY_LOCATOR"] = Transient,
        ["UNKNOWN_EXCEPTION"] = Transient,
        ["PLATFORM_EVENT_PUBLISHING_UNAVAILABLE"] = Transient,
        ["ORG_LOCKED"] = Transient,

        ["REQUEST_LIMIT_EXCEEDED"] = Throttled,
        ["EXCEEDED_QUOTA"] = Throttled,
        ["LIMIT_EXCEEDED"] = Throttled,
        ["TOO_MANY_APEX_REQUESTS"] = Throttled,

        ["ALL_OR_NONE_OPERATION_ROLLED_BACK"] = RolledBack,
        ["PROCESSING_HALTED"] = RolledBack,

        ["DUPLICATE_VALUE"] = Duplicate,
        ["DUPLICATES_DETECTED"] = Duplicate,
        ["DUPLICATE_EXTERNAL_ID"] = Duplicate,

        ["NOT_FOUND"] = NotFound,
        ["ENTITY_IS_DELETED"] = NotFound,

        ["PRECONDITION_FAILED"] = Conflict,
        ["CONFLICT_DETECTED"] = Conflict,

        ["REQUIRED_FIELD_MISSING"] = Validation,
        ["FIELD_CUSTOM_VALIDATION_EXCEPTION"] = Validation,
        ["FIELD_FILTER_VALIDATION_EXCEPTION"] = Validation,
        ["FIELD_INTEGRITY_EXCEPTION"] = Validation,
        ["INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST"] = Validation,
        ["STRING_TOO_LONG"] = Validation,
        ["NUMBER_OUTSIDE_VALID_RANGE"] = Validation,
        ["INVALID_EMAIL_ADDRESS"] = Validation,
        ["MALFORMED_ID"] = Validation,
        ["INVALID_ID_FIELD"] = Validation,
        ["JSON_PARSER_ERROR"] = Validation,
        ["INVALID_STATUS"] = Validation,
        ["FAILED_ACTIVATION"] = Validation,
        ["STANDARD_PRICE_NOT_DEFINED"] = Validation,
        ["CIRCULAR_DEPENDENCY"] = Validation,
        ["CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY"] = Validation,
        ["CANNOT_EXECUTE_FLOW_TRIGGER"] = Validation,
        ["APEX_ERROR"] = Validation,
        ["INACTIVE_OWNER_OR_USER"] = Validation,

        ["INVALID_CROSS_REFERENCE_KEY"] = Reference,

        ["INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY"] = Permission,
        ["INSUFFICIENT_ACCESS_OR_READONLY"] = Permission,
        ["INSUFFICIENT_ACCESS"] = Permission,
        ["CANNOT_DISABLE_LAST_ADMIN"] = Permission,

        ["INVALID_FIELD"] = Schema,
        ["INVALID_TYPE"] = Schema,
        ["INVALID_FIELD_FOR_INSERT_UPDATE"] = Schema,
        ["FIELD_NOT_UPDATABLE"] = Schema,

        ["ENTITY_IS_LOCKED"] = Immutable,
        ["DELETE_FAILED"] = Immutable,
        ["CANNOT_UPDATE_CONVERTED_LEAD"] = Immutable,
        ["CANNOT_DELETE_ENTITY"] = Immutable,

        ["API_DISABLED_FOR_ORG"] = Configuration,
        ["API_CURRENTLY_DISABLED"] = Configuration,
        ["FUNCTIONALITY_NOT_ENABLED"] = Configuration,
        ["FUNCTIONALITY_TEMPORARILY_UNAVAILABLE"] = Configuration,
        ["UNSUPPORTED_API_VERSION"] = Configuration,
        ["STORAGE_LIMIT_EXCEEDED"] = Configuration,
        ["TRIAL_EXPIRED"] = Configuration,

        ["INVALID_SESSION_ID"] = Authentication,
        ["INVALID_AUTH_HEADER"] = Authentication,
        ["INVALID_LOGIN"] = Authentication,

        // The replication log reaches 15 (deletes) and 30 (updates) days back.
        ["INVALID_REPLICATION_DATE"] = Rejected(ErrorKind.CursorExpired),

        ["MALFORMED_QUERY"] = Internal,
        ["METHOD_NOT_ALLOWED"] = Internal,
        ["QUERY_TOO_COMPLICATED"] = Internal,
        ["EXCEEDED_ID_LIMIT"] = Internal,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Every code of the table.</summary>
    public static IReadOnlyCollection<string> KnownCodes => Codes.Keys;

    /// <summary>What an error of a row means; an unknown code is a refusal of the data, as most of the vendor's codes are.</summary>
    public static ErrorDisposition ForRow(SalesforceError error)
    {
        var found = Codes.TryGetValue(error.Code, out var disposition) ? disposition : Validation;
        return found.Outcome == WriteOutcomeKind.Rejected && ErrorText.IsLockContention(error) ? Transient : found;
    }

    /// <summary>What the failure of a call means for the call as a whole.</summary>
    public static ErrorKind ForCall(HttpStatusCode status, SalesforceError? error)
    {
        if (error is not null && Codes.TryGetValue(error.Code, out var disposition))
        {
            return ErrorText.IsLockContention(error) ? ErrorKind.Transient : disposition.Kind;
        }

        return status switch
        {
            HttpStatusCode.MultipleChoices => ErrorKind.Duplicate,
            HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity => ErrorKind.Validation,
            HttpStatusCode.Unauthorized => ErrorKind.Authentication,
            HttpStatusCode.Forbidden => ErrorKind.Permission,
            HttpStatusCode.NotFound or HttpStatusCode.Gone => ErrorKind.NotFound,
            HttpStatusCode.PreconditionFailed => ErrorKind.VersionConflict,
            HttpStatusCode.TooManyRequests => ErrorKind.Throttled,
            HttpStatusCode.RequestTimeout or (HttpStatusCode)420 => ErrorKind.Transient,
            >= HttpStatusCode.InternalServerError => ErrorKind.Transient,
            // Redirects and pages of another server: the address is no Salesforce instance.
            < HttpStatusCode.BadRequest => ErrorKind.Configuration,
            _ => ErrorKind.Internal,
        };
    }

    /// <summary>
    /// Whether an answer proves that nothing of the call was executed. A server error without a Salesforce code (a gateway page, an
    /// empty body) proves nothing; 503 with a code is refused at the door.
    /// </summary>
    public static bool ProvesNothingExecuted(HttpStatusCode status, SalesforceError? error) => status switch
    {
        < HttpStatusCode.InternalServerError => status != HttpStatusCode.RequestTimeout && status != (HttpStatusCode)420,
        HttpStatusCode.ServiceUnavailable => error is { Code: "SERVER_UNAVAILABLE" },
        _ => false,
    };

    private static ErrorDisposition Rejected(ErrorKind kind) => new(kind, WriteOutcomeKind.Rejected);
}
