using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Reconcile;
using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Operations;

// Open work by cause, and its replay.
internal sealed partial class SyncOperations
{
    private const int Page = 500;
    private const int SampleSize = 3;

    public async Task<IReadOnlyList<SyncProblem>> ListProblemsAsync(OpenEntryFilter? filter = null, CancellationToken cancellationToken = default)
    {
        filter ??= new OpenEntryFilter();
        Check(filter);
        await engine.OpenAsync(cancellationToken).ConfigureAwait(false);
        var problems = new List<SyncProblem>();
        for (var skip = 0; problems.Count < filter.Take; skip += Page)
        {
            var rows = await Store.ListProblemsAsync(Tenant, new ProblemFilter { Entity = filter.Entity, Spoke = filter.Spoke, Cause = filter.Cause, Problem = filter.Problem, Skip = skip, Take = Page }, cancellationToken).ConfigureAwait(false);
            foreach (var row in rows.Where(r => Queue(r) is { } queue && (filter.Queue ?? queue) == queue).Take(filter.Take - problems.Count))
            {
                if (await ProblemAsync(row, cancellationToken).ConfigureAwait(false) is { } problem)
                {
                    problems.Add(problem);
                }
            }

            if (rows.Count < Page)
            {
                break;
            }
        }

        return problems;
    }

    public async Task<long> ReplayAsync(OpenEntryFilter filter, OperationBy by, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentNullException.ThrowIfNull(by);
        Check(filter);
        await engine.OpenAsync(cancellationToken).ConfigureAwait(false);
        var count = filter.Queue is null or OpenQueue.Parked or OpenQueue.Review ? await ReplayRowsAsync(filter, by, cancellationToken).ConfigureAwait(false) : 0;
        count += filter.Queue is null or OpenQueue.Parked ? await ReplayRecordsAsync(filter, by, cancellationToken).ConfigureAwait(false) : 0;
        count += filter.Queue is null or OpenQueue.Withheld ? await ReplayWorkflowsAsync(filter, by, cancellationToken).ConfigureAwait(false) : 0;
        return count;
    }

    public async Task<OperationOutcome> ReplayAsync(OpenEntry entry, OperationBy by, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentNullException.ThrowIfNull(by);
        await engine.OpenAsync(cancellationToken).ConfigureAwait(false);
        return entry switch
        {
            { Queue: OpenQueue.Parked, Record: not null } => await ReplayRecordAsync(entry, by, cancellationToken).ConfigureAwait(false),
            { Queue: OpenQueue.Parked or OpenQueue.Review, GoldenId: { } id } => await ReplayRowAsync(entry, id, by, cancellationToken).ConfigureAwait(false),
            { Queue: OpenQueue.Withheld, GoldenId: { } id, Group.Length: > 0 } => await ReplayWorkflowAsync(entry, id, by, cancellationToken).ConfigureAwait(false),
            _ => throw new ArgumentException($"A '{entry.Queue}' entry with the cause '{entry.Cause}' cannot be replayed: it waits for {(entry.Queue is OpenQueue.Waiting or OpenQueue.Deferred ? "others" : "a decision of its own")}.", nameof(entry)),
        };
    }

    private static OpenQueue? Queue(ProblemRow row) => row.Kind is { } kind ? OpenQueues.Of(kind) : OpenQueues.Of(row.State!.Value, inFlight: false, row.Cause);

    private async Task<SyncProblem?> ProblemAsync(ProblemRow row, CancellationToken cancellationToken)
    {
        IEnumerable<OpenEntry?> sample = row.Kind is { } kind
            ? (await Store.ListOpenItemsAsync(Tenant, new OpenItemFilter { Kind = kind, Entity = row.Entity, Spoke = row.Spoke, Cause = row.Cause, Problem = row.Problem, Take = SampleSize }, cancellationToken).ConfigureAwait(false)).Select(Entry)
            : (await Store.ListOutboxAsync(Tenant, new OutboxFilter { State = row.State, Entity = row.Entity, Spoke = row.Spoke, Cause = row.Cause, Problem = row.Problem, Take = SampleSize }, cancellationToken).ConfigureAwait(false)).Select(Entry);
        OpenEntry[] entries = [.. sample.OfType<OpenEntry>()];
        // It may have ended between the count and the sample.
        return entries.Length == 0 ? null : new SyncProblem
        {
            Problem = row.Problem,
            Queue = Queue(row)!.Value,
            Entity = row.Entity,
            Spoke = row.Spoke,
            Cause = row.Cause,
            Count = row.Count,
            Since = row.Since,
            Sample = entries,
            Summary = ProblemWords.Summary(entries[0]),
            Hint = ProblemWords.Hint(entries[0]),
        };
    }

