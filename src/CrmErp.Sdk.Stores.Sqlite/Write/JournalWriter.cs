using CrmErp.Sdk.State;
using CrmErp.Sdk.Stores.Sqlite.Native;

namespace CrmErp.Sdk.Stores.Sqlite.Write;

/// <summary>Stores what hangs on no golden record: streams, judgements, derived identities, maps, settings, audit and runs.</summary>
internal sealed class JournalWriter(SqliteSession session, Names names, long tenant, long sequence)
{
    private const long EntriesOfOneCommit = 1 << 20;

    public void Put(StreamRow stream) =>
        session.Get("""
            INSERT INTO stream (spoke_id, entity_id, tenant_id, object, phase, drained_from, window_from, fence, next_due, last_drained, cursor, checkpoints)
            VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET object = excluded.object, phase = excluded.phase, drained_from = excluded.drained_from, window_from = excluded.window_from,
              next_due = excluded.next_due, last_drained = excluded.last_drained, cursor = excluded.cursor, checkpoints = excluded.checkpoints
            """)
            .Add(names.Spoke(tenant, stream.Spoke)).Add(names.Entity(tenant, stream.Entity)).Add(tenant).Add(stream.Object).Add((long)stream.Phase)
            .Add(stream.DrainedFrom).Add(stream.WindowFrom).Add(stream.NextDue).Add(stream.LastDrained).Add(stream.Cursor).Add(stream.Checkpoints).Run();

    public void Release(StreamFence held) =>
        session.Get("UPDATE stream SET lease_until = NULL WHERE spoke_id = ? AND entity_id = ?").Add(names.Spoke(tenant, held.Spoke)).Add(names.Entity(tenant, held.Entity)).Run();

    public void Put(JudgementRow judgement) =>
        session.Get("""
            INSERT INTO judgement (entity_id, first, second, same, actor, at) VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET same = excluded.same, actor = excluded.actor, at = excluded.at
            """)
            .Add(names.Entity(tenant, judgement.Entity)).Add(judgement.First).Add(judgement.Second).Add(judgement.Same).Add(judgement.Actor).Add(judgement.At).Run();

    public void Put(DerivedRow derived) =>
        session.Get("INSERT INTO derived (tenant_id, cause, name, golden) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET golden = excluded.golden")
            .Add(tenant).Add(derived.Cause).Add(derived.Name).Add(derived.GoldenId).Run();

    public void Put(MapVersionRow map) =>
        session.Get("""
            INSERT INTO map_version (tenant_id, connection, entity_id, hash, state, at, definition) VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET state = excluded.state, at = excluded.at, definition = excluded.definition
            """)
            .Add(tenant).Add(map.Connection.Value).Add(names.Entity(tenant, map.Entity)).Add((long)map.Hash).Add(map.State).Add(map.At).Add(map.Definition).Run();

    public void Put(SettingRow setting) =>
        session.Get("""
            INSERT INTO setting (tenant_id, name, version, value) VALUES (?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET version = excluded.version, value = excluded.value
            """)
            .Add(tenant).Add(setting.Name).Add(setting.Version + 1).Add(setting.Value).Run();

    public void RemoveSetting(string name) => session.Get("DELETE FROM setting WHERE tenant_id = ? AND name = ?").Add(tenant).Add(name).Run();

    public void Put(RunRow run) =>
        session.Get("""
            INSERT INTO run (tenant_id, id, trigger, started, ended, outcome, counts) VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET trigger = excluded.trigger, started = excluded.started, ended = excluded.ended, outcome = excluded.outcome, counts = excluded.counts
            """)
            .Add(tenant).Add(run.Id).Add(run.Trigger).Add(run.Started).Add(run.Ended).Add(run.Outcome).Add(run.Counts).Run();

    public void Append(IReadOnlyList<AuditRow> rows)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rows.Count, EntriesOfOneCommit, nameof(rows));
        for (var i = 0; i < rows.Count; i++)
        {
            var row = rows[i];
            session.Get("""
                INSERT INTO audit (tenant_id, audit_key, at, golden, entity_id, kind, field, origin, rule, actor, run_id, detail) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
                .Add(tenant).Add((sequence * EntriesOfOneCommit) + i).Add(row.At).Add(row.GoldenId).Add(names.Entity(tenant, row.Entity)).Add(row.Kind)
                .Add(row.Field).Add(row.Origin).Add(row.Rule).Add(row.Actor).Add(row.RunId).Add(row.Detail).Run();
        }
    }
}
