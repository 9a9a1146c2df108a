using System.Text.Json;
using CrmErp.Sdk.Simulators.Journal;

namespace CrmErp.Sdk.Simulators.Admin;

/// <summary>The logs as JSON.</summary>
internal static class LogJson
{
    public static void Writes(Utf8JsonWriter writer, IReadOnlyList<WriteEntry> entries)
    {
        writer.WriteStartArray();
        foreach (var entry in entries)
        {
            writer.WriteStartObject();
            writer.WriteNumber("sequence", entry.Sequence);
            writer.WriteString("at", entry.At);
            writer.WriteString("client", entry.Client);
            writer.WriteString("scope", entry.Scope);
            writer.WriteString("object", entry.Object);
            writer.WriteString("id", entry.Id);
            writer.WriteString("operation", entry.Operation.ToString());
            if (entry.Fields is { } fields)
            {
                writer.WriteStartArray("fields");
                foreach (var field in fields)
                {
                    writer.WriteStringValue(field);
                }

                writer.WriteEndArray();
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    public static void Requests(Utf8JsonWriter writer, IReadOnlyList<RequestEntry> entries)
    {
        writer.WriteStartArray();
        foreach (var entry in entries)
        {
            writer.WriteStartObject();
            writer.WriteNumber("sequence", entry.Sequence);
            writer.WriteString("at", entry.At);
            writer.WriteString("client", entry.Client);
            writer.WriteString("method", entry.Method);
            writer.WriteString("path", entry.Path);
            writer.WriteString("kind", entry.Kind.ToString());
            writer.WriteString("operation", entry.Operation.ToString());
            writer.WriteString("object", entry.Object);
            writer.WriteNumber("batchItems", entry.BatchItems);
            writer.WriteNumber("status", entry.Status);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    public static void Counters(Utf8JsonWriter writer, IReadOnlyList<RequestCounters> counters)
    {
        writer.WriteStartArray();
        foreach (var counter in counters)
        {
            writer.WriteStartObject();
            writer.WriteString("client", counter.Client);
            writer.WriteNumber("reads", counter.Reads);
            writer.WriteNumber("queries", counter.Queries);
            writer.WriteNumber("tokens", counter.Tokens);
            writer.WriteNumber("writes", counter.Writes);
            writer.WriteNumber("batchItems", counter.BatchItems);
            writer.WriteNumber("failed", counter.Failed);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
