using CrmErp.Sdk.Reconcile;
using CrmErp.Sdk.State;
using CrmErp.Sdk.Workflows;

namespace CrmErp.Sdk.Engine;

// Workflows that hold because a record they looked for was not there run again when it is.
internal sealed partial class EngineSteps
{
    private const int HeldPage = 500;

    /// <summary>Runs the held workflows of an entity again whose looked-for record has arrived.</summary>
    public async Task<StepResult> WakeHeldAsync(string entity, CancellationToken cancellationToken)
    {
        var names = _runtime.Definition.Workflows.Where(w => w.Entity == entity).Select(w => w.Name).ToHashSet(StringComparer.Ordinal);
        if (names.Count == 0)
        {
            return StepResult.Idle;
        }

        for (var skip = 0; ; skip += HeldPage)
        {
            var held = await Store.ListOpenItemsAsync(Tenant, new OpenItemFilter { Kind = OpenItemKind.HeldWorkflow, Entity = entity, Skip = skip, Take = HeldPage }, cancellationToken).ConfigureAwait(false);
            if (await WakeAsync([.. held.Where(i => names.Contains(i.Group))], cancellationToken).ConfigureAwait(false) is > 0 and var woken)
            {
                return new StepResult(true, woken);
            }

            if (held.Count < HeldPage)
            {
                return StepResult.Idle;
            }
        }
    }

    private async Task<int> WakeAsync(OpenItem[] held, CancellationToken cancellationToken)
    {
        var waits = held.Where(i => i.GoldenId is not null).Select(i => (Cause: i.GoldenId!.Value, On: HeldDetail.ReadWaitsOn(i.Detail))).Where(w => w.On.Count > 0).ToArray();
        if (waits.Length == 0)
        {
            return 0;
        }

        GoldenId[] asked = [.. waits.SelectMany(w => w.On.Append(w.Cause)).Distinct().Order()];
        var states = (await Store.ReadAggregatesAsync(Tenant, asked, cancellationToken).ConfigureAwait(false)).ToDictionary(a => a.Golden.Id, a => a.Golden.State);
        // One that was merged has arrived as another one; the workflow then names that.
        GoldenId[] causes = [.. waits.Where(w => State(w.Cause) == GoldenState.Live && w.On.Any(id => State(id) is GoldenState.Live or GoldenState.Merged)).Select(w => w.Cause).Distinct().Order()];
        if (causes.Length == 0)
        {
            return 0;
        }

        var view = await _runtime.ViewAsync(cancellationToken).ConfigureAwait(false);
        await _runtime.NewPass(view).RunAsync(
            causes.Select(c => (Need)new Need.Golden(c)),
            scope => scope.Each(causes, cause => LookAgain(scope, cause)),
            finish: null,
            cancellationToken).ConfigureAwait(false);
        return causes.Length;

        GoldenState? State(GoldenId id) => states.TryGetValue(id, out var state) ? state : null;
    }

    private static void LookAgain(PassScope scope, GoldenId cause)
    {
        if (scope.Set.TryGolden(cause) is { IsLive: true } golden)
        {
            golden.NeedsWorkflows = true;
            golden.MarkDirty();
        }
    }
}
