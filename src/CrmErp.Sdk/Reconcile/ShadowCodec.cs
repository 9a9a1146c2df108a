using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace CrmErp.Sdk.Reconcile;

/// <summary>
/// Stores a shadow small: base only where it differs from golden, seen only where it differs from base. A base never moves because
/// golden moved: a commit that changes golden writes every link's shadow again against the new values.
/// </summary>
internal static class ShadowCodec
{
    public static string Write(Shadow shadow, GoldenWork golden)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            WriteDifference(writer, "b", shadow.Base, golden.Data);
            WriteDifference(writer, "s", shadow.Seen, shadow.Base);
            WriteGroups(writer, shadow.Groups, golden.Entity);
            WriteHashes(writer, "r", shadow.Raw);
            WriteHashes(writer, "m", shadow.Forms.ToDictionary(f => golden.Entity.Fields[f.Key].Name, f => f.Value));
            WriteLines(writer, shadow.Lines, golden.Entity);
            if (shadow.Rewrites != default)
            {
                writer.WriteString("w", string.Create(CultureInfo.InvariantCulture, $"{shadow.Rewrites.Hour} {shadow.Rewrites.Count} {(shadow.Rewrites.Written ? 1 : 0)}"));
            }

            if (shadow.Loose.Count > 0)
            {
                writer.WriteStartArray("o");
                foreach (var group in shadow.Loose.Order())
                {
                    writer.WriteStringValue(golden.Entity.Groups[group].Name);
                }

                writer.WriteEndArray();
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public static Shadow Read(string text, GoldenWork golden)
    {
        var entity = golden.Entity;
        var shadow = Shadow.Empty(entity);
        for (var slot = 0; slot < entity.Fields.Count; slot++)
        {
            shadow.Base[slot] = golden.Stored[slot];
        }

        var sawSeen = new List<(int Slot, FieldValue Value)>();
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text));
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var part = reader.GetString();
            reader.Read();
            switch (part)
            {
                case "b":
                    ReadRow(ref reader, entity, (slot, value) => shadow.Base[slot] = value);
                    break;
                case "s":
                    ReadRow(ref reader, entity, (slot, value) => sawSeen.Add((slot, value)));
                    break;
                case "g":
                    ReadGroups(ref reader, entity, shadow.Groups);
                    break;
                case "r":
                    ReadHashes(ref reader, (path, hash) => shadow.Raw[path] = hash);
                    break;
                case "m":
                    ReadHashes(ref reader, (name, hash) => PutForm(shadow, entity.Find(name), hash));
                    break;
                case "l":
                    ReadLines(ref reader, entity, shadow);
                    break;
                case "w":
                    shadow.Rewrites = ReadRewrites(reader.GetString()!);
                    break;
                case "o":
                    ReadLoose(ref reader, entity, shadow.Loose);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        for (var slot = 0; slot < entity.Fields.Count; slot++)
        {
            shadow.Seen[slot] = shadow.Base[slot];
        }

        foreach (var (slot, value) in sawSeen)
        {
            shadow.Seen[slot] = value;
        }

        return shadow;
    }

    private static Rewrites ReadRewrites(string text)
    {
        var parts = text.Split(' ');
        return new Rewrites(long.Parse(parts[0], CultureInfo.InvariantCulture), int.Parse(parts[1], CultureInfo.InvariantCulture), parts[2] == "1");
    }

    private static void PutForm(Shadow shadow, EntityField? field, ulong hash)
    {
        if (field is not null)
        {
            shadow.Forms[field.Slot] = hash;
        }
    }

    private static void WriteDifference(Utf8JsonWriter writer, string name, Row row, Row against)
    {
        var open = false;
        for (var slot = 0; slot < row.Count; slot++)
        {
            if (row[slot].Equals(against[slot]))
            {
                continue;
            }

            if (!open)
            {
                writer.WriteStartObject(name);
                open = true;
            }

            writer.WritePropertyName(row.Schema.Fields[slot]);
            TaggedJson.WriteValue(writer, row[slot]);
        }

        if (open)
        {
            writer.WriteEndObject();
        }
    }

    private delegate void Assign(int slot, FieldValue value);

    private static void ReadRow(ref Utf8JsonReader reader, EntityType entity, Assign assign)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var field = entity.Find(reader.GetString()!);
            reader.Read();
            var value = TaggedJson.ReadValue(ref reader, field?.Lines?.Schema);
            if (field is not null)
            {
                assign(field.Slot, value);
            }
        }
    }

    private static void WriteGroups(Utf8JsonWriter writer, GroupMark[] groups, EntityType entity)
    {
        writer.WriteStartObject("g");
        for (var i = 0; i < groups.Length; i++)
        {
            if (groups[i].Hash is { } hash)
            {
                writer.WriteString(entity.Groups[i].Name, (groups[i].Frozen ? "f" : "") + hash.ToString("x16", CultureInfo.InvariantCulture));
            }
        }

        writer.WriteEndObject();
    }

    private static void ReadGroups(ref Utf8JsonReader reader, EntityType entity, GroupMark[] groups)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var group = entity.FindGroup(reader.GetString()!);
            reader.Read();
            var text = reader.GetString()!;
            if (group is null)
            {
                continue;
            }

            // Sixteen digits always; a frozen mark has an f before them.
            var frozen = text.StartsWith('f') && text.Length == 17;
            groups[group.Index] = new GroupMark(ulong.Parse(frozen ? text.AsSpan(1) : text, NumberStyles.HexNumber, CultureInfo.InvariantCulture), frozen);
        }
    }

    private static void WriteHashes(Utf8JsonWriter writer, string name, Dictionary<string, ulong> hashes)
    {
        if (hashes.Count == 0)
        {
            return;
        }

        writer.WriteStartObject(name);
        Span<byte> bytes = stackalloc byte[8];
        Span<char> text = stackalloc char[12];
        foreach (var (path, hash) in hashes)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes, hash);
            Convert.TryToBase64Chars(bytes, text, out var written);
            writer.WriteString(path, text[..written]);
        }

        writer.WriteEndObject();
    }

    private static void ReadHashes(ref Utf8JsonReader reader, Action<string, ulong> put)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var path = reader.GetString()!;
            reader.Read();
            put(path, BinaryPrimitives.ReadUInt64LittleEndian(reader.GetBytesFromBase64()));
        }
    }

    private static void WriteLines(Utf8JsonWriter writer, Dictionary<int, Dictionary<LineId, string>> lines, EntityType entity)
    {
        if (lines.Count == 0)
        {
            return;
        }

        writer.WriteStartObject("l");
        foreach (var (slot, map) in lines)
        {
            writer.WriteStartObject(entity.Fields[slot].Name);
            foreach (var (id, remote) in map)
            {
                writer.WriteString(id.ToString(), remote);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void ReadLines(ref Utf8JsonReader reader, EntityType entity, Shadow shadow)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var field = entity.Find(reader.GetString()!);
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var id = LineId.Parse(reader.GetString()!);
                reader.Read();
                if (field is not null)
                {
                    shadow.LinesOf(field.Slot)[id] = reader.GetString()!;
                }
            }
        }
    }

    private static void ReadLoose(ref Utf8JsonReader reader, EntityType entity, HashSet<int> loose)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.String)
        {
            if (entity.FindGroup(reader.GetString()!) is { } group)
            {
                loose.Add(group.Index);
            }
        }
    }
}
