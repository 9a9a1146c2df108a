using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Reconcile;

namespace CrmErp.Sdk.Engine;

// The impact plan of a map change (R50): the rules of the backfill, over fresh reads, without a commit. One page of golden records at a
// time with all their records on the changed connections, so that two maps that change together are seen together.
internal sealed partial class EngineSteps
{
    private const int PlanPage = 100;

    public async Task<MapChangePlan> PlanMapsAsync(MapChangeOptions options, CancellationToken cancellationToken)
    {
        var view = await _runtime.ViewAsync(cancellationToken).ConfigureAwait(false);
        foreach (var group in options.Reapply)
        {
            Check(view, group);
        }

        MapChange[] changes = [.. (await PendingMapsAsync(cancellationToken).ConfigureAwait(false)).Where(c => options.Entities?.Contains(c.Entity) ?? true)];
        var proposed = new Dictionary<(ConnectionId Connection, string Entity), MapVersion>();
        foreach (var change in changes)
        {
            proposed[(change.Connection, change.Entity)] = Version(view, change, ReapplyOf(options, change.Connection, change.Entity));
        }

        foreach (var group in options.Reapply.Where(g => !proposed.ContainsKey((g.Connection, g.Entity))))
        {
            var spoke = view.Spokes.First(s => s.Spoke.Connection == group.Connection && s.Flow.Entity.Name == group.Entity);
            proposed[(group.Connection, group.Entity)] = Version(view, Compare(spoke), ReapplyOf(options, group.Connection, group.Entity));
        }

        var collector = new PlanCollector(options.MaxItems, options.OnItem);
        var dry = await _runtime.ViewAsync(proposed, cancellationToken).ConfigureAwait(false);
        foreach (var entity in _runtime.Definition.Flows.Select(f => f.Entity.Name).Where(e => proposed.Keys.Any(k => k.Entity == e)))
        {
            FlowSpoke[] spokes = [.. dry.Context.SpokesOf(entity).Where(s => s.IsLive && proposed.ContainsKey((s.Spoke.Connection, entity)))];
            await PlanEntityAsync(dry, entity, spokes, collector, cancellationToken).ConfigureAwait(false);
        }

        return new MapChangePlan
        {
            Changes = changes,
            Reapply = options.Reapply,
            Items = collector.Items,
            Summary = collector.Summary,
            Costs = collector.Costs(dry),
            At = _runtime.Now,
            Hash = collector.Hash,
            Proposed = proposed,
            Writes = collector.Writes,
        };
    }

    private static string[] ReapplyOf(MapChangeOptions options, ConnectionId connection, string entity) =>
        [.. options.Reapply.Where(g => g.Connection == connection && g.Entity == entity).Select(g => g.Group).Distinct(StringComparer.Ordinal)];

    private static void Check(EngineView view, ReapplyGroup group)
    {
        var spoke = view.Spokes.FirstOrDefault(s => s.Spoke.Connection == group.Connection && s.Flow.Entity.Name == group.Entity)
            ?? throw new ArgumentException($"No flow carries '{group.Entity}' on '{group.Connection}', so '{group.Group}' cannot be sent again.");
        if (spoke.Flow.Entity.FindGroup(group.Group) is not { } known || spoke.Map.GroupHash(known.Index) is null)
        {
            throw new ArgumentException($"The map of '{group.Entity}' on '{group.Connection}' has no field group '{group.Group}'. Mapped groups: {string.Join(", ", spoke.Flow.Entity.Groups.Where(g => spoke.Map.GroupHash(g.Index) is not null).Select(g => g.Name))}.");
        }

        if (spoke.Flow.Entity.Fields[known.Slots[0]].Kind == FieldKind.Lines)
        {
            throw new ArgumentException($"'{group.Entity}.{group.Group}' are lines: old lines are not sent again. They take the new form when they are edited.");
        }
    }

