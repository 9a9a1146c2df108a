using System.Text.Json;
using CrmErp.Sdk.Simulators.Salesforce.Data;

namespace CrmErp.Sdk.Simulators.Salesforce.Api;

/// <summary>The two shapes of an error: <c>errorCode</c> for requests, <c>statusCode</c> for rows.</summary>
internal static class ErrorJson
{
    public static void WriteRequest(Utf8JsonWriter writer, SalesforceError error)
    {
        writer.WriteStartArray();
        writer.WriteStartObject();
        error.Details?.Invoke(writer);
        writer.WriteString("message", error.Message);
        writer.WriteString("errorCode", error.Code);
        if (error.Fields.Count > 0 || error.Code is ErrorCodes.RequiredFieldMissing or ErrorCodes.DuplicateValue or ErrorCodes.MalformedId)
        {
            WriteFields(writer, error);
        }

        writer.WriteEndObject();
        writer.WriteEndArray();
    }

    /// <summary>The property <c>errors</c> of a row.</summary>
    public static void WriteRow(Utf8JsonWriter writer, SalesforceError? error)
    {
        writer.WriteStartArray("errors");
        if (error is not null)
        {
            writer.WriteStartObject();
            writer.WriteString("statusCode", error.Code);
            writer.WriteString("message", error.Message);
            WriteFields(writer, error);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteFields(Utf8JsonWriter writer, SalesforceError error)
    {
        writer.WriteStartArray("fields");
        foreach (var field in error.Fields)
        {
            writer.WriteStringValue(field);
        }

        writer.WriteEndArray();
    }
}
