namespace CrmErp.Sdk.Simulators.Storage;

/// <summary>
/// The records of one object in one scope, with their tombstones and indexes. Belongs to a <see cref="SimulatedDatabase"/>; touch it
/// only inside <see cref="SimulatedDatabase.Read{T}"/> or a transaction.
/// </summary>
public sealed class SimulatedTable
{
    private readonly Dictionary<string, StoredRecord> _live;
    private readonly Dictionary<string, StoredRecord> _deleted;
    private readonly List<SortedIndex> _sorted = [];
    private readonly List<LookupIndex> _lookups = [];

    /// <summary>Creates an empty table.</summary>
    /// <param name="schema">Its columns.</param>
    /// <param name="scope">The company or other scope it belongs to; empty when the system has none.</param>
    /// <param name="ids">How ids compare.</param>
    public SimulatedTable(TableSchema schema, string scope = "", StringComparer? ids = null)
    {
        Schema = schema;
        Scope = scope;
        _live = new(ids ?? StringComparer.Ordinal);
        _deleted = new(ids ?? StringComparer.Ordinal);
        ByModified = Add(SortedIndex.ByModified());
        DeletedByModified = SortedIndex.ByModified();
    }

    /// <summary>The columns.</summary>
    public TableSchema Schema { get; }

    /// <summary>The object's name.</summary>
    public string Name => Schema.Name;

    /// <summary>The scope it belongs to.</summary>
    public string Scope { get; }

    /// <summary>Live records.</summary>
    public int Count => _live.Count;

    /// <summary>Live records by stamp.</summary>
    public SortedIndex ByModified { get; }

    /// <summary>Tombstones by the stamp of their deletion.</summary>
    public SortedIndex DeletedByModified { get; }

    /// <summary>Every live record, in no order that means something.</summary>
    public IReadOnlyCollection<StoredRecord> Live => _live.Values;

    /// <summary>Every tombstone.</summary>
    public IReadOnlyCollection<StoredRecord> Tombstones => _deleted.Values;

    /// <summary>Adds an ordered index; before the first record.</summary>
    public SortedIndex Add(SortedIndex index)
    {
        _sorted.Add(index);
        foreach (var record in _live.Values)
        {
            index.Replace(null, record);
        }

        return index;
    }

    /// <summary>Adds a lookup index.</summary>
    public LookupIndex Add(LookupIndex index)
    {
        _lookups.Add(index);
        foreach (var record in _live.Values)
        {
            index.Replace(null, record);
        }

        return index;
    }

    /// <summary>A live record; null when there is none.</summary>
    public StoredRecord? Find(string id) => _live.GetValueOrDefault(id);

    /// <summary>A tombstone; null when there is none.</summary>
    public StoredRecord? FindTombstone(string id) => _deleted.GetValueOrDefault(id);

    /// <summary>Live records along an index, from a place on, that place included.</summary>
    public IEnumerable<StoredRecord> Scan(SortedIndex index, IndexKey start)
    {
        foreach (var key in index.From(start))
        {
            yield return _live[key.Id];
        }
    }

    /// <summary>Tombstones by the stamp of their deletion, from a place on.</summary>
    public IEnumerable<StoredRecord> ScanTombstones(IndexKey start)
    {
        foreach (var key in DeletedByModified.From(start))
        {
            yield return _deleted[key.Id];
        }
    }

    /// <summary>The current version of that record, live or tombstone.</summary>
    internal StoredRecord? Current(string id) => Find(id) ?? FindTombstone(id);

    internal bool SharesUniqueKey(StoredRecord left, StoredRecord right)
    {
        foreach (var index in _lookups)
        {
            if (index.Unique && index.SameKey(left, right))
            {
                return true;
            }
        }

        return false;
    }

    internal bool BreaksUniqueKey(StoredRecord record)
    {
        foreach (var index in _lookups)
        {
            if (index.Unique && index.HeldByAnother(record))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Puts one version in the place of another. Null means there is none.</summary>
    internal void Replace(StoredRecord? before, StoredRecord? after)
    {
        var liveBefore = before is { Deleted: false } ? before : null;
        var liveAfter = after is { Deleted: false } ? after : null;
        var deadBefore = before is { Deleted: true } ? before : null;
        var deadAfter = after is { Deleted: true } ? after : null;
        ReplaceIn(_live, liveBefore, liveAfter);
        ReplaceIn(_deleted, deadBefore, deadAfter);
        DeletedByModified.Replace(deadBefore, deadAfter);
        foreach (var index in _sorted)
        {
            index.Replace(liveBefore, liveAfter);
        }

        foreach (var index in _lookups)
        {
            index.Replace(liveBefore, liveAfter);
        }
    }

    private static void ReplaceIn(Dictionary<string, StoredRecord> records, StoredRecord? before, StoredRecord? after)
    {
        if (after is not null)
        {
            records[after.Id] = after;
        }
        else if (before is not null)
        {
            records.Remove(before.Id);
        }
    }
}
