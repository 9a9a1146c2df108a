using System.Buffers;
using System.Text.Json;
using System.Text.RegularExpressions;
using CrmErp.Sdk.Simulators.Hosting;
using CrmErp.Sdk.Simulators.Salesforce.Data;
using CrmErp.Sdk.Simulators.Storage;

namespace CrmErp.Sdk.Simulators.Salesforce.Api;

/// <summary><c>/composite</c> and <c>/composite/graph</c>: subrequests that name each other's results as <c>@{ref.id}</c>.</summary>
internal sealed partial class CompositeCalls(Func<ApiCall, Transaction, ApiAnswer> route)
{
    private const int MostSubrequests = 25;
    private const int MostNodes = 500;
    private const int MostGraphs = 75;
    private const int Halted = 400;

    public ApiAnswer Composite(ApiCall call, Transaction transaction)
    {
        var subrequests = Subrequests(call.Body, MostSubrequests);
        var allOrNone = call.Body.TryGetProperty("allOrNone", out var flag) && flag.ValueKind == JsonValueKind.True;
        var results = Run(call, transaction, subrequests, allOrNone, 0);
        return ApiAnswer.Ok(writer =>
        {
            writer.WriteStartObject();
            WriteResponses(writer, results);
            writer.WriteEndObject();
        });
    }

