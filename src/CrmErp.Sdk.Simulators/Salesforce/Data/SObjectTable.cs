using System.Globalization;
using CrmErp.Sdk.Simulators.Salesforce.Schema;
using CrmErp.Sdk.Simulators.Storage;

namespace CrmErp.Sdk.Simulators.Salesforce.Data;

/// <summary>The records of one object, with indexes that are made when they are first asked for. Used under the database's lock only.</summary>
internal sealed class SObjectTable
{
    private readonly Dictionary<string, LookupIndex> _indexes = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, long> _autoNumbers = new(StringComparer.Ordinal);
    private long _lastNumber;

    public SObjectTable(SObjectType type)
    {
        Type = type;
        Rows = new SimulatedTable(type.Columns);
        foreach (var field in type.Fields)
        {
            FieldAdded(field);
        }
    }

    public SObjectType Type { get; }

    public SimulatedTable Rows { get; }

    public string NewId() => SalesforceId.Create(Type.KeyPrefix, ++_lastNumber);

    /// <summary>The next number of an auto-number field, with leading zeros.</summary>
    public string NextAutoNumber(SObjectField field, int digits)
    {
        var number = _autoNumbers.GetValueOrDefault(field.Name, 99) + 1;
        _autoNumbers[field.Name] = number;
        return number.ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0');
    }

    /// <summary>The next number of an auto-number field with a format of its own, as <c>INV-{0000}</c>.</summary>
    public string NextAutoNumber(SObjectField field, string format)
    {
        var open = format.IndexOf('{', StringComparison.Ordinal);
        var close = format.IndexOf('}', StringComparison.Ordinal);
        return open < 0 || close < open
            ? format + NextAutoNumber(field, 0)
            : format[..open] + NextAutoNumber(field, close - open - 1) + format[(close + 1)..];
    }

    /// <summary>Unique fields have their index from the start: late commits are checked against it.</summary>
    public void FieldAdded(SObjectField field)
    {
        if (field.Unique)
        {
            Index(field);
        }
    }

    /// <summary>The live rows whose text or id field has the value.</summary>
    public IEnumerable<StoredRecord> With(SObjectField field, string value)
    {
        if (!field.Stored)
        {
            return field.IsId && Rows.Find(value) is { } row ? [row] : [];
        }

        return Index(field).All(value) switch
        {
            [] => [],
            [var only] => [Rows.Find(only)!],
            var several => [.. several.Select(id => Rows.Find(id)!)],
        };
    }

    /// <summary>Live rows and, when wanted, tombstones with a stamp in the range, ends included, by stamp and id.</summary>
    public IEnumerable<StoredRecord> ByStamp(DateTimeOffset from, DateTimeOffset to, bool tombstones)
    {
        var start = IndexKey.Of(from, string.Empty);
        var live = Rows.Scan(Rows.ByModified, start).TakeWhile(r => r.Modified <= to);
        return tombstones ? Merge(live, Deleted(from, to)) : live;
    }

    /// <summary>Tombstones by the time of their deletion.</summary>
    public IEnumerable<StoredRecord> Deleted(DateTimeOffset from, DateTimeOffset to) =>
        Rows.ScanTombstones(IndexKey.Of(from, string.Empty)).TakeWhile(r => r.Modified <= to);

    /// <summary>Every live row and, when wanted, every tombstone, in the order of ids, which is that of creation.</summary>
    public IEnumerable<StoredRecord> All(bool tombstones)
    {
        var rows = new List<StoredRecord>(Rows.Count + (tombstones ? Rows.Tombstones.Count : 0));
        rows.AddRange(Rows.Live);
        if (tombstones)
        {
            rows.AddRange(Rows.Tombstones);
        }

        rows.Sort(static (a, b) => string.CompareOrdinal(a.Id, b.Id));
        return rows;
    }

    public LookupIndex Index(SObjectField field)
    {
        if (!_indexes.TryGetValue(field.Name, out var index))
        {
            var slot = field.Slot;
            var comparer = field.IsId || field.CaseSensitive ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase;
            index = Rows.Add(new LookupIndex(r => r[slot] as string, comparer, field.Unique));
            _indexes.Add(field.Name, index);
        }

        return index;
    }

    private static IEnumerable<StoredRecord> Merge(IEnumerable<StoredRecord> left, IEnumerable<StoredRecord> right)
    {
        using var a = left.GetEnumerator();
        using var b = right.GetEnumerator();
        var hasA = a.MoveNext();
        var hasB = b.MoveNext();
        while (hasA || hasB)
        {
            if (!hasB || (hasA && IndexKey.Of(a.Current.Modified, a.Current.Id) < IndexKey.Of(b.Current.Modified, b.Current.Id)))
            {
                yield return a.Current;
                hasA = a.MoveNext();
            }
            else
            {
                yield return b.Current;
                hasB = b.MoveNext();
            }
        }
    }
}
