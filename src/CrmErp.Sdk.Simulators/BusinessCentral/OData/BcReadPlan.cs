using CrmErp.Sdk.Simulators.BusinessCentral.Data;
using CrmErp.Sdk.Simulators.BusinessCentral.Schema;
using CrmErp.Sdk.Simulators.Storage;

namespace CrmErp.Sdk.Simulators.BusinessCentral.OData;

/// <summary>Where a list is read from, and whether its order is the index' own.</summary>
internal sealed class BcReadPlan
{
    private readonly BcCompany _company;
    private readonly BcTable _table;
    private readonly BcQuery _query;
    private readonly BcFilterBounds _bounds;
    private readonly (string Field, string Value)? _parent;
    private readonly IReadOnlyList<StoredRecord>? _few;

    public BcReadPlan(BcCompany company, BcTable table, (string Field, string Value)? parent, BcQuery query)
    {
        _company = company;
        _table = table;
        _query = query;
        _parent = parent;
        _bounds = BcFilterBounds.Of(query.Filter);
        _few = Few();
        Natural = _few is not null ? null : NaturalIndex();
    }

    /// <summary>The index whose order is the list's; null when it has to be sorted.</summary>
    public SortedIndex? Natural { get; }

    /// <summary>The matching records; in order when there is a natural index.</summary>
    /// <param name="after">Begin behind this place of the natural index.</param>
    public IEnumerable<StoredRecord> Matches(IndexKey? after)
    {
        foreach (var record in _few ?? Scan(after))
        {
            if (_query.Filter is null || _query.Filter.Matches(_company, _table.Entity, record))
            {
                yield return record;
            }
        }
    }

    public List<string> SortedIds()
    {
        var records = Matches(null).ToList();
        records.Sort(Compare);
        return records.ConvertAll(r => r.Id);
    }

    public StoredRecord? Find(string id) => _table.Records.Find(id) ?? _few?.FirstOrDefault(r => r.Id == id);

    private int Compare(StoredRecord left, StoredRecord right)
    {
        foreach (var sort in _query.OrderBy)
        {
            var order = BcOrder.Compare(
                BcFieldAccess.Get(_company, _table.Entity, left, sort.Field), BcFieldAccess.Get(_company, _table.Entity, right, sort.Field));
            if (order != 0)
            {
                return sort.Descending ? -order : order;
            }
        }

        return _table.Default.KeyOf(left).CompareTo(_table.Default.KeyOf(right));
    }

    private IReadOnlyList<StoredRecord>? Few()
    {
        if (_table.Entity.Set == "contactsInformation")
        {
            return BcContactsInformation.Of(_company, _parent?.Value ?? (_bounds.Keys.GetValueOrDefault("relatedId") is [var customer] ? customer : ""));
        }

        if (_parent is { } parent)
        {
            return [.. _table.Where(parent.Field, parent.Value)];
        }

        if (_bounds.Keys.TryGetValue("id", out var ids))
        {
            return [.. ids.Select(_table.Records.Find).OfType<StoredRecord>()];
        }

        foreach (var (field, values) in _bounds.Keys)
        {
            // The empty value is in no index.
            if (_table.Lookup(field) is { } index && values.TrueForAll(v => BcTable.Key(v) is not null))
            {
                return [.. values.SelectMany(index.All).Select(_table.Records.Find).OfType<StoredRecord>()];
            }
        }

        return null;
    }

    private SortedIndex? NaturalIndex()
    {
        if (_query.OrderBy.Any(s => s.Descending))
        {
            return null;
        }

        var names = string.Join(',', _query.OrderBy.Select(s => s.Field.Name));
        var oneStamp = _bounds.ModifiedFrom is { } from && from == _bounds.ModifiedTo;
        if (names is "lastModifiedDateTime" or "lastModifiedDateTime,id" || (oneStamp && names == "id"))
        {
            return _table.Records.ByModified;
        }

        return _bounds.ModifiedFrom is null && (names.Length == 0 || names == _table.Entity.KeyField) ? _table.Default : null;
    }

    private IEnumerable<StoredRecord> Scan(IndexKey? after)
    {
        var byModified = Natural is null ? _bounds.ModifiedFrom is not null : Natural == _table.Records.ByModified;
        var index = byModified ? _table.Records.ByModified : _table.Default;
        var start = after ?? (byModified ? Start() : default);
        foreach (var record in _table.Records.Scan(index, start))
        {
            if (byModified && record.Modified > _bounds.ModifiedTo)
            {
                yield break;
            }

            if (after is null || index.KeyOf(record) != after)
            {
                yield return record;
            }
        }
    }

    private IndexKey Start()
    {
        var from = _bounds.ModifiedFrom ?? DateTimeOffset.MinValue;
        var id = from == _bounds.ModifiedTo ? _bounds.IdAfter ?? "" : "";
        return new IndexKey(from.UtcTicks, "", id);
    }
}
