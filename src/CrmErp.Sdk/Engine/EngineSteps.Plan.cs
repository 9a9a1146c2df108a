using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Reconcile;
using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Engine;

// The plan of the next run: everything that is due is read, then one dry pass of the rules over all of it, so that what one record
// changes is seen by the next.
internal sealed partial class EngineSteps
{
    public async Task<SyncPlan> PlanRunAsync(PlanOptions options, CancellationToken cancellationToken)
    {
        var view = await _runtime.ViewAsync(cancellationToken).ConfigureAwait(false);
        var input = new PlanInput(await Store.GetSequenceAsync(cancellationToken).ConfigureAwait(false), options.MaxRecords);
        var collector = new PlanCollector(options.MaxItems, options.OnItem);
        foreach (var spoke in view.Spokes.Where(s => s.Flow.Mode != SyncMode.Off && (options.Entities?.Contains(s.Flow.Entity.Name) ?? true)))
        {
            await GatherAsync(view, spoke, input, collector, cancellationToken).ConfigureAwait(false);
        }

        var items = new List<PlanItem>();
        await _runtime.NewPass(view).PreviewAsync(
            input.Records.SelectMany(r => Prefetch.Of(view.Context, r.Spoke, r.Record))
                .Concat(input.Deleted.SelectMany(d => new Need[] { new Need.Link(d.Ref), new Need.Item(d.Ref), new Need.Stage(d.Ref) }))
                .Concat(input.Open.Select(o => new Need.Golden(o))),
            scope =>
            {
                items.Clear();
                scope.Each(input.Open, id => scope.Set.Golden(id).MarkDirty());
                scope.Each(input.Deleted, d => _ = d.Survivor is { } survivor
                    ? scope.Rules.ObserveMerged(d.Spoke, d.Ref.Id, survivor, input.Started)
                    : scope.Rules.ObserveAbsent(d.Spoke, d.Ref.Id, input.Started, d.Consumed, "tombstone"));
                scope.Each(input.Records, r => PlanRecord(scope, r.Spoke, r.Record, input.Started, items));
            },
            scope =>
            {
                var order = _runtime.Definition.Flows.Select((f, i) => (f.Entity.Name, i)).ToDictionary(p => p.Name, p => p.i, StringComparer.Ordinal);
                var touched = scope.Set.Touched.Where(g => order.ContainsKey(g.Entity.Name)).OrderBy(g => order[g.Entity.Name]).ThenBy(g => g.Id).ToArray();
                new PlanLook(view, scope, new PlanBefore(), items.Add).Run(touched);
            },
            cancellationToken).ConfigureAwait(false);
        foreach (var item in input.Unknown.Concat(items))
        {
            collector.Add(item);
        }

        return new SyncPlan { Items = collector.Items, Summary = collector.Summary, Costs = collector.Costs(view), At = _runtime.Now, Hash = collector.Hash };
    }

    private static void PlanRecord(PassScope scope, FlowSpoke spoke, Record record, long started, List<PlanItem> items)
    {
        if (scope.Rules.Observe(spoke, record, started) == ObserveOutcome.Deferred)
        {
            items.Add(Unknown(spoke, record.Ref, null, "waits for a write that is on its way"));
        }
    }

