namespace CrmErp.Sdk.Connectors.Salesforce.Errors;

/// <summary>
/// The few questions that only the vendor's words answer, all in one place. Each is checked against a recorded text (wording of
/// API v67, 2026); where the words change, the answer falls back to the code alone, never to a wrong id.
/// </summary>
internal static class ErrorText
{
    private const int ShortIdLength = 15;
    private const int LongIdLength = 18;

    /// <summary>A trigger or flow of the customer failed on a locked row: passes by itself, though the code says otherwise.</summary>
    public static bool IsLockContention(SalesforceError error) =>
        error.Code is "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY" or "APEX_ERROR" or "CANNOT_EXECUTE_FLOW_TRIGGER" or "BAD_REQUEST"
        && error.Message.Contains("UNABLE_TO_LOCK_ROW", StringComparison.Ordinal);

    /// <summary>Which pool a REQUEST_LIMIT_EXCEEDED is about: "ConcurrentRequests (Concurrent API Requests) Limit exceeded." or "TotalRequests Limit exceeded.".</summary>
    public static string Pool(SalesforceError? error) =>
        error?.Message.Contains("Concurrent", StringComparison.OrdinalIgnoreCase) == true ? SalesforceDescriptor.ConcurrentPool : SalesforceDescriptor.DailyPool;

    /// <summary>A 401 that signing in again never heals.</summary>
    public static bool IsHopelessSession(SalesforceError error) =>
        error.Message.Contains("not valid for use with the REST API", StringComparison.Ordinal)
        || error.Message.Contains("Connected app is not attached", StringComparison.Ordinal);

    /// <summary>The field of "duplicate value found: Erp_Id__c duplicates value on record with id: 001...", or null.</summary>
    public static string? DuplicateField(SalesforceError error)
    {
        const string Before = "duplicate value found: ";
        var start = error.Message.IndexOf(Before, StringComparison.Ordinal);
        if (start < 0)
        {
            return error.Fields.Count == 1 ? error.Fields[0] : null;
        }

        var rest = error.Message.AsSpan(start + Before.Length);
        var end = rest.IndexOf(' ');
        return end > 0 ? rest[..end].ToString() : null;
    }

    /// <summary>The 18-character id of the record that holds the value already, or null when the text names none (a record that this user may not see).</summary>
    public static string? ExistingId(SalesforceError error)
    {
        if (error.MatchIds.Count > 0)
        {
            return error.MatchIds.Count == 1 ? error.MatchIds[0] : null;
        }

        const string Before = "with id:";
        var start = error.Message.LastIndexOf(Before, StringComparison.Ordinal);
        if (start < 0)
        {
            return null;
        }

        var rest = error.Message.AsSpan(start + Before.Length).TrimStart();
        var length = 0;
        while (length < rest.Length && char.IsAsciiLetterOrDigit(rest[length]))
        {
            length++;
        }

        return length is ShortIdLength or LongIdLength ? SalesforceId.ToLong(rest[..length]) : null;
    }
}
