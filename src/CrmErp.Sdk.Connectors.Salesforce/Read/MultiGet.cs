using System.Buffers;
using System.Text.Json;
using CrmErp.Sdk.Connectors.Http;
using CrmErp.Sdk.Connectors.Http.Json;

namespace CrmErp.Sdk.Connectors.Salesforce.Read;

/// <summary>The multi-get resource: up to 2000 records of one object by id. Unknown ids stand as null in the answer, or not at all; records are matched by id, never by position.</summary>
internal static class MultiGet
{
    /// <summary>Ids per call.</summary>
    public const int MaxIds = 2000;

    public static ReadOnlyMemory<byte> Body(IReadOnlyList<string> ids, IReadOnlyList<string> fields) => JsonBody.Create(json =>
    {
        json.WriteStartObject();
        WriteTexts(json, "ids", ids);
        WriteTexts(json, "fields", fields);
        json.WriteEndObject();
    });

    /// <summary>The answer without the nulls of unknown ids. Owns the body.</summary>
    public static PooledBody WithoutMissing(PooledBody body)
    {
        var kept = new ArrayBufferWriter<byte>(body.Length);
        using (body)
        {
            var reader = new Utf8JsonReader(body.Memory.Span);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
            {
                return PooledBody.Copy(body.Memory.Span);
            }

            kept.Write("["u8);
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                if (reader.TokenType == JsonTokenType.StartObject)
                {
                    Append(body.Memory.Span, ref reader, kept);
                }
            }
        }

        kept.Write("]"u8);
        return PooledBody.Copy(kept.WrittenSpan);
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    private static void Append(ReadOnlySpan<byte> body, ref Utf8JsonReader reader, ArrayBufferWriter<byte> kept)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        if (kept.WrittenCount > 1)
        {
            kept.Write(","u8);
        }

        kept.Write(body[start..(int)reader.BytesConsumed]);
    }
}
