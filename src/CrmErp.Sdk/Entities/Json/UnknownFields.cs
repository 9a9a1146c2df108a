using System.Text.Json;

namespace CrmErp.Sdk;

/// <summary>
/// Fields that stood in stored JSON and that the shape does not know: those of a newer version, or of an extra field that is not
/// registered at the moment. Given to a reader they are collected, given to a writer they are written back.
/// </summary>
public sealed class UnknownFields
{
    private readonly List<(string Owner, string Name, JsonElement Value)> _fields = [];

    /// <summary>How many there are, those of lines included.</summary>
    public int Count => _fields.Count;

    internal void Add(string owner, string name, ref Utf8JsonReader reader)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        _fields.Add((owner, name, document.RootElement.Clone()));
    }

    internal void Write(Utf8JsonWriter writer, string owner, EntityType type)
    {
        foreach (var field in _fields)
        {
            if (string.Equals(field.Owner, owner, StringComparison.Ordinal) && type.Find(field.Name) is null)
            {
                writer.WritePropertyName(field.Name);
                field.Value.WriteTo(writer);
            }
        }
    }

    // The record itself owns under the empty name; a line under its field and its identity, so that reordering loses nothing.
    internal static string OwnerOf(string field, Line line) => $"{field}/{line.Id}/{line.RemoteId}";
}
