using CrmErp.Sdk.Simulators.BusinessCentral.Data;
using CrmErp.Sdk.Simulators.BusinessCentral.Schema;
using CrmErp.Sdk.Simulators.Faults;
using CrmErp.Sdk.Simulators.Storage;

namespace CrmErp.Sdk.Simulators.BusinessCentral.OData;

/// <summary>One page of a list.</summary>
internal sealed record BcPage(IReadOnlyList<StoredRecord> Records, BcPageToken? Next, int? Count);

/// <summary>
/// Reads pages. A list in the order of an index (number, line number, or stamp) goes on behind the last key; any other order is sorted
/// once and kept for the pages to come.
/// </summary>
internal sealed class BcPages
{
    private const int KeptLists = 64;

    private readonly Dictionary<long, List<string>> _kept = [];
    private readonly Queue<long> _age = new();
    private long _cursor;

    /// <summary>Reads under the database's lock.</summary>
    public BcPage Read(BcCompany company, BcTable table, (string Field, string Value)? parent, BcQuery query, int pageSize, RequestFaults faults)
    {
        var token = query.SkipToken is { Length: > 0 } text ? BcPageToken.Parse(text) : null;
        var plan = new BcReadPlan(company, table, parent, query);
        int? count = query.Count ? plan.Matches(null).Count() : null;
        if (faults.EmptyPage)
        {
            return new BcPage([], null, count);
        }

        var left = token?.Remaining ?? query.Top;
        var size = Math.Min(pageSize, left ?? int.MaxValue);
        return plan.Natural is { } index
            ? Along(plan, index, token, query.Skip, size, left, count, faults)
            : Sorted(plan, table, token, query.Skip, size, left, count, faults);
    }

    private static BcPage Along(BcReadPlan plan, SortedIndex index, BcPageToken? token, int skip, int size, int? left, int? count, RequestFaults faults)
    {
        var records = new List<StoredRecord>(Math.Min(size, 1024));
        var more = false;
        foreach (var record in plan.Matches(token?.After).Skip(token is null ? skip : 0))
        {
            if (records.Count == size)
            {
                more = true;
                break;
            }

            records.Add(record);
        }

        more |= Halve(records, faults);
        left -= records.Count;
        var next = more && left is not 0 && records.Count > 0 ? new BcPageToken(index.KeyOf(records[^1]), 0, 0, left) : null;
        return new BcPage(records, next, count);
    }

    private static bool Halve(List<StoredRecord> records, RequestFaults faults)
    {
        if (!faults.HalfPage || records.Count < 2)
        {
            return false;
        }

        records.RemoveRange(records.Count / 2, records.Count - (records.Count / 2));
        return true;
    }

    private BcPage Sorted(BcReadPlan plan, BcTable table, BcPageToken? token, int skip, int size, int? left, int? count, RequestFaults faults)
    {
        var offset = token?.Offset ?? skip;
        var cursor = token?.Cursor ?? 0;
        if (token is null || !_kept.TryGetValue(cursor, out var ids))
        {
            ids = plan.SortedIds();
            cursor = 0;
        }

        var records = new List<StoredRecord>();
        var at = offset;
        for (; at < ids.Count && records.Count < size; at++)
        {
            // Deleted since the list was made: no longer there.
            if (plan.Find(ids[at]) is { } record)
            {
                records.Add(record);
            }
        }

        if (Halve(records, faults))
        {
            at = ids.IndexOf(records[^1].Id, offset) + 1;
        }

        left -= records.Count;
        if (at >= ids.Count || left is 0)
        {
            return new BcPage(records, null, count);
        }

        return new BcPage(records, new BcPageToken(null, cursor == 0 ? Keep(ids) : cursor, at, left), count);
    }

    private long Keep(List<string> ids)
    {
        var cursor = ++_cursor;
        _kept[cursor] = ids;
        _age.Enqueue(cursor);
        if (_age.Count > KeptLists)
        {
            _kept.Remove(_age.Dequeue());
        }

        return cursor;
    }
}
