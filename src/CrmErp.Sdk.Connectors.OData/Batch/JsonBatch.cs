using System.Text.Json;
using CrmErp.Sdk.Connectors.Http.Json;

namespace CrmErp.Sdk.Connectors.OData.Batch;

/// <summary>The JSON form of a batch (OData 4.01, part 1, 11.7; also understood by most 4.0 servers of today).</summary>
public static class JsonBatch
{
    /// <summary>Writes a batch.</summary>
    public static ReadOnlyMemory<byte> Write(IReadOnlyList<ODataBatchItem> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        return JsonBody.Create(json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("requests");
            foreach (var item in items)
            {
                Write(json, item);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    /// <summary>Reads the answers, in the order they came. Answers to requests that the server gave no id are named by their position.</summary>
    /// <exception cref="JsonException">It is not a batch answer.</exception>
    public static IReadOnlyList<ODataBatchAnswer> Read(ReadOnlyMemory<byte> body)
    {
        var answers = new List<ODataBatchAnswer>();
        var reader = new Utf8JsonReader(body.Span);
        var found = false;
        Expect(reader.Read() && reader.TokenType == JsonTokenType.StartObject);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isResponses = reader.ValueTextEquals("responses"u8);
            reader.Read();
            if (!isResponses)
            {
                reader.Skip();
                continue;
            }

            found = true;
            Expect(reader.TokenType == JsonTokenType.StartArray);
            while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
            {
                answers.Add(ReadAnswer(ref reader, body, answers.Count));
            }
        }

        Expect(found);
        return answers;
    }

    private static void Write(Utf8JsonWriter json, ODataBatchItem item)
    {
        json.WriteStartObject();
        json.WriteString("id", item.Id);
        if (item.Group is not null)
        {
            json.WriteString("atomicityGroup", item.Group);
        }

        json.WriteString("method", item.Method.Method);
        json.WriteString("url", item.Address);
        json.WriteStartObject("headers");
        if (!item.Body.IsEmpty)
        {
            json.WriteString("Content-Type", "application/json");
        }

        foreach (var (name, value) in item.Headers)
        {
            json.WriteString(name, value);
        }

        json.WriteEndObject();
        if (!item.Body.IsEmpty)
        {
            json.WritePropertyName("body");
            json.WriteRawValue(item.Body.Span, skipInputValidation: true);
        }

        json.WriteEndObject();
    }

    private static ODataBatchAnswer ReadAnswer(ref Utf8JsonReader reader, ReadOnlyMemory<byte> body, int position)
    {
        string? id = null;
        var status = 0;
        var content = ReadOnlyMemory<byte>.Empty;
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString();
            reader.Read();
            switch (name)
            {
                case "id":
                    id = reader.TokenType == JsonTokenType.Null ? null : JsonText(ref reader);
                    break;
                case "status":
                    status = reader.TokenType == JsonTokenType.Number ? reader.GetInt32() : int.Parse(JsonText(ref reader), System.Globalization.CultureInfo.InvariantCulture);
                    break;
                case "headers" when reader.TokenType == JsonTokenType.StartObject:
                    ReadHeaders(ref reader, headers);
                    break;
                case "body":
                    var start = (int)reader.TokenStartIndex;
                    var isNull = reader.TokenType == JsonTokenType.Null;
                    reader.Skip();
                    content = isNull ? default : body[start..(int)reader.BytesConsumed];
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        Expect(status > 0);
        return new ODataBatchAnswer(id ?? (position + 1).ToString(System.Globalization.CultureInfo.InvariantCulture), status, content) { Headers = headers };
    }

    private static void ReadHeaders(ref Utf8JsonReader reader, Dictionary<string, string> headers)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                reader.Skip();
            }
            else
            {
                headers[name] = JsonText(ref reader);
            }
        }
    }

    private static string JsonText(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.String ? reader.GetString()! : System.Text.Encoding.UTF8.GetString(reader.ValueSpan);

    private static void Expect(bool holds)
    {
        if (!holds)
        {
            throw new JsonException("This is not the answer to a batch.");
        }
    }
}
