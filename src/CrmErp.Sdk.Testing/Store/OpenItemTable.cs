using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Testing.Store;

/// <summary>The open items of a tenant, by key, by what they are about, and by the match keys that re-open them.</summary>
internal sealed class OpenItemTable
{
    private readonly Dictionary<OpenItemKey, OpenItem> _rows;
    private readonly OrderedIndex<GoldenId, OpenItemKey> _byGolden;
    private readonly OrderedIndex<RecordRef, OpenItemKey> _byRecord;
    private readonly OrderedIndex<(string Entity, MatchKey Key), RecordRef> _recordsByKey;

    public OpenItemTable()
    {
        _rows = [];
        _byGolden = new();
        _byRecord = new();
        _recordsByKey = new();
    }

    private OpenItemTable(OpenItemTable source)
    {
        _rows = new(source._rows);
        _byGolden = source._byGolden.Clone();
        _byRecord = source._byRecord.Clone();
        _recordsByKey = source._recordsByKey.Clone();
    }

    public IEnumerable<OpenItem> Rows => _rows.Values;

    public IEnumerable<OpenItem> Of(GoldenId golden) => _byGolden.Get(golden).Select(key => _rows[key]);

    public IEnumerable<OpenItem> About(RecordRef reference) => _byRecord.Get(reference).Select(key => _rows[key]);

    public IEnumerable<RecordRef> RecordsByKey(string entity, MatchKey key) => _recordsByKey.Get((entity, key));

    public void Put(OpenItem item, long sequence)
    {
        Remove(item.Key);
        _rows[item.Key] = item with { Sequence = sequence };
        if (item.GoldenId is { } golden)
        {
            _byGolden.Add(golden, item.Key);
        }

        if (item.Ref is { } reference)
        {
            _byRecord.Add(reference, item.Key);
            foreach (var key in item.Keys)
            {
                _recordsByKey.Add((item.Entity, key), reference);
            }
        }
    }

    public void Remove(OpenItemKey key)
    {
        if (!_rows.Remove(key, out var item))
        {
            return;
        }

        if (item.GoldenId is { } golden)
        {
            _byGolden.Remove(golden, key);
        }

        if (item.Ref is { } reference)
        {
            _byRecord.Remove(reference, key);
            RemoveKeys(item, reference);
        }
    }

    public OpenItemTable Clone() => new(this);

    // Another item about the same record may name the same key.
    private void RemoveKeys(OpenItem item, RecordRef reference)
    {
        foreach (var key in item.Keys)
        {
            if (!About(reference).Any(other => other.Entity == item.Entity && other.Keys.Contains(key)))
            {
                _recordsByKey.Remove((item.Entity, key), reference);
            }
        }
    }
}
