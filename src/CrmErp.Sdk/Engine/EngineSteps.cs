using System.Diagnostics;
using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Diagnostics;
using CrmErp.Sdk.Reconcile;
using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Engine;

/// <summary>
/// The steps that do all work: one page, one batch, one group of transactions each. Loops and timing belong to whoever drives them
/// (the scheduler, a simulated world, a cluster). A step never leaves its caller's thread by itself.
/// </summary>
internal sealed partial class EngineSteps(EngineRuntime runtime)
{
    private readonly EngineRuntime _runtime = runtime;

    public EngineRuntime Runtime => _runtime;

    private ISyncStore Store => _runtime.Store;

    private TenantId Tenant => _runtime.Tenant;

    /// <summary>Makes the streams that are missing. Idempotent; run before anything else.</summary>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        var view = await _runtime.ViewAsync(cancellationToken).ConfigureAwait(false);
        var batch = new StoreBatch { Tenant = Tenant };
        foreach (var spoke in view.Spokes.Where(s => view.Stream(s) is null))
        {
            batch.PutStreams.Add(new StreamRow { Spoke = spoke.Spoke, Entity = spoke.Flow.Entity.Name, Object = spoke.Map.Object, Phase = FlowPhase.New, Checkpoints = new Checkpoints { Made = spoke.MapHash }.Write() });
        }

        if (!batch.IsEmpty)
        {
            await Store.CommitAsync(batch, cancellationToken).ConfigureAwait(false);
        }

        await SettleMapsAsync(cancellationToken).ConfigureAwait(false);
        await SettleModesAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>One page of a spoke's change feed.</summary>
    public Task<StepResult> CaptureAsync(SpokeId spoke, string entity, CancellationToken cancellationToken) =>
        GuardedAsync(spoke, entity, CaptureCoreAsync, cancellationToken);

    /// <summary>One batch of records that were hinted at.</summary>
    public Task<StepResult> HydrateAsync(SpokeId spoke, string entity, CancellationToken cancellationToken) =>
        GuardedAsync(spoke, entity, HydrateCoreAsync, cancellationToken);

    /// <summary>One page of a spoke's inventory.</summary>
    public Task<StepResult> InventoryAsync(SpokeId spoke, string entity, CancellationToken cancellationToken) =>
        GuardedAsync(spoke, entity, InventoryCoreAsync, cancellationToken);

    /// <summary>One batch of writes to a spoke.</summary>
    public Task<StepResult> DeliverAsync(SpokeId spoke, string entity, CancellationToken cancellationToken) =>
        GuardedAsync(spoke, entity, DeliverCoreAsync, cancellationToken);

    /// <summary>One page of a sweep: what the feed missed becomes a hint.</summary>
    public Task<StepResult> SweepAsync(SpokeId spoke, string entity, CancellationToken cancellationToken) =>
        GuardedAsync(spoke, entity, SweepCoreAsync, cancellationToken);

    /// <summary>One page of links that are made again after a change of the map.</summary>
    public Task<StepResult> BackfillAsync(SpokeId spoke, string entity, CancellationToken cancellationToken) =>
        GuardedAsync(spoke, entity, BackfillCoreAsync, cancellationToken);

    // One connection's failure stays its own: it rests, the others go on.
    private async Task<StepResult> GuardedAsync(SpokeId spokeId, string entity, Func<EngineView, FlowSpoke, CancellationToken, Task<StepResult>> step, CancellationToken cancellationToken)
    {
        if (_runtime.Health.RestsUntil(spokeId.Connection, _runtime.Now) is { } until)
        {
            return StepResult.Until(until);
        }

        var view = await _runtime.ViewAsync(cancellationToken).ConfigureAwait(false);
        if (view.Find(spokeId, entity) is not { } spoke)
        {
            throw new ArgumentException($"No flow carries '{entity}' on '{spokeId}'.", nameof(spokeId));
        }

        if (spoke.Flow.Mode == SyncMode.Off || !spoke.HasActiveMap || IsBlocked(spokeId.Connection, entity) || await IsPausedAsync(spoke, cancellationToken).ConfigureAwait(false))
        {
            return StepResult.Idle;
        }

        try
        {
            var result = await step(view, spoke, cancellationToken).ConfigureAwait(false);
            // A write that was turned away has sent the connection to rest, although the step did its work.
            if (result.DidWork && _runtime.Health.RestsUntil(spokeId.Connection, _runtime.Now) is null)
            {
                _runtime.Health.Succeeded(spokeId.Connection);
            }

            return result;
        }
        catch (StoreException error) when (error.Code == Pass.MapMoved)
        {
            // R56: the process does not know the active version; it leaves the stream alone.
            _runtime.Logger.MapReplaced(entity, spokeId.ToString());
            return StepResult.Idle;
        }
        catch (ConnectorException error)
        {
            var next = _runtime.Health.Failed(spokeId.Connection, error, _runtime.Now);
            NoteDrift(spokeId.Connection, error.Kind);
            _runtime.Counts.Add($"errors.{error.Kind}");
            _runtime.Instruments.Failed(error.Kind);
            _runtime.Logger.ConnectionFailed(spokeId.Connection.Value, entity, error.Kind, next, ErrorText.Of(error));
            return StepResult.Until(next);
        }
    }

    private static Activity? Span(string name, FlowSpoke spoke, int? count)
    {
        var span = CrmErpDiagnostics.Source.StartActivity(name);
        span?.SetTag(CrmErpDiagnostics.EntityTag, spoke.Flow.Entity.Name).SetTag(CrmErpDiagnostics.SpokeTag, spoke.Spoke.ToString());
        return count is null ? span : span?.SetTag(CrmErpDiagnostics.CountTag, count.Value);
    }

    private async Task<bool> IsPausedAsync(FlowSpoke spoke, CancellationToken cancellationToken)
    {
        var pauses = await Store.ReadSettingsAsync(Tenant, PauseNames.Prefix, cancellationToken).ConfigureAwait(false);
        return pauses.Count > 0 && pauses.Any(p => PauseNames.Covers(p.Name, spoke.Spoke.Connection, spoke.Flow.Entity.Name));
    }

}

/// <summary>The names of pause settings.</summary>
internal static class PauseNames
{
    public const string Prefix = "pause/";

    public static string Tenant => "pause/tenant";

    public static string Connection(ConnectionId connection) => $"pause/connection/{connection}";

    public static string Entity(string entity) => $"pause/entity/{entity}";

    public static string Direction(ConnectionId connection, string entity) => $"pause/direction/{connection}/{entity}";

    public static string Records(ConnectionId connection) => $"pause/record/{connection}/";

    public static string Record(ConnectionId connection, GoldenId golden) => $"{Records(connection)}{golden}";

    public static bool Covers(string name, ConnectionId connection, string entity) =>
        name == Tenant || name == Connection(connection) || name == Entity(entity) || name == Direction(connection, entity);
}
