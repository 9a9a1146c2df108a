using System.Text.Json;

namespace CrmErp.Sdk.Connectors.Salesforce.Errors;

/// <summary>Reads the errors of an answer, in both shapes. Whatever is no JSON (a gateway's page, an empty body) reads as no errors, never as a failure to read.</summary>
internal static class ErrorReader
{
    public static IReadOnlyList<SalesforceError> Read(ReadOnlyMemory<byte> body)
    {
        if (body.IsEmpty || FirstVisible(body.Span) is not ((byte)'[' or (byte)'{'))
        {
            return [];
        }

        try
        {
            using var document = JsonDocument.Parse(body);
            return ReadAll(document.RootElement);
        }
        catch (JsonException)
        {
            return [];
        }
    }

    /// <summary>The errors of an element that is an array of errors or a single one.</summary>
    public static IReadOnlyList<SalesforceError> ReadAll(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => [.. element.EnumerateArray().Where(e => e.ValueKind == JsonValueKind.Object).Select(ReadOne)],
        JsonValueKind.Object => [ReadOne(element)],
        _ => [],
    };

    private static SalesforceError ReadOne(JsonElement element)
    {
        var code = Text(element, "statusCode") ?? Text(element, "errorCode") ?? Text(element, "error") ?? "";
        var message = Text(element, "message") ?? Text(element, "error_description") ?? "";
        return new SalesforceError(code, message, Texts(element, "fields"), Matches(element));
    }

    private static List<string> Matches(JsonElement error)
    {
        // The single-record resource spells it "duplicateResut"; collections spell it out.
        if (!error.TryGetProperty("duplicateResult", out var result) && !error.TryGetProperty("duplicateResut", out result))
        {
            return [];
        }

        var ids = new List<string>();
        foreach (var match in Elements(result, "matchResults"))
        {
            foreach (var record in Elements(match, "matchRecords"))
            {
                if (record.TryGetProperty("record", out var found) && Text(found, "Id") is { } id && SalesforceId.ToLong(id) is { } full && !ids.Contains(full))
                {
                    ids.Add(full);
                }
            }
        }

        return ids;
    }

    private static IEnumerable<JsonElement> Elements(JsonElement owner, string name) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Where(e => e.ValueKind == JsonValueKind.Object)
            : [];

    private static string? Text(JsonElement owner, string name) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static List<string> Texts(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array
            ? [.. list.EnumerateArray().Where(e => e.ValueKind == JsonValueKind.String).Select(e => e.GetString()!)]
            : [];

    private static byte FirstVisible(ReadOnlySpan<byte> body)
    {
        foreach (var b in body)
        {
            if (b is not ((byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n'))
            {
                return b;
            }
        }

        return 0;
    }
}
