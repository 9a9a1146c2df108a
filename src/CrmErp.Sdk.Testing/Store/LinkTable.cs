using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Testing.Store;

/// <summary>The links of a tenant, by record, by golden record and in the order of ids.</summary>
internal sealed class LinkTable
{
    private readonly Dictionary<RecordRef, LinkRow> _rows;
    private readonly OrderedIndex<GoldenId, RecordRef> _byGolden;
    private readonly OrderedIndex<(SpokeId Spoke, string Object), string> _ids;

    public LinkTable()
    {
        _rows = [];
        _byGolden = new();
        _ids = new(StringComparer.Ordinal);
    }

    private LinkTable(LinkTable source)
    {
        _rows = new(source._rows);
        _byGolden = source._byGolden.Clone();
        _ids = source._ids.Clone();
    }

    public IEnumerable<LinkRow> Rows => _rows.Values;

    public LinkRow? Find(RecordRef reference) => _rows.GetValueOrDefault(reference);

    public IEnumerable<LinkRow> Of(GoldenId golden)
    {
        foreach (var reference in _byGolden.Get(golden))
        {
            yield return _rows[reference];
        }
    }

    public IEnumerable<LinkRow> Scan(SpokeId spoke, string objectName, string? afterId)
    {
        var group = (spoke, objectName);
        foreach (var id in afterId is null ? _ids.Get(group) : _ids.After(group, afterId))
        {
            yield return _rows[new RecordRef(spoke.Connection, spoke.Scope, objectName, id)];
        }
    }

    public void Put(LinkRow row, long sequence)
    {
        var touched = row.Touched;
        if (_rows.TryGetValue(row.Ref, out var old))
        {
            touched = old.Touched;
            _byGolden.Remove(old.GoldenId, old.Ref);
        }
        else
        {
            _ids.Add((row.Ref.Spoke, row.Ref.Object), row.Ref.Id);
        }

        _rows[row.Ref] = row with { Touched = row.Touch ? sequence : touched, Touch = false };
        _byGolden.Add(row.GoldenId, row.Ref);
    }

    public void PutVersion(LinkVersion moved)
    {
        if (_rows.TryGetValue(moved.Ref, out var row))
        {
            _rows[moved.Ref] = row with { Version = moved.Version };
        }
    }

    public void Remove(RecordRef reference)
    {
        if (_rows.Remove(reference, out var old))
        {
            _byGolden.Remove(old.GoldenId, reference);
            _ids.Remove((reference.Spoke, reference.Object), reference.Id);
        }
    }

    public LinkTable Clone() => new(this);
}
