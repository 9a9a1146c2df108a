namespace CrmErp.Sdk.Simulators.Salesforce.Data;

/// <summary>Ends the row, or the request, it is thrown in.</summary>
internal sealed class SalesforceException(SalesforceError error) : Exception(error.Message)
{
    public SalesforceException(string code, string message, params IReadOnlyList<string> fields)
        : this(new SalesforceError(code, message, fields))
    {
    }

    public SalesforceError Error { get; } = error;

    /// <summary>The whole request fails with it, not only the row it was found in.</summary>
    public bool EndsRequest { get; init; }

    /// <summary>The HTTP status, where it is not the usual one of the code.</summary>
    public int? Status { get; init; }
}
