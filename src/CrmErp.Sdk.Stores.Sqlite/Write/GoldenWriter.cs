using CrmErp.Sdk.State;
using CrmErp.Sdk.Stores.Sqlite.Native;

namespace CrmErp.Sdk.Stores.Sqlite.Write;

/// <summary>Stores golden records and keeps the match keys of the live ones.</summary>
internal sealed class GoldenWriter(SqliteSession session, Names names, Tally tally, long tenant)
{
    public void Put(GoldenRow row)
    {
        var entity = names.Entity(tenant, row.Entity);
        var keys = KeyList.Write(row.Keys);
        if (row.Version == 0)
        {
            Insert(row, entity, keys);
        }
        else
        {
            Update(row, entity, keys);
        }
    }

    private void Insert(GoldenRow row, long entity, string? keys)
    {
        var inserted = session.Get("""
            INSERT INTO golden (tenant_id, id, entity_id, state, version, merged_into, keys, provenance, data) VALUES (?, ?, ?, ?, 1, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING
            """).Add(tenant).Add(row.Id).Add(entity).Add((long)row.State).Add(row.MergedInto).Add(keys).Add(row.Provenance).Add(row.Data).Run();
        if (inserted == 0)
        {
            throw Moved(row);
        }

        tally.Add(Tally.Golden, entity, (long)row.State, 0, 1);
        AddKeys(row, entity);
    }

    private void Update(GoldenRow row, long entity, string? keys)
    {
        if (UpdateInPlace(row, entity, keys))
        {
            return;
        }

        var old = Find(row);
        session.Get("""
            UPDATE golden SET entity_id = ?, state = ?, version = version + 1, merged_into = ?, keys = ?, provenance = ?, data = ? WHERE golden_key = ?
            """).Add(entity).Add((long)row.State).Add(row.MergedInto).Add(keys).Add(row.Provenance).Add(row.Data).Add(old.Key).Run();
        tally.Add(Tally.Golden, old.Entity, (long)old.State, 0, -1);
        tally.Add(Tally.Golden, entity, (long)row.State, 0, 1);
        RemoveKeys(old, row.Id);
        AddKeys(row, entity);
    }

    // Most changes move neither the state nor a match key: one statement checks that and the version, and stores.
    private bool UpdateInPlace(GoldenRow row, long entity, string? keys) =>
        session.Get("""
            UPDATE golden SET version = version + 1, merged_into = ?, provenance = ?, data = ?
            WHERE tenant_id = ? AND id = ? AND version = ? AND entity_id = ? AND state = ? AND keys IS ?
            """)
            .Add(row.MergedInto).Add(row.Provenance).Add(row.Data)
            .Add(tenant).Add(row.Id).Add(row.Version).Add(entity).Add((long)row.State).Add(keys).Run() == 1;

    private Stored Find(GoldenRow row)
    {
        using var found = session.Get("SELECT golden_key, version, entity_id, state, keys FROM golden WHERE tenant_id = ? AND id = ?").Add(tenant).Add(row.Id);
        if (!found.Step() || found.Int64(1) != row.Version)
        {
            throw Moved(row);
        }

        return new Stored(found.Int64(0), found.Int64(2), (GoldenState)found.Int32(3), KeyList.MatchKeys(found, 4));
    }

    private void AddKeys(GoldenRow row, long entity)
    {
        if (row.State != GoldenState.Live)
        {
            return;
        }

        foreach (var key in row.Keys)
        {
            session.Get("INSERT INTO match_key (entity_id, rule_id, key, golden) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING")
                .Add(entity).Add(names.Rule(key.Rule)).Add(key.Key).Add(row.Id).Run();
        }
    }

    private void RemoveKeys(Stored old, GoldenId id)
    {
        if (old.State != GoldenState.Live)
        {
            return;
        }

        foreach (var key in old.Keys)
        {
            session.Get("DELETE FROM match_key WHERE entity_id = ? AND rule_id = ? AND key = ? AND golden = ?")
                .Add(old.Entity).Add(names.Rule(key.Rule)).Add(key.Key).Add(id).Run();
        }
    }

    private static BatchConflictException Moved(GoldenRow row) => new($"golden record {row.Id} is no longer at version {row.Version}");

    private readonly record struct Stored(long Key, long Entity, GoldenState State, IReadOnlyList<MatchKey> Keys);
}
