using System.Globalization;
using System.Text.Json;
using CrmErp.Sdk.Connectors;

namespace CrmErp.Sdk.Reconcile;

/// <summary>
/// One version of a stream's map as the store keeps it: what its shadows were made from. The code of an old version is not needed, only
/// the fields it read (R52).
/// </summary>
internal sealed class MapVersion
{
    /// <summary>Counts the times old values were sent again or an old version came back: a link that was made before is made again.</summary>
    public int Epoch { get; init; }

    /// <summary>Groups whose values are to take the new form, by name.</summary>
    public IReadOnlyList<string> Reapply { get; init; } = [];

    /// <summary>Groups whose rules differ from the version before, by name: what drifted is counted for them.</summary>
    public IReadOnlyList<string> Changed { get; init; } = [];

    /// <summary>The mapped groups by name.</summary>
    public required IReadOnlyDictionary<string, MapVersionGroup> Groups { get; init; }

    /// <summary>The fields it reads.</summary>
    public required IReadOnlyList<RecordField> Sources { get; init; }

    public string Write() => DetailCodec.Build(writer =>
    {
        writer.WriteStartObject("groups");
        foreach (var (name, group) in Groups)
        {
            writer.WriteStartObject(name);
            writer.WriteString("hash", group.Hash.ToString("x16", CultureInfo.InvariantCulture));
            writer.WriteStartObject("fields");
            foreach (var (field, paths) in group.Fields)
            {
                WriteTexts(writer, field, paths);
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.WriteStartArray("sources");
        foreach (var source in Sources)
        {
            writer.WriteStartObject();
            writer.WriteString("path", source.Path);
            writer.WriteString("kind", source.Kind.ToString());
            if (source.ReferenceTo is not null)
            {
                writer.WriteString("to", source.ReferenceTo);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteNumber("epoch", Epoch);
        WriteTexts(writer, "reapply", Reapply);
        WriteTexts(writer, "changed", Changed);
    });

    public static MapVersion Read(string text)
    {
        using var document = JsonDocument.Parse(text);
        var root = document.RootElement;
        var groups = new Dictionary<string, MapVersionGroup>(StringComparer.Ordinal);
        foreach (var group in root.GetProperty("groups").EnumerateObject())
        {
            var fields = group.Value.GetProperty("fields").EnumerateObject().ToDictionary(f => f.Name, f => Texts(f.Value), StringComparer.Ordinal);
            groups[group.Name] = new MapVersionGroup(ulong.Parse(group.Value.GetProperty("hash").GetString()!, NumberStyles.HexNumber, CultureInfo.InvariantCulture), fields);
        }

        return new MapVersion
        {
            Epoch = root.GetProperty("epoch").GetInt32(),
            Reapply = Texts(root.GetProperty("reapply")),
            Changed = Texts(root.GetProperty("changed")),
            Groups = groups,
            Sources = [.. root.GetProperty("sources").EnumerateArray().Select(s => new RecordField(
                s.GetProperty("path").GetString()!,
                Enum.Parse<FieldKind>(s.GetProperty("kind").GetString()!),
                s.TryGetProperty("to", out var to) ? to.GetString() : null))],
        };
    }

    /// <summary>The version that the code of this process has.</summary>
    public static MapVersion Of(FlowSpoke spoke, int epoch = 0, IReadOnlyList<string>? reapply = null, IReadOnlyList<string>? changed = null)
    {
        var groups = new Dictionary<string, MapVersionGroup>(StringComparer.Ordinal);
        foreach (var group in spoke.Flow.Entity.Groups)
        {
            if (spoke.Map.GroupHash(group.Index) is { } hash)
            {
                groups[group.Name] = new MapVersionGroup(hash, FieldsOf(spoke, group));
            }
        }

        return new MapVersion { Epoch = epoch, Reapply = reapply ?? [], Changed = changed ?? [], Groups = groups, Sources = spoke.Map.Shape.Fields };
    }

    private static Dictionary<string, IReadOnlyList<string>> FieldsOf(FlowSpoke spoke, FieldGroup group)
    {
        var fields = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var rule in spoke.Map.RulesOf(group.Index).Where(r => r.Reads))
        {
            string[] paths = [.. rule.WireSlots.Select(w => spoke.Map.Shape.Fields[w].Path)];
            foreach (var slot in rule.CanonicalSlots)
            {
                fields[spoke.Map.Entity.Fields[slot].Name] = paths;
                foreach (var line in LineFields(spoke, slot))
                {
                    fields[line] = paths;
                }
            }
        }

        return fields;
    }

    /// <summary>The fields of a list's lines that are read, as <c>Lines.Quantity</c>.</summary>
    public static IEnumerable<string> LineFields(FlowSpoke spoke, int slot) =>
        spoke.Map.RuleOf(slot)?.Lines is not { } lines
            ? []
            : lines.Rules.Where(r => r.Reads).SelectMany(r => r.CanonicalSlots).Select(s => $"{spoke.Map.Entity.Fields[slot].Name}.{lines.Entity.Fields[s].Name}");

    private static void WriteTexts(Utf8JsonWriter writer, string name, IReadOnlyList<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (var text in texts)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    }

    private static IReadOnlyList<string> Texts(JsonElement array) => [.. array.EnumerateArray().Select(e => e.GetString()!)];
}

/// <summary>What one version read for one group.</summary>
/// <param name="Hash">The hash of the group's rules.</param>
/// <param name="Fields">The source fields of each canonical field that was read.</param>
internal sealed record MapVersionGroup(ulong Hash, IReadOnlyDictionary<string, IReadOnlyList<string>> Fields);

/// <summary>What is known about the versions of one stream's map, while a step works on it.</summary>
internal sealed record MapState
{
    /// <summary>No version is stored yet.</summary>
    public static MapState None { get; } = new();

    /// <summary>Every version that was ever active, the active one included.</summary>
    public IReadOnlyList<MapVersion> Versions { get; init; } = [];

    /// <summary>The version that links are to be made with; null before the first.</summary>
    public MapVersion? Active { get; init; }

    /// <summary>The code's hash of the active version; null before the first.</summary>
    public ulong? ActiveHash { get; init; }

    /// <summary>The code's hashes of versions that were replaced.</summary>
    public IReadOnlyList<ulong> RetiredHashes { get; init; } = [];

    /// <summary>A dry run: the version of this process is taken for active.</summary>
    public bool IsProposed { get; init; }

    /// <summary>What all links of the stream were marked with when the last backfill ended; null before the first.</summary>
    public ulong? Made { get; init; }

    /// <summary>The source fields of a group in the version with a hash; null when that version is not known.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? FieldsOf(string group, ulong hash)
    {
        foreach (var version in Versions)
        {
            if (version.Groups.TryGetValue(group, out var known) && known.Hash == hash)
            {
                return known.Fields;
            }
        }

        return null;
    }

    /// <summary>Source fields of older versions that a shape does not have. Lists are not among them: their evidence is their lines.</summary>
    public IReadOnlyList<RecordField> EarlierSources(RecordShape shape)
    {
        if (Versions.Count < 2)
        {
            return [];
        }

        var fields = new Dictionary<string, RecordField>(StringComparer.Ordinal);
        foreach (var field in Versions.SelectMany(v => v.Sources))
        {
            if (field.Kind != FieldKind.Lines && !shape.Schema.TryGetSlot(field.Path, out _))
            {
                fields.TryAdd(field.Path, field);
            }
        }

        return [.. fields.Values];
    }
}
