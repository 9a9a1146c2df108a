using System.Text.Json;
using CrmErp.Sdk.Connectors.Http;
using CrmErp.Sdk.Connectors.Salesforce.Errors;

namespace CrmErp.Sdk.Connectors.Salesforce.Write;

/// <summary>Reads what the single-record resource answers to a create.</summary>
internal static class SingleRecord
{
    /// <summary>The outcome, or null when the answer proves nothing.</summary>
    public static WriteOutcome? Read(ConnectorResponse response)
    {
        if (!response.IsSuccess)
        {
            var errors = ErrorReader.Read(response.Body);
            return errors.Count > 0 && ErrorTable.ProvesNothingExecuted(response.Status, errors[0]) ? Outcomes.Failed(WriteOperation.Create, errors) : null;
        }

        try
        {
            using var document = JsonDocument.Parse(response.Body);
            return SalesforceId.ToLong(document.RootElement.GetProperty("id").GetString()) is { } id ? Outcomes.Done(WriteOperation.Create, id) : null;
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }
}
