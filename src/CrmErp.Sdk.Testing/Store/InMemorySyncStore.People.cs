using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Testing;

public sealed partial class InMemorySyncStore
{
    /// <inheritdoc/>
    public Task<StoreCounts> CountAsync(TenantId tenant, CancellationToken cancellationToken = default) =>
        Locked(tenant, tables => new StoreCounts
        {
            Golden = [.. tables.Golden.Rows.CountBy(g => (g.Entity, g.State))
                .Select(g => (g.Key.Entity, g.Key.State, (long)g.Value))
                .OrderBy(c => c.Entity, StringComparer.Ordinal).ThenBy(c => c.State)],
            Links = [.. tables.Links.Rows.CountBy(l => (l.Entity, l.Ref.Spoke, l.State))
                .Select(g => (g.Key.Entity, g.Key.Spoke, g.Key.State, (long)g.Value))
                .OrderBy(c => c.Entity, StringComparer.Ordinal).ThenBy(c => c.Spoke).ThenBy(c => c.State)],
            Outbox = [.. tables.Outbox.Rows.CountBy(o => (o.Entity, o.Spoke, o.State, o.Cause, InFlight: o.Flight is not null))
                .Select(g => (g.Key.Entity, g.Key.Spoke, g.Key.State, g.Key.Cause, g.Key.InFlight, (long)g.Value))
                .OrderBy(c => c.Entity, StringComparer.Ordinal).ThenBy(c => c.Spoke).ThenBy(c => c.State)
                .ThenBy(c => c.Cause, StringComparer.Ordinal).ThenBy(c => c.InFlight)],
            OpenItems = [.. tables.OpenItems.Rows.CountBy(i => (i.Entity, i.Kind, i.Cause))
                .Select(g => (g.Key.Entity, g.Key.Kind, g.Key.Cause, (long)g.Value))
                .OrderBy(c => c.Entity, StringComparer.Ordinal).ThenBy(c => c.Kind).ThenBy(c => c.Cause, StringComparer.Ordinal)],
            Hints = [.. tables.Hints.Rows.CountBy(h => h.Entity).Select(g => (g.Key, (long)g.Value)).OrderBy(c => c.Key, StringComparer.Ordinal)],
            Staged = [.. tables.Stage.Rows.Where(s => s.Record is not null).CountBy(s => s.Entity)
                .Select(g => (g.Key, (long)g.Value)).OrderBy(c => c.Key, StringComparer.Ordinal)],
        }, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<OutboxRow>> ListOutboxAsync(TenantId tenant, OutboxFilter filter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return Rows(tenant, tables => tables.Outbox.Rows
            .Where(o => (filter.Entity is null || filter.Entity == o.Entity)
                && (filter.Spoke is null || filter.Spoke == o.Spoke)
                && (filter.State is null || filter.State == o.State)
                && (filter.Cause is null || filter.Cause == o.Cause)
                && (filter.Problem is null || filter.Problem == o.Problem)
                && (filter.WithFlight is null || filter.WithFlight == o.Flight is not null))
            .OrderBy(o => o.Since).ThenBy(o => o.GoldenId).ThenBy(o => o.Spoke)
            .Skip(filter.Skip).Take(filter.Take), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<OpenItem>> ListOpenItemsAsync(TenantId tenant, OpenItemFilter filter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return Rows(tenant, tables => tables.OpenItems.Rows
            .Where(i => (filter.Kind is null || filter.Kind == i.Kind)
                && (filter.Entity is null || filter.Entity == i.Entity)
                && (filter.Spoke is null || filter.Spoke == i.Spoke)
                && (filter.GoldenId is null || filter.GoldenId == i.GoldenId)
                && (filter.Cause is null || filter.Cause == i.Cause)
                && (filter.Problem is null || filter.Problem == i.Problem))
            .OrderBy(i => i.Since).ThenBy(i => i.Key)
            .Skip(filter.Skip).Take(filter.Take), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<ProblemRow>> ListProblemsAsync(TenantId tenant, ProblemFilter filter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return Rows(tenant, tables => tables.Outbox.Rows.Select(o => (o.Problem, o.Entity, o.Spoke, o.Cause, State: (OutboxState?)o.State, Kind: (OpenItemKind?)null, o.Since))
            .Concat(tables.OpenItems.Rows.Select(i => (i.Problem, i.Entity, i.Spoke, i.Cause, State: (OutboxState?)null, Kind: (OpenItemKind?)i.Kind, i.Since)))
            .Where(p => p.Problem is not null
                && (filter.Entity is null || filter.Entity == p.Entity)
                && (filter.Spoke is null || filter.Spoke == p.Spoke)
                && (filter.Cause is null || filter.Cause == p.Cause)
                && (filter.Problem is null || filter.Problem == p.Problem))
            .GroupBy(p => (p.Problem, p.Entity, p.Spoke, p.Cause, p.State, p.Kind), p => p.Since)
            .Select(g => new ProblemRow { Problem = g.Key.Problem!, Entity = g.Key.Entity, Spoke = g.Key.Spoke, Cause = g.Key.Cause, State = g.Key.State, Kind = g.Key.Kind, Count = g.LongCount(), Since = g.Min() })
            .OrderByDescending(p => p.Count).ThenBy(p => p.Since).ThenBy(p => p.Problem, StringComparer.Ordinal).ThenBy(p => p.Entity, StringComparer.Ordinal).ThenBy(p => p.Spoke)
            .ThenBy(p => p.Cause, StringComparer.Ordinal).ThenBy(p => p.State).ThenBy(p => p.Kind)
            .Skip(filter.Skip).Take(filter.Take), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<AuditRow>> ReadAuditAsync(TenantId tenant, GoldenId? goldenId, long afterSequence, int limit, CancellationToken cancellationToken = default) =>
        Locked<IReadOnlyList<AuditRow>>(tenant, tables => tables.Audit.Read(goldenId, afterSequence, limit), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<RunRow>> ReadRunsAsync(TenantId tenant, int limit, CancellationToken cancellationToken = default) =>
        Rows(tenant, tables => tables.Runs.Values.OrderByDescending(r => r.Started).ThenByDescending(r => r.Id).Take(limit), cancellationToken);
}
