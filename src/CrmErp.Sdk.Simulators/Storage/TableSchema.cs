namespace CrmErp.Sdk.Simulators.Storage;

/// <summary>The columns of a table: names to slots, built once.</summary>
public sealed class TableSchema
{
    private readonly Dictionary<string, FieldDefinition> _byName;
    private readonly Dictionary<string, FieldDefinition>.AlternateLookup<ReadOnlySpan<char>> _bySpan;
    private FieldDefinition[] _fields;

    /// <summary>Creates a schema.</summary>
    /// <param name="name">The object's name in the system.</param>
    /// <param name="names">How names compare: ordinal, or without case.</param>
    /// <param name="fields">The columns, in order.</param>
    public TableSchema(string name, StringComparer names, IEnumerable<FieldDefinition> fields)
    {
        Name = name;
        _fields = [.. fields];
        _byName = new Dictionary<string, FieldDefinition>(_fields.Length, names);
        _bySpan = _byName.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var i = 0; i < _fields.Length; i++)
        {
            _fields[i].Slot = i;
            _byName.Add(_fields[i].Name, _fields[i]);
        }
    }

    /// <summary>The object's name in the system.</summary>
    public string Name { get; }

    /// <summary>The columns; the index is the slot.</summary>
    public IReadOnlyList<FieldDefinition> Fields => _fields;

    /// <summary>The column of a name; null when there is none.</summary>
    public FieldDefinition? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>The column of a name; null when there is none.</summary>
    public FieldDefinition? Find(ReadOnlySpan<char> name) => _bySpan.TryGetValue(name, out var field) ? field : null;

    /// <summary>The slot of a column.</summary>
    /// <exception cref="KeyNotFoundException">There is no such column.</exception>
    public int Slot(string name) =>
        _byName.TryGetValue(name, out var field) ? field.Slot : throw new KeyNotFoundException($"'{Name}' has no field '{name}'.");

    /// <summary>Adds a column (an administrator adds a custom field). Records made before hold null there.</summary>
    public void Add(FieldDefinition field)
    {
        ArgumentNullException.ThrowIfNull(field);
        field.Slot = _fields.Length;
        _byName.Add(field.Name, field);
        _fields = [.. _fields, field];
    }
}
