using CrmErp.Sdk.Reconcile;
using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Engine;

// Carrying out a plan is a run that reads everything and writes a list.
internal sealed partial class SyncEngine
{
    private async Task<ApplyResult> ApplyCoreAsync(SyncPlan plan, OperationBy by, CancellationToken cancellationToken)
    {
        await OpenAsync(cancellationToken).ConfigureAwait(false);
        var execution = new PlanExecution(plan);
        var options = new RunOptions { Trigger = "apply", ReadOnly = true, Entities = null };
        await RunCoreAsync(options, cancellationToken).ConfigureAwait(false);
        await AuditApplyAsync(plan, by, cancellationToken).ConfigureAwait(false);
        try
        {
            await WritePlanAsync(execution, options, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await _steps.GiveBackAsync(execution, CancellationToken.None).ConfigureAwait(false);
        }

        return new ApplyResult
        {
            RunId = runtime.RunId,
            Items = await _steps.ConcludeAsync(execution, cancellationToken).ConfigureAwait(false),
            LeftOut = execution.LeftOut,
        };
    }

    // Until nothing more goes: a write may wait for a record that another one makes.
    private async Task WritePlanAsync(PlanExecution execution, RunOptions options, CancellationToken cancellationToken)
    {
        var view = await runtime.ViewAsync(cancellationToken).ConfigureAwait(false);
        FlowSpoke[] spokes = [.. view.Spokes.Where(s => execution.Entities.Contains(s.Flow.Entity.Name))];
        while (await EachAsync("apply", spokes, (spoke, entity, token) => _steps.ApplyAsync(spoke, entity, execution, token), options, cancellationToken).ConfigureAwait(false))
        {
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private Task<CommitResult> AuditApplyAsync(SyncPlan plan, OperationBy by, CancellationToken cancellationToken)
    {
        var batch = new StoreBatch { Tenant = runtime.Tenant };
        batch.Audit.Add(new AuditRow { At = runtime.Now, Kind = "plan-applied", Entity = "", Actor = by.Actor, Detail = DetailCodec.Decision(by.Reason, DetailCodec.Text("plan", plan.Hash)), RunId = runtime.RunId });
        return runtime.Store.CommitAsync(batch, cancellationToken);
    }
}
