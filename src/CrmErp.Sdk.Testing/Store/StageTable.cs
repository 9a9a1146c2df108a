using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Testing.Store;

/// <summary>The staged records of a tenant, in order and by key.</summary>
internal sealed class StageTable
{
    private readonly Dictionary<RecordRef, StageRow> _rows;
    private readonly OrderedIndex<string, RecordRef> _byEntity;
    private readonly OrderedIndex<(string Entity, MatchKey Key), RecordRef> _byKey;

    public StageTable()
    {
        _rows = [];
        _byEntity = new();
        _byKey = new();
    }

    private StageTable(StageTable source)
    {
        _rows = new(source._rows);
        _byEntity = source._byEntity.Clone();
        _byKey = source._byKey.Clone();
    }

    public IEnumerable<StageRow> Rows => _rows.Values;

    public StageRow? Find(RecordRef reference) => _rows.GetValueOrDefault(reference);

    public IEnumerable<RecordRef> RecordsByKey(string entity, MatchKey key) => _byKey.Get((entity, key));

    public IEnumerable<StageRow> Scan(string entity, RecordRef? after) =>
        (after is { } reference ? _byEntity.After(entity, reference) : _byEntity.Get(entity)).Select(r => _rows[r]);

    public void Put(StageRow row, long sequence)
    {
        Remove(row.Ref);
        _rows[row.Ref] = row with { Sequence = sequence };
        _byEntity.Add(row.Entity, row.Ref);
        if (row.Record is not null)
        {
            foreach (var key in row.StrongKeys.Concat(row.WeakKeys))
            {
                _byKey.Add((row.Entity, key), row.Ref);
            }
        }
    }

    public void Remove(RecordRef reference)
    {
        if (!_rows.Remove(reference, out var old))
        {
            return;
        }

        _byEntity.Remove(old.Entity, reference);
        foreach (var key in old.StrongKeys.Concat(old.WeakKeys))
        {
            _byKey.Remove((old.Entity, key), reference);
        }
    }

    public StageTable Clone() => new(this);
}
