using CrmErp.Sdk.State;
using CrmErp.Sdk.Stores.Sqlite.Native;

namespace CrmErp.Sdk.Stores.Sqlite.Write;

/// <summary>Stores outbox rows, what they wait on, and makes rows due that were not loaded.</summary>
internal sealed class OutboxWriter(SqliteSession session, Names names, long tenant)
{
    public void Remove(OutboxFence known)
    {
        var spoke = names.FindSpoke(tenant, known.Spoke) ?? -1;
        if (Delete(known, spoke))
        {
            return;
        }

        StopWaiting(known.GoldenId, known.Spoke, spoke, known.Fence);
        _ = Delete(known, spoke);
    }

    public void Put(OutboxRow row)
    {
        var spoke = names.Spoke(tenant, row.Spoke);
        if ((row.Fence != 0 || !Insert(row, spoke)) && !Update(row, spoke))
        {
            StopWaiting(row.GoldenId, row.Spoke, spoke, row.Fence);
            _ = Update(row, spoke);
        }

        if (row.State == OutboxState.Waiting)
        {
            foreach (var golden in row.WaitsOn)
            {
                session.Get("INSERT INTO outbox_wait (spoke_id, waits_on, golden) VALUES (?, ?, ?) ON CONFLICT DO NOTHING").Add(spoke).Add(golden).Add(row.GoldenId).Run();
            }
        }
    }

    public void Wake(Counterpart counterpart)
    {
        if (names.FindSpoke(tenant, counterpart.Spoke) is not { } spoke)
        {
            return;
        }

        var waiting = new List<GoldenId>();
        using (var rows = session.Get("SELECT golden FROM outbox_wait WHERE spoke_id = ? AND waits_on = ?").Add(spoke).Add(counterpart.GoldenId))
        {
            while (rows.Step())
            {
                waiting.Add(rows.GoldenId(0));
            }
        }

        foreach (var golden in waiting)
        {
            MakeDue(golden, spoke);
        }
    }

    public void Release(ParkedRelease release)
    {
        foreach (var (golden, spoke) in Parked(release))
        {
            MakeDue(golden, spoke);
        }
    }

    // A row is claimable while it is due, or waits or is withheld with a flight in the air; parked ones are not.
    private static bool IsClaimable(OutboxRow row) =>
        row.State == OutboxState.Due || (row.Flight is not null && row.State != OutboxState.Parked);

    private bool Insert(OutboxRow row, long spoke) =>
        session.Get("""
            INSERT INTO outbox (tenant_id, golden, spoke_id, fence, entity_id, claimable, state, lane, not_before, since, attempts, lease_until, must_read, create_in_flight,
              cause, problem, waits_on, detail, flight)
            VALUES (?, ?, ?, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING
            """) is var statement && AddValues(statement.Add(tenant).Add(row.GoldenId).Add(spoke), row).Run() == 1;

    // Stores over the row that is known; not over one that waits, whose waits have to be removed first.
    private bool Update(OutboxRow row, long spoke)
    {
        var statement = session.Get("""
            UPDATE outbox SET entity_id = ?, claimable = ?, state = ?, lane = ?, not_before = ?, since = ?, attempts = ?, lease_until = ?, must_read = ?, create_in_flight = ?,
              cause = ?, problem = ?, waits_on = ?, detail = ?, flight = ?
            WHERE tenant_id = ? AND golden = ? AND spoke_id = ? AND fence = ? AND waits_on IS NULL
            """);
        return AddValues(statement, row).Add(tenant).Add(row.GoldenId).Add(spoke).Add(row.Fence).Run() == 1;
    }

    private bool Delete(OutboxFence known, long spoke) =>
        session.Get("DELETE FROM outbox WHERE tenant_id = ? AND golden = ? AND spoke_id = ? AND fence = ? AND waits_on IS NULL")
            .Add(tenant).Add(known.GoldenId).Add(spoke).Add(known.Fence).Run() == 1;

