using CrmErp.Sdk.State;
using CrmErp.Sdk.Stores.Sqlite.Native;
using CrmErp.Sdk.Stores.Sqlite.Write;

namespace CrmErp.Sdk.Stores.Sqlite.Read;

/// <summary>Reads counts: of what is many from the tallies, of the queues by counting them.</summary>
internal sealed class CountReader(SqliteSession session, Names names)
{
    public StoreCounts Counts(long tenant) => new()
    {
        Golden = [.. Tallied(tenant, Tally.Golden, (a, b, _, n) => (Entity: names.Text(a), State: (GoldenState)b, n))
            .OrderBy(c => c.Entity, StringComparer.Ordinal).ThenBy(c => c.State)],
        Links = [.. Tallied(tenant, Tally.Links, (a, b, c, n) => (Entity: names.Text(a), Spoke: names.SpokeOf(b), State: (LinkState)c, n))
            .OrderBy(c => c.Entity, StringComparer.Ordinal).ThenBy(c => c.Spoke).ThenBy(c => c.State)],
        Outbox = [.. QueueReader.Rows(
                session.Get("SELECT entity_id, spoke_id, state, cause, flight IS NOT NULL AS in_flight, count(*) FROM outbox WHERE tenant_id = ? GROUP BY 1, 2, 3, 4, 5").Add(tenant),
                row => (Entity: names.Text(row.Int64(0)), Spoke: names.SpokeOf(row.Int64(1)), State: (OutboxState)row.Int32(2), Cause: row.Text(3), InFlight: row.Boolean(4), row.Int64(5)))
            .OrderBy(c => c.Entity, StringComparer.Ordinal).ThenBy(c => c.Spoke).ThenBy(c => c.State).ThenBy(c => c.Cause, StringComparer.Ordinal).ThenBy(c => c.InFlight)],
        OpenItems = [.. QueueReader.Rows(
                session.Get("SELECT entity_id, kind, cause, count(*) FROM open_item WHERE tenant_id = ? GROUP BY 1, 2, 3").Add(tenant),
                row => (Entity: names.Text(row.Int64(0)), Kind: (OpenItemKind)row.Int32(1), Cause: row.Text(2), row.Int64(3)))
            .OrderBy(c => c.Entity, StringComparer.Ordinal).ThenBy(c => c.Kind).ThenBy(c => c.Cause, StringComparer.Ordinal)],
        Hints = [.. Hints(tenant).OrderBy(c => c.Entity, StringComparer.Ordinal)],
        Staged = [.. Tallied(tenant, Tally.Staged, (a, _, tombstone, n) => (Entity: names.Text(a), tombstone, n))
            .Where(c => c.tombstone == 0).GroupBy(c => c.Entity).Select(g => (g.Key, g.Sum(c => c.n))).OrderBy(c => c.Key, StringComparer.Ordinal)],
    };

    /// <summary>Open work by problem. There are as many groups as causes, so they are ordered here.</summary>
    public List<ProblemRow> Problems(long tenant, ProblemFilter filter)
    {
        long? spoke = filter.Spoke is { } one ? names.FindSpoke(tenant, one) ?? -1 : null;
        long? entity = filter.Entity is { } name ? names.FindEntity(tenant, name) ?? -1 : null;
        const string Where = "tenant_id = ?1 AND problem IS NOT NULL AND (?2 IS NULL OR entity_id = ?2) AND (?3 IS NULL OR spoke_id = ?3) AND (?4 IS NULL OR cause = ?4) AND (?5 IS NULL OR problem = ?5)";
        var rows = QueueReader.Rows(
            session.Get($"""
                SELECT problem, entity_id, spoke_id, cause, state, NULL, count(*), min(since) FROM outbox WHERE {Where} GROUP BY 1, 2, 3, 4, 5
                UNION ALL SELECT problem, entity_id, spoke_id, cause, NULL, kind, count(*), min(since) FROM open_item WHERE {Where} GROUP BY 1, 2, 3, 4, 6
                """).Add(tenant).Add(entity).Add(spoke).Add(filter.Cause).Add(filter.Problem),
            row => new ProblemRow
            {
                Problem = row.Text(0),
                Entity = names.Text(row.Int64(1)),
                Spoke = names.SpokeOf(row.Int64(2)),
                Cause = row.Text(3),
                State = row.IsNull(4) ? null : (OutboxState)row.Int32(4),
                Kind = row.IsNull(5) ? null : (OpenItemKind)row.Int32(5),
                Count = row.Int64(6),
                Since = row.Time(7),
            });
        return [.. rows
            .OrderByDescending(p => p.Count).ThenBy(p => p.Since).ThenBy(p => p.Problem, StringComparer.Ordinal).ThenBy(p => p.Entity, StringComparer.Ordinal).ThenBy(p => p.Spoke)
            .ThenBy(p => p.Cause, StringComparer.Ordinal).ThenBy(p => p.State).ThenBy(p => p.Kind)
            .Skip(filter.Skip).Take(filter.Take)];
    }

    private List<T> Tallied<T>(long tenant, long kind, Func<long, long, long, long, T> row) => QueueReader.Rows(
        session.Get("SELECT a, b, c, count FROM tally WHERE tenant_id = ? AND kind = ? AND count <> 0").Add(tenant).Add(kind),
        found => row(found.Int64(0), found.Int64(1), found.Int64(2), found.Int64(3)));

    private IEnumerable<(string Entity, long Count)> Hints(long tenant)
    {
        var counts = new Dictionary<long, long>();
        foreach (var spoke in names.SpokesOf(tenant))
        {
            foreach (var (entity, count) in QueueReader.Rows(
                session.Get("SELECT entity_id, count(*) FROM hint INDEXED BY hint_order WHERE spoke_id = ? GROUP BY entity_id").Add(spoke),
                row => (row.Int64(0), row.Int64(1))))
            {
                counts[entity] = counts.GetValueOrDefault(entity) + count;
            }
        }

        return counts.Select(c => (names.Text(c.Key), c.Value));
    }
}
