using CrmErp.Sdk.Simulators.BusinessCentral.Schema;
using CrmErp.Sdk.Simulators.Storage;

namespace CrmErp.Sdk.Simulators.BusinessCentral.Data;

/// <summary>The records of one set in one company.</summary>
internal sealed class BcTable
{
    private readonly Dictionary<string, LookupIndex> _lookups = new(StringComparer.Ordinal);

    public BcTable(BcEntity entity, string company)
    {
        Entity = entity;
        Records = new SimulatedTable(entity.Schema, company, StringComparer.OrdinalIgnoreCase);
        Default = Records.Add(new SortedIndex(DefaultKey(entity)));
        foreach (var name in entity.Indexed)
        {
            var slot = entity.Schema.Slot(name);
            var unique = name == entity.KeyField;
            _lookups[name] = Records.Add(new LookupIndex(r => Key(r[slot]), StringComparer.Ordinal, unique));
        }
    }

    public BcEntity Entity { get; }

    public SimulatedTable Records { get; }

    /// <summary>The order of a list without $orderby: by number or code, or by line number.</summary>
    public SortedIndex Default { get; }

    public LookupIndex? Lookup(string field) => _lookups.GetValueOrDefault(field);

    /// <summary>The record with that number or code; null when there is none.</summary>
    public StoredRecord? ByKey(string key) =>
        Entity.KeyField is { } field && _lookups.TryGetValue(field, out var index) && index.First(key) is { } id ? Records.Find(id) : null;

    /// <summary>The records whose field holds that text, in the order of arrival.</summary>
    public IEnumerable<StoredRecord> Where(string field, string value)
    {
        foreach (var id in _lookups[field].All(value))
        {
            yield return Records.Find(id)!;
        }
    }

    public static string? Key(object? value) => value switch
    {
        null or "" or BcField.NoGuid => null,
        string text => text,
        long number => number.ToString(System.Globalization.CultureInfo.InvariantCulture),
        _ => null,
    };

    private static Func<StoredRecord, IndexKey> DefaultKey(BcEntity entity)
    {
        var sequence = entity.Find("sequence") ?? entity.Find("lineNumber") ?? entity.Find("entryNumber");
        if (sequence is not null)
        {
            return r => new IndexKey((long)(r[sequence.Slot] ?? 0L), "", r.Id);
        }

        if (entity.KeyField is { } key)
        {
            var slot = entity.Schema.Slot(key);
            return r => new IndexKey(0, (string)(r[slot] ?? ""), r.Id);
        }

        return r => new IndexKey(0, "", r.Id);
    }
}
