using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Reconcile;

/// <summary>
/// Runs the pure rules over a batch until everything they ask for is loaded, then commits. What is missing is loaded for the whole
/// batch in a few queries and the rules start again; so they do when a commit finds that a presumption does not hold any more.
/// </summary>
internal sealed class Pass(ISyncStore store, ReconcileContext context, IReadOnlyList<IWorkflowStep> workflows, Func<WorkingSet, Reconciler> rules, Action<WorkflowFailure>? failed = null)
{
    /// <summary>The code of a step that ended because another map version became active meanwhile.</summary>
    public const string MapMoved = "CES5011";

    // Each round loads one more step of a chain of dependencies; documents refer to accounts refer to parents ...
    private const int MaxRounds = 64;
    private const int MaxConflicts = 10;

    private readonly HashSet<Need> _needs = [];

    public ReconcileContext Context { get; } = context;

    /// <summary>Runs and commits.</summary>
    /// <param name="prefetch">What is known to be needed.</param>
    /// <param name="body">The rules; called again from the start after every load.</param>
    /// <param name="finish">Adds the step's own changes (cursor, fences) to the batch.</param>
    /// <param name="cancellationToken">Ends the pass before its commit.</param>
    /// <returns>The commit's sequence; 0 when there was nothing to store; null when the batch's own fences were lost.</returns>
    public async Task<long?> RunAsync(IEnumerable<Need> prefetch, Action<PassScope> body, Action<StoreBatch>? finish, CancellationToken cancellationToken)
    {
        Need[] first = [.. prefetch];
        string? conflict = null;
        for (var attempt = 0; attempt < MaxConflicts; attempt++)
        {
            var (batch, failures) = await BuildAsync(first, body, finish, cancellationToken).ConfigureAwait(false);
            if (batch.IsEmpty)
            {
                return 0;
            }

            var result = await store.CommitAsync(batch, cancellationToken).ConfigureAwait(false);
            if (result.Succeeded)
            {
                foreach (var failure in failures.All)
                {
                    failed?.Invoke(failure);
                }

                return result.Sequence;
            }

            await ThrowIfMapMovedAsync(batch, cancellationToken).ConfigureAwait(false);
            conflict = result.Conflict;
        }

        throw new StoreException("CES5010", $"A batch could not be committed in {MaxConflicts} tries because others kept changing what it builds on ({conflict}). It will be tried again.");
    }

    /// <summary>Runs without committing: what the rules would do is looked at and forgotten.</summary>
    /// <param name="prefetch">What is known to be needed.</param>
    /// <param name="body">The rules; called again from the start after every load.</param>
    /// <param name="look">Looks at the outcome; it may run further rules, and starts again with the body when they miss something.</param>
    /// <param name="cancellationToken">Ends the pass.</param>
    public async Task PreviewAsync(IEnumerable<Need> prefetch, Action<PassScope> body, Action<PassScope> look, CancellationToken cancellationToken) =>
        await CloseAsync([.. prefetch], body, look, cancellationToken).ConfigureAwait(false);

    private async Task<(StoreBatch Batch, WorkflowFailures Failures)> BuildAsync(Need[] prefetch, Action<PassScope> body, Action<StoreBatch>? finish, CancellationToken cancellationToken)
    {
        var scope = await CloseAsync(prefetch, body, look: null, cancellationToken).ConfigureAwait(false);
        var batch = new StoreBatch { Tenant = Context.Tenant };
        scope.Set.Collect(batch);
        finish?.Invoke(batch);
        PresumeMaps(batch);
        return (batch, scope.Failures);
    }

    // R56: shadows and flights are made with a map; what another version made meanwhile is not stored.
    private void PresumeMaps(StoreBatch batch)
    {
        HashSet<(SpokeId Spoke, string Entity)>? made = null;
        foreach (var link in batch.PutLinks)
        {
            (made ??= []).Add((link.Ref.Spoke, link.Entity));
        }

        foreach (var row in batch.PutOutbox.Where(o => o.Flight is not null))
        {
            (made ??= []).Add((row.Spoke, row.Entity));
        }

        foreach (var (spokeId, entity) in made ?? [])
        {
            if (Context.SpokeOf(entity, spokeId) is { Maps: { IsProposed: false, ActiveHash: { } hash } } && !batch.ActiveMaps.Exists(m => m.Connection == spokeId.Connection && m.Entity == entity))
            {
                batch.ActiveMaps.Add(new ActiveMap(spokeId.Connection, entity, hash));
            }
        }
    }

