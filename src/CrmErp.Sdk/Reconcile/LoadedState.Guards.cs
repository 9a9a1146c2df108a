using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Reconcile;

/// <summary>What stands due for one stream.</summary>
/// <param name="Due">The golden records of its due rows, oldest first; of very many only the oldest.</param>
/// <param name="Linked">How many records of the spoke are linked.</param>
internal sealed record Backlog(IReadOnlyList<GoldenId> Due, long Linked);

// What guards ask. Rarely needed: most batches hold nothing that is guarded.
internal sealed partial class LoadedState
{
    // What is looked at is bounded; the counts of the day hold for what lies beyond.
    private const int MostDue = 5_000;
    private const int DuePage = 500;

    private async Task LoadGuardsAsync(ISyncStore store, TenantId tenant, IReadOnlyCollection<Need> needs, CancellationToken cancellationToken)
    {
        foreach (var need in needs.OfType<Need.Guards>().Distinct().Where(n => !Guards.ContainsKey((n.Spoke, n.Entity))))
        {
            var settings = await store.ReadSettingsAsync(tenant, GuardBook.Prefix, cancellationToken).ConfigureAwait(false);
            var withheld = new List<GuardKind>();
            foreach (var kind in Enum.GetValues<GuardKind>())
            {
                var filter = new OutboxFilter { Entity = need.Entity, Spoke = need.Spoke, State = OutboxState.Withheld, Cause = GuardBook.Cause(kind), Take = 1 };
                if ((await store.ListOutboxAsync(tenant, filter, cancellationToken).ConfigureAwait(false)).Count > 0)
                {
                    withheld.Add(kind);
                }
            }

            Guards[(need.Spoke, need.Entity)] = new GuardBook(need.Spoke, need.Entity, settings, withheld);
        }

        foreach (var need in needs.OfType<Need.Backlog>().Distinct().Where(n => !Backlogs.ContainsKey((n.Spoke, n.Entity))))
        {
            Backlogs[(need.Spoke, need.Entity)] = await ReadBacklogAsync(store, tenant, need, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<Backlog> ReadBacklogAsync(ISyncStore store, TenantId tenant, Need.Backlog need, CancellationToken cancellationToken)
    {
        var due = new List<GoldenId>();
        IReadOnlyList<OutboxRow> page;
        do
        {
            var filter = new OutboxFilter { Entity = need.Entity, Spoke = need.Spoke, State = OutboxState.Due, WithFlight = false, Skip = due.Count, Take = DuePage };
            page = await store.ListOutboxAsync(tenant, filter, cancellationToken).ConfigureAwait(false);
            due.AddRange(page.Select(r => r.GoldenId));
        }
        while (page.Count == DuePage && due.Count < MostDue);

        await LoadGoldenAsync(store, tenant, [.. due.Where(id => !Golden.ContainsKey(id))], cancellationToken).ConfigureAwait(false);
        return new Backlog(due, await LinkedAsync(store, tenant, need.Spoke, need.Entity, cancellationToken).ConfigureAwait(false));
    }

    public static async Task<long> LinkedAsync(ISyncStore store, TenantId tenant, SpokeId spoke, string entity, CancellationToken cancellationToken)
    {
        var counts = await store.CountAsync(tenant, cancellationToken).ConfigureAwait(false);
        return counts.Links.Where(l => l.Entity == entity && l.Spoke == spoke && l.State == LinkState.Active).Sum(l => l.Count);
    }
}
