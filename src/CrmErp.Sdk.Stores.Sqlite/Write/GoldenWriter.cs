using CrmErp.Sdk.State;
using CrmErp.Sdk.Stores.Sqlite.Native;

namespace CrmErp.Sdk.Stores.Sqlite.Write;

/// <summary>Stores golden records and keeps the match keys of the live ones and what they refer to.</summary>
internal sealed class GoldenWriter(SqliteSession session, Names names, Tally tally, long tenant)
{
    public void Put(GoldenRow row)
    {
        var entity = names.Entity(tenant, row.Entity);
        var keys = KeyList.Write(row.Keys);
        var references = KeyList.Write(row.References);
        if (row.Version == 0)
        {
            Insert(row, entity, keys, references);
        }
        else
        {
            Update(row, entity, keys, references);
        }
    }

    private void Insert(GoldenRow row, long entity, string? keys, string? references)
    {
        var inserted = session.Get("""
            INSERT INTO golden (tenant_id, id, entity_id, state, version, merged_into, keys, refs, provenance, data) VALUES (?, ?, ?, ?, 1, ?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING
            """).Add(tenant).Add(row.Id).Add(entity).Add((long)row.State).Add(row.MergedInto).Add(keys).Add(references).Add(row.Provenance).Add(row.Data).Run();
        if (inserted == 0)
        {
            throw Moved(row);
        }

        tally.Add(Tally.Golden, entity, (long)row.State, 0, 1);
        AddKeys(row, entity);
        AddReferences(row);
    }

    private void Update(GoldenRow row, long entity, string? keys, string? references)
    {
        if (UpdateInPlace(row, entity, keys, references))
        {
            return;
        }

        var old = Find(row);
        session.Get("""
            UPDATE golden SET entity_id = ?, state = ?, version = version + 1, merged_into = ?, keys = ?, refs = ?, provenance = ?, data = ? WHERE golden_key = ?
            """).Add(entity).Add((long)row.State).Add(row.MergedInto).Add(keys).Add(references).Add(row.Provenance).Add(row.Data).Add(old.Key).Run();
        tally.Add(Tally.Golden, old.Entity, (long)old.State, 0, -1);
        tally.Add(Tally.Golden, entity, (long)row.State, 0, 1);
        RemoveKeys(old, row.Id);
        AddKeys(row, entity);
        RemoveReferences(old, row.Id);
        AddReferences(row);
    }

    // Most changes move neither the state, nor a match key, nor a reference: one statement checks that and the version, and stores.
    private bool UpdateInPlace(GoldenRow row, long entity, string? keys, string? references) =>
        session.Get("""
            UPDATE golden SET version = version + 1, merged_into = ?, provenance = ?, data = ?
            WHERE tenant_id = ? AND id = ? AND version = ? AND entity_id = ? AND state = ? AND keys IS ? AND refs IS ?
            """)
            .Add(row.MergedInto).Add(row.Provenance).Add(row.Data)
            .Add(tenant).Add(row.Id).Add(row.Version).Add(entity).Add((long)row.State).Add(keys).Add(references).Run() == 1;

    private Stored Find(GoldenRow row)
    {
        using var found = session.Get("SELECT golden_key, version, entity_id, state, keys, refs FROM golden WHERE tenant_id = ? AND id = ?").Add(tenant).Add(row.Id);
        if (!found.Step() || found.Int64(1) != row.Version)
        {
            throw Moved(row);
        }

        return new Stored(found.Int64(0), found.Int64(2), (GoldenState)found.Int32(3), KeyList.MatchKeys(found, 4), KeyList.GoldenIds(found, 5));
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

    private void AddReferences(GoldenRow row)
    {
        foreach (var target in row.References)
        {
            session.Get("INSERT INTO golden_reference (tenant_id, target, golden) VALUES (?, ?, ?) ON CONFLICT DO NOTHING").Add(tenant).Add(target).Add(row.Id).Run();
        }
    }

    private void RemoveReferences(Stored old, GoldenId id)
    {
        foreach (var target in old.References)
        {
            session.Get("DELETE FROM golden_reference WHERE tenant_id = ? AND target = ? AND golden = ?").Add(tenant).Add(target).Add(id).Run();
        }
    }

    private static BatchConflictException Moved(GoldenRow row) => new($"golden record {row.Id} is no longer at version {row.Version}");

    private readonly record struct Stored(long Key, long Entity, GoldenState State, IReadOnlyList<MatchKey> Keys, IReadOnlyList<GoldenId> References);
}
