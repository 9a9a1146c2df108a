using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Reconcile;
using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Operations;

// Which records belong together.
internal sealed partial class SyncOperations
{
    public async Task<OperationOutcome> MergeAsync(string entity, GoldenId loser, GoldenId winner, OperationBy by, CancellationToken cancellationToken = default)
    {
        Flowing(entity, nameof(entity));
        ArgumentNullException.ThrowIfNull(by);
        if (loser == winner)
        {
            throw new ArgumentException($"'{loser}' cannot be merged into itself.", nameof(winner));
        }

        return await LinkAsync([new Need.Golden(loser), new Need.Golden(winner)], scope =>
        {
            if (scope.Set.TryGolden(winner) is not { IsLive: true } into || into.Entity.Name != entity || scope.Set.TryGolden(loser) is not { } from || from.Entity.Name != entity)
            {
                return OperationOutcome.NotFound;
            }

            if (from.Id == into.Id)
            {
                return OperationOutcome.AlreadyClosed;
            }

            if (!from.IsLive)
            {
                return OperationOutcome.NotFound;
            }

            if (IsStale(from, by))
            {
                return OperationOutcome.Stale;
            }

            if (!Reconciler.MayJoin(from, into))
            {
                return OperationOutcome.Refused;
            }

            scope.Rules.Join(from, into, "person", by.Actor, DetailCodec.Decision(by.Reason));
            return OperationOutcome.Resolved;
        }, cancellationToken).ConfigureAwait(false);
    }

    public async Task<OperationOutcome> UnlinkAsync(string entity, RecordRef record, OperationBy by, CancellationToken cancellationToken = default)
    {
        Flowing(entity, nameof(entity));
        ArgumentNullException.ThrowIfNull(by);
        return await LinkAsync([new Need.Link(record)], scope =>
        {
            if (Linked(scope, entity, record) is not { } found)
            {
                return OperationOutcome.NotFound;
            }

            var (spoke, link) = found;
            if (IsStale(link.Golden, by))
            {
                return OperationOutcome.Stale;
            }

            if (HasFlight(link.Golden) || !link.Golden.Links.Exists(l => l != link && l.IsActive))
            {
                return OperationOutcome.Refused;
            }

            scope.Rules.Unlink(spoke, link, by);
            return OperationOutcome.Resolved;
        }, cancellationToken).ConfigureAwait(false);
    }

    public async Task<OperationOutcome> RelinkAsync(string entity, RecordRef record, GoldenId goldenId, OperationBy by, CancellationToken cancellationToken = default)
    {
        Flowing(entity, nameof(entity));
        ArgumentNullException.ThrowIfNull(by);
        return await LinkAsync([new Need.Link(record), new Need.Golden(goldenId)], scope =>
        {
            if (Linked(scope, entity, record) is not { } found || scope.Set.TryGolden(goldenId) is not { IsLive: true } target || target.Entity.Name != entity)
            {
                return OperationOutcome.NotFound;
            }

            var (spoke, link) = found;
            if (link.Golden.Id == target.Id)
            {
                return OperationOutcome.AlreadyClosed;
            }

            if (IsStale(link.Golden, by))
            {
                return OperationOutcome.Stale;
            }

            if (HasFlight(link.Golden) || HasFlight(target) || target.Links.Exists(l => l.Spoke == spoke.Spoke && l.State is LinkState.Active or LinkState.Frozen or LinkState.Consumed or LinkState.Reserved))
            {
                return OperationOutcome.Refused;
            }

            if (link.Golden.Links.Exists(l => l != link && l.State is not (LinkState.Gone or LinkState.Alias)))
            {
                scope.Rules.Relink(spoke, link, target, by);
            }
            else
            {
                scope.Rules.Join(link.Golden, target, "relinked", by.Actor, DetailCodec.Decision(by.Reason, DetailCodec.Text("id", record.Id)));
            }

            return OperationOutcome.Resolved;
        }, cancellationToken).ConfigureAwait(false);
    }

    private static (FlowSpoke Spoke, LinkWork Link)? Linked(PassScope scope, string entity, RecordRef record) =>
        scope.Set.Context.SpokeOfObject(entity, record.Spoke, record.Object) is { } spoke && scope.Set.Link(record) is { IsActive: true } link && link.Golden.IsLive ? (spoke, link) : null;

    private static bool IsStale(GoldenWork golden, OperationBy by) => by.IfVersion is { } version && version != golden.Version;

    private static bool HasFlight(GoldenWork golden) => golden.Outbox.Values.Any(o => o.Flight is not null);

    private async Task<OperationOutcome> LinkAsync(Need[] needs, Func<PassScope, OperationOutcome> decide, CancellationToken cancellationToken)
    {
        await engine.OpenAsync(cancellationToken).ConfigureAwait(false);
        var view = await runtime.ViewAsync(cancellationToken).ConfigureAwait(false);
        var outcome = OperationOutcome.NotFound;
        await runtime.NewPass(view).RunAsync(needs, scope => scope.Try(() => outcome = decide(scope)), finish: null, cancellationToken).ConfigureAwait(false);
        return outcome;
    }
}
