using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Testing.Store;

/// <summary>The audit of a tenant: append only.</summary>
internal sealed class AuditTable
{
    private readonly List<AuditRow> _rows;
    private readonly Dictionary<GoldenId, List<AuditRow>> _byGolden;

    public AuditTable()
    {
        _rows = [];
        _byGolden = [];
    }

    private AuditTable(AuditTable source)
    {
        _rows = [.. source._rows];
        _byGolden = source._byGolden.ToDictionary(g => g.Key, g => g.Value.ToList());
    }

    public void Append(AuditRow row)
    {
        _rows.Add(row);
        if (row.GoldenId is { } golden)
        {
            if (!_byGolden.TryGetValue(golden, out var rows))
            {
                _byGolden.Add(golden, rows = []);
            }

            rows.Add(row);
        }
    }

    public List<AuditRow> Read(GoldenId? golden, long afterSequence, int limit)
    {
        var rows = golden is { } id ? _byGolden.GetValueOrDefault(id, []) : _rows;
        var answer = new List<AuditRow>();
        for (var i = FirstAfter(rows, afterSequence); i < rows.Count; i++)
        {
            if (answer.Count >= limit && (answer.Count == 0 || rows[i].Sequence != answer[^1].Sequence))
            {
                break;
            }

            answer.Add(rows[i]);
        }

        return answer;
    }

    public AuditTable Clone() => new(this);

    private static int FirstAfter(List<AuditRow> rows, long sequence)
    {
        var (low, high) = (0, rows.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = rows[middle].Sequence > sequence ? (low, middle) : (middle + 1, high);
        }

        return low;
    }
}
