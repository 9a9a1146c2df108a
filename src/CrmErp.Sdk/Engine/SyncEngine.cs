using System.Diagnostics;
using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Diagnostics;
using CrmErp.Sdk.Reconcile;
using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Engine;

/// <summary>Drives the steps of one tenant, one after the other, until nothing is due.</summary>
internal sealed partial class SyncEngine(EngineRuntime runtime) : ISyncEngine
{
    private readonly EngineSteps _steps = new(runtime);
    private int _running;
    private bool _opened;

    public EngineSteps Steps => _steps;

    public async Task<MatchReport> GetMatchReportAsync(string entity, CancellationToken cancellationToken = default)
    {
        if (runtime.Definition.FindFlow(entity) is null)
        {
            throw new ArgumentException($"No flow carries '{entity}'. Flows: {string.Join(", ", runtime.Definition.Flows.Select(f => f.Entity.Name))}.", nameof(entity));
        }

        await OpenAsync(cancellationToken).ConfigureAwait(false);
        return await _steps.MatchReportAsync(entity, cancellationToken).ConfigureAwait(false);
    }

    public async Task<SyncPlan> PlanAsync(PlanOptions? options = null, CancellationToken cancellationToken = default)
    {
        await OpenAsync(cancellationToken).ConfigureAwait(false);
        return await _steps.PlanRunAsync(options ?? new PlanOptions(), cancellationToken).ConfigureAwait(false);
    }

    public async Task<MapChangePlan> PlanMapChangeAsync(MapChangeOptions? options = null, CancellationToken cancellationToken = default)
    {
        await OpenAsync(cancellationToken).ConfigureAwait(false);
        return await _steps.PlanMapsAsync(options ?? new MapChangeOptions(), cancellationToken).ConfigureAwait(false);
    }

    public async Task<OperationOutcome> ActivateMapChangeAsync(MapChangePlan plan, OperationBy by, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(by);
        await OpenAsync(cancellationToken).ConfigureAwait(false);
        return await _steps.ActivateAsync(plan, by, cancellationToken).ConfigureAwait(false);
    }

    public Task<ApplyResult> ApplyAsync(SyncPlan plan, OperationBy by, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(by);
        return plan.Summary.Items == plan.Items.Count
            ? AloneAsync(() => ApplyCoreAsync(plan, by, cancellationToken))
            : throw new ArgumentException($"The plan keeps {plan.Items.Count} of {plan.Summary.Items} items: what it does not keep cannot be carried out. Plan again with a larger MaxItems.", nameof(plan));
    }

    public Task<RunResult> RunOnceAsync(RunOptions? options = null, CancellationToken cancellationToken = default) =>
        AloneAsync(() => RunCoreAsync(options ?? new RunOptions(), cancellationToken));

    private async Task<T> AloneAsync<T>(Func<Task<T>> run)
    {
        if (Interlocked.Exchange(ref _running, 1) == 1)
        {
            throw new InvalidOperationException("A run is going on in this process. Await it, or leave running to the background service.");
        }

        try
        {
            return await run().ConfigureAwait(false);
        }
        finally
        {
            Volatile.Write(ref _running, 0);
        }
    }

