using System.Text.Json;
using CrmErp.Sdk.Simulators.Salesforce.Data;

namespace CrmErp.Sdk.Simulators.Salesforce.Api;

/// <summary>The answer to one call: a status, headers, and a body that is written while the data is still locked.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">Writes one JSON value; null for an answer without a body.</param>
internal sealed record ApiAnswer(int Status, Action<Utf8JsonWriter>? Body = null)
{
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>Text that is not JSON, with its type; bulk results.</summary>
    public (string Text, string ContentType)? Text { get; init; }

    public bool Succeeded => Status is >= 200 and < 300;

    public static ApiAnswer Ok(Action<Utf8JsonWriter> body) => new(200, body);

    /// <summary>An error of the request: an array, with <c>errorCode</c>.</summary>
    public static ApiAnswer Of(SalesforceError error, int? status = null) => new(status ?? error.Status, writer => ErrorJson.WriteRequest(writer, error));
}
