using System.Buffers;
using System.Text;
using System.Text.Json;
using CrmErp.Sdk.Connectors;

namespace CrmErp.Sdk.Reconcile;

/// <summary>Staged records as JSON.</summary>
internal static class RecordCodec
{
    public static string Write(Record record)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            if (record.Version is not null)
            {
                writer.WriteString("version", record.Version);
            }

            if (record.Modified is { } modified)
            {
                writer.WriteString("modified", modified);
            }

            if (record.Created is { } created)
            {
                writer.WriteString("created", created);
            }

            if (record.Marker is not null)
            {
                writer.WriteString("marker", record.Marker);
            }

            if (record.ModifiedByUs is { } us)
            {
                writer.WriteBoolean("us", us);
            }

            writer.WriteString("hash", record.Hash.ToString("x32", null));
            writer.WritePropertyName("fields");
            TaggedJson.WriteRow(writer, record.Fields);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public static Record Read(RecordRef reference, string text, RecordShape shape)
    {
        string? version = null, marker = null;
        DateTimeOffset? modified = null, created = null;
        bool? us = null;
        UInt128 hash = default;
        var row = new Row(shape.Schema);
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text));
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var part = reader.GetString();
            reader.Read();
            switch (part)
            {
                case "version":
                    version = reader.GetString();
                    break;
                case "modified":
                    modified = reader.GetDateTimeOffset();
                    break;
                case "created":
                    created = reader.GetDateTimeOffset();
                    break;
                case "marker":
                    marker = reader.GetString();
                    break;
                case "us":
                    us = reader.GetBoolean();
                    break;
                case "hash":
                    hash = UInt128.Parse(reader.GetString()!, System.Globalization.NumberStyles.HexNumber, null);
                    break;
                default:
                    ReadFields(ref reader, shape, row);
                    break;
            }
        }

        return new Record(reference, row) { Version = version, Modified = modified, Created = created, Marker = marker, ModifiedByUs = us, Hash = hash };
    }

    private static void ReadFields(ref Utf8JsonReader reader, RecordShape shape, Row row)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var known = shape.Schema.TryGetSlot(reader.GetString()!, out var slot);
            reader.Read();
            if (known)
            {
                row[slot] = TaggedJson.ReadValue(ref reader, shape.Fields[slot].Lines?.Schema);
            }
            else
            {
                reader.Skip();
            }
        }
    }
}
