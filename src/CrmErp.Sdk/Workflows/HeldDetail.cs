using System.Text;
using System.Text.Json;
using CrmErp.Sdk.Reconcile;

namespace CrmErp.Sdk.Workflows;

/// <summary>
/// What is kept of a change that a workflow holds: the reason, the record as it was before, because the change is looked at again as it
/// first came, and the records that were looked for in vain, because their arrival is a reason to look again.
/// </summary>
internal static class HeldDetail
{
    public static string Write(string reason, Row? before, IReadOnlyCollection<GoldenId> waitsOn, Row? bound = null) => DetailCodec.Build(w =>
    {
        w.WriteString("reason", reason);
        if (before is not null)
        {
            w.WritePropertyName("before");
            TaggedJson.WriteRow(w, before);
        }

        if (bound is not null)
        {
            w.WritePropertyName("bound");
            TaggedJson.WriteRow(w, bound);
        }

        if (waitsOn.Count > 0)
        {
            w.WriteStartArray("waitsOn");
            foreach (var id in waitsOn)
            {
                w.WriteStringValue(id.ToString());
            }

            w.WriteEndArray();
        }
    });

    public static Row? ReadBefore(string detail, EntityType entity) => ReadRow(detail, "before", entity);

    /// <summary>The record as it was bound from its first inventory, for a workflow that failed then.</summary>
    public static Row? ReadBound(string detail, EntityType entity) => ReadRow(detail, "bound", entity);

    private static Row? ReadRow(string detail, string name, EntityType entity)
    {
        using var document = JsonDocument.Parse(detail);
        if (!document.RootElement.TryGetProperty(name, out var before))
        {
            return null;
        }

        var row = new Row(entity.Schema);
        foreach (var entry in before.EnumerateObject())
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

    public static IReadOnlyList<GoldenId> ReadWaitsOn(string detail)
    {
        using var document = JsonDocument.Parse(detail);
        return document.RootElement.TryGetProperty("waitsOn", out var ids) ? [.. ids.EnumerateArray().Select(id => GoldenId.Parse(id.GetString()!))] : [];
    }
}
