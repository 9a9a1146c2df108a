using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Engine;

namespace CrmErp.Sdk.Mapping;

/// <summary>What a fake of a connection serves: the schema its package ships, with the objects and fields that the definition maps beyond it.</summary>
public static class ConnectionSchema
{
    /// <summary>The objects of a connection. Fields that only the definition knows (custom fields) get the kind that its map reads.</summary>
    /// <exception cref="ArgumentException">The definition has no such connection.</exception>
    public static IReadOnlyList<ObjectMetadata> Of(SyncDefinition definition, ConnectionId connection)
    {
        ArgumentNullException.ThrowIfNull(definition);
        var registration = definition.Connections.FirstOrDefault(c => c.Id == connection)?.Registration
            ?? throw new ArgumentException($"The definition has no connection '{connection}'.", nameof(connection));
        var objects = registration.Schema.ToDictionary(o => o.Name, StringComparer.Ordinal);
        foreach (var map in definition.Flows.Select(f => f.Member(connection)?.Map).OfType<EntityMap>())
        {
            objects[map.Object] = Extend(objects.GetValueOrDefault(map.Object), map.Shape);
        }

        return [.. objects.Values.OrderBy(o => o.Name, StringComparer.Ordinal)];
    }

    private static ObjectMetadata Extend(ObjectMetadata? known, RecordShape shape)
    {
        var fields = known?.Fields.ToDictionary(f => f.Path, StringComparer.Ordinal) ?? new Dictionary<string, FieldMetadata>(StringComparer.Ordinal);
        foreach (var field in shape.Fields)
        {
            var existing = fields.GetValueOrDefault(field.Path);
            if (existing is null || field.Lines is not null)
            {
                fields[field.Path] = Extend(existing, field);
            }
        }

        return new ObjectMetadata { Name = shape.Object, Fields = [.. fields.Values], CanCreate = known?.CanCreate, CanUpdate = known?.CanUpdate, CanDelete = known?.CanDelete };
    }

    private static FieldMetadata Extend(FieldMetadata? known, RecordField field) => new()
    {
        Path = field.Path,
        Kind = field.Kind,
        ReferenceTo = field.ReferenceTo,
        Lines = field.Lines is { } lines ? Extend(known?.Lines, lines) : null,
        Required = known?.Required ?? false,
        Createable = known?.Createable ?? true,
        Updateable = known?.Updateable ?? true,
    };
}
