using CrmErp.Sdk.State;
using CrmErp.Sdk.Stores.Sqlite.Native;

namespace CrmErp.Sdk.Stores.Sqlite.Write;

/// <summary>Stores hints and closes them.</summary>
internal sealed class HintWriter(SqliteSession session, Names names, long tenant, long sequence)
{
    public void Put(HintRow hint) =>
        session.Get("""
            INSERT INTO hint (object_id, id, spoke_id, entity_id, object, sequence, not_before, since, lane, reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET entity_id = excluded.entity_id, sequence = excluded.sequence, reason = excluded.reason,
              not_before = min(not_before, excluded.not_before), lane = min(lane, excluded.lane)
            """)
            .Add(names.Object(tenant, hint.Ref)).Add(hint.Ref.Id).Add(names.Spoke(tenant, hint.Ref.Spoke)).Add(names.Entity(tenant, hint.Entity))
            .Add(hint.Ref.Object).Add(sequence).Add(hint.NotBefore).Add(hint.Since).Add(hint.Lane).Add(hint.Reason).Run();

    public void Close(HintClose close)
    {
        if (names.FindObject(tenant, close.Ref) is { } name)
        {
            session.Get("DELETE FROM hint WHERE object_id = ? AND id = ? AND sequence <= ?").Add(name).Add(close.Ref.Id).Add(close.Sequence).Run();
        }
    }

    /// <summary>Leaves a hint for every record that stands in an open item or in the stage with one of the keys.</summary>
    public void Review(KeysMoved moved)
    {
        if (names.FindEntity(tenant, moved.Entity) is not { } entity)
        {
            return;
        }

        var records = new HashSet<(long Object, string Id)>();
        foreach (var key in moved.Keys)
        {
            if (names.FindRule(key.Rule) is { } rule)
            {
                Collect(records, session.Get("""
                    SELECT i.object_id, i.id FROM open_item_key k JOIN open_item i ON i.item_key = k.item_key WHERE k.entity_id = ? AND k.rule_id = ? AND k.key = ?
                    """).Add(entity).Add(rule).Add(key.Key));
                Collect(records, session.Get("""
                    SELECT s.object_id, s.id FROM stage_match_key k JOIN stage s ON s.stage_key = k.stage_key WHERE k.entity_id = ? AND k.rule_id = ? AND k.key = ?
                    """).Add(entity).Add(rule).Add(key.Key));
            }
        }

        foreach (var (name, id) in records)
        {
            Put(new HintRow { Ref = names.Ref(name, id), Entity = moved.Entity, NotBefore = moved.At, Since = moved.At, Reason = "review" });
        }
    }

    /// <summary>Leaves a hint for every active link of a spoke whose golden record refers to one that was made anew there.</summary>
    public void Repoint(Repointing anew)
    {
        var hints = new List<HintRow>();
        using (var rows = session.Get("""
            SELECT s.object_id, s.id, l.entity_id FROM golden_reference r
            JOIN link_shadow s ON s.tenant_id = r.tenant_id AND s.golden = r.golden
            JOIN link l ON l.object_id = s.object_id AND l.id = s.id
            WHERE r.tenant_id = ? AND r.target = ? AND s.active_spoke = ?
            """).Add(tenant).Add(anew.GoldenId).Add(names.Spoke(tenant, anew.Spoke)))
        {
            while (rows.Step())
            {
                hints.Add(new HintRow { Ref = names.Ref(rows.Int64(0), rows.Text(1)), Entity = names.Text(rows.Int64(2)), NotBefore = anew.At, Since = anew.At, Reason = "repoint" });
            }
        }

        hints.ForEach(Put);
    }

    private static void Collect(HashSet<(long, string)> records, Statement bound)
    {
        using var rows = bound;
        while (rows.Step())
        {
            records.Add((rows.Int64(0), rows.Text(1)));
        }
    }
}