    private async Task ThrowIfMapMovedAsync(StoreBatch batch, CancellationToken cancellationToken)
    {
        if (batch.ActiveMaps.Count == 0)
        {
            return;
        }

        var maps = await store.ReadMapsAsync(Context.Tenant, cancellationToken).ConfigureAwait(false);
        if (batch.ActiveMaps.Find(a => !maps.Any(m => m.Connection == a.Connection && m.Entity == a.Entity && m.Hash == a.Hash && m.State == "active")) is { Entity: not null } moved)
        {
            throw new StoreException(MapMoved, $"The map of {moved.Entity} on '{moved.Connection}' was replaced while it was worked with. Nothing was stored; a process with the active map goes on.");
        }
    }

    // Runs the rules until nothing is missing any more.
    private async Task<PassScope> CloseAsync(Need[] prefetch, Action<PassScope> body, Action<PassScope>? look, CancellationToken cancellationToken)
    {
        var loaded = new LoadedState();
        var ids = new IdTape(Context.NewId);
        var failures = new WorkflowFailures();
        await loaded.LoadAsync(store, Context.Tenant, prefetch, cancellationToken).ConfigureAwait(false);
        await loaded.ExpandAsync(store, Context.Tenant, cancellationToken).ConfigureAwait(false);
        for (var round = 0; round < MaxRounds; round++)
        {
            _needs.Clear();
            ids.Rewind();
            var set = new WorkingSet(Context, loaded, ids);
            var scope = new PassScope(set, rules(set), _needs, failures);
            scope.Try(() => body(scope));
            if (_needs.Count == 0)
            {
                RunWorkflows(scope);
                if (failures.Settle(missed: _needs.Count > 0))
                {
                    // Nothing of a half-done workflow stays: everything runs again, and what failed is held instead of run.
                    continue;
                }
            }

            if (_needs.Count == 0)
            {
                RefreshRows(scope);
            }

            if (_needs.Count == 0 && look is not null)
            {
                scope.Try(() => look(scope));
            }

            if (_needs.Count == 0)
            {
                return scope;
            }

            await loaded.LoadAsync(store, Context.Tenant, [.. _needs], cancellationToken).ConfigureAwait(false);
        }

        throw new InvalidOperationException($"The rules still asked for more after {MaxRounds} loads.");
    }

    // A workflow's change may start others; each record is looked at once per change.
    private void RunWorkflows(PassScope scope)
    {
        for (var wave = 0; wave < MaxRounds; wave++)
        {
            GoldenWork[] changed = [.. scope.Set.Touched.Where(g => g is { NeedsWorkflows: true, IsLive: true }).OrderBy(g => g.Id)];
            if (changed.Length == 0)
            {
                return;
            }

            foreach (var golden in changed)
            {
                golden.NeedsWorkflows = false;
                foreach (var workflow in workflows.Where(w => string.Equals(w.Entity, golden.Entity.Name, StringComparison.Ordinal)))
                {
                    if (wave == MaxRounds - 1)
                    {
                        scope.Failures.Add(new WorkflowFailure(golden.Id, workflow.Name, golden.Entity.Name, History: false, new WorkflowCircleException()));
                    }
                    else
                    {
                        scope.Try(() => workflow.Run(scope, golden));
                    }
                }
            }
        }
    }

    private static void RefreshRows(PassScope scope)
    {
        foreach (var golden in scope.Set.Touched.Where(g => g.NeedsRefresh).ToArray())
        {
            scope.Try(() => scope.Rules.Refresh(golden));
        }
    }
}

/// <summary>
/// Hands out the identities of new golden records, the same ones again in every round: what is asked about a new record, or derived
/// from its identity, would else be asked about another one each time, and never be loaded.
/// </summary>
internal sealed class IdTape(Func<Guid> newId)
{
    private readonly List<Guid> _issued = [];
    private int _next;

    public void Rewind() => _next = 0;

    public Guid Next()
    {
        if (_next == _issued.Count)
        {
            _issued.Add(newId());
        }

        return _issued[_next++];
    }
}

/// <summary>One run of the rules over one batch.</summary>
internal sealed class PassScope(WorkingSet set, Reconciler rules, HashSet<Need> needs, WorkflowFailures failures)
{
    /// <summary>The workflows that failed in an earlier round: they are held instead of run.</summary>
    public WorkflowFailures Failures { get; } = failures;

    public WorkingSet Set { get; } = set;

    public Reconciler Rules { get; } = rules;

    /// <summary>Runs a part; what it misses is noted, and the others go on, so that one load serves all.</summary>
    public void Try(Action part)
    {
        try
        {
            part();
        }
        catch (WorkingSetMissException miss)
        {
            needs.Add(miss.Need);
        }
    }

    public void Each<T>(IEnumerable<T> items, Action<T> part)
    {
        foreach (var item in items)
        {
            Try(() => part(item));
        }
    }
}

/// <summary>A workflow as the pass runs it.</summary>
internal interface IWorkflowStep
{
    string Name { get; }

    string Entity { get; }

    void Run(PassScope scope, GoldenWork golden);
}