    /// <summary>Opens the store and prepares the streams, once per process.</summary>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        if (!_opened)
        {
            await runtime.Store.OpenAsync(cancellationToken).ConfigureAwait(false);
            await _steps.PrepareAsync(cancellationToken).ConfigureAwait(false);
            _opened = true;
        }
    }

    public async Task<IReadOnlyList<ConnectionReport>> CheckAsync(CancellationToken cancellationToken = default)
    {
        await OpenAsync(cancellationToken).ConfigureAwait(false);
        return await _steps.CheckAsync(again: true, cancellationToken).ConfigureAwait(false);
    }

    private async Task<RunResult> RunCoreAsync(RunOptions options, CancellationToken cancellationToken)
    {
        using var span = CrmErpDiagnostics.Source.StartActivity(CrmErpDiagnostics.RunSpan);
        var started = runtime.Now;
        runtime.RunId = runtime.NewId();
        span?.SetTag(CrmErpDiagnostics.RunIdTag, runtime.RunId.ToString("n"));
        runtime.Counts.Clear();
        await OpenAsync(cancellationToken).ConfigureAwait(false);
        await _steps.CheckAsync(again: false, cancellationToken).ConfigureAwait(false);
        await _steps.ReleaseApprovedAsync(cancellationToken).ConfigureAwait(false);
        await StoreRunAsync(options, started, null, "running", cancellationToken).ConfigureAwait(false);
        var view = await runtime.ViewAsync(cancellationToken).ConfigureAwait(false);
        FlowSpoke[] spokes = [.. view.Spokes.Where(s => options.Entities?.Contains(s.Flow.Entity.Name) ?? true)];
        await ResetAsync(options, view, spokes, cancellationToken).ConfigureAwait(false);
        var outcome = "failed";
        try
        {
            while (await RoundAsync(options, spokes, cancellationToken).ConfigureAwait(false))
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            outcome = "completed";
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            outcome = "partial";
            throw;
        }
        finally
        {
            runtime.Instruments.RunEnded(runtime.Now - started, outcome);
            span?.SetTag(CrmErpDiagnostics.OutcomeTag, outcome).SetStatus(outcome == "failed" ? ActivityStatusCode.Error : ActivityStatusCode.Unset);
            await StoreRunAsync(options, started, runtime.Now, outcome, CancellationToken.None).ConfigureAwait(false);
        }

        return await ResultAsync(started, spokes, cancellationToken).ConfigureAwait(false);
    }

    private async Task ResetAsync(RunOptions options, EngineView view, FlowSpoke[] spokes, CancellationToken cancellationToken)
    {
        var batch = new StoreBatch { Tenant = runtime.Tenant };
        foreach (var spoke in spokes)
        {
            if (view.Stream(spoke) is not { } stream)
            {
                continue;
            }

            var next = stream with
            {
                NextDue = options.PollNow || options.ResetCursors ? null : stream.NextDue,
                Cursor = options.ResetCursors && stream.Phase == FlowPhase.Live ? null : stream.Cursor,
                Checkpoints = options.Sweep && stream.Phase == FlowPhase.Live
                    ? (Checkpoints.Read(stream.Checkpoints) with { Sweeping = true, Sweep = null, SweepAfter = null, SweepListed = 0 }).Write()
                    : stream.Checkpoints,
            };
            if (next != stream)
            {
                batch.PutStreams.Add(next);
            }
        }

        if (!batch.IsEmpty)
        {
            await runtime.Store.CommitAsync(batch, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<bool> RoundAsync(RunOptions options, FlowSpoke[] spokes, CancellationToken cancellationToken)
    {
        var worked = false;
        worked |= await EachAsync("inventory", spokes, _steps.InventoryAsync, options, cancellationToken).ConfigureAwait(false);
        worked |= await EachAsync("feed", spokes, _steps.CaptureAsync, options, cancellationToken).ConfigureAwait(false);
        worked |= await EachAsync("hints", spokes, _steps.HydrateAsync, options, cancellationToken).ConfigureAwait(false);
        foreach (var entity in spokes.Select(s => s.Flow.Entity.Name).Distinct())
        {
            worked |= await DrainAsync("bind", entity, "", () => _steps.BindAsync(entity, cancellationToken), options, cancellationToken).ConfigureAwait(false);
        }

        foreach (var entity in spokes.Select(s => s.Flow.Entity.Name).Distinct())
        {
            worked |= await DrainAsync("workflows", entity, "", () => _steps.WakeHeldAsync(entity, cancellationToken), options, cancellationToken).ConfigureAwait(false);
        }

        if (!options.ReadOnly)
        {
            worked |= await EachAsync("seed", spokes, _steps.SeedAsync, options, cancellationToken).ConfigureAwait(false);
            worked |= await EachAsync("deliver", spokes, _steps.DeliverAsync, options, cancellationToken).ConfigureAwait(false);
        }

        foreach (var spoke in spokes)
        {
            // One page, then everything else again: a long backfill holds up nothing.
            var step = await _steps.BackfillAsync(spoke.Spoke, spoke.Flow.Entity.Name, cancellationToken).ConfigureAwait(false);
            worked |= step.DidWork;
            if (step.DidWork)
            {
                options.Progress?.Report(new SyncProgress("backfill", spoke.Flow.Entity.Name, spoke.Spoke.ToString(), step.Records));
            }
        }

        worked |= await EachAsync("sweep", spokes, _steps.SweepAsync, options, cancellationToken).ConfigureAwait(false);
        return worked;
    }

    private static async Task<bool> EachAsync(string phase, FlowSpoke[] spokes, Func<SpokeId, string, CancellationToken, Task<StepResult>> step, RunOptions options, CancellationToken cancellationToken)
    {
        var worked = false;
        foreach (var spoke in spokes)
        {
            var entity = spoke.Flow.Entity.Name;
            worked |= await DrainAsync(phase, entity, spoke.Spoke.ToString(), () => step(spoke.Spoke, entity, cancellationToken), options, cancellationToken).ConfigureAwait(false);
        }

        return worked;
    }

    private static async Task<bool> DrainAsync(string phase, string entity, string spoke, Func<Task<StepResult>> step, RunOptions options, CancellationToken cancellationToken)
    {
        var worked = false;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var result = await StepAsync(step).ConfigureAwait(false);
            if (!result.DidWork)
            {
                return worked;
            }

            worked = true;
            options.Progress?.Report(new SyncProgress(phase, entity, spoke, result.Records));
        }
    }

    // R56: what another map version overtook is left to the processes that have it.
    private static async Task<StepResult> StepAsync(Func<Task<StepResult>> step)
    {
        try
        {
            return await step().ConfigureAwait(false);
        }
        catch (StoreException error) when (error.Code == Pass.MapMoved)
        {
            return StepResult.Idle;
        }
    }

    private async Task<RunResult> ResultAsync(DateTimeOffset started, FlowSpoke[] spokes, CancellationToken cancellationToken)
    {
        var counts = await runtime.Store.CountAsync(runtime.Tenant, cancellationToken).ConfigureAwait(false);
        var view = await runtime.ViewAsync(cancellationToken).ConfigureAwait(false);
        runtime.Instruments.Look(counts, view.Streams.Values);
        var waiting = new List<string>();
        foreach (var flow in spokes.Select(s => s.Flow).Distinct())
        {
            var members = view.Context.SpokesOf(flow.Entity.Name);
            if (members.Any(m => !m.IsLive) && members.All(m => m.Phase is not (FlowPhase.New or FlowPhase.Inventory))
                && await _steps.ReadApprovalAsync(flow.Entity.Name, cancellationToken).ConfigureAwait(false) is null)
            {
                waiting.Add(flow.Entity.Name);
            }
        }

        // What is held by a change of its map needs a person, not time.
        var held = view.Spokes.Where(s => !s.HasActiveMap || s.Flow.Mode == SyncMode.Off).Select(s => (s.Flow.Entity.Name, s.Spoke)).ToHashSet();
        var deferred = counts.Outbox.Any(o => (o.State == OutboxState.Due || (o.InFlight && o.State != OutboxState.Parked)) && o.Count > 0 && !held.Contains((o.Entity, o.Spoke)))
            || counts.Hints.Any(h => h.Count > 0 && !held.Any(s => s.Name == h.Entity))
            || view.Spokes.Any(s => s.HasActiveMap && s.Flow.Mode != SyncMode.Off && (s.Phase is FlowPhase.New or FlowPhase.Inventory || s.IsBackfilling));
        return new RunResult
        {
            Id = runtime.RunId,
            Started = started,
            Ended = runtime.Now,
            Counts = new Dictionary<string, long>(runtime.Counts.All),
            WaitingForApproval = waiting,
            WaitingMaps = held.Count == 0 ? [] : await _steps.PendingMapsAsync(cancellationToken).ConfigureAwait(false),
            HasDeferredWork = deferred,
            NextDue = await _steps.NextDueAsync(view, counts, cancellationToken).ConfigureAwait(false),
        };
    }

    private Task<CommitResult> StoreRunAsync(RunOptions options, DateTimeOffset started, DateTimeOffset? ended, string outcome, CancellationToken cancellationToken)
    {
        var batch = new StoreBatch { Tenant = runtime.Tenant };
        batch.PutRuns.Add(new RunRow
        {
            Id = runtime.RunId,
            Trigger = options.Trigger,
            Started = started,
            Ended = ended,
            Outcome = outcome,
            Counts = DetailCodec.Build(w =>
            {
                foreach (var (name, count) in runtime.Counts.All)
                {
                    w.WriteNumber(name, count);
                }
            }),
        });
        return runtime.Store.CommitAsync(batch, cancellationToken);
    }
}
