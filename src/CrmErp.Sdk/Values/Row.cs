namespace CrmErp.Sdk;

/// <summary>
/// A schema and one value per slot. Used for external records and canonical images alike. A row is not compared by
/// <c>Equals</c>: change detection compares slots explicitly.
/// </summary>
public sealed class Row
{
    private FieldValue[] _values;

    /// <summary>Creates a row in which every field is missing.</summary>
    public Row(RowSchema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        Schema = schema;
        _values = schema.Count == 0 ? [] : new FieldValue[schema.Count];
    }

    /// <summary>Creates a row over an array that it owns from now on.</summary>
    /// <exception cref="ArgumentException">The array's length is not the schema's.</exception>
    public Row(RowSchema schema, FieldValue[] values)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(values);
        if (values.Length != schema.Count)
        {
            throw new ArgumentException($"'{schema.Name}' has {schema.Count} fields, the array {values.Length}.", nameof(values));
        }

        Schema = schema;
        _values = values;
    }

    /// <summary>The schema.</summary>
    public RowSchema Schema { get; private set; }

    /// <summary>How many slots there are.</summary>
    public int Count => _values.Length;

    /// <summary>The value of a slot.</summary>
    public FieldValue this[int slot]
    {
        get
        {
            var values = _values;
            return (uint)slot < (uint)values.Length ? values[slot] : Beyond(slot);
        }

        set => _values[slot] = value;
    }

    /// <summary>The value of a field by name; prefer slots in code that runs per record.</summary>
    /// <exception cref="ArgumentException">There is no such field.</exception>
    public FieldValue this[string field]
    {
        get => this[Schema.SlotOf(field)];
        set => _values[Schema.SlotOf(field)] = value;
    }

    /// <summary>All values in slot order.</summary>
    public ReadOnlySpan<FieldValue> Values => _values;

    /// <summary>The value of a field, or missing when the schema has no such field.</summary>
    public FieldValue GetOrMissing(string field) => Schema.TryGetSlot(field, out var slot) ? this[slot] : FieldValue.Missing;

    /// <summary>A copy with its own values.</summary>
    public Row Clone() => new(Schema, (FieldValue[])_values.Clone());

    /// <summary>The schema's name only; values may be personal data.</summary>
    public override string ToString() => Schema.Name;

    // A row without values: every read falls out of bounds and is noted by the schema's recorder.
    internal static Row Recording(RowSchema schema) => new(schema, recording: true);

    private Row(RowSchema schema, bool recording)
    {
        Schema = schema;
        _values = recording ? [] : new FieldValue[schema.Count];
    }

    private FieldValue Beyond(int slot) => Schema.Recorder is { } recorder && (uint)slot < (uint)Schema.Count
        ? recorder.Read(slot)
        : throw new ArgumentOutOfRangeException(nameof(slot), slot, $"'{Schema.Name}' has {_values.Length} slots.");

    // An entity that was made by `new` meets its first extra field: the row grows, its slots stay where they are.
    internal void Extend(RowSchema schema)
    {
        Array.Resize(ref _values, schema.Count);
        Schema = schema;
    }
}
