using System.Text.Json;
using CrmErp.Sdk.Simulators.Hosting;

namespace CrmErp.Sdk.Simulators.BusinessCentral.Api;

/// <summary>The JSON form of a batch.</summary>
internal static class BcJsonBatch
{
    public static List<BcBatchItem> Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            if (!document.RootElement.TryGetProperty("requests", out var requests) || requests.ValueKind != JsonValueKind.Array)
            {
                throw BcException.BadRequest("The batch has no 'requests'.");
            }

            return [.. requests.EnumerateArray().Select(Item)];
        }
        catch (JsonException)
        {
            throw BcException.BadRequest("The batch is not valid JSON.");
        }
    }

    public static SimulatorReply Write(List<(BcBatchItem Item, SimulatorReply Reply)> replies) => BcReplies.Object(200, writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartArray("responses");
        foreach (var (item, reply) in replies)
        {
            writer.WriteStartObject();
            writer.WriteString("id", item.Id);
            writer.WriteNumber("status", reply.Status);
            writer.WriteStartObject("headers");
            foreach (var (name, value) in reply.Headers)
            {
                writer.WriteString(name.ToLowerInvariant(), value);
            }

            if (reply.ContentType is { } type)
            {
                writer.WriteString("content-type", type);
            }

            writer.WriteEndObject();
            if (reply.Written.Length > 0)
            {
                writer.WritePropertyName("body");
                writer.WriteRawValue(reply.Written.Span, skipInputValidation: true);
            }

            writer.WriteEndObject();
            reply.Dispose();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    private static BcBatchItem Item(JsonElement request)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (request.TryGetProperty("headers", out var given) && given.ValueKind == JsonValueKind.Object)
        {
            foreach (var header in given.EnumerateObject())
            {
                headers[header.Name] = header.Value.ToString();
            }
        }

        var body = request.TryGetProperty("body", out var value) ? JsonSerializer.SerializeToUtf8Bytes(value) : [];
        return new BcBatchItem(
            request.TryGetProperty("id", out var id) && id.ValueKind != JsonValueKind.Null ? id.ToString() : null,
            Text(request, "method").ToUpperInvariant(),
            Text(request, "url"),
            headers,
            body,
            -1);
    }

    private static string Text(JsonElement request, string name) =>
        request.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : throw BcException.BadRequest($"An operation of the batch has no '{name}'.");
}
