using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Testing.Conformance;

internal sealed partial class ModelStore
{
    public Task<StoreCounts> CountAsync(TenantId tenant, CancellationToken cancellationToken = default)
    {
        var state = Of(tenant);
        return Task.FromResult(new StoreCounts
        {
            Golden = [.. state.Golden.Values.GroupBy(g => (g.Entity, g.State)).Select(g => (g.Key.Entity, g.Key.State, g.LongCount()))
                .OrderBy(c => c.Entity, StringComparer.Ordinal).ThenBy(c => c.State)],
            Links = [.. state.Links.Values.GroupBy(l => (l.Entity, l.Ref.Spoke, l.State)).Select(g => (g.Key.Entity, g.Key.Spoke, g.Key.State, g.LongCount()))
                .OrderBy(c => c.Entity, StringComparer.Ordinal).ThenBy(c => c.Spoke).ThenBy(c => c.State)],
            Outbox = [.. state.Outbox.Values.GroupBy(o => (o.Entity, o.Spoke, o.State, o.Cause, InFlight: o.Flight is not null))
                .Select(g => (g.Key.Entity, g.Key.Spoke, g.Key.State, g.Key.Cause, g.Key.InFlight, g.LongCount()))
                .OrderBy(c => c.Entity, StringComparer.Ordinal).ThenBy(c => c.Spoke).ThenBy(c => c.State)
                .ThenBy(c => c.Cause, StringComparer.Ordinal).ThenBy(c => c.InFlight)],
            OpenItems = [.. state.OpenItems.Values.GroupBy(i => (i.Entity, i.Kind, i.Cause)).Select(g => (g.Key.Entity, g.Key.Kind, g.Key.Cause, g.LongCount()))
                .OrderBy(c => c.Entity, StringComparer.Ordinal).ThenBy(c => c.Kind).ThenBy(c => c.Cause, StringComparer.Ordinal)],
            Hints = [.. state.Hints.Values.GroupBy(h => h.Entity).Select(g => (g.Key, g.LongCount())).OrderBy(c => c.Key, StringComparer.Ordinal)],
            Staged = [.. state.Stage.Values.Where(s => s.Record is not null).GroupBy(s => s.Entity).Select(g => (g.Key, g.LongCount()))
                .OrderBy(c => c.Key, StringComparer.Ordinal)],
        });
    }

    public Task<IReadOnlyList<OutboxRow>> ListOutboxAsync(TenantId tenant, OutboxFilter filter, CancellationToken cancellationToken = default) =>
        Answer(Of(tenant).Outbox.Values
            .Where(o => filter.Entity is null || filter.Entity == o.Entity)
            .Where(o => filter.Spoke is null || filter.Spoke == o.Spoke)
            .Where(o => filter.State is null || filter.State == o.State)
            .Where(o => filter.Cause is null || filter.Cause == o.Cause)
            .Where(o => filter.Problem is null || filter.Problem == o.Problem)
            .Where(o => filter.WithFlight is null || filter.WithFlight == (o.Flight is not null))
            .OrderBy(o => o.Since).ThenBy(o => o.GoldenId).ThenBy(o => o.Spoke).Skip(filter.Skip).Take(filter.Take));

    public Task<IReadOnlyList<OpenItem>> ListOpenItemsAsync(TenantId tenant, OpenItemFilter filter, CancellationToken cancellationToken = default) =>
        Answer(Of(tenant).OpenItems.Values
            .Where(i => filter.Kind is null || filter.Kind == i.Kind)
            .Where(i => filter.Entity is null || filter.Entity == i.Entity)
            .Where(i => filter.Spoke is null || filter.Spoke == i.Spoke)
            .Where(i => filter.GoldenId is null || filter.GoldenId == i.GoldenId)
            .Where(i => filter.Cause is null || filter.Cause == i.Cause)
            .Where(i => filter.Problem is null || filter.Problem == i.Problem)
            .OrderBy(i => i.Since).ThenBy(i => i.Key).Skip(filter.Skip).Take(filter.Take));

    public Task<IReadOnlyList<ProblemRow>> ListProblemsAsync(TenantId tenant, ProblemFilter filter, CancellationToken cancellationToken = default)
    {
        var found = new List<ProblemRow>();
        foreach (var o in Of(tenant).Outbox.Values.Where(o => o.Problem is not null))
        {
            Count(new ProblemRow { Problem = o.Problem!, Entity = o.Entity, Spoke = o.Spoke, Cause = o.Cause, State = o.State, Count = 1, Since = o.Since });
        }

        foreach (var i in Of(tenant).OpenItems.Values.Where(i => i.Problem is not null))
        {
            Count(new ProblemRow { Problem = i.Problem!, Entity = i.Entity, Spoke = i.Spoke, Cause = i.Cause, Kind = i.Kind, Count = 1, Since = i.Since });
        }

        return Answer(found
            .Where(p => filter.Entity is null || filter.Entity == p.Entity)
            .Where(p => filter.Spoke is null || filter.Spoke == p.Spoke)
            .Where(p => filter.Cause is null || filter.Cause == p.Cause)
            .Where(p => filter.Problem is null || filter.Problem == p.Problem)
            .OrderByDescending(p => p.Count).ThenBy(p => p.Since).ThenBy(p => p.Problem, StringComparer.Ordinal).ThenBy(p => p.Entity, StringComparer.Ordinal)
            .ThenBy(p => p.Spoke).ThenBy(p => p.Cause, StringComparer.Ordinal).ThenBy(p => p.State).ThenBy(p => p.Kind)
            .Skip(filter.Skip).Take(filter.Take));

        void Count(ProblemRow one)
        {
            var at = found.FindIndex(p => p with { Count = 1, Since = one.Since } == one);
            if (at < 0)
            {
                found.Add(one);
            }
            else
            {
                found[at] = found[at] with { Count = found[at].Count + 1, Since = found[at].Since < one.Since ? found[at].Since : one.Since };
            }
        }
    }

    public Task<IReadOnlyList<AuditRow>> ReadAuditAsync(TenantId tenant, GoldenId? goldenId, long afterSequence, int limit, CancellationToken cancellationToken = default)
    {
        var rows = Of(tenant).Audit.Where(a => a.Sequence > afterSequence && (goldenId is null || a.GoldenId == goldenId)).ToArray();
        var upTo = rows.Take(limit).Select(a => a.Sequence).LastOrDefault();
        return Answer(rows.Where(a => a.Sequence <= upTo));
    }

    public Task<IReadOnlyList<RunRow>> ReadRunsAsync(TenantId tenant, int limit, CancellationToken cancellationToken = default) =>
        Answer(Of(tenant).Runs.Values.OrderByDescending(r => r.Started).ThenByDescending(r => r.Id).Take(limit));
}
