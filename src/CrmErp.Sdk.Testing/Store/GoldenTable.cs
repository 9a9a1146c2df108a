using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Testing.Store;

/// <summary>The golden records of a tenant, with their identities in order and the live ones by match key.</summary>
internal sealed class GoldenTable
{
    private readonly Dictionary<GoldenId, GoldenRow> _rows;
    private readonly OrderedIndex<string, GoldenId> _byEntity;
    private readonly OrderedIndex<(string Entity, MatchKey Key), GoldenId> _liveByKey;
    private readonly OrderedIndex<GoldenId, GoldenId> _referrers;

    public GoldenTable()
    {
        _rows = [];
        _byEntity = new();
        _liveByKey = new();
        _referrers = new();
    }

    private GoldenTable(GoldenTable source)
    {
        _rows = new(source._rows);
        _byEntity = source._byEntity.Clone();
        _liveByKey = source._liveByKey.Clone();
        _referrers = source._referrers.Clone();
    }

    public IEnumerable<GoldenRow> Rows => _rows.Values;

    public GoldenRow? Find(GoldenId id) => _rows.GetValueOrDefault(id);

    public long VersionOf(GoldenId id) => _rows.TryGetValue(id, out var row) ? row.Version : 0;

    public IReadOnlyList<GoldenId> FindByKey(string entity, MatchKey key) => [.. _liveByKey.Get((entity, key))];

    public bool KeyGives(string entity, MatchKey key, IReadOnlyList<GoldenId> hits) => _liveByKey.Get((entity, key)).SequenceEqual(hits);

    /// <summary>The golden records whose values refer to one.</summary>
    public IEnumerable<GoldenId> ReferrersOf(GoldenId target) => _referrers.Get(target);

    public IEnumerable<GoldenId> Scan(string entity, GoldenId? after) => after is { } id ? _byEntity.After(entity, id) : _byEntity.Get(entity);

    public void Put(GoldenRow row)
    {
        if (_rows.TryGetValue(row.Id, out var old))
        {
            Unindex(old);
        }

        row = row with { Version = row.Version + 1 };
        _rows[row.Id] = row;
        Index(row);
    }

    public GoldenTable Clone() => new(this);

    private void Index(GoldenRow row)
    {
        foreach (var target in row.References)
        {
            _referrers.Add(target, row.Id);
        }

        if (row.State is GoldenState.Live or GoldenState.Reserved)
        {
            _byEntity.Add(row.Entity, row.Id);
        }

        if (row.State == GoldenState.Live)
        {
            foreach (var key in row.Keys)
            {
                _liveByKey.Add((row.Entity, key), row.Id);
            }
        }
    }

    private void Unindex(GoldenRow row)
    {
        foreach (var target in row.References)
        {
            _referrers.Remove(target, row.Id);
        }

        _byEntity.Remove(row.Entity, row.Id);
        foreach (var key in row.Keys)
        {
            _liveByKey.Remove((row.Entity, key), row.Id);
        }
    }
}
