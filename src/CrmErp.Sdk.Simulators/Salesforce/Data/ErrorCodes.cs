namespace CrmErp.Sdk.Simulators.Salesforce.Data;

/// <summary>The vendor's error codes that this simulator uses.</summary>
internal static class ErrorCodes
{
    public const string AllOrNoneRolledBack = "ALL_OR_NONE_OPERATION_ROLLED_BACK";
    public const string ApiDisabledForOrg = "API_DISABLED_FOR_ORG";
    public const string DeleteFailed = "DELETE_FAILED";
    public const string DuplicatesDetected = "DUPLICATES_DETECTED";
    public const string DuplicateValue = "DUPLICATE_VALUE";
    public const string EntityIsDeleted = "ENTITY_IS_DELETED";
    public const string EntityIsLocked = "ENTITY_IS_LOCKED";
    public const string ExceededIdLimit = "EXCEEDED_ID_LIMIT";
    public const string FailedActivation = "FAILED_ACTIVATION";
    public const string FieldIntegrityException = "FIELD_INTEGRITY_EXCEPTION";
    public const string InvalidCrossReferenceKey = "INVALID_CROSS_REFERENCE_KEY";
    public const string InvalidEmailAddress = "INVALID_EMAIL_ADDRESS";
    public const string InvalidField = "INVALID_FIELD";
    public const string InvalidFieldForInsertUpdate = "INVALID_FIELD_FOR_INSERT_UPDATE";
    public const string InvalidJob = "INVALIDJOB";
    public const string InvalidJobState = "INVALIDJOBSTATE";
    public const string InvalidPicklist = "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST";
    public const string InvalidQueryLocator = "INVALID_QUERY_LOCATOR";
    public const string InvalidReplicationDate = "INVALID_REPLICATION_DATE";
    public const string InvalidSessionId = "INVALID_SESSION_ID";
    public const string InvalidType = "INVALID_TYPE";
    public const string JsonParserError = "JSON_PARSER_ERROR";
    public const string LimitExceeded = "LIMIT_EXCEEDED";
    public const string MalformedId = "MALFORMED_ID";
    public const string MalformedQuery = "MALFORMED_QUERY";
    public const string MethodNotAllowed = "METHOD_NOT_ALLOWED";
    public const string NotFound = "NOT_FOUND";
    public const string NumberOutsideValidRange = "NUMBER_OUTSIDE_VALID_RANGE";
    public const string PreconditionFailed = "PRECONDITION_FAILED";
    public const string ProcessingHalted = "PROCESSING_HALTED";
    public const string RequestLimitExceeded = "REQUEST_LIMIT_EXCEEDED";
    public const string RequiredFieldMissing = "REQUIRED_FIELD_MISSING";
    public const string ServerUnavailable = "SERVER_UNAVAILABLE";
    public const string StandardPriceNotDefined = "STANDARD_PRICE_NOT_DEFINED";
    public const string StringTooLong = "STRING_TOO_LONG";
    public const string UnableToLockRow = "UNABLE_TO_LOCK_ROW";
    public const string UnknownException = "UNKNOWN_EXCEPTION";
}
