using CrmErp.Sdk.State;
using CrmErp.Sdk.Stores.Sqlite.Native;

namespace CrmErp.Sdk.Stores.Sqlite.Read;

/// <summary>Reads what hangs on no golden record: streams, judgements, derived identities, maps, settings, audit and runs.</summary>
internal sealed class JournalReader(SqliteSession session, Names names)
{
    private const long EntriesOfOneCommit = 1 << 20;

    private const string StreamColumns =
        "spoke_id, entity_id, object, phase, drained_from, window_from, fence, lease_until, next_due, last_drained, cursor, checkpoints";

    public List<StreamRow> Streams(long tenant)
    {
        var rows = QueueReader.Rows(session.Get($"SELECT {StreamColumns} FROM stream WHERE tenant_id = ?").Add(tenant), Stream);
        return [.. rows.OrderBy(s => s.Spoke).ThenBy(s => s.Entity, StringComparer.Ordinal)];
    }

    public StreamRow? FindStream(long tenant, SpokeId spoke, string entity)
    {
        if (names.FindSpoke(tenant, spoke) is not { } spokeId || names.FindEntity(tenant, entity) is not { } entityId)
        {
            return null;
        }

        return QueueReader.Rows(session.Get($"SELECT {StreamColumns} FROM stream WHERE spoke_id = ? AND entity_id = ?").Add(spokeId).Add(entityId), Stream).SingleOrDefault();
    }

    public List<JudgementRow> Judgements(long tenant, string entity, IReadOnlyList<string> nodes)
    {
        if (names.FindEntity(tenant, entity) is not { } entityId)
        {
            return [];
        }

        var found = new Dictionary<(string First, string Second), JudgementRow>();
        foreach (var node in nodes)
        {
            foreach (var row in QueueReader.Rows(
                session.Get("SELECT first, second, same, actor, at FROM judgement WHERE entity_id = ?1 AND (first = ?2 OR second = ?2)").Add(entityId).Add(node),
                row => new JudgementRow(entity, row.Text(0), row.Text(1), row.Boolean(2), row.Text(3), row.Time(4))))
            {
                found[(row.First, row.Second)] = row;
            }
        }

        return [.. found.Values.OrderBy(j => j.First, StringComparer.Ordinal).ThenBy(j => j.Second, StringComparer.Ordinal)];
    }

    public List<DerivedRow> Derived(long tenant, IReadOnlyList<GoldenId> causes)
    {
        var rows = new List<DerivedRow>();
        foreach (var cause in causes)
        {
            rows.AddRange(QueueReader.Rows(
                session.Get("SELECT name, golden FROM derived WHERE tenant_id = ? AND cause = ? ORDER BY name").Add(tenant).Add(cause),
                row => new DerivedRow(cause, row.Text(0), row.MaybeGoldenId(1))));
        }

        return rows;
    }

    public List<MapVersionRow> Maps(long tenant)
    {
        var rows = QueueReader.Rows(
            session.Get("SELECT connection, entity_id, hash, definition, state, at FROM map_version WHERE tenant_id = ?").Add(tenant),
            row => new MapVersionRow(new ConnectionId(row.Text(0)), names.Text(row.Int64(1)), (ulong)row.Int64(2), row.Text(3), row.Text(4), row.Time(5)));
        return [.. rows.OrderBy(m => m.Connection).ThenBy(m => m.Entity, StringComparer.Ordinal).ThenBy(m => m.Hash)];
    }

    public List<SettingRow> Settings(long tenant, string prefix)
    {
        var rows = new List<SettingRow>();
        using var found = session.Get("SELECT name, value, version FROM setting WHERE tenant_id = ? AND name >= ? ORDER BY name").Add(tenant).Add(prefix);
        while (found.Step() && found.Text(0) is var name && name.StartsWith(prefix, StringComparison.Ordinal))
        {
            rows.Add(new SettingRow(name, found.Text(1), found.Int64(2)));
        }

        return rows;
    }

    public List<AuditRow> Audit(long tenant, GoldenId? golden, long afterSequence, int limit)
    {
        var rows = new List<AuditRow>();
        using var found = golden is { } id
            ? session.Get("""
                SELECT audit_key, at, kind, entity_id, golden, field, origin, rule, detail, run_id, actor FROM audit
                WHERE tenant_id = ? AND golden = ? AND audit_key >= ? ORDER BY audit_key
                """).Add(tenant).Add(id).Add((afterSequence + 1) * EntriesOfOneCommit)
            : session.Get("""
                SELECT audit_key, at, kind, entity_id, golden, field, origin, rule, detail, run_id, actor FROM audit
                WHERE tenant_id = ? AND audit_key >= ? ORDER BY audit_key
                """).Add(tenant).Add((afterSequence + 1) * EntriesOfOneCommit);
        while (found.Step())
        {
            var sequence = found.Int64(0) / EntriesOfOneCommit;
            if (rows.Count >= limit && (rows.Count == 0 || rows[^1].Sequence != sequence))
            {
                break;
            }

            rows.Add(AuditEntry(found, sequence));
        }

        return rows;
    }

    public List<RunRow> Runs(long tenant, int limit) => QueueReader.Rows(
        session.Get("SELECT id, trigger, started, ended, outcome, counts FROM run INDEXED BY run_started WHERE tenant_id = ? ORDER BY started DESC, id DESC LIMIT ?").Add(tenant).Add(limit),
        row => new RunRow
        {
            Id = row.Guid(0),
            Trigger = row.Text(1),
            Started = row.Time(2),
            Ended = row.MaybeTime(3),
            Outcome = row.Text(4),
            Counts = row.Text(5),
        });

    private AuditRow AuditEntry(Statement row, long sequence) => new()
    {
        Sequence = sequence,
        At = row.Time(1),
        Kind = row.Text(2),
        Entity = names.Text(row.Int64(3)),
        GoldenId = row.MaybeGoldenId(4),
        Field = row.MaybeText(5),
        Origin = row.MaybeText(6),
        Rule = row.MaybeText(7),
        Detail = row.MaybeText(8),
        RunId = row.Guid(9),
        Actor = row.MaybeText(10),
    };

    private StreamRow Stream(Statement row) => new()
    {
        Spoke = names.SpokeOf(row.Int64(0)),
        Entity = names.Text(row.Int64(1)),
        Object = row.Text(2),
        Phase = (FlowPhase)row.Int32(3),
        DrainedFrom = row.Int64(4),
        WindowFrom = row.Int64(5),
        Fence = row.Int64(6),
        LeaseUntil = row.MaybeTime(7),
        NextDue = row.MaybeTime(8),
        LastDrained = row.MaybeTime(9),
        Cursor = row.MaybeText(10),
        Checkpoints = row.Text(11),
    };
}