    private async Task GatherAsync(EngineView view, FlowSpoke spoke, PlanInput input, PlanCollector collector, CancellationToken cancellationToken)
    {
        if (!spoke.IsLive || !spoke.HasActiveMap)
        {
            input.Unknown.Add(StreamUnknown(spoke, spoke.IsLive ? "its map waits for approval" : "its first load is not done; see its match report"));
            return;
        }

        await GatherOpenAsync(spoke, input, cancellationToken).ConfigureAwait(false);
        await GatherHintsAsync(spoke, input, collector, cancellationToken).ConfigureAwait(false);
        if (spoke.Member.Captures && spoke.Object.Changes != ChangeModel.SweepOnly)
        {
            await GatherFeedAsync(spoke, view.Stream(spoke)!.Cursor, input, collector, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task GatherOpenAsync(FlowSpoke spoke, PlanInput input, CancellationToken cancellationToken)
    {
        for (var skip = 0; ; skip += 500)
        {
            var rows = await Store.ListOutboxAsync(Tenant, new OutboxFilter { Entity = spoke.Flow.Entity.Name, Spoke = spoke.Spoke, Skip = skip, Take = 500 }, cancellationToken).ConfigureAwait(false);
            foreach (var row in rows.Where(r => r.State != OutboxState.Parked))
            {
                if (row.Flight is not null)
                {
                    input.Unknown.Add(StreamUnknown(spoke, "a write is on its way") with { GoldenId = row.GoldenId });
                }
                else
                {
                    input.Open.Add(row.GoldenId);
                }
            }

            if (rows.Count < 500)
            {
                return;
            }
        }
    }

    private async Task GatherHintsAsync(FlowSpoke spoke, PlanInput input, PlanCollector collector, CancellationToken cancellationToken)
    {
        var hints = await Store.ReadHintsAsync(Tenant, spoke.Spoke, spoke.Flow.Entity.Name, _runtime.Now, input.Left, cancellationToken).ConfigureAwait(false);
        if (hints.Count == 0)
        {
            return;
        }

        var records = await GetManyAsync(spoke, [.. hints.Select(h => h.Ref.Id)], earlier: true, cancellationToken).ConfigureAwait(false);
        collector.Looked(spoke.Spoke.Connection, hints.Count, (int)PlanCollector.Calls(hints.Count, spoke.Object.GetBatchSize));
        for (var i = 0; i < records.Count; i++)
        {
            if (records[i] is { } record)
            {
                input.Add(spoke, record);
            }
            else
            {
                input.Unknown.Add(Unknown(spoke, hints[i].Ref, null, "not found; the run proves whether it was deleted"));
            }
        }
    }

    private async Task GatherFeedAsync(FlowSpoke spoke, string? cursor, PlanInput input, PlanCollector collector, CancellationToken cancellationToken)
    {
        for (var more = true; more;)
        {
            if (input.Left == 0)
            {
                input.Unknown.Add(StreamUnknown(spoke, "more changes than were to be looked at"));
                return;
            }

            var page = await _runtime.Call<IChangeReader>(spoke, "changes").ReadChangesAsync(
                new ChangesRequest { Scope = spoke.Spoke.Scope, Shape = spoke.Map.Shape, Cursor = cursor, PageSize = spoke.Object.PageSize, Filters = spoke.Map.Filters },
                cancellationToken).ConfigureAwait(false);
            using (page)
            {
                collector.Looked(spoke.Spoke.Connection, page.Records.Count, 1);
                var changed = await ScanAsync(spoke, page.Records, input.Started, cancellationToken).ConfigureAwait(false);
                changed.Records.ForEach(r => input.Add(spoke, r));
                var consumed = await SuccessorsAsync(spoke, [.. page.Deletions.Select(d => d.Ref.Id)], cancellationToken).ConfigureAwait(false);
                input.Deleted.AddRange(page.Deletions.Select(d => (spoke, d.Ref, consumed.Contains(d.Ref.Id), d.MergedInto)));
                (cursor, more) = (page.Cursor, page.HasMore);
            }
        }
    }

    private static PlanItem StreamUnknown(FlowSpoke spoke, string why) => new() { Kind = PlanItemKind.Unknown, Entity = spoke.Flow.Entity.Name, Spoke = spoke.Spoke, Rule = why };

    /// <summary>What one plan looks at.</summary>
    private sealed class PlanInput(long started, int maxRecords)
    {
        private readonly HashSet<RecordRef> _known = [];

        public long Started { get; } = started;

        public HashSet<GoldenId> Open { get; } = [];

        public List<(FlowSpoke Spoke, Record Record)> Records { get; } = [];

        public List<(FlowSpoke Spoke, RecordRef Ref, bool Consumed, string? Survivor)> Deleted { get; } = [];

        public List<PlanItem> Unknown { get; } = [];

        public int Left => Math.Max(0, maxRecords - Records.Count);

        // A record that changed twice is listed twice; the later one is newer.
        public void Add(FlowSpoke spoke, Record record)
        {
            if (!_known.Add(record.Ref))
            {
                Records.RemoveAll(r => r.Record.Ref == record.Ref);
            }

            Records.Add((spoke, record));
        }
    }
}
