namespace CrmErp.Sdk.Connectors.Salesforce.Errors;

/// <summary>One error of an answer, whichever of the two shapes it had (<c>errorCode</c> for requests, <c>statusCode</c> for rows).</summary>
/// <param name="Code">The vendor's code, or empty.</param>
/// <param name="Message">The vendor's words; they may carry field values and are never logged.</param>
/// <param name="Fields">The fields it is about; often empty.</param>
/// <param name="MatchIds">For duplicate rules: the ids of the records that match, if the answer names them.</param>
internal sealed record SalesforceError(string Code, string Message, IReadOnlyList<string> Fields, IReadOnlyList<string> MatchIds)
{
    public static SalesforceError Of(string code, string message, params string[] fields) => new(code, message, fields, []);

    public override string ToString() => Code;
}