    // The store releases them without anybody reading them: ten thousand rows are one statement and one audit entry.
    private async Task<long> ReplayRowsAsync(OpenEntryFilter filter, OperationBy by, CancellationToken cancellationToken)
    {
        var counts = await Store.CountAsync(Tenant, cancellationToken).ConfigureAwait(false);
        var causes = counts.Outbox
            .Where(o => o is { State: OutboxState.Parked, InFlight: false } && (filter.Entity is null || filter.Entity == o.Entity) && (filter.Spoke is null || filter.Spoke == o.Spoke) && (filter.Cause is null || filter.Cause == o.Cause))
            .Where(o => (filter.Queue ?? OpenQueues.Of(o.State, false, o.Cause)) == OpenQueues.Of(o.State, false, o.Cause) && OpenQueues.Of(o.State, false, o.Cause) != OpenQueue.Unknown)
            .ToArray();
        var batch = new StoreBatch { Tenant = Tenant };
        var released = 0L;
        foreach (var cause in causes)
        {
            var count = filter.Problem is null ? cause.Count : await CountAsync(cause.Entity, cause.Spoke, cause.Cause, filter.Problem, cancellationToken).ConfigureAwait(false);
            if (count > 0)
            {
                released += count;
                batch.Releases.Add(new ParkedRelease(cause.Spoke, cause.Entity, cause.Cause, filter.Problem));
                batch.Audit.Add(Audit("replayed", cause.Entity, null, null, by) with { Origin = cause.Spoke.ToString(), Rule = cause.Cause });
            }
        }

        if (!batch.IsEmpty)
        {
            await Store.CommitAsync(batch, cancellationToken).ConfigureAwait(false);
        }

        return released;
    }

    private async Task<long> CountAsync(string entity, SpokeId spoke, string cause, string problem, CancellationToken cancellationToken) =>
        (await Store.ListProblemsAsync(Tenant, new ProblemFilter { Entity = entity, Spoke = spoke, Cause = cause, Problem = problem }, cancellationToken).ConfigureAwait(false)).Where(p => p.State == OutboxState.Parked).Sum(p => p.Count);

    private Task<long> ReplayRecordsAsync(OpenEntryFilter filter, OperationBy by, CancellationToken cancellationToken) =>
        EachItemAsync(OpenItemKind.ParkedRecord, filter, async items =>
        {
            var batch = new StoreBatch { Tenant = Tenant };
            foreach (var item in items.Where(i => i.Ref is not null))
            {
                batch.PutHints.Add(Hint(item.Ref!.Value, item.Entity));
            }

            batch.Audit.Add(Audit("replayed", items[0].Entity, null, null, by) with { Origin = items[0].Spoke.ToString(), Rule = items[0].Cause });
            await Store.CommitAsync(batch, cancellationToken).ConfigureAwait(false);
        }, cancellationToken);

    private Task<long> ReplayWorkflowsAsync(OpenEntryFilter filter, OperationBy by, CancellationToken cancellationToken) =>
        EachItemAsync(OpenItemKind.HeldWorkflow, filter, items => LookAgainAsync([.. items.Select(i => i.GoldenId).OfType<GoldenId>().Distinct()], items[0].Entity, by, cancellationToken), cancellationToken);

    // All pages are read before anything is done: what is done may end items.
    private async Task<long> EachItemAsync(OpenItemKind kind, OpenEntryFilter filter, Func<OpenItem[], Task> replay, CancellationToken cancellationToken)
    {
        var items = new List<OpenItem>();
        for (var skip = 0; ; skip += Page)
        {
            var page = await Store.ListOpenItemsAsync(Tenant, new OpenItemFilter { Kind = kind, Entity = filter.Entity, Spoke = filter.Spoke, Cause = filter.Cause, Problem = filter.Problem, Skip = skip, Take = Page }, cancellationToken).ConfigureAwait(false);
            items.AddRange(page.Select(i => i with { Detail = "" }));
            if (page.Count < Page)
            {
                break;
            }
        }

        foreach (var group in items.GroupBy(i => (i.Entity, i.Spoke, i.Cause)))
        {
            foreach (var chunk in group.Chunk(Page))
            {
                await replay(chunk).ConfigureAwait(false);
            }
        }

        return items.Count;
    }

