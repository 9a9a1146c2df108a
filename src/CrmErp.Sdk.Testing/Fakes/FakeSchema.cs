using CrmErp.Sdk.Connectors;

namespace CrmErp.Sdk.Testing;

/// <summary>The schema of a fake system; it may change while the system is in use.</summary>
internal sealed class FakeSchema
{
    private readonly Dictionary<string, ObjectMetadata> _objects = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Object, string Field), RowSchema> _lines = [];

    public FakeSchema(IEnumerable<ObjectMetadata> objects)
    {
        foreach (var metadata in objects)
        {
            _objects[metadata.Name] = metadata;
        }
    }

    public IEnumerable<ObjectMetadata> Objects => _objects.Values;

    public ObjectMetadata? Find(string objectName) => _objects.GetValueOrDefault(objectName);

    public ObjectMetadata Get(string objectName) =>
        Find(objectName) ?? throw new ArgumentException($"The fake system has no object '{objectName}'. Known objects: {string.Join(", ", _objects.Keys.Order(StringComparer.Ordinal))}.", nameof(objectName));

    public void Put(ObjectMetadata metadata) => _objects[metadata.Name] = metadata;

    public void PutField(string objectName, FieldMetadata field)
    {
        var fields = Get(objectName).Fields.Where(f => f.Path != field.Path).Append(field);
        Put(With(Get(objectName), [.. fields]));
        _lines.Remove((objectName, field.Path));
    }

    public FieldMetadata? DropField(string objectName, string field)
    {
        var dropped = Get(objectName).Find(field);
        Put(With(Get(objectName), [.. Get(objectName).Fields.Where(f => f.Path != field)]));
        return dropped;
    }

    /// <summary>The schema of the rows that the server keeps for the lines of a field.</summary>
    public RowSchema LinesOf(string objectName, FieldMetadata field)
    {
        if (!_lines.TryGetValue((objectName, field.Path), out var schema))
        {
            _lines[(objectName, field.Path)] = schema = new RowSchema($"{objectName}.{field.Path}", (field.Lines?.Fields ?? []).Select(f => f.Path));
        }

        return schema;
    }

    public static ObjectMetadata With(ObjectMetadata metadata, IReadOnlyList<FieldMetadata> fields) => new()
    {
        Name = metadata.Name,
        Fields = fields,
        CanCreate = metadata.CanCreate,
        CanUpdate = metadata.CanUpdate,
        CanDelete = metadata.CanDelete,
    };
}
