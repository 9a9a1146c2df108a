using System.Buffers;
using System.Text;
using System.Text.Json;
using CrmErp.Sdk.Connectors;

namespace CrmErp.Sdk.Reconcile;

/// <summary>Who set a value: a spoke, or something inside (a workflow, a person, a merge).</summary>
/// <param name="Spoke">The spoke; null when it came from inside.</param>
/// <param name="Name">The spoke's text, or <c>workflow:...</c>, <c>person:...</c>.</param>
internal readonly record struct Origin(SpokeId? Spoke, string Name)
{
    public static Origin Of(SpokeId spoke) => new(spoke, spoke.ToString());

    public static Origin Workflow(string name) => new(null, $"workflow:{name}");

    public static Origin Person(string actor) => new(null, $"person:{actor}");

    public override string ToString() => Name;
}

/// <summary>Where one field group's value comes from, and the interval of time in which it was changed there (R6).</summary>
internal sealed record GroupOrigin(Origin Origin, DateTimeOffset At, string Rule, Guid RunId, DateTimeOffset? After, DateTimeOffset? Before, string? Over);

/// <summary>The provenance of all groups of a golden record, and the last accepted values of each (oscillation breaker, R36).</summary>
internal sealed class Provenance
{
    public const int Remembered = 8;

    public Provenance(EntityType entity)
    {
        Origins = new GroupOrigin?[entity.Groups.Count];
        Recent = new List<(string Origin, ulong Value)>?[entity.Groups.Count];
    }

    public GroupOrigin?[] Origins { get; }

    public List<(string Origin, ulong Value)>?[] Recent { get; }

    public void Remember(int group, string origin, ulong value)
    {
        var recent = Recent[group] ??= [];
        recent.Add((origin, value));
        if (recent.Count > Remembered)
        {
            recent.RemoveAt(0);
        }
    }

    public int CountRecent(int group, string origin, ulong value) => Recent[group]?.Count(r => r.Origin == origin && r.Value == value) ?? 0;
}

/// <summary>Provenance as JSON: plain SQL can ask who set what.</summary>
internal static class ProvenanceCodec
{
    public static string Write(Provenance provenance, EntityType entity)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            for (var group = 0; group < provenance.Origins.Length; group++)
            {
                if (provenance.Origins[group] is { } origin)
                {
                    writer.WriteStartObject(entity.Groups[group].Name);
                    WriteOrigin(writer, origin, provenance.Recent[group]);
                    writer.WriteEndObject();
                }
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public static Provenance Read(string text, EntityType entity)
    {
        var provenance = new Provenance(entity);
        if (text.Length <= 2)
        {
            return provenance;
        }

        using var document = JsonDocument.Parse(text);
        foreach (var entry in document.RootElement.EnumerateObject())
        {
            if (entity.FindGroup(entry.Name) is { } group)
            {
                provenance.Origins[group.Index] = ReadOrigin(entry.Value);
                provenance.Recent[group.Index] = ReadRecent(entry.Value);
            }
        }

        return provenance;
    }

    private static void WriteOrigin(Utf8JsonWriter writer, GroupOrigin origin, List<(string Origin, ulong Value)>? recent)
    {
        writer.WriteString("by", origin.Origin.Name);
        if (origin.Origin.Spoke is { } spoke)
        {
            writer.WriteString("c", spoke.Connection.Value);
            if (spoke.Scope.Length > 0)
            {
                writer.WriteString("s", spoke.Scope);
            }
        }

        writer.WriteString("at", origin.At);
        writer.WriteString("rule", origin.Rule);
        writer.WriteString("run", origin.RunId);
        if (origin.After is { } after)
        {
            writer.WriteString("after", after);
        }

        if (origin.Before is { } before)
        {
            writer.WriteString("before", before);
        }

        if (origin.Over is not null)
        {
            writer.WritePropertyName("over");
            writer.WriteRawValue(origin.Over);
        }

        // One accept is the rule; only a value that came back and forth is worth its space.
        if (recent is { Count: > 1 })
        {
            writer.WriteStartArray("recent");
            foreach (var (by, value) in recent)
            {
                writer.WriteStringValue(by);
                writer.WriteNumberValue(value);
            }

            writer.WriteEndArray();
        }
    }

    private static GroupOrigin ReadOrigin(JsonElement json)
    {
        SpokeId? spoke = json.TryGetProperty("c", out var connection)
            ? new SpokeId(connection.GetString()!, json.TryGetProperty("s", out var scope) ? scope.GetString()! : "")
            : null;
        return new GroupOrigin(
            new Origin(spoke, json.GetProperty("by").GetString()!),
            json.GetProperty("at").GetDateTimeOffset(),
            json.GetProperty("rule").GetString()!,
            json.TryGetProperty("run", out var run) ? run.GetGuid() : Guid.Empty,
            json.TryGetProperty("after", out var after) ? after.GetDateTimeOffset() : null,
            json.TryGetProperty("before", out var before) ? before.GetDateTimeOffset() : null,
            json.TryGetProperty("over", out var over) ? over.GetRawText() : null);
    }

    private static List<(string, ulong)>? ReadRecent(JsonElement json)
    {
        if (!json.TryGetProperty("recent", out var recent))
        {
            return null;
        }

        var list = new List<(string, ulong)>();
        for (var i = 0; i + 1 < recent.GetArrayLength(); i += 2)
        {
            list.Add((recent[i].GetString()!, recent[i + 1].GetUInt64()));
        }

        return list;
    }
}
