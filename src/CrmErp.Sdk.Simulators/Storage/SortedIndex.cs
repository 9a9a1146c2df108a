namespace CrmErp.Sdk.Simulators.Storage;

/// <summary>An ordered index over the live records of a table. Use it inside a read or a transaction.</summary>
public sealed class SortedIndex
{
    private static readonly IndexKey Last = new(long.MaxValue, "\uFFFF", "\uFFFF");

    private readonly SortedSet<IndexKey> _keys = [];
    private readonly Func<StoredRecord, IndexKey> _key;

    /// <summary>Creates an index.</summary>
    /// <param name="key">The place of a record; its id must be the last part.</param>
    public SortedIndex(Func<StoredRecord, IndexKey> key) => _key = key;

    /// <summary>An index on the stamp of the last write.</summary>
    public static SortedIndex ByModified() => new(static r => IndexKey.Of(r.Modified, r.Id));

    /// <summary>The place of a record.</summary>
    public IndexKey KeyOf(StoredRecord record) => _key(record);

    /// <summary>Keys from a place on, that place included.</summary>
    public IEnumerable<IndexKey> From(IndexKey start) =>
        start > Last ? [] : _keys.GetViewBetween(start, Last);

    internal void Replace(StoredRecord? before, StoredRecord? after)
    {
        if (before is not null)
        {
            _keys.Remove(_key(before));
        }

        if (after is not null)
        {
            _keys.Add(_key(after));
        }
    }
}
