using System.Text.Json;

namespace CrmErp.Sdk.Connectors.Salesforce.Read;

/// <summary>Queries whose few rows the connector itself needs (ids, price book entries, the organisation), read to their end.</summary>
internal static class SmallQuery
{
    /// <exception cref="ConnectorException">The call failed.</exception>
    public static async Task<List<T>> RunAsync<T>(SalesforceClient client, SoqlQuery query, Func<JsonElement, T> read, CancellationToken cancellationToken)
    {
        var rows = new List<T>();
        var next = client.Address(QueryAddress.Of(query));
        while (next is not null)
        {
            using var response = await client.GetAddressAsync(next, cancellationToken).ConfigureAwait(false);
            next = client.Resolve(response, ReadPage(response.Body, read, rows));
        }

        return rows;
    }

    private static string? ReadPage<T>(ReadOnlyMemory<byte> body, Func<JsonElement, T> read, List<T> rows)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            rows.AddRange(root.GetProperty("records").EnumerateArray().Select(read));
            return root.TryGetProperty("nextRecordsUrl", out var next) && next.ValueKind == JsonValueKind.String ? next.GetString() : null;
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new ConnectorException(ErrorKind.Internal, "Salesforce answered a query with something that is no query answer.", error);
        }
    }
}
