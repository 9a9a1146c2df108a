using System.Text.Json;
using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Simulation.Model;
using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Simulation.World;

/// <summary>Everything the public store tells at one moment, for the laws.</summary>
internal sealed class StateSnapshot
{
    private const int Everything = 100_000;
    private static readonly TenantId Tenant = TenantId.Default;
    private readonly Dictionary<GoldenId, Row> _rows = [];
    private readonly Dictionary<(GoldenId Golden, SpokeId Spoke), LinkRow> _active = [];

    private readonly Dictionary<GoldenId, GoldenId> _canonical = [];
    private ISyncStore? _store;

    private StateSnapshot()
    {
    }

    public Dictionary<GoldenId, GoldenAggregate> Golden { get; } = [];

    public Dictionary<RecordRef, LinkRow> Links { get; } = [];

    public List<OpenItem> Items { get; } = [];

    public Dictionary<RecordRef, StageRow> Stage { get; } = [];

    public Dictionary<(SpokeId Spoke, string Entity), StreamRow> Streams { get; } = [];

    public HashSet<RecordRef> Hints { get; } = [];

    public List<AuditEntry> Audit { get; } = [];

    public IEnumerable<OutboxRow> Outbox => Golden.Values.SelectMany(g => g.Outbox);

    public static StateSnapshot Of(ISyncStore store, IReadOnlyList<SimSystem> systems)
    {
        var snapshot = new StateSnapshot();
        snapshot._store = store;
        snapshot.Load(store, systems);
        return snapshot;
    }

    public GoldenId Canonical(GoldenId id)
    {
        if (_canonical.TryGetValue(id, out var known))
        {
            return known;
        }

        // Identities that were merged away are found through the records that still name them.
        var chain = Done(_store!.ReadAggregatesAsync(Tenant, [id]));
        var end = id;
        while (chain.FirstOrDefault(a => a.Golden.Id == end)?.Golden.MergedInto is { } next)
        {
            end = next;
        }

        return _canonical[id] = end;
    }

    public GoldenId? GoldenOf(RecordRef reference) => Links.TryGetValue(reference, out var link) ? Canonical(link.GoldenId) : null;

    public LinkRow? Active(GoldenId golden, SpokeId spoke) => _active.GetValueOrDefault((golden, spoke));

    public OutboxRow? Row(GoldenId golden, SpokeId spoke) => Golden.TryGetValue(golden, out var found) ? found.Outbox.FirstOrDefault(o => o.Spoke == spoke) : null;

    public Row Data(GoldenAggregate golden)
    {
        if (!_rows.TryGetValue(golden.Golden.Id, out var row))
        {
            _rows.Add(golden.Golden.Id, row = RowJson.Read(SimEntity.Of(golden.Golden.Entity).Type, golden.Golden.Data));
        }

        return row;
    }

    /// <summary>Whether an item of a kind stands for a group of a golden record on a spoke.</summary>
    public bool IsOpen(OpenItemKind kind, GoldenId golden, string group, SpokeId spoke) =>
        Items.Any(i => i.Kind == kind && i.GoldenId == golden && i.Group == group && i.Spoke == spoke);

    public OpenItem? ItemOf(RecordRef reference) => Items.FirstOrDefault(i => i.Ref == reference);

    private void Load(ISyncStore store, IReadOnlyList<SimSystem> systems)
    {
        var ids = new HashSet<GoldenId>();
        foreach (var entity in SimEntity.All)
        {
            ids.UnionWith(Done(store.ScanGoldenAsync(Tenant, entity.Name, null, Everything)));
            foreach (var row in Done(store.ScanStageAsync(Tenant, entity.Name, null, Everything)))
            {
                Stage[row.Ref] = row;
            }

            foreach (var system in systems)
            {
                LoadLinks(store, system, entity, ids);
            }
        }

        foreach (var aggregate in Done(store.ReadAggregatesAsync(Tenant, [.. ids.Order()])))
        {
            Golden[aggregate.Golden.Id] = aggregate;
        }

        foreach (var link in Links.Values.Where(l => l.State is LinkState.Active))
        {
            _active[(Canonical(link.GoldenId), link.Ref.Spoke)] = link;
        }

        Items.AddRange(Done(store.ListOpenItemsAsync(Tenant, new OpenItemFilter { Take = Everything })));
        foreach (var stream in Done(store.ReadStreamsAsync(Tenant)))
        {
            Streams[(stream.Spoke, stream.Entity)] = stream;
        }

        Audit.AddRange(Done(store.ReadAuditAsync(Tenant, null, -1, Everything)).Select(a => new AuditEntry(a)));
    }

    private void LoadLinks(ISyncStore store, SimSystem system, SimEntity entity, HashSet<GoldenId> ids)
    {
        foreach (var link in Done(store.ScanLinksAsync(Tenant, system.Spoke, entity.Object, null, Everything)))
        {
            Links[link.Ref] = link;
            ids.Add(link.GoldenId);
        }

        Hints.UnionWith(Done(store.ReadHintsAsync(Tenant, system.Spoke, entity.Name, DateTimeOffset.MaxValue, Everything)).Select(h => h.Ref));
    }

    // The laws read the store itself, which answers at once.
    private static T Done<T>(Task<T> task) => task.GetAwaiter().GetResult();
}

/// <summary>One entry of the audit with its values as text.</summary>
internal sealed class AuditEntry(AuditRow row)
{
    private readonly Lazy<(Dictionary<string, string?> New, Dictionary<string, string?> Old)> _values = new(() => Parse(row));

    public AuditRow Row => row;

    public string Kind => row.Kind;

    public string? Origin => row.Origin;

    public string? Rule => row.Rule;

    public DateTimeOffset At => row.At;

    /// <summary>For sets: the new values; for losers and conflicts: the values that lost or are asked about.</summary>
    public IReadOnlyDictionary<string, string?> Values => _values.Value.New;

    /// <summary>For sets: the old values.</summary>
    public IReadOnlyDictionary<string, string?> Old => _values.Value.Old;

    public override string ToString() => $"{row.At:mm:ss.fff} {Kind} {row.Entity} {row.GoldenId} {row.Field} {Origin} {Rule} {row.Detail}";

    private static (Dictionary<string, string?>, Dictionary<string, string?>) Parse(AuditRow row)
    {
        if (row.Detail is null)
        {
            return ([], []);
        }

        using var document = JsonDocument.Parse(row.Detail);
        var root = document.RootElement;
        return root.TryGetProperty("new", out var fresh) && root.TryGetProperty("old", out var old) ? (Fields(fresh), Fields(old))
            : root.TryGetProperty("candidate", out var candidate) ? (Fields(candidate), root.TryGetProperty("golden", out var golden) ? Fields(golden) : [])
            : (Fields(root), []);
    }

    private static Dictionary<string, string?> Fields(JsonElement json) =>
        json.ValueKind == JsonValueKind.Object ? json.EnumerateObject().ToDictionary(p => p.Name, p => Text(p.Value), StringComparer.Ordinal) : [];

    /// <summary>Kinds that plain JSON does not know are objects that say what they are.</summary>
    private static string? Text(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => json.GetString() is { Length: > 0 } text ? text : null,
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.Number => SimText.Of(json.GetDecimal()),
        JsonValueKind.Object when json.TryGetProperty("missing", out _) => null,
        JsonValueKind.Object when json.TryGetProperty("int", out var number) => SimText.Of(number.GetInt64()),
        JsonValueKind.Object when json.TryGetProperty("to", out var entity) => $"{entity.GetString()}/{json.GetProperty("id").GetString()}",
        _ => json.GetRawText(),
    };
}