    private async Task PlanEntityAsync(EngineView dry, string entity, FlowSpoke[] spokes, PlanCollector collector, CancellationToken cancellationToken)
    {
        GoldenId? after = null;
        while (spokes.Length > 0)
        {
            var ids = await Store.ScanGoldenAsync(Tenant, entity, after, PlanPage, cancellationToken).ConfigureAwait(false);
            if (ids.Count == 0)
            {
                return;
            }

            after = ids[^1];
            await PlanPageAsync(dry, ids, spokes, collector, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task PlanPageAsync(EngineView dry, IReadOnlyList<GoldenId> ids, FlowSpoke[] spokes, PlanCollector collector, CancellationToken cancellationToken)
    {
        var started = await Store.GetSequenceAsync(cancellationToken).ConfigureAwait(false);
        var links = (await Store.ReadAggregatesAsync(Tenant, ids, cancellationToken).ConfigureAwait(false)).SelectMany(a => a.Links).Where(l => l.State == State.LinkState.Active).ToLookup(l => l.Ref.Spoke);
        var read = new List<(FlowSpoke Spoke, Record Record)>();
        var unknown = new List<PlanItem>();
        foreach (var spoke in spokes)
        {
            State.LinkRow[] linked = [.. links[spoke.Spoke].OrderBy(l => l.Ref.Id, StringComparer.Ordinal)];
            var records = linked.Length == 0 ? [] : await GetManyAsync(spoke, [.. linked.Select(l => l.Ref.Id)], earlier: true, cancellationToken).ConfigureAwait(false);
            collector.Looked(spoke.Spoke.Connection, linked.Length, (int)PlanCollector.Calls(linked.Length, spoke.Object.GetBatchSize));
            read.AddRange(records.OfType<Record>().Select(r => (spoke, r)));
            unknown.AddRange(linked.Where((_, i) => records[i] is null).Select(l => Unknown(spoke, l.Ref, l.GoldenId, "not found")));
        }

        var items = new List<PlanItem>();
        var before = new PlanBefore();
        await _runtime.NewPass(dry).PreviewAsync(
            ids.Select(id => (Need)new Need.Golden(id)).Concat(read.SelectMany(r => Prefetch.Of(dry.Context, r.Spoke, r.Record))),
            scope =>
            {
                items.Clear();
                before.Clear();
                scope.Each(ids, id => before.Remember(dry, scope.Rules, scope.Set.Golden(id)));
                scope.Each(read, r => PlanOne(scope, r.Spoke, r.Record, started, items));
                scope.Each(ids, id => Release(scope, spokes, scope.Set.Golden(id)));
            },
            scope => new PlanLook(dry, scope, before, items.Add).Run(ids.Select(scope.Set.Golden).Where(g => g.Dirty)),
            cancellationToken).ConfigureAwait(false);
        foreach (var item in unknown.Concat(items))
        {
            collector.Add(item);
        }
    }

    private static void PlanOne(PassScope scope, FlowSpoke spoke, Record record, long started, List<PlanItem> items)
    {
        var golden = scope.Set.Link(record.Ref)!.Golden;
        if (scope.Rules.Observe(spoke, record, started, forced: true) == ObserveOutcome.Deferred)
        {
            items.Add(Unknown(spoke, record.Ref, golden.Id, "a write is on its way"));
            return;
        }

        foreach (var (_, slots, image) in scope.Rules.Drift(spoke, record))
        {
            var link = scope.Set.Link(record.Ref)!;
            items.Add(new PlanItem
            {
                Kind = PlanItemKind.Drift,
                Entity = spoke.Flow.Entity.Name,
                Spoke = spoke.Spoke,
                GoldenId = golden.Id,
                Record = record.Ref,
                Fields = [.. slots.Select(s => Drifted(golden, link, s, image))],
                Rule = image is null ? "stored form" : "golden value",
            });
        }
    }

    private static PlanField Drifted(GoldenWork golden, LinkWork link, int slot, Row? image) => new(
        golden.Entity.Fields[slot].Name,
        golden.Entity.Groups[golden.Entity.Fields[slot].GroupIndex].Name,
        image is null ? link.Seen[slot] : golden.Data[slot],
        image is null ? golden.Data[slot] : image[slot]);

    // A change of the map releases what is parked.
    private static void Release(PassScope scope, FlowSpoke[] spokes, GoldenWork golden)
    {
        foreach (var spoke in spokes)
        {
            if (golden.Outbox.TryGetValue(spoke.Spoke, out var row) && row is { State: State.OutboxState.Parked, Flight: null })
            {
                golden.MarkDirty();
                golden.SetRow(row with { State = State.OutboxState.Due, Cause = "", Detail = null, Problem = null });
            }
        }
    }

    private static PlanItem Unknown(FlowSpoke spoke, RecordRef record, GoldenId? golden, string why) => new()
    {
        Kind = PlanItemKind.Unknown,
        Entity = spoke.Flow.Entity.Name,
        Spoke = spoke.Spoke,
        GoldenId = golden,
        Record = record,
        Rule = why,
    };
}
