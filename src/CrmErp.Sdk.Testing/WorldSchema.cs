using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Engine;

namespace CrmErp.Sdk.Testing;

/// <summary>Gives a fake the fields that a definition maps beyond the shipped schema: custom fields exist once somebody maps them.</summary>
internal static class WorldSchema
{
    public static void AddMappedFields(FakeSystem system, SyncDefinition definition)
    {
        foreach (var member in definition.Flows.SelectMany(f => f.Members).Where(m => m.Connection == system.Name))
        {
            var shape = member.Map.Shape;
            if (system.Schema.Find(shape.Object) is null)
            {
                system.Schema.Put(new ObjectMetadata { Name = shape.Object, Fields = [] });
            }

            foreach (var field in shape.Fields)
            {
                Add(system, shape.Object, field);
            }
        }
    }

    private static void Add(FakeSystem system, string objectName, RecordField field)
    {
        var known = system.Schema.Get(objectName).Find(field.Path);
        if (known is null)
        {
            system.PutField(objectName, Field(field));
        }
        else if (field.Lines is { } lines && known.Lines is { } schema && lines.Fields.Where(f => schema.Find(f.Path) is null).ToArray() is { Length: > 0 } missing)
        {
            var widened = FakeSchema.With(schema, [.. schema.Fields, .. missing.Select(Field)]);
            system.PutField(objectName, new FieldMetadata { Path = known.Path, Kind = known.Kind, Required = known.Required, Nullable = known.Nullable, Lines = widened });
        }
    }

    private static FieldMetadata Field(RecordField field) => new()
    {
        Path = field.Path,
        Kind = field.Kind,
        ReferenceTo = field.ReferenceTo,
        Lines = field.Lines is { } lines ? new ObjectMetadata { Name = lines.Object, Fields = [.. lines.Fields.Select(Field)] } : null,
    };
}