    private async Task LookAgainAsync(GoldenId[] causes, string entity, OperationBy by, CancellationToken cancellationToken)
    {
        var view = await runtime.ViewAsync(cancellationToken).ConfigureAwait(false);
        await runtime.NewPass(view).RunAsync(
            causes.Select(c => (Need)new Need.Golden(c)),
            scope => scope.Each(causes, c => LookAgain(scope, c)),
            batch => batch.Audit.Add(Audit("replayed", entity, causes.Length == 1 ? causes[0] : null, null, by) with { Rule = "workflow" }),
            cancellationToken).ConfigureAwait(false);
    }

    private static void LookAgain(PassScope scope, GoldenId cause)
    {
        if (scope.Set.TryGolden(cause) is { IsLive: true } golden)
        {
            golden.NeedsWorkflows = true;
            golden.MarkDirty();
        }
    }

    private async Task<OperationOutcome> ReplayRowAsync(OpenEntry entry, GoldenId id, OperationBy by, CancellationToken cancellationToken)
    {
        var aggregates = await Store.ReadAggregatesAsync(Tenant, [id], cancellationToken).ConfigureAwait(false);
        if (aggregates.FirstOrDefault(a => a.Golden.Id == id) is not { } aggregate || aggregate.Golden.Entity != entry.Entity)
        {
            return OperationOutcome.NotFound;
        }

        if (aggregate.Outbox.FirstOrDefault(o => o.Spoke == entry.Spoke) is not { State: OutboxState.Parked, Flight: null } row)
        {
            return OperationOutcome.AlreadyClosed;
        }

        if (row.Fence != entry.Sequence || row.Problem != entry.Problem)
        {
            return OperationOutcome.Stale;
        }

        var batch = new StoreBatch { Tenant = Tenant };
        batch.OutboxFences.Add(new OutboxFence(id, row.Spoke, row.Fence));
        batch.Releases.Add(new ParkedRelease(row.Spoke, row.Entity, row.Cause, row.Problem, id));
        batch.Audit.Add(Audit("replayed", row.Entity, id, null, by) with { Origin = row.Spoke.ToString(), Rule = row.Cause });
        return (await Store.CommitAsync(batch, cancellationToken).ConfigureAwait(false)).Succeeded ? OperationOutcome.Resolved : OperationOutcome.Stale;
    }

    private async Task<OperationOutcome> ReplayRecordAsync(OpenEntry entry, OperationBy by, CancellationToken cancellationToken)
    {
        var items = await Store.ReadOpenItemsAsync(Tenant, [entry.Record!.Value], cancellationToken).ConfigureAwait(false);
        if (items.FirstOrDefault(i => i.Kind == OpenItemKind.ParkedRecord && i.Entity == entry.Entity) is not { } item)
        {
            return OperationOutcome.AlreadyClosed;
        }

        if (item.Sequence != entry.Sequence)
        {
            return OperationOutcome.Stale;
        }

        var batch = new StoreBatch { Tenant = Tenant };
        batch.PutHints.Add(Hint(item.Ref!.Value, item.Entity));
        batch.Audit.Add(Audit("replayed", item.Entity, null, null, by) with { Origin = item.Spoke.ToString(), Rule = item.Cause });
        await Store.CommitAsync(batch, cancellationToken).ConfigureAwait(false);
        return OperationOutcome.Resolved;
    }

    private async Task<OperationOutcome> ReplayWorkflowAsync(OpenEntry entry, GoldenId id, OperationBy by, CancellationToken cancellationToken)
    {
        var held = (await Store.ListOpenItemsAsync(Tenant, new OpenItemFilter { Kind = OpenItemKind.HeldWorkflow, Entity = entry.Entity, GoldenId = id }, cancellationToken).ConfigureAwait(false)).FirstOrDefault(i => i.Group == entry.Group);
        if (held is null)
        {
            return OperationOutcome.AlreadyClosed;
        }

        if (held.Sequence != entry.Sequence)
        {
            return OperationOutcome.Stale;
        }

        await LookAgainAsync([id], entry.Entity, by, cancellationToken).ConfigureAwait(false);
        return OperationOutcome.Resolved;
    }

    private HintRow Hint(RecordRef record, string entity) => new() { Ref = record, Entity = entity, Reason = "person", NotBefore = runtime.Now, Since = runtime.Now, Lane = 0 };
}
