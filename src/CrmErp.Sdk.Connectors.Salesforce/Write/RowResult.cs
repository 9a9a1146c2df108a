using System.Text.Json;
using CrmErp.Sdk.Connectors.Http.Json;
using CrmErp.Sdk.Connectors.Salesforce.Errors;

namespace CrmErp.Sdk.Connectors.Salesforce.Write;

/// <summary>What an answer says about one row.</summary>
internal sealed record RowResult(bool Success, string? Id, IReadOnlyList<SalesforceError> Errors);

/// <summary>The collections resources: up to 200 records per call, each with its own fate. The answer is 200 even when rows failed.</summary>
internal static class Collections
{
    /// <summary>The body for creates and updates.</summary>
    public static ReadOnlyMemory<byte> Body(string objectName, IReadOnlyList<FieldSet> records) => JsonBody.Create(json =>
    {
        json.WriteStartObject();
        json.WriteBoolean("allOrNone", false);
        json.WriteStartArray("records");
        foreach (var record in records)
        {
            json.WriteStartObject();
            json.WriteStartObject("attributes");
            json.WriteString("type", objectName);
            json.WriteEndObject();
            record.Write(json);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    /// <summary>Reads the answer, in the order of the records; null when it cannot be matched with them, so that nothing is known.</summary>
    public static IReadOnlyList<RowResult>? Read(ReadOnlyMemory<byte> body, int expected)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind != JsonValueKind.Array || document.RootElement.GetArrayLength() != expected)
            {
                return null;
            }

            return [.. document.RootElement.EnumerateArray().Select(ReadRow)];
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return null;
        }
    }

    private static RowResult ReadRow(JsonElement row)
    {
        var success = row.GetProperty("success").GetBoolean();
        var id = row.TryGetProperty("id", out var value) && value.ValueKind == JsonValueKind.String ? SalesforceId.ToLong(value.GetString()) : null;
        return new RowResult(success, id, row.TryGetProperty("errors", out var errors) ? ErrorReader.ReadAll(errors) : []);
    }
}
