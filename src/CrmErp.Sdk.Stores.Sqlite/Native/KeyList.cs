using System.Text.Json;
using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Stores.Sqlite.Native;

/// <summary>Short lists as they are stored: a JSON array of texts, NULL when empty. Match keys are rule, key, rule, key.</summary>
internal static class KeyList
{
    public static string? Write(IReadOnlyList<MatchKey> keys)
    {
        if (keys.Count == 0)
        {
            return null;
        }

        var buffer = new System.Buffers.ArrayBufferWriter<byte>(64);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            foreach (var key in keys)
            {
                json.WriteStringValue(key.Rule);
                json.WriteStringValue(key.Key);
            }

            json.WriteEndArray();
        }

        return System.Text.Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public static string? Write(IReadOnlyList<GoldenId> ids) => ids.Count == 0 ? null : $"[\"{string.Join("\",\"", ids)}\"]";

    public static IReadOnlyList<MatchKey> MatchKeys(Statement row, int column)
    {
        if (row.IsNull(column))
        {
            return [];
        }

        var keys = new List<MatchKey>();
        var json = new Utf8JsonReader(row.Bytes(column));
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.String)
        {
            var rule = json.GetString()!;
            json.Read();
            keys.Add(new MatchKey(rule, json.GetString()!));
        }

        return keys;
    }

    public static IReadOnlyList<GoldenId> GoldenIds(Statement row, int column)
    {
        if (row.IsNull(column))
        {
            return [];
        }

        var ids = new List<GoldenId>();
        var json = new Utf8JsonReader(row.Bytes(column));
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.String)
        {
            ids.Add(GoldenId.Parse(json.GetString()!));
        }

        return ids;
    }
}
