using System.Buffers;
using System.Text;
using System.Text.Json;
using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Mapping;

namespace CrmErp.Sdk.Reconcile;

/// <summary>
/// A write that may have left the process. Stored before the call, at most one per golden record and spoke, closed only by evidence
/// (R20). Its key derives from identity only; its payload is what base becomes when it lands.
/// </summary>
internal sealed class Flight
{
    /// <summary>The flight's own identity: an answer counts only for the flight it was sent with (R33).</summary>
    public required Guid Id { get; init; }

    public required WriteOperation Operation { get; init; }

    public required string Key { get; init; }

    /// <summary>The canonical values that were sent; missing where a field was not sent.</summary>
    public required Row Sent { get; init; }

    /// <summary>The wire values that were sent; missing where a field was not sent (R55).</summary>
    public required Row Wire { get; init; }

    public string? BaseVersion { get; init; }

    public required DateTimeOffset Started { get; init; }

    /// <summary>The send deadline (R34).</summary>
    public required DateTimeOffset NotAfter { get; init; }

    /// <summary>The system acknowledged it without telling the stored values (R78): landing is certain, values are read back.</summary>
    public bool Acked { get; init; }

    public string? AckedVersion { get; init; }

    /// <summary>Line operations of an update.</summary>
    public IReadOnlyList<LineChange> Lines { get; init; } = [];

    /// <summary>The document's lines before the write: our ids, in order.</summary>
    public string? Stage { get; init; }

    public Flight With(bool acked, string? version) => new()
    {
        Id = Id,
        Operation = Operation,
        Key = Key,
        Sent = Sent,
        Wire = Wire,
        BaseVersion = BaseVersion,
        Started = Started,
        NotAfter = NotAfter,
        Acked = acked,
        AckedVersion = version,
        Lines = Lines,
        Stage = Stage,
    };

    public Flight WithStage(string? stage) => stage is null ? this : new()
    {
        Id = Id,
        Operation = Operation,
        Key = Key,
        Sent = Sent,
        Wire = Wire,
        BaseVersion = BaseVersion,
        Started = Started,
        NotAfter = NotAfter,
        Acked = Acked,
        AckedVersion = AckedVersion,
        Lines = Lines,
        Stage = stage,
    };
}

/// <summary>Flights as JSON.</summary>
internal static class FlightCodec
{
    public static string Write(Flight flight)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("id", flight.Id);
            writer.WriteNumber("op", (int)flight.Operation);
            writer.WriteString("key", flight.Key);
            writer.WriteString("started", flight.Started);
            writer.WriteString("notAfter", flight.NotAfter);
            WriteOptional(writer, "base", flight.BaseVersion);
            if (flight.Acked)
            {
                writer.WriteBoolean("acked", true);
                WriteOptional(writer, "ackedVersion", flight.AckedVersion);
            }

            WriteOptional(writer, "stage", flight.Stage);
            writer.WritePropertyName("sent");
            TaggedJson.WriteRow(writer, flight.Sent);
            writer.WritePropertyName("wire");
            TaggedJson.WriteRow(writer, flight.Wire);
            WriteLines(writer, flight);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public static Flight Read(string text, EntityMap map)
    {
        using var document = JsonDocument.Parse(text);
        var root = document.RootElement;
        return new Flight
        {
            Id = root.GetProperty("id").GetGuid(),
            Operation = (WriteOperation)root.GetProperty("op").GetInt32(),
            Key = root.GetProperty("key").GetString()!,
            Started = root.GetProperty("started").GetDateTimeOffset(),
            NotAfter = root.GetProperty("notAfter").GetDateTimeOffset(),
            BaseVersion = Optional(root, "base"),
            Acked = root.TryGetProperty("acked", out _),
            AckedVersion = Optional(root, "ackedVersion"),
            Stage = Optional(root, "stage"),
            Sent = ReadRow(root.GetProperty("sent"), map.Entity.Schema, name => map.Entity.Find(name)?.Lines?.Schema),
            Wire = ReadRow(root.GetProperty("wire"), map.Shape.Schema, name => map.Shape.Fields.FirstOrDefault(f => f.Path == name)?.Lines?.Schema),
            Lines = ReadLines(root, map),
        };
    }

    private static void WriteOptional(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }

    private static string? Optional(JsonElement root, string name) => root.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static Row ReadRow(JsonElement json, RowSchema schema, Func<string, RowSchema?> lines)
    {
        var row = new Row(schema);
        foreach (var entry in json.EnumerateObject())
        {
            if (schema.TryGetSlot(entry.Name, out var slot))
            {
                row[slot] = ReadValue(entry.Value, lines(entry.Name));
            }
        }

        return row;
    }

    private static FieldValue ReadValue(JsonElement json, RowSchema? lines)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json.GetRawText()));
        reader.Read();
        return TaggedJson.ReadValue(ref reader, lines);
    }

    private static void WriteLines(Utf8JsonWriter writer, Flight flight)
    {
        if (flight.Lines.Count == 0)
        {
            return;
        }

        writer.WriteStartArray("lines");
        foreach (var change in flight.Lines)
        {
            writer.WriteStartObject();
            writer.WriteString("slot", flight.Wire.Schema.Fields[change.Slot]);
            writer.WriteNumber("kind", (int)change.Kind);
            writer.WriteString("line", change.LineId.ToString());
            WriteOptional(writer, "remote", change.RemoteId);
            writer.WriteNumber("position", change.Position);
            if (change.Fields is not null)
            {
                writer.WritePropertyName("fields");
            TaggedJson.WriteRow(writer, change.Fields);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static List<LineChange> ReadLines(JsonElement root, EntityMap map)
    {
        var changes = new List<LineChange>();
        if (!root.TryGetProperty("lines", out var lines))
        {
            return changes;
        }

        foreach (var json in lines.EnumerateArray())
        {
            if (!map.Shape.Schema.TryGetSlot(json.GetProperty("slot").GetString()!, out var slot) || map.Shape.Fields[slot].Lines is not { } shape)
            {
                continue;
            }

            changes.Add(new LineChange(
                slot,
                (LineChangeKind)json.GetProperty("kind").GetInt32(),
                LineId.Parse(json.GetProperty("line").GetString()!),
                Optional(json, "remote"),
                json.TryGetProperty("fields", out var fields) ? ReadRow(fields, shape.Schema, _ => null) : null,
                json.GetProperty("position").GetInt32()));
        }

        return changes;
    }
}
