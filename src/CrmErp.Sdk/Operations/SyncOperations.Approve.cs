using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Diagnostics;
using CrmErp.Sdk.Reconcile;
using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Operations;

// Approvals: of what guards withheld, and of what a flow proposes.
internal sealed partial class SyncOperations
{
    private const int ApprovalPage = 100;

    private static readonly TimeSpan LongestApproval = TimeSpan.FromDays(7);

    private static readonly TimeSpan ProposalHolds = TimeSpan.FromDays(1);

    public async Task<OperationOutcome> ApproveGuardAsync(GuardApproval approval, OperationBy by, CancellationToken cancellationToken = default)
    {
        Check(approval, by);
        await engine.OpenAsync(cancellationToken).ConfigureAwait(false);
        var view = await runtime.ViewAsync(cancellationToken).ConfigureAwait(false);
        if (view.Find(approval.Spoke, approval.Entity) is null)
        {
            return OperationOutcome.NotFound;
        }

        var cause = GuardBook.Cause(approval.Kind);
        var counts = await Store.CountAsync(Tenant, cancellationToken).ConfigureAwait(false);
        var withheld = counts.Outbox.Where(o => o.Entity == approval.Entity && o.Spoke == approval.Spoke && o.State == OutboxState.Withheld && o.Cause == cause).Sum(o => o.Count);
        if (withheld == 0)
        {
            return OperationOutcome.AlreadyClosed;
        }

        if (withheld > approval.AtMost)
        {
            return OperationOutcome.Stale;
        }

        var name = GuardBook.ApprovalName(approval.Kind, approval.Entity, approval.Spoke);
        var known = (await Store.ReadSettingsAsync(Tenant, name, cancellationToken).ConfigureAwait(false)).FirstOrDefault(s => s.Name == name);
        var until = runtime.Now + approval.Lasts;
        var batch = new StoreBatch { Tenant = Tenant };
        batch.PutSettings.Add(new SettingRow(name, new GuardAllowance(approval.AtMost, until, by.Actor).Write(), known?.Version ?? 0));
        batch.Audit.Add(Audit("guard-approved", approval.Entity, null, $"{cause} {approval.Spoke}", by) with
        {
            Detail = DetailCodec.Build(w =>
            {
                w.WriteString("reason", by.Reason);
                w.WriteNumber("withheld", withheld);
                w.WriteNumber("atMost", approval.AtMost);
                w.WriteString("until", until);
            }),
        });
        if (!(await Store.CommitAsync(batch, cancellationToken).ConfigureAwait(false)).Succeeded)
        {
            return OperationOutcome.Stale;
        }

        runtime.Logger.GuardApproved(cause, approval.Entity, approval.Spoke.ToString(), approval.AtMost, until);
        await engine.Steps.ReleaseApprovedAsync(cancellationToken).ConfigureAwait(false);
        return OperationOutcome.Resolved;
    }

    public async Task<OperationOutcome> AcceptOrganisationAsync(ConnectionId connection, string fingerprint, OperationBy by, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(fingerprint);
        Reasoned(by);
        Check(connection, nameof(connection));
        await engine.OpenAsync(cancellationToken).ConfigureAwait(false);
        return await engine.Steps.AcceptOrganisationAsync(
            connection,
            fingerprint,
            (old, now) => Audit("organisation-accepted", "", null, connection.Value, by) with
            {
                Detail = DetailCodec.Build(w =>
                {
                    w.WriteString("reason", by.Reason);
                    w.WriteString("old", old);
                    w.WriteString("new", now);
                }),
            },
            cancellationToken).ConfigureAwait(false);
    }

    private static void Reasoned(OperationBy by)
    {
        ArgumentNullException.ThrowIfNull(by);
        if (by.Reason is null)
        {
            throw new ArgumentException("An approval names its reason.", nameof(by));
        }
    }

    private static void Check(GuardApproval approval, OperationBy by)
    {
        ArgumentNullException.ThrowIfNull(approval);
        Reasoned(by);

        if (!Enum.IsDefined(approval.Kind))
        {
            throw new ArgumentOutOfRangeException(nameof(approval), approval.Kind, "No such guard.");
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(approval.AtMost, 1, nameof(approval));
        if (approval.Lasts <= TimeSpan.Zero || approval.Lasts > LongestApproval)
        {
            throw new ArgumentOutOfRangeException(nameof(approval), approval.Lasts, $"An approval lasts more than nothing and at most {LongestApproval.TotalDays} days.");
        }
    }

    public async Task<OperationOutcome> ApproveAsync(OpenEntry proposed, OperationBy by, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(proposed);
        ArgumentNullException.ThrowIfNull(by);
        if (proposed.GoldenId is not { } golden)
        {
            return OperationOutcome.NotFound;
        }

        if (proposed.Cause != Reconciler.ProposeCause)
        {
            throw new ArgumentException($"The entry is withheld by {proposed.Cause}, not proposed. Guards are approved with ApproveGuardAsync.", nameof(proposed));
        }

        await engine.OpenAsync(cancellationToken).ConfigureAwait(false);
        return (await ApproveRowsAsync([(golden, proposed.Spoke, proposed.Sequence)], by, cancellationToken).ConfigureAwait(false))[0];
    }

    public async Task<int> ApproveAsync(OpenEntryFilter filter, OperationBy by, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentNullException.ThrowIfNull(by);
        if (filter.Queue is not (null or OpenQueue.Withheld) || filter.Cause is not (null or Reconciler.ProposeCause))
        {
            throw new ArgumentException($"Only what a flow proposes (queue {nameof(OpenQueue.Withheld)}, cause {Reconciler.ProposeCause}) is approved by a filter.", nameof(filter));
        }

        Check(filter);
        await engine.OpenAsync(cancellationToken).ConfigureAwait(false);
        var rows = await Store.ListOutboxAsync(
            Tenant,
            new OutboxFilter { Entity = filter.Entity, Spoke = filter.Spoke, State = OutboxState.Withheld, Cause = Reconciler.ProposeCause, Problem = filter.Problem, Take = filter.Take },
            cancellationToken).ConfigureAwait(false);
        var count = 0;
        foreach (var page in rows.Chunk(ApprovalPage))
        {
            var outcomes = await ApproveRowsAsync([.. page.Select(r => (r.GoldenId, r.Spoke, r.Fence))], by, cancellationToken).ConfigureAwait(false);
            count += outcomes.Count(o => o == OperationOutcome.Resolved);
        }

        return count;
    }

    private async Task<OperationOutcome[]> ApproveRowsAsync((GoldenId Golden, SpokeId Spoke, long Fence)[] rows, OperationBy by, CancellationToken cancellationToken)
    {
        var view = await runtime.ViewAsync(cancellationToken).ConfigureAwait(false);
        var outcomes = new OperationOutcome[rows.Length];
        await runtime.NewPass(view).RunAsync(
            rows.Select(r => (Need)new Need.Golden(r.Golden)),
            scope => scope.Each(Enumerable.Range(0, rows.Length), i =>
                outcomes[i] = scope.Set.TryGolden(rows[i].Golden) is { } golden ? scope.Rules.ApprovePlan(golden, rows[i].Spoke, rows[i].Fence, runtime.Now + ProposalHolds, by) : OperationOutcome.NotFound),
            finish: null,
            cancellationToken).ConfigureAwait(false);
        return outcomes;
    }
}
