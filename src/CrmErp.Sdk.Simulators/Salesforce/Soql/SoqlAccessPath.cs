using CrmErp.Sdk.Simulators.Salesforce.Data;
using CrmErp.Sdk.Simulators.Salesforce.Schema;
using CrmErp.Sdk.Simulators.Storage;

namespace CrmErp.Sdk.Simulators.Salesforce.Soql;

/// <summary>
/// Where a query starts to look: ids or values of an indexed field, else a range of stamps, else everything. Rows are candidates; the
/// filter still decides.
/// </summary>
internal sealed class SoqlAccessPath
{
    private SoqlAccessPath(Func<bool, IEnumerable<StoredRecord>> rows, bool byStamp)
    {
        Rows = rows;
        ByStamp = byStamp;
    }

    /// <summary>The candidates; true asks for tombstones too.</summary>
    public Func<bool, IEnumerable<StoredRecord>> Rows { get; }

    /// <summary>Whether they come by stamp, then by id.</summary>
    public bool ByStamp { get; }

    public static SoqlAccessPath Choose(SObjectTable table, SoqlCondition? where, bool wantStampOrder)
    {
        var conjuncts = where switch
        {
            null => [],
            SoqlAnd and => and.Parts,
            _ => [where],
        };
        if (conjuncts.Select(c => Lookup(table, c)).FirstOrDefault(l => l is not null) is { } lookup)
        {
            return new(lookup, byStamp: false);
        }

        var (from, to) = StampRange(where);
        return wantStampOrder || from > DateTimeOffset.MinValue
            ? new(tombstones => table.ByStamp(from, to, tombstones), byStamp: true)
            : new(table.All, byStamp: false);
    }

    private static Func<bool, IEnumerable<StoredRecord>>? Lookup(SObjectTable table, SoqlCondition condition)
    {
        var (path, literals) = condition switch
        {
            SoqlComparison { Operator: SoqlOperator.Equal } c => (c.Path, [c.Value]),
            SoqlMembership { Negated: false, Subquery: null } m => (m.Path, m.Values),
            _ => (string.Empty, []),
        };
        if (table.Type.Find(path) is not { } field || (!field.IsText && !field.IsId) || (!field.Stored && field.Type != SObjectFieldType.Id))
        {
            return null;
        }

        var values = literals.Select(l => l.Kind == SoqlLiteralKind.Text ? SoqlValues.Convert(field, l) as string : null).ToList();
        return values.Exists(string.IsNullOrEmpty) ? null : tombstones => Find(table, field, values!, tombstones);
    }

    private static List<StoredRecord> Find(SObjectTable table, SObjectField field, List<string> values, bool tombstones)
    {
        var rows = new Dictionary<string, StoredRecord>(StringComparer.Ordinal);
        foreach (var row in values.SelectMany(v => table.With(field, v)))
        {
            rows.TryAdd(row.Id, row);
        }

        if (tombstones)
        {
            // Tombstones have no indexes; they are few.
            foreach (var row in field.Stored ? table.Rows.Tombstones : values.Select(table.Rows.FindTombstone).OfType<StoredRecord>())
            {
                rows.TryAdd(row.Id, row);
            }
        }

        return [.. rows.Values.OrderBy(r => r.Id, StringComparer.Ordinal)];
    }

    /// <summary>The stamps outside of which the condition cannot hold.</summary>
    private static (DateTimeOffset From, DateTimeOffset To) StampRange(SoqlCondition? condition)
    {
        switch (condition)
        {
            case SoqlAnd and:
                var parts = and.Parts.Select(StampRange).ToList();
                return (parts.Max(p => p.From), parts.Min(p => p.To));
            case SoqlOr or:
                var options = or.Parts.Select(StampRange).ToList();
                return (options.Min(p => p.From), options.Max(p => p.To));
            case SoqlComparison { Value: { Kind: SoqlLiteralKind.DateTime, Value: DateTimeOffset stamp } } c
                when c.Path.Equals("SystemModstamp", StringComparison.OrdinalIgnoreCase) || c.Path.Equals("LastModifiedDate", StringComparison.OrdinalIgnoreCase):
                return c.Operator switch
                {
                    SoqlOperator.Equal => (stamp, stamp),
                    SoqlOperator.Greater or SoqlOperator.GreaterOrEqual => (stamp, DateTimeOffset.MaxValue),
                    SoqlOperator.Less or SoqlOperator.LessOrEqual => (DateTimeOffset.MinValue, stamp),
                    _ => (DateTimeOffset.MinValue, DateTimeOffset.MaxValue),
                };
            default:
                return (DateTimeOffset.MinValue, DateTimeOffset.MaxValue);
        }
    }
}
