namespace CrmErp.Sdk;

/// <summary>
/// Some slots of a row and their values, in slot order: a difference. A slot that is not part of it says nothing; one whose value is
/// <see cref="FieldValue.Missing"/> says that the field is missing.
/// </summary>
public sealed class SparseRow
{
    private readonly SortedList<int, FieldValue> _values = [];

    /// <summary>How many slots are part of it.</summary>
    public int Count => _values.Count;

    /// <summary>The value of a slot that is part of it.</summary>
    /// <exception cref="KeyNotFoundException">The slot is not part of it.</exception>
    public FieldValue this[int slot]
    {
        get => _values[slot];
        set => _values[slot] = value;
    }

    /// <summary>The slots and their values, in slot order.</summary>
    public IEnumerable<KeyValuePair<int, FieldValue>> Entries => _values;

    /// <summary>The slots in which a row differs from another of the same schema, with the row's values.</summary>
    public static SparseRow Difference(Row row, Row from)
    {
        ArgumentNullException.ThrowIfNull(row);
        ArgumentNullException.ThrowIfNull(from);
        if (row.Count != from.Count)
        {
            throw new ArgumentException($"Rows of different length: {row.Count} and {from.Count} fields.", nameof(from));
        }

        var difference = new SparseRow();
        for (var slot = 0; slot < row.Count; slot++)
        {
            if (!row[slot].Equals(from[slot]))
            {
                difference[slot] = row[slot];
            }
        }

        return difference;
    }

    /// <summary>Whether a slot is part of it.</summary>
    public bool Contains(int slot) => _values.ContainsKey(slot);

    /// <summary>The value of a slot, if it is part of it.</summary>
    public bool TryGet(int slot, out FieldValue value) => _values.TryGetValue(slot, out value);

    /// <summary>Takes a slot out and says whether it was part of it.</summary>
    public bool Remove(int slot) => _values.Remove(slot);

    /// <summary>The value of a slot: its own, or the row's where the slot is not part of it.</summary>
    public FieldValue Over(Row row, int slot)
    {
        ArgumentNullException.ThrowIfNull(row);
        return _values.TryGetValue(slot, out var value) ? value : row[slot];
    }

    /// <summary>A copy of a row with these values in their slots.</summary>
    public Row Over(Row row)
    {
        ArgumentNullException.ThrowIfNull(row);
        var copy = row.Clone();
        foreach (var (slot, value) in _values)
        {
            copy[slot] = value;
        }

        return copy;
    }

    /// <summary>The number of slots; never the values.</summary>
    public override string ToString() => $"{Count} slots";
}
