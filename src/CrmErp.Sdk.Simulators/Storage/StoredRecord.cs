namespace CrmErp.Sdk.Simulators.Storage;

/// <summary>
/// One version of one record. Never changed after it was stored, so that a reader can write it out without holding the lock.
/// </summary>
public sealed class StoredRecord
{
    internal StoredRecord(string id, object?[] values)
    {
        Id = id;
        Values = values;
    }

    /// <summary>The record's id.</summary>
    public string Id { get; }

    /// <summary>
    /// The values by slot: string, bool, long, decimal, DateOnly, DateTimeOffset or null. Shorter than the schema when columns were
    /// added later; use the indexer.
    /// </summary>
    public IReadOnlyList<object?> Values { get; }

    /// <summary>When it was created.</summary>
    public DateTimeOffset Created { get; internal init; }

    /// <summary>The stamp of the last write; of a tombstone, of the deletion.</summary>
    public DateTimeOffset Modified { get; internal init; }

    /// <summary>The client that created it.</summary>
    public string CreatedBy { get; internal init; } = "";

    /// <summary>The client of the last write.</summary>
    public string ModifiedBy { get; internal init; } = "";

    /// <summary>A number that is new with every write, over the whole database.</summary>
    public long Version { get; internal init; }

    /// <summary>Whether this is a tombstone.</summary>
    public bool Deleted { get; internal init; }

    /// <summary>The value of a slot; null also for columns added after the record was written.</summary>
    public object? this[int slot] => slot < Values.Count ? Values[slot] : null;

    /// <summary>A copy of the values to change and store.</summary>
    /// <param name="schema">The schema that gives the length.</param>
    public object?[] CopyValues(TableSchema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        var copy = new object?[schema.Fields.Count];
        ((object?[])Values).CopyTo(copy, 0);
        return copy;
    }
}
