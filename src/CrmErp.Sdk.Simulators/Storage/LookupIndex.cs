namespace CrmErp.Sdk.Simulators.Storage;

/// <summary>An index from a key to the ids of the live records that hold it. Use it inside a read or a transaction.</summary>
public sealed class LookupIndex
{
    private readonly Dictionary<string, Entry> _entries;
    private readonly Func<StoredRecord, string?> _key;

    /// <summary>Creates an index.</summary>
    /// <param name="key">The key of a record; null leaves it out.</param>
    /// <param name="comparer">How keys compare; ordinal when null.</param>
    /// <param name="unique">
    /// Whether a key may be held once. The simulator refuses a second holder in its own words; late commits are checked by the database.
    /// </param>
    public LookupIndex(Func<StoredRecord, string?> key, StringComparer? comparer = null, bool unique = false)
    {
        _key = key;
        Unique = unique;
        _entries = new Dictionary<string, Entry>(comparer ?? StringComparer.Ordinal);
    }

    /// <summary>Whether a key may be held once.</summary>
    public bool Unique { get; }

    /// <summary>An id that holds the key; null when there is none.</summary>
    public string? First(string key) => _entries.TryGetValue(key, out var entry) ? entry.First : null;

    /// <summary>Every id that holds the key, in the order of arrival.</summary>
    public IReadOnlyList<string> All(string key) =>
        !_entries.TryGetValue(key, out var entry) ? [] : entry.All is { } all ? all : [entry.First];

    internal bool SameKey(StoredRecord left, StoredRecord right) =>
        _key(left) is { } key && _key(right) is { } other && _entries.Comparer.Equals(key, other);

    internal bool HeldByAnother(StoredRecord record) =>
        _key(record) is { } key && First(key) is { } holder && !string.Equals(holder, record.Id, StringComparison.Ordinal);

    internal void Replace(StoredRecord? before, StoredRecord? after)
    {
        var old = before is null ? null : _key(before);
        var now = after is null ? null : _key(after);
        if (old is not null && now is not null && _entries.Comparer.Equals(old, now))
        {
            return;
        }

        if (old is not null)
        {
            Remove(old, before!.Id);
        }

        if (now is not null)
        {
            Add(now, after!.Id);
        }
    }

    private void Add(string key, string id)
    {
        if (!_entries.TryGetValue(key, out var entry))
        {
            _entries[key] = new Entry(id, null);
        }
        else if (entry.All is { } all)
        {
            all.Add(id);
        }
        else
        {
            _entries[key] = new Entry(entry.First, [entry.First, id]);
        }
    }

    private void Remove(string key, string id)
    {
        var entry = _entries[key];
        if (entry.All is not { } all)
        {
            _entries.Remove(key);
            return;
        }

        all.Remove(id);
        _entries[key] = all.Count == 1 ? new Entry(all[0], null) : new Entry(all[0], all);
    }

    private readonly record struct Entry(string First, List<string>? All);
}
