using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Engine;
using CrmErp.Sdk.Reconcile;
using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Operations;

/// <summary>The operations of one tenant. Decisions run through the same pure rules as everything else.</summary>
internal sealed partial class SyncOperations(EngineRuntime runtime, SyncEngine engine) : ISyncOperations
{
    private TenantId Tenant => runtime.Tenant;

    private ISyncStore Store => runtime.Store;

    public async Task<SyncStatus> GetStatusAsync(CancellationToken cancellationToken = default)
    {
        await engine.OpenAsync(cancellationToken).ConfigureAwait(false);
        var counts = await Store.CountAsync(Tenant, cancellationToken).ConfigureAwait(false);
        return new SyncStatus(counts, OpenQueues.Count(counts).ToDictionary(q => q.Key, q => (IReadOnlyDictionary<string, long>)q.Value));
    }

    public async Task<IReadOnlyList<OpenEntry>> ListOpenAsync(OpenEntryFilter? filter = null, CancellationToken cancellationToken = default)
    {
        filter ??= new OpenEntryFilter();
        Check(filter);
        await engine.OpenAsync(cancellationToken).ConfigureAwait(false);
        var entries = new List<OpenEntry>();
        var rows = await Store.ListOutboxAsync(Tenant, new OutboxFilter { Entity = filter.Entity, Spoke = filter.Spoke, Cause = filter.Cause, Problem = filter.Problem, Take = filter.Take }, cancellationToken).ConfigureAwait(false);
        entries.AddRange(rows.Select(Entry));
        var items = await Store.ListOpenItemsAsync(Tenant, new OpenItemFilter { Entity = filter.Entity, Spoke = filter.Spoke, Cause = filter.Cause, Problem = filter.Problem, Take = filter.Take }, cancellationToken).ConfigureAwait(false);
        entries.AddRange(await WithConflictsAsync([.. items.Select(i => (Entry: Entry(i), Item: (OpenItem?)i)).Where(e => e.Entry is not null).Select(e => (e.Entry!, e.Item))], cancellationToken).ConfigureAwait(false));
        if (filter.Queue is null or OpenQueue.Review && filter is { Cause: null, Problem: null })
        {
            await AddStagedAsync(entries, filter, cancellationToken).ConfigureAwait(false);
        }

        return [.. entries.Where(e => filter.Queue is null || e.Queue == filter.Queue).OrderBy(e => e.Since).Take(filter.Take)];
    }

    public async Task<OperationOutcome> ApproveFirstLoadAsync(string entity, OperationBy by, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(entity);
        ArgumentNullException.ThrowIfNull(by);
        await engine.OpenAsync(cancellationToken).ConfigureAwait(false);
        if (runtime.Definition.FindFlow(entity) is null)
        {
            return OperationOutcome.NotFound;
        }

        var view = await runtime.ViewAsync(cancellationToken).ConfigureAwait(false);
        var spokes = view.Context.SpokesOf(entity);
        if (spokes.All(s => s.IsLive))
        {
            return OperationOutcome.AlreadyClosed;
        }

        if (spokes.Any(s => s.Phase is FlowPhase.New or FlowPhase.Inventory))
        {
            // There is no complete report yet that could be approved.
            return OperationOutcome.Stale;
        }

        await engine.Steps.ApproveAsync(entity, by.Actor, cancellationToken).ConfigureAwait(false);
        return OperationOutcome.Resolved;
    }

    public Task<OperationOutcome> PauseAsync(PauseLevel level, OperationBy by, CancellationToken cancellationToken = default) =>
        SetPauseAsync(level, by, pause: true, cancellationToken);

    public Task<OperationOutcome> ResumeAsync(PauseLevel level, OperationBy by, CancellationToken cancellationToken = default) =>
        SetPauseAsync(level, by, pause: false, cancellationToken);

    public async Task<OperationOutcome> SyncRecordAsync(string entity, RecordRef record, OperationBy by, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(entity);
        ArgumentNullException.ThrowIfNull(by);
        ArgumentException.ThrowIfNullOrWhiteSpace(record.Id, nameof(record));
        await engine.OpenAsync(cancellationToken).ConfigureAwait(false);
        var view = await runtime.ViewAsync(cancellationToken).ConfigureAwait(false);
        if (view.Context.SpokeOfObject(entity, record.Spoke, record.Object) is null)
        {
            return OperationOutcome.NotFound;
        }

        var batch = new StoreBatch { Tenant = Tenant };
        batch.PutHints.Add(new HintRow { Ref = record, Entity = entity, Reason = "person", NotBefore = runtime.Now, Since = runtime.Now, Lane = 0 });
        batch.Audit.Add(Audit("sync-requested", entity, null, null, by));
        await Store.CommitAsync(batch, cancellationToken).ConfigureAwait(false);
        return OperationOutcome.Resolved;
    }

