using System.Text.Json;

namespace CrmErp.Sdk.Connectors.OData;

/// <summary>The error envelope of OData: <c>{"error":{"code":..,"message":..}}</c>; in V2 the message is an object with language and text.</summary>
/// <param name="Code">The code; empty where the answer has none.</param>
/// <param name="Message">The system's words; they may name field values and are never logged.</param>
/// <param name="Target">What it is about, usually a field.</param>
public sealed record ODataError(string Code, string Message, string? Target = null)
{
    /// <summary>The codes of the details, outermost first.</summary>
    public IReadOnlyList<string> DetailCodes { get; init; } = [];

    /// <summary>The code only.</summary>
    public override string ToString() => Code;

    /// <summary>Reads an error body; null where it is none (an HTML page of a gateway, an empty body).</summary>
    public static ODataError? TryParse(ReadOnlyMemory<byte> body)
    {
        if (body.IsEmpty)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object ? Read(error) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static ODataError Read(JsonElement error)
    {
        var codes = new List<string>();
        CollectCodes(error, codes, 0);
        return new ODataError(Text(error, "code") ?? "", ReadMessage(error), Text(error, "target")) { DetailCodes = codes };
    }

    private static string ReadMessage(JsonElement error)
    {
        if (!error.TryGetProperty("message", out var message))
        {
            return "";
        }

        return message.ValueKind == JsonValueKind.Object ? Text(message, "value") ?? "" : message.ToString();
    }

    // V4: details[]; V2 (SAP): innererror.errordetails[].
    private static void CollectCodes(JsonElement element, List<string> codes, int depth)
    {
        foreach (var name in (ReadOnlySpan<string>)["details", "errordetails"])
        {
            if (element.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array)
            {
                codes.AddRange(list.EnumerateArray().Select(d => d.ValueKind == JsonValueKind.Object ? Text(d, "code") : null).OfType<string>());
            }
        }

        if (depth < 3 && element.TryGetProperty("innererror", out var inner) && inner.ValueKind == JsonValueKind.Object)
        {
            CollectCodes(inner, codes, depth + 1);
        }
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String or JsonValueKind.Number ? value.ToString() : null;
}
