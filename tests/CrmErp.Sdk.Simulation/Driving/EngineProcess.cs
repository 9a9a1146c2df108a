using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Engine;
using CrmErp.Sdk.Operations;
using CrmErp.Sdk.Reconcile;
using CrmErp.Sdk.Simulation.World;
using CrmErp.Sdk.State;
using Microsoft.Extensions.Logging.Abstractions;

namespace CrmErp.Sdk.Simulation.Driving;

/// <summary>One process: the real steps over the world's systems, store, clock and ids.</summary>
internal sealed class EngineProcess : IWorldEngine
{
    private readonly SimWorld _world;
    private readonly EngineSteps _steps;
    private readonly SyncOperations _operations;
    private readonly ISyncStore _store;

    public EngineProcess(SimWorld world)
    {
        _world = world;
        _store = world.StoreFor();
        var options = new EngineOptions
        {
            PollInterval = TimeSpan.Zero, ConnectionRest = TimeSpan.FromSeconds(1), MaxConnectionRest = TimeSpan.FromSeconds(8), HintBatch = 4, BindBatch = 3, ReconcileBatch = 2, SeedBatch = 5, SweepInterval = Timeout.InfiniteTimeSpan,
        };
        var members = world.Members.ToArray();
        var runtime = new EngineRuntime(
            world.Definition, members.ToDictionary(m => new ConnectionId(m.Name), world.ConnectorOf), members.ToDictionary(m => new ConnectionId(m.Name), _ => (IReadOnlyList<string>)[""]), _store,
            world.Clock, world.NextEngineId, options, NullLogger.Instance, TenantId.Default)
        {
            NewRules = world.Sabotage?.Rules is { } rules ? set => rules(set, world) : static set => new Reconciler(set),
        };
        var engine = new SyncEngine(runtime);
        _steps = engine.Steps;
        _operations = new SyncOperations(runtime, engine);
    }

    public EngineSteps Steps => _steps;

    public ISyncOperations Operations => _operations;

    public Task PrepareAsync() => _steps.PrepareAsync(CancellationToken.None);

    public async Task<bool> StepAsync(Job job)
    {
        try
        {
            var result = job.Kind switch
            {
                JobKind.Capture => await _steps.CaptureAsync(job.Spoke, job.Entity, CancellationToken.None).ConfigureAwait(false),
                JobKind.Hydrate => await _steps.HydrateAsync(job.Spoke, job.Entity, CancellationToken.None).ConfigureAwait(false),
                JobKind.Inventory => await _steps.InventoryAsync(job.Spoke, job.Entity, CancellationToken.None).ConfigureAwait(false),
                JobKind.Bind => await _steps.BindAsync(job.Entity, CancellationToken.None).ConfigureAwait(false),
                JobKind.Seed => await _steps.SeedAsync(job.Spoke, job.Entity, CancellationToken.None).ConfigureAwait(false),
                JobKind.Deliver => await _steps.DeliverAsync(job.Spoke, job.Entity, CancellationToken.None).ConfigureAwait(false),
                JobKind.Backfill => await _steps.BackfillAsync(job.Spoke, job.Entity, CancellationToken.None).ConfigureAwait(false),
                JobKind.SweepOn => await _steps.SweepAsync(job.Spoke, job.Entity, CancellationToken.None).ConfigureAwait(false),
                _ => await SweepAsync(job).ConfigureAwait(false),
            };
            return result.DidWork;
        }
        catch (StoreException error) when (_world.StoreFails || error.Code is "CES5010" or "CES5011")
        {
            // The store failed as it was told to, or others kept changing what the step builds on; the next step goes on.
            _world.Coverage.Count("step.ended." + error.Code);
            return false;
        }
    }

    public async Task HintAsync(RecordRef record, string entity)
    {
        var batch = new StoreBatch { Tenant = TenantId.Default };
        batch.PutHints.Add(new HintRow { Ref = record, Entity = entity, Reason = "webhook", NotBefore = _world.Clock.Now, Since = _world.Clock.Now });
        await _world.Store.CommitAsync(batch).ConfigureAwait(false);
    }

    private async Task<StepResult> SweepAsync(Job job)
    {
        var streams = await _store.ReadStreamsAsync(TenantId.Default).ConfigureAwait(false);
        if (streams.FirstOrDefault(s => s.Spoke == job.Spoke && s.Entity == job.Entity) is { } stream && !Checkpoints.Read(stream.Checkpoints).Sweeping)
        {
            await _steps.RequestSweepAsync(job.Spoke, job.Entity, CancellationToken.None).ConfigureAwait(false);
        }

        return await _steps.SweepAsync(job.Spoke, job.Entity, CancellationToken.None).ConfigureAwait(false);
    }
}
