using CrmErp.Sdk.State;
using CrmErp.Sdk.Stores.Sqlite.Native;

namespace CrmErp.Sdk.Stores.Sqlite.Write;

/// <summary>Stores staged records and their match keys; a tombstone has none that is found.</summary>
internal sealed class StageWriter(SqliteSession session, Names names, Tally tally, long tenant, long sequence)
{
    public void Put(StageRow row)
    {
        var name = names.Object(tenant, row.Ref);
        var entity = names.Entity(tenant, row.Entity);
        Remove(name, row.Ref.Id);
        session.Get("INSERT INTO stage (object_id, id, entity_id, sequence, strong_keys, weak_keys, record) VALUES (?, ?, ?, ?, ?, ?, ?)")
            .Add(name).Add(row.Ref.Id).Add(entity).Add(sequence).Add(KeyList.Write(row.StrongKeys)).Add(KeyList.Write(row.WeakKeys)).Add(row.Record).Run();
        tally.Add(Tally.Staged, entity, name, row.Record is null ? 1 : 0, 1);
        if (row.Record is not null && row.StrongKeys.Count + row.WeakKeys.Count > 0)
        {
            var stageKey = session.Get("SELECT last_insert_rowid()").Scalar()!.Value;
            AddKeys(row.StrongKeys, entity, stageKey);
            AddKeys(row.WeakKeys, entity, stageKey);
        }
    }

    public void Remove(RecordRef reference)
    {
        if (names.FindObject(tenant, reference) is { } name)
        {
            Remove(name, reference.Id);
        }
    }

    private void Remove(long name, string id)
    {
        if (Find(name, id) is not { } old)
        {
            return;
        }

        RemoveKeys(old.Strong, old.Entity, old.StageKey);
        RemoveKeys(old.Weak, old.Entity, old.StageKey);
        session.Get("DELETE FROM stage WHERE stage_key = ?").Add(old.StageKey).Run();
        tally.Add(Tally.Staged, old.Entity, name, old.IsTombstone ? 1 : 0, -1);
    }

    private void AddKeys(IReadOnlyList<MatchKey> keys, long entity, long stageKey)
    {
        foreach (var key in keys)
        {
            session.Get("INSERT INTO stage_match_key (entity_id, rule_id, key, stage_key) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING")
                .Add(entity).Add(names.Rule(key.Rule)).Add(key.Key).Add(stageKey).Run();
        }
    }

    private void RemoveKeys(IReadOnlyList<MatchKey> keys, long entity, long stageKey)
    {
        foreach (var key in keys)
        {
            if (names.FindRule(key.Rule) is { } rule)
            {
                session.Get("DELETE FROM stage_match_key WHERE entity_id = ? AND rule_id = ? AND key = ? AND stage_key = ?").Add(entity).Add(rule).Add(key.Key).Add(stageKey).Run();
            }
        }
    }

    private Stored? Find(long name, string id)
    {
        using var found = session.Get("SELECT stage_key, entity_id, strong_keys, weak_keys, record IS NULL FROM stage WHERE object_id = ? AND id = ?").Add(name).Add(id);
        return found.Step() ? new Stored(found.Int64(0), found.Int64(1), KeyList.MatchKeys(found, 2), KeyList.MatchKeys(found, 3), found.Boolean(4)) : null;
    }

    private readonly record struct Stored(long StageKey, long Entity, IReadOnlyList<MatchKey> Strong, IReadOnlyList<MatchKey> Weak, bool IsTombstone);
}