    public ApiAnswer Graphs(ApiCall call, Transaction transaction)
    {
        var graphs = call.Body.ValueKind == JsonValueKind.Object && call.Body.TryGetProperty("graphs", out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().ToList()
            : throw Malformed("The property 'graphs' is required");
        var nodes = graphs.Select(g => Subrequests(g, MostNodes)).ToList();
        if (graphs.Count > MostGraphs || nodes.Sum(n => n.Count) > MostNodes)
        {
            throw new SalesforceException(ErrorCodes.LimitExceeded, $"A request can have at most {MostGraphs} graphs and {MostNodes} nodes");
        }

        var index = 0;
        var results = new List<(string Id, List<SubResult> Results)>();
        for (var i = 0; i < graphs.Count; i++)
        {
            results.Add((Text(graphs[i], "graphId") ?? string.Empty, Run(call, transaction, nodes[i], allOrNone: true, index)));
            index += nodes[i].Count;
        }

        return ApiAnswer.Ok(writer => WriteGraphs(writer, results));
    }

    /// <summary>The subrequests of a call, and what a fault plan calls them, from the body alone.</summary>
    public static IEnumerable<(string Object, RequestOperation Operation)> Items(ApiCall call)
    {
        if (call.Body.ValueKind != JsonValueKind.Object)
        {
            return [];
        }

        var bodies = call.Body.TryGetProperty("graphs", out var graphs) && graphs.ValueKind == JsonValueKind.Array ? graphs.EnumerateArray().ToList() : [call.Body];
        return bodies.SelectMany(b => b.ValueKind == JsonValueKind.Object && b.TryGetProperty("compositeRequest", out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : default)
            .Select(sub => RequestNames.Of(Text(sub, "method") ?? "GET", call.Sub("GET", Text(sub, "url") ?? "/", null, NoHeaders).Segments));
    }

    private static IReadOnlyDictionary<string, string> NoHeaders { get; } = new Dictionary<string, string>();

    private static List<JsonElement> Subrequests(JsonElement body, int most)
    {
        if (body.ValueKind != JsonValueKind.Object || !body.TryGetProperty("compositeRequest", out var list) || list.ValueKind != JsonValueKind.Array)
        {
            throw Malformed("The property 'compositeRequest' is required");
        }

        var items = list.EnumerateArray().ToList();
        if (items.Count == 0 || items.Count > most)
        {
            throw new SalesforceException(ErrorCodes.LimitExceeded, $"A composite request has 1 to {most} subrequests");
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        return items.TrueForAll(i => Text(i, "referenceId") is { Length: > 0 } name && names.Add(name))
            ? items
            : throw Malformed("Each subrequest needs a referenceId of its own");
    }

    private static SalesforceException Malformed(string message) => new(ErrorCodes.JsonParserError, message);

    private static string? Text(JsonElement item, string name) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static SubResult Failed(string referenceId, string message) =>
        Render(referenceId, ApiAnswer.Of(new SalesforceError(ErrorCodes.ProcessingHalted, message), Halted));

    private static SubResult Render(string referenceId, ApiAnswer answer)
    {
        if (answer.Body is null)
        {
            return new(referenceId, answer, default);
        }

        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            answer.Body(writer);
        }

        return new(referenceId, answer, JsonElement.Parse(buffer.WrittenSpan));
    }

    private static void WriteGraphs(Utf8JsonWriter writer, List<(string Id, List<SubResult> Results)> graphs)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("graphs");
        foreach (var (id, results) in graphs)
        {
            writer.WriteStartObject();
            writer.WriteString("graphId", id);
            writer.WriteStartObject("graphResponse");
            WriteResponses(writer, results);
            writer.WriteEndObject();
            writer.WriteBoolean("isSuccessful", results.TrueForAll(r => r.Answer.Succeeded));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteResponses(Utf8JsonWriter writer, List<SubResult> results)
    {
        writer.WriteStartArray("compositeResponse");
        foreach (var result in results)
        {
            writer.WriteStartObject();
            writer.WritePropertyName("body");
            if (result.Body.ValueKind == JsonValueKind.Undefined)
            {
                writer.WriteNullValue();
            }
            else
            {
                result.Body.WriteTo(writer);
            }

            writer.WriteStartObject("httpHeaders");
            foreach (var (name, value) in result.Answer.Headers)
            {
                writer.WriteString(name, value);
            }

            writer.WriteEndObject();
            writer.WriteNumber("httpStatusCode", result.Answer.Status);
            writer.WriteString("referenceId", result.ReferenceId);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static Dictionary<string, string> Headers(JsonElement subrequest)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (subrequest.TryGetProperty("httpHeaders", out var given) && given.ValueKind == JsonValueKind.Object)
        {
            foreach (var header in given.EnumerateObject())
            {
                headers[header.Name] = header.Value.ToString();
            }
        }

        return headers;
    }

    private List<SubResult> Run(ApiCall call, Transaction transaction, List<JsonElement> subrequests, bool allOrNone, int firstIndex)
    {
        var start = transaction.Savepoint;
        var results = new List<SubResult>(subrequests.Count);
        foreach (var subrequest in subrequests)
        {
            var result = RunOne(call, transaction, subrequest, results, firstIndex + results.Count);
            results.Add(result);
            if (allOrNone && !result.Answer.Succeeded)
            {
                transaction.RollBack(start);
                return [.. subrequests.Select((s, i) => i == results.Count - 1 ? result : Failed(Text(s, "referenceId")!,
                    i < results.Count ? "The transaction was rolled back since another operation in the same transaction failed." : "An operation before this one in the same transaction failed."))];
            }
        }

        return results;
    }

    private SubResult RunOne(ApiCall call, Transaction transaction, JsonElement subrequest, List<SubResult> earlier, int index)
    {
        var referenceId = Text(subrequest, "referenceId")!;
        var url = Fill(Text(subrequest, "url") ?? string.Empty, earlier, out var missing);
        var body = subrequest.TryGetProperty("body", out var given) ? Fill(given, earlier, ref missing) : null;
        if (missing is not null)
        {
            return Failed(referenceId, $"Invalid reference specified. No value for {missing} found.");
        }

        if (!url.StartsWith("/services/data/", StringComparison.Ordinal))
        {
            return Render(referenceId, ApiAnswer.Of(new SalesforceError("NOT_FOUND", $"The requested resource does not exist: {url}")));
        }

        var savepoint = transaction.Savepoint;
        try
        {
            ItemFaults.Throw(call, index);
            return Render(referenceId, route(call.Sub(Text(subrequest, "method") ?? "GET", url, body, Headers(subrequest)), transaction));
        }
        catch (SalesforceException e)
        {
            transaction.RollBack(savepoint);
            return Render(referenceId, ApiAnswer.Of(e.Error, e.Status));
        }
    }

    private static JsonElement? Fill(JsonElement body, List<SubResult> earlier, ref string? missing)
    {
        var text = body.GetRawText();
        if (!text.Contains("@{", StringComparison.Ordinal))
        {
            return body;
        }

        var filled = Fill(text, earlier, out var lost);
        missing ??= lost;
        return lost is null ? JsonElement.Parse(filled) : null;
    }

    private static string Fill(string text, List<SubResult> earlier, out string? missing)
    {
        string? lost = null;
        var filled = Reference().Replace(text, match =>
        {
            var name = match.Groups[1].Value;
            var source = earlier.Find(r => r.ReferenceId == name && r.Answer.Succeeded);
            if (source is not null && Follow(source.Body, match.Groups[2].Value) is { } value)
            {
                return JsonEncodedText.Encode(value).ToString();
            }

            lost ??= name + match.Groups[2].Value;
            return match.Value;
        });
        missing = lost;
        return filled;
    }

    private static string? Follow(JsonElement value, string path)
    {
        foreach (Match step in Step().Matches(path))
        {
            if (step.Groups[1].Success && value.ValueKind == JsonValueKind.Object && value.TryGetProperty(step.Groups[1].Value, out var next))
            {
                value = next;
            }
            else if (step.Groups[2].Success && value.ValueKind == JsonValueKind.Array
                && int.TryParse(step.Groups[2].ValueSpan, out var index) && index < value.GetArrayLength())
            {
                value = value[index];
            }
            else
            {
                return null;
            }
        }

        return value.ValueKind is JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False ? value.ToString() : null;
    }

    [GeneratedRegex(@"@\{(\w+)((?:\.\w+|\[\d+\])+)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Reference();

    [GeneratedRegex(@"\.(\w+)|\[(\d+)\]", RegexOptions.CultureInvariant)]
    private static partial Regex Step();

    private sealed record SubResult(string ReferenceId, ApiAnswer Answer, JsonElement Body);
}
