using System.Globalization;
using System.IO.Hashing;
using System.Text;
using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Mapping;
using CrmErp.Sdk.Reconcile;

namespace CrmErp.Sdk.Engine;

/// <summary>Gathers the items of one plan: keeps some, counts all, hashes all.</summary>
internal sealed class PlanCollector(int maxItems, Action<PlanItem>? onItem)
{
    private readonly List<PlanItem> _items = [];
    private readonly Dictionary<PlanItemKind, long> _counts = [];
    private readonly SortedDictionary<ConnectionId, (long Reads, long Writes)> _extra = [];
    private readonly SortedDictionary<(SpokeId Spoke, string Entity, PlanItemKind Kind), long> _writes = [];
    private readonly XxHash128 _hash = new();

    // Identities that are not stored yet are others in every plan: what they are made of stands for them.
    private readonly Dictionary<GoldenId, string> _new = [];
    private long _records;

    public IReadOnlyList<PlanItem> Items => _items;

    public string Hash => Convert.ToHexStringLower(_hash.GetCurrentHash());

    public void Add(PlanItem item)
    {
        _counts[item.Kind] = _counts.GetValueOrDefault(item.Kind) + 1;
        if (item.Kind is PlanItemKind.Create or PlanItemKind.Update or PlanItemKind.Delete)
        {
            _writes[(item.Spoke, item.Entity, item.Kind)] = _writes.GetValueOrDefault((item.Spoke, item.Entity, item.Kind)) + 1;
        }

        if (item is { IsNew: true, GoldenId: { } fresh })
        {
            _new[fresh] = item.Source?.ToString() ?? "new";
        }

        _hash.Append(Encoding.UTF8.GetBytes(PlanText.Identity(item, _new)));
        if (_items.Count < maxItems)
        {
            _items.Add(item);
        }

        onItem?.Invoke(item);
    }

    /// <summary>Records that were looked at, and the calls that carrying the plan out will need to read them again.</summary>
    public void Looked(ConnectionId connection, int records, int calls)
    {
        _records += records;
        var (reads, writes) = _extra.GetValueOrDefault(connection);
        _extra[connection] = (reads + calls, writes);
    }

    public PlanSummary Summary => new()
    {
        Creates = Count(PlanItemKind.Create),
        Updates = Count(PlanItemKind.Update),
        Deletes = Count(PlanItemKind.Delete),
        Links = Count(PlanItemKind.Link),
        Conflicts = Count(PlanItemKind.Conflict),
        Waits = Count(PlanItemKind.Wait),
        Parked = Count(PlanItemKind.Parked),
        Reviews = Count(PlanItemKind.Review),
        Unknown = Count(PlanItemKind.Unknown),
        Drifts = Count(PlanItemKind.Drift),
        Records = _records,
    };

    public IReadOnlyList<(SpokeId Spoke, string Entity, PlanItemKind Kind, long Count)> Writes => [.. _writes.Select(w => (w.Key.Spoke, w.Key.Entity, w.Key.Kind, w.Value))];

    /// <summary>Batches of writes, the reads before them where there is no precondition, and those after them where an answer has no values.</summary>
    public IReadOnlyList<PlanCost> Costs(EngineView view)
    {
        var costs = new SortedDictionary<ConnectionId, (long Reads, long Writes)>(_extra);
        foreach (var ((spokeId, entity), count) in _writes.GroupBy(w => (w.Key.Spoke, w.Key.Entity)).Select(g => (g.Key, g.Sum(w => w.Value))))
        {
            if (view.Find(spokeId, entity) is { } spoke)
            {
                var batches = Calls(count, spoke.Object.WriteBatchSize);
                var reads = (spoke.HasPrecondition ? 0 : batches) + (spoke.Object.Reply == WriteReply.Stored ? 0 : batches);
                var (r, w) = costs.GetValueOrDefault(spokeId.Connection);
                costs[spokeId.Connection] = (r + reads, w + batches);
            }
        }

        return [.. costs.Select(c => new PlanCost(c.Key, c.Value.Reads, c.Value.Writes))];
    }

    public static long Calls(long count, int batch) => (count + batch - 1) / batch;

    private long Count(PlanItemKind kind) => _counts.GetValueOrDefault(kind);
}

/// <summary>The texts of a plan.</summary>
internal static class PlanText
{
    public static string Identity(PlanItem item, IReadOnlyDictionary<GoldenId, string> fresh)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{item.Kind}|{item.Entity}|{item.Spoke}|{(item.GoldenId is { } id ? fresh.GetValueOrDefault(id, id.ToString()) : "")}|{item.Record}|{item.Rule}");
        foreach (var field in item.Fields)
        {
            text.Append(CultureInfo.InvariantCulture, $"|{field.Field}:{Value(field.Old)}>{(field.New.ReferenceOrNull() is { } reference && fresh.TryGetValue(reference.GoldenId, out var source) ? source : Value(field.New))}");
        }

        return text.Append('\n').ToString();
    }

    public static string Value(FieldValue value) => value.Kind switch
    {
        FieldKind.Missing => "",
        FieldKind.Null => "(empty)",
        FieldKind.Lines => string.Create(CultureInfo.InvariantCulture, $"{value.AsLines().Count} lines"),
        _ => ValueText.Plain(value),
    };
}