    private async Task<OperationOutcome> SetPauseAsync(PauseLevel level, OperationBy by, bool pause, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(level);
        ArgumentNullException.ThrowIfNull(by);
        if (!IsKnown(level))
        {
            return OperationOutcome.NotFound;
        }

        await engine.OpenAsync(cancellationToken).ConfigureAwait(false);
        if (level.OfRecord is { } record && (await Store.ReadAggregatesAsync(Tenant, [record], cancellationToken).ConfigureAwait(false)).Count == 0)
        {
            return OperationOutcome.NotFound;
        }

        var known = (await Store.ReadSettingsAsync(Tenant, level.Name, cancellationToken).ConfigureAwait(false)).FirstOrDefault(s => s.Name == level.Name);
        if (pause == (known is not null))
        {
            return OperationOutcome.AlreadyClosed;
        }

        var batch = new StoreBatch { Tenant = Tenant };
        if (pause)
        {
            batch.PutSettings.Add(new SettingRow(level.Name, DetailCodec.Text("by", by.Actor), 0));
        }
        else
        {
            batch.RemoveSettings.Add(level.Name);
        }

        batch.Audit.Add(Audit(pause ? "paused" : "resumed", "", null, level.Name, by));
        if (!(await Store.CommitAsync(batch, cancellationToken).ConfigureAwait(false)).Succeeded)
        {
            return OperationOutcome.Stale;
        }

        if (!pause && level is { OnConnection: { } connection, OfRecord: { } golden })
        {
            await engine.Steps.ReleasePausedAsync(connection, golden, cancellationToken).ConfigureAwait(false);
        }

        return OperationOutcome.Resolved;
    }

    private async Task AddStagedAsync(List<OpenEntry> entries, OpenEntryFilter filter, CancellationToken cancellationToken)
    {
        foreach (var flow in runtime.Definition.Flows.Where(f => filter.Entity is null || f.Entity.Name == filter.Entity))
        {
            RecordRef? after = null;
            while (entries.Count < filter.Take && await Store.ScanStageAsync(Tenant, flow.Entity.Name, after, 500, cancellationToken).ConfigureAwait(false) is { Count: > 0 } page)
            {
                after = page[^1].Ref;
                entries.AddRange(page.Where(r => r.Record is not null && (filter.Spoke is null || r.Ref.Spoke == filter.Spoke)).Select(r => new OpenEntry
                {
                    Queue = OpenQueue.Review,
                    Entity = r.Entity,
                    Spoke = r.Ref.Spoke,
                    Record = r.Ref,
                    Cause = "Staged",
                    Since = runtime.Now,
                    Sequence = r.Sequence,
                }));
            }
        }
    }

    private static OpenEntry Entry(OutboxRow row) => new()
    {
        Queue = OpenQueues.Of(row.State, row.Flight is not null, row.Cause),
        Entity = row.Entity,
        Spoke = row.Spoke,
        GoldenId = row.GoldenId,
        Cause = row.Cause.Length == 0 ? "Due" : row.Cause,
        Problem = row.Problem,
        Detail = row.Detail,
        Since = row.Since,
        Sequence = row.Fence,
    };

    private static OpenEntry? Entry(OpenItem item) => OpenQueues.Of(item.Kind) is not { } queue ? null : new OpenEntry
    {
        Queue = queue,
        Entity = item.Entity,
        Spoke = item.Spoke,
        GoldenId = item.GoldenId,
        Record = item.Ref,
        Group = item.Group,
        Cause = item.Cause,
        Problem = item.Problem,
        Detail = item.Detail,
        Since = item.Since,
        Sequence = item.Sequence,
    };

    private AuditRow Audit(string kind, string entity, GoldenId? golden, string? field, OperationBy by) => new()
    {
        At = runtime.Now,
        Kind = kind,
        Entity = entity,
        GoldenId = golden,
        Field = field,
        Actor = by.Actor,
        Detail = DetailCodec.Decision(by.Reason),
        RunId = runtime.RunId,
    };
}