    private void StopWaiting(GoldenId golden, SpokeId spoke, long spokeId, long fence)
    {
        if (Find(golden, spokeId) is not { } old || old.Fence != fence)
        {
            throw new BatchConflictException($"outbox row {golden} on {spoke} is no longer held under fence {fence}");
        }

        RemoveWaits(old, golden, spokeId);
        session.Get("UPDATE outbox SET waits_on = NULL WHERE tenant_id = ? AND golden = ? AND spoke_id = ?").Add(tenant).Add(golden).Add(spokeId).Run();
    }

    private Statement AddValues(Statement statement, OutboxRow row) => statement
        .Add(names.Entity(tenant, row.Entity)).Add(IsClaimable(row)).Add((long)row.State).Add(row.Lane).Add(row.NotBefore).Add(row.Since).Add(row.Attempts)
        .Add(row.LeaseUntil).Add(row.MustRead).Add(row.CreateInFlight).Add(row.Cause).Add(row.Problem).Add(KeyList.Write(row.WaitsOn)).Add(row.Detail).Add(row.Flight);

    private Stored? Find(GoldenId golden, long spoke)
    {
        using var found = session.Get("SELECT fence, state, waits_on FROM outbox WHERE tenant_id = ? AND golden = ? AND spoke_id = ?").Add(tenant).Add(golden).Add(spoke);
        return found.Step() ? new Stored(found.Int64(0), found.Int32(1) == (int)OutboxState.Waiting ? KeyList.GoldenIds(found, 2) : []) : null;
    }

    private void RemoveWaits(Stored old, GoldenId golden, long spoke)
    {
        foreach (var waitsOn in old.WaitsOn)
        {
            session.Get("DELETE FROM outbox_wait WHERE spoke_id = ? AND waits_on = ? AND golden = ?").Add(spoke).Add(waitsOn).Add(golden).Run();
        }
    }

    private void MakeDue(GoldenId golden, long spoke)
    {
        RemoveWaits(Find(golden, spoke)!.Value, golden, spoke);
        session.Get("""
            UPDATE outbox SET state = 1, claimable = 1, cause = '', problem = NULL, detail = NULL, waits_on = NULL, not_before = min(not_before, since)
            WHERE tenant_id = ? AND golden = ? AND spoke_id = ?
            """).Add(tenant).Add(golden).Add(spoke).Run();
    }

    private List<(GoldenId Golden, long Spoke)> Parked(ParkedRelease release)
    {
        var found = new List<(GoldenId, long)>();
        long? entity = release.Entity is null ? null : names.FindEntity(tenant, release.Entity) ?? -1;
        foreach (var spoke in release.Spoke is { } given ? [names.FindSpoke(tenant, given) ?? -1] : names.SpokesOf(tenant))
        {
            if (release.GoldenId is { } golden)
            {
                AddMatching(found, release, session.Get("""
                    SELECT golden, spoke_id FROM outbox
                    WHERE tenant_id = ? AND golden = ? AND spoke_id = ? AND state = 3 AND (?4 IS NULL OR entity_id = ?4)
                      AND (?5 IS NULL OR cause = ?5) AND (?6 IS NULL OR problem = ?6) AND (?7 OR flight IS NULL)
                    """).Add(tenant).Add(golden).Add(spoke).Add(entity));
                continue;
            }

            foreach (var one in entity is { } only ? [only] : names.EntitiesOf(tenant))
            {
                AddMatching(found, release, session.Get("""
                    SELECT golden, spoke_id FROM outbox INDEXED BY outbox_parked
                    WHERE state = 3 AND spoke_id = ? AND entity_id = ? AND (?3 IS NULL OR cause = ?3) AND (?4 IS NULL OR problem = ?4) AND (?5 OR flight IS NULL)
                    """).Add(spoke).Add(one));
            }
        }

        return found;
    }

    private static void AddMatching(List<(GoldenId, long)> found, ParkedRelease release, Statement bound)
    {
        using var rows = bound.Add(release.Cause).Add(release.Problem).Add(release.IncludeOpenFlights);
        while (rows.Step())
        {
            found.Add((rows.GoldenId(0), rows.Int64(1)));
        }
    }

    private readonly record struct Stored(long Fence, IReadOnlyList<GoldenId> WaitsOn);
}
