using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Reconcile;
using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Engine;

// Carrying out a plan: the usual delivery, of writes that are what was planned.
internal sealed partial class EngineSteps
{
    /// <summary>One batch of a plan's writes to a spoke.</summary>
    public Task<StepResult> ApplyAsync(SpokeId spoke, string entity, PlanExecution execution, CancellationToken cancellationToken) =>
        GuardedAsync(spoke, entity, (view, known, token) => ApplyCoreAsync(view, known, execution, token), cancellationToken);

    private async Task<StepResult> ApplyCoreAsync(EngineView view, FlowSpoke spoke, PlanExecution execution, CancellationToken cancellationToken)
    {
        if (!spoke.IsLive || spoke.Flow.Mode is not (SyncMode.Auto or SyncMode.Propose))
        {
            return StepResult.Idle;
        }

        var (claimed, notAfter) = await ClaimRowsAsync(spoke, withFlight: false, cancellationToken).ConfigureAwait(false);
        if (claimed.Count == 0)
        {
            return StepResult.Idle;
        }

        var aggregates = (await Store.ReadAggregatesAsync(Tenant, [.. claimed.Select(c => c.GoldenId)], cancellationToken).ConfigureAwait(false)).ToDictionary(a => a.Golden.Id);
        var covered = claimed.ToLookup(c => execution.Covers(c, aggregates.GetValueOrDefault(c.GoldenId)));
        foreach (var row in covered[false])
        {
            execution.Hold(row);
        }

        OutboxRow[] rows = [.. covered[true]];
        return new StepResult(true, rows.Length == 0 ? 0 : await ApplyRowsAsync(view, spoke, rows, execution, notAfter, cancellationToken).ConfigureAwait(false));
    }

    private async Task<int> ApplyRowsAsync(EngineView view, FlowSpoke spoke, OutboxRow[] rows, PlanExecution execution, DateTimeOffset notAfter, CancellationToken cancellationToken)
    {
        var matched = new Dictionary<GoldenId, PlanItem>();
        var moved = new HashSet<GoldenId>();
        var planned = await PlanAsync(view, spoke, rows, notAfter, (golden, write) =>
        {
            if (execution.Match(golden, spoke, write) is { } item && !matched.Any(m => m.Key != golden.Id && ReferenceEquals(m.Value, item)))
            {
                matched[golden.Id] = item;
                return true;
            }

            moved.Add(golden.Id);
            return false;
        }, cancellationToken).ConfigureAwait(false);
        foreach (var row in rows.Where(r => moved.Contains(r.GoldenId) && !planned.Any(p => p.GoldenId == r.GoldenId)))
        {
            execution.Hold(row);
        }

        foreach (var write in planned)
        {
            execution.Identify(matched[write.GoldenId], write.GoldenId);
        }

        if (planned.Count == 0)
        {
            return 0;
        }

        await SendPlannedAsync(view, spoke, planned, notAfter, cancellationToken).ConfigureAwait(false);
        await TellAsync(spoke, planned, matched, execution, cancellationToken).ConfigureAwait(false);
        return planned.Count;
    }

    // What became of a write is what its row says now.
    private async Task TellAsync(FlowSpoke spoke, IReadOnlyList<PlannedWrite> planned, Dictionary<GoldenId, PlanItem> matched, PlanExecution execution, CancellationToken cancellationToken)
    {
        var after = (await Store.ReadAggregatesAsync(Tenant, [.. planned.Select(p => p.GoldenId)], cancellationToken).ConfigureAwait(false)).ToDictionary(a => a.Golden.Id);
        foreach (var write in planned)
        {
            var row = after.GetValueOrDefault(write.GoldenId)?.Outbox.FirstOrDefault(o => o.Spoke == spoke.Spoke);
            execution.Set(matched[write.GoldenId], row switch
            {
                null => AppliedOutcome.Applied,
                { Flight: not null } => AppliedOutcome.Uncertain,
                { State: OutboxState.Parked } => AppliedOutcome.Refused,
                { State: OutboxState.Withheld } => AppliedOutcome.Deferred,
                // A precondition that failed: somebody was there first.
                { MustRead: true } => AppliedOutcome.Stale,
                { Cause.Length: > 0 } when row.NotBefore > _runtime.Now => AppliedOutcome.Deferred,
                _ => AppliedOutcome.Applied,
            });
        }
    }

    /// <summary>Gives back what was claimed and not sent.</summary>
    public async Task GiveBackAsync(PlanExecution execution, CancellationToken cancellationToken)
    {
        foreach (var chunk in execution.Held.Chunk(200))
        {
            var rows = (await Store.ReadAggregatesAsync(Tenant, [.. chunk.Select(r => r.GoldenId).Distinct()], cancellationToken).ConfigureAwait(false)).SelectMany(a => a.Outbox).ToDictionary(o => (o.GoldenId, o.Spoke));
            var batch = new StoreBatch { Tenant = Tenant };
            batch.PutOutbox.AddRange(chunk
                .Where(r => rows.TryGetValue((r.GoldenId, r.Spoke), out var now) && now.Fence == r.Fence && now.LeaseUntil is not null)
                .Select(r => rows[(r.GoldenId, r.Spoke)] with { LeaseUntil = null }));
            if (batch.PutOutbox.Count > 0)
            {
                // Who changed one of them meanwhile has it; the lease of the others ends by itself.
                await Store.CommitAsync(batch, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>What became of the items that no write carried out.</summary>
    public async Task<IReadOnlyList<AppliedItem>> ConcludeAsync(PlanExecution execution, CancellationToken cancellationToken)
    {
        var links = execution.Items.Where(i => i is { Kind: PlanItemKind.Link, Record: not null }).Select(i => i.Record!.Value).Distinct().ToArray();
        var linked = (await Store.ReadLinksAsync(Tenant, links, cancellationToken).ConfigureAwait(false)).Where(l => l.State == LinkState.Active).Select(l => l.Ref).ToHashSet();
        var view = await _runtime.ViewAsync(cancellationToken).ConfigureAwait(false);
        var items = new List<AppliedItem>();
        foreach (var item in execution.Items)
        {
            items.Add(new AppliedItem(item, execution.OutcomeOf(item) ?? item.Kind switch
            {
                PlanItemKind.Link => linked.Contains(item.Record!.Value) ? AppliedOutcome.Applied : AppliedOutcome.Stale,
                PlanItemKind.Unknown => AppliedOutcome.Unknown,
                _ when !PlanExecution.IsWrite(item) => AppliedOutcome.Open,
                _ => await MayGoAsync(view, item, cancellationToken).ConfigureAwait(false) ? AppliedOutcome.Stale : AppliedOutcome.Deferred,
            }));
        }

        return items;
    }

    private async Task<bool> MayGoAsync(EngineView view, PlanItem item, CancellationToken cancellationToken) =>
        view.Find(item.Spoke, item.Entity) is { IsLive: true, HasActiveMap: true } spoke && _runtime.Health.RestsUntil(item.Spoke.Connection, _runtime.Now) is null
        && !IsBlocked(item.Spoke.Connection, item.Entity) && !await IsPausedAsync(spoke, cancellationToken).ConfigureAwait(false);
}
