using System.Buffers;
using System.Text;
using System.Text.Json;
using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Mapping;

namespace CrmErp.Sdk.Reconcile;

/// <summary>The JSON details of open items and audit entries.</summary>
internal static class DetailCodec
{
    public static string Problems(IReadOnlyList<MapProblem> problems) => Build(writer =>
    {
        writer.WriteStartArray("problems");
        foreach (var problem in problems)
        {
            writer.WriteStartObject();
            writer.WriteString("code", problem.Code);
            writer.WriteString("field", problem.Field);
            writer.WriteString("message", problem.Message);
            if (problem.Value is not null)
            {
                writer.WriteString("value", problem.Value);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    });

    public static string Errors(IReadOnlyList<SyncError> errors, string? requestId) => Build(writer =>
    {
        writer.WriteStartArray("errors");
        foreach (var error in errors)
        {
            writer.WriteStartObject();
            writer.WriteString("kind", error.Kind.ToString());
            writer.WriteString("code", error.Code);
            writer.WriteString("message", error.Message);
            if (error.Field is not null)
            {
                writer.WriteString("field", error.Field);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        if (requestId is not null)
        {
            writer.WriteString("requestId", requestId);
        }
    });

    public static string Text(string name, string value) => Build(writer => writer.WriteString(name, value));

    /// <summary>A person's reason beside the details of what was decided; null when there is nothing to say.</summary>
    public static string? Decision(string? reason, string? about = null) => reason is null && about is null ? null : Build(writer =>
    {
        if (reason is not null)
        {
            writer.WriteString("reason", reason);
        }

        if (about is not null)
        {
            using var document = JsonDocument.Parse(about);
            foreach (var entry in document.RootElement.EnumerateObject())
            {
                entry.WriteTo(writer);
            }
        }
    });

    public static string Records(string name, IEnumerable<string> values) => Build(writer =>
    {
        writer.WriteStartArray(name);
        foreach (var value in values)
        {
            writer.WriteStringValue(value);
        }

        writer.WriteEndArray();
    });

    /// <summary>A list as <see cref="Records"/> wrote it; empty when there is none.</summary>
    public static IReadOnlyList<string> ReadRecords(string name, string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.TryGetProperty(name, out var list) ? [.. list.EnumerateArray().Select(e => e.GetString()!)] : [];
    }

    /// <summary>Values of some slots by field name; for people and for the rules that read them back.</summary>
    public static string Values(EntityType entity, IReadOnlyList<int> slots, Row values) => Build(writer => WriteSlots(writer, entity, slots, values));

    public static void WriteSlots(Utf8JsonWriter writer, EntityType entity, IReadOnlyList<int> slots, Row values)
    {
        foreach (var slot in slots)
        {
            writer.WritePropertyName(entity.Fields[slot].Name);
            TaggedJson.WriteValue(writer, values[slot]);
        }
    }

    /// <summary>Values as <see cref="WriteSlots"/> wrote them; fields that the entity does not have any more are passed over.</summary>
    public static Row ReadSlots(JsonElement json, EntityType entity)
    {
        var row = new Row(entity.Schema);
        foreach (var entry in json.EnumerateObject())
        {
            if (entity.Find(entry.Name) is { } field)
            {
                var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(entry.Value.GetRawText()));
                reader.Read();
                row[field.Slot] = TaggedJson.ReadValue(ref reader, field.Lines?.Schema);
            }
        }

        return row;
    }

    public static Row ReadSlots(string json, EntityType entity)
    {
        using var document = JsonDocument.Parse(json);
        return ReadSlots(document.RootElement, entity);
    }

    public static string Build(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(128);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}

/// <summary>The detail of a field conflict: the candidate, what was agreed before, the evidence.</summary>
internal sealed record ConflictDetail(Row Candidate, Row Before, DateTimeOffset? After, DateTimeOffset? NotLaterThan, string Rule)
{
    public string Write(EntityType entity, IReadOnlyList<int> slots, Row golden) => DetailCodec.Build(writer =>
    {
        writer.WriteStartObject("candidate");
        DetailCodec.WriteSlots(writer, entity, slots, Candidate);
        writer.WriteEndObject();
        writer.WriteStartObject("before");
        DetailCodec.WriteSlots(writer, entity, slots, Before);
        writer.WriteEndObject();
        writer.WriteStartObject("golden");
        DetailCodec.WriteSlots(writer, entity, slots, golden);
        writer.WriteEndObject();
        writer.WriteString("rule", Rule);
        if (After is { } after)
        {
            writer.WriteString("changedAfter", after);
        }

        if (NotLaterThan is { } before)
        {
            writer.WriteString("changedBefore", before);
        }
    });

    public static ConflictDetail Read(string text, EntityType entity)
    {
        using var document = JsonDocument.Parse(text);
        var root = document.RootElement;
        return new ConflictDetail(
            DetailCodec.ReadSlots(root.GetProperty("candidate"), entity),
            DetailCodec.ReadSlots(root.GetProperty("before"), entity),
            root.TryGetProperty("changedAfter", out var after) ? after.GetDateTimeOffset() : null,
            root.TryGetProperty("changedBefore", out var before) ? before.GetDateTimeOffset() : null,
            root.GetProperty("rule").GetString()!);
    }
}
