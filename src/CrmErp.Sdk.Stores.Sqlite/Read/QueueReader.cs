using CrmErp.Sdk.State;
using CrmErp.Sdk.Stores.Sqlite.Native;

namespace CrmErp.Sdk.Stores.Sqlite.Read;

/// <summary>Reads outbox rows, open items, hints and the stage.</summary>
internal sealed class QueueReader(SqliteSession session, Names names)
{
    private const string OutboxColumns = """
        o.golden, o.spoke_id, o.entity_id, o.state, o.lane, o.not_before, o.since, o.attempts, o.fence, o.lease_until, o.must_read, o.create_in_flight,
        o.cause, o.problem, o.waits_on, o.detail, o.flight
        """;

    private const string ItemColumns =
        "i.golden, i.kind, i.field_group, i.spoke_id, i.object_id, i.id, i.entity_id, i.cause, i.problem, i.since, i.sequence, i.keys, i.detail";

    private const string StageColumns = "s.object_id, s.id, s.entity_id, s.sequence, s.strong_keys, s.weak_keys, s.record";

    public List<OutboxRow> OutboxOf(long tenant, GoldenId golden)
    {
        var rows = Rows(session.Get($"SELECT {OutboxColumns} FROM outbox o WHERE o.tenant_id = ? AND o.golden = ?").Add(tenant).Add(golden), Outbox);
        rows.Sort(static (x, y) => x.Spoke.CompareTo(y.Spoke));
        return rows;
    }

    public List<OpenItem> ItemsOf(long tenant, GoldenId golden)
    {
        var rows = Rows(session.Get($"SELECT {ItemColumns} FROM open_item i WHERE i.tenant_id = ? AND i.golden = ?").Add(tenant).Add(golden), Item);
        rows.Sort(static (x, y) => x.Key.CompareTo(y.Key));
        return rows;
    }

    public List<OpenItem> ItemsAbout(long tenant, IReadOnlyList<RecordRef> refs)
    {
        var items = new List<OpenItem>();
        foreach (var reference in refs)
        {
            if (names.FindObject(tenant, reference) is { } objectId)
            {
                var rows = Rows(session.Get($"SELECT {ItemColumns} FROM open_item i WHERE i.object_id = ? AND i.id = ? AND i.object_id <> 0").Add(objectId).Add(reference.Id), Item);
                rows.Sort(static (x, y) => x.Key.CompareTo(y.Key));
                items.AddRange(rows);
            }
        }

        return items;
    }

    public bool HasOpenCreate(long tenant, SpokeId spoke, string entity, GoldenId? except)
    {
        if (names.FindSpoke(tenant, spoke) is not { } spokeId || names.FindEntity(tenant, entity) is not { } entityId)
        {
            return false;
        }

        return session.Get("""
            SELECT 1 FROM outbox WHERE spoke_id = ? AND entity_id = ? AND create_in_flight = 1 AND flight IS NOT NULL AND golden IS NOT ? LIMIT 1
            """).Add(spokeId).Add(entityId).Add(except).Scalar() == 1;
    }

    public List<HintRow> Hints(long tenant, SpokeId spoke, string entity, DateTimeOffset now, int limit)
    {
        if (names.FindSpoke(tenant, spoke) is not { } spokeId || names.FindEntity(tenant, entity) is not { } entityId)
        {
            return [];
        }

        return Rows(session.Get("""
            SELECT h.object_id, h.id, h.entity_id, h.sequence, h.not_before, h.since, h.reason, h.lane FROM hint h INDEXED BY hint_order
            WHERE h.spoke_id = ? AND h.entity_id = ? AND h.not_before <= ? AND NOT EXISTS (
              SELECT 1 FROM link l CROSS JOIN outbox o ON o.spoke_id = h.spoke_id AND o.golden = l.golden AND o.flight IS NOT NULL
              WHERE l.object_id = h.object_id AND l.id = h.id)
            ORDER BY h.lane, h.since, h.object, h.id LIMIT ?
            """).Add(spokeId).Add(entityId).Add(now).Add(limit), Hint);
    }

    public List<StageRow> Staged(long tenant, IReadOnlyList<RecordRef> refs)
    {
        var rows = new List<StageRow>(refs.Count);
        foreach (var reference in refs)
        {
            if (names.FindObject(tenant, reference) is { } objectId)
            {
                rows.AddRange(Rows(session.Get($"SELECT {StageColumns} FROM stage s WHERE s.object_id = ? AND s.id = ?").Add(objectId).Add(reference.Id), Stage));
            }
        }

        return rows;
    }

    public List<StageRow> StagedByKeys(long tenant, string entity, IReadOnlyList<MatchKey> keys)
    {
        var found = new SortedDictionary<RecordRef, StageRow>();
        if (names.FindEntity(tenant, entity) is not { } entityId)
        {
            return [];
        }

        foreach (var key in keys)
        {
            if (names.FindRule(key.Rule) is { } rule)
            {
                foreach (var row in Rows(session.Get($"""
                    SELECT {StageColumns} FROM stage_match_key k CROSS JOIN stage s ON s.stage_key = k.stage_key WHERE k.entity_id = ? AND k.rule_id = ? AND k.key = ?
                    """).Add(entityId).Add(rule).Add(key.Key), Stage))
                {
                    found[row.Ref] = row;
                }
            }
        }

        return [.. found.Values];
    }

    public List<StageRow> ScanStage(long tenant, string entity, RecordRef? after, int limit)
    {
        var rows = new List<StageRow>();
        if (names.FindEntity(tenant, entity) is not { } entityId)
        {
            return rows;
        }

        foreach (var (objectId, first) in ObjectsInStage(tenant, entityId))
        {
            // All of an object's records come before, or all after, or the record we start behind is one of them.
            var isHere = after is { } start && start.Spoke == first.Spoke && start.Object == first.Object;
            if (rows.Count < limit && (after is null || isHere || first > after.Value))
            {
                rows.AddRange(Rows(session.Get($"SELECT {StageColumns} FROM stage s WHERE s.object_id = ? AND s.id > ? AND s.entity_id = ? ORDER BY s.id LIMIT ?")
                    .Add(objectId).Add(isHere ? after!.Value.Id : "").Add(entityId).Add(limit - rows.Count), Stage));
            }
        }

        return rows;
    }

    public List<OutboxRow> List(long tenant, OutboxFilter filter)
    {
        long? spoke = filter.Spoke is { } one ? names.FindSpoke(tenant, one) ?? -1 : null;
        long? entity = filter.Entity is { } name ? names.FindEntity(tenant, name) ?? -1 : null;
        return Rows(session.Get($"""
            SELECT {OutboxColumns} FROM outbox o JOIN name s ON s.name_id = o.spoke_id JOIN name c ON c.name_id = s.parent
            WHERE o.tenant_id = ?1 AND (?2 IS NULL OR o.entity_id = ?2) AND (?3 IS NULL OR o.spoke_id = ?3) AND (?4 IS NULL OR o.state = ?4)
              AND (?5 IS NULL OR o.cause = ?5) AND (?6 IS NULL OR o.problem = ?6) AND (?7 IS NULL OR (o.flight IS NOT NULL) = ?7)
            ORDER BY o.since, o.golden, c.text, s.text LIMIT ?8 OFFSET ?9
            """)
            .Add(tenant).Add(entity).Add(spoke).Add((long?)filter.State).Add(filter.Cause).Add(filter.Problem)
            .Add(filter.WithFlight is { } flight ? (flight ? 1L : 0L) : null).Add(filter.Take).Add(filter.Skip), Outbox);
    }

    public List<OpenItem> List(long tenant, OpenItemFilter filter)
    {
        long? spoke = filter.Spoke is { } one ? names.FindSpoke(tenant, one) ?? -1 : null;
        long? entity = filter.Entity is { } name ? names.FindEntity(tenant, name) ?? -1 : null;
        return Rows(session.Get($"""
            SELECT {ItemColumns} FROM open_item i JOIN name s ON s.name_id = i.spoke_id JOIN name c ON c.name_id = s.parent
            LEFT JOIN name o ON o.name_id = i.object_id LEFT JOIN name os ON os.name_id = o.parent LEFT JOIN name oc ON oc.name_id = os.parent
            WHERE i.tenant_id = ?1 AND (?2 IS NULL OR i.kind = ?2) AND (?3 IS NULL OR i.entity_id = ?3) AND (?4 IS NULL OR i.spoke_id = ?4)
              AND (?5 IS NULL OR i.golden = ?5) AND (?6 IS NULL OR i.cause = ?6) AND (?7 IS NULL OR i.problem = ?7)
            ORDER BY i.since, i.kind, i.golden, i.field_group, c.text, s.text, oc.text, os.text, o.text, i.id LIMIT ?8 OFFSET ?9
            """)
            .Add(tenant).Add((long?)filter.Kind).Add(entity).Add(spoke).Add(filter.GoldenId).Add(filter.Cause).Add(filter.Problem).Add(filter.Take).Add(filter.Skip), Item);
    }

    internal static List<T> Rows<T>(Statement bound, Func<Statement, T> row)
    {
        var rows = new List<T>();
        using (bound)
        {
            while (bound.Step())
            {
                rows.Add(row(bound));
            }
        }

        return rows;
    }

    /// <summary>Outbox rows that may be claimed now, in the order of claims.</summary>
    public List<OutboxRow> Claimable(long tenant, OutboxClaim claim)
    {
        if (names.FindSpoke(tenant, claim.Spoke) is not { } spoke || names.FindEntity(tenant, claim.Entity) is not { } entity)
        {
            return [];
        }

        if (claim.WithFlight == true)
        {
            return Rows(session.Get($"""
                SELECT {OutboxColumns} FROM outbox o INDEXED BY outbox_flight
                WHERE o.spoke_id = ?1 AND o.flight IS NOT NULL AND o.entity_id = ?2 AND o.claimable = 1 AND o.not_before <= ?3 AND (o.lease_until IS NULL OR o.lease_until <= ?3)
                ORDER BY o.lane, o.not_before, o.golden LIMIT ?4
                """).Add(spoke).Add(entity).Add(claim.Now).Add(claim.Limit), Outbox);
        }

        var rows = new List<OutboxRow>();
        for (var lane = NextLane(spoke, entity, long.MinValue); lane is { } current && rows.Count < claim.Limit; lane = NextLane(spoke, entity, current))
        {
            rows.AddRange(Rows(session.Get($"""
                SELECT {OutboxColumns} FROM outbox o INDEXED BY outbox_claimable
                WHERE o.spoke_id = ?1 AND o.entity_id = ?2 AND o.claimable = 1 AND o.lane = ?3 AND o.not_before <= ?4
                  AND (o.lease_until IS NULL OR o.lease_until <= ?4) AND (?5 IS NULL OR o.flight IS NULL)
                ORDER BY o.not_before, o.golden LIMIT ?6
                """).Add(spoke).Add(entity).Add(current).Add(claim.Now).Add(claim.WithFlight is null ? null : 0L).Add(claim.Limit - rows.Count), Outbox));
        }

        return rows;
    }

    private long? NextLane(long spoke, long entity, long after) =>
        session.Get("SELECT lane FROM outbox INDEXED BY outbox_claimable WHERE spoke_id = ? AND entity_id = ? AND claimable = 1 AND lane > ? ORDER BY lane LIMIT 1")
            .Add(spoke).Add(entity).Add(after).Scalar();

    private List<(long ObjectId, RecordRef First)> ObjectsInStage(long tenant, long entityId)
    {
        var objects = Rows(
            session.Get("SELECT DISTINCT b FROM tally WHERE tenant_id = ? AND kind = 3 AND a = ? AND count > 0").Add(tenant).Add(entityId),
            row => row.Int64(0));
        return [.. objects.Select(id => (id, First: names.Ref(id, ""))).OrderBy(o => o.First)];
    }

    private OutboxRow Outbox(Statement row) => new()
    {
        GoldenId = row.GoldenId(0),
        Spoke = names.SpokeOf(row.Int64(1)),
        Entity = names.Text(row.Int64(2)),
        State = (OutboxState)row.Int32(3),
        Lane = row.Int32(4),
        NotBefore = row.Time(5),
        Since = row.Time(6),
        Attempts = row.Int32(7),
        Fence = row.Int64(8),
        LeaseUntil = row.MaybeTime(9),
        MustRead = row.Boolean(10),
        CreateInFlight = row.Boolean(11),
        Cause = row.Text(12),
        Problem = row.MaybeText(13),
        WaitsOn = KeyList.GoldenIds(row, 14),
        Detail = row.MaybeText(15),
        Flight = row.MaybeText(16),
    };

    private OpenItem Item(Statement row) => new()
    {
        GoldenId = row.Bytes(0).IsEmpty ? null : row.GoldenId(0),
        Kind = (OpenItemKind)row.Int32(1),
        Group = row.Text(2),
        Spoke = names.SpokeOf(row.Int64(3)),
        Ref = row.Int64(4) == 0 ? null : names.Ref(row.Int64(4), row.Text(5)),
        Entity = names.Text(row.Int64(6)),
        Cause = row.Text(7),
        Problem = row.MaybeText(8),
        Since = row.Time(9),
        Sequence = row.Int64(10),
        Keys = KeyList.MatchKeys(row, 11),
        Detail = row.Text(12),
    };

    private HintRow Hint(Statement row) => new()
    {
        Ref = names.Ref(row.Int64(0), row.Text(1)),
        Entity = names.Text(row.Int64(2)),
        Sequence = row.Int64(3),
        NotBefore = row.Time(4),
        Since = row.Time(5),
        Reason = row.Text(6),
        Lane = row.Int32(7),
    };

    private StageRow Stage(Statement row) => new()
    {
        Ref = names.Ref(row.Int64(0), row.Text(1)),
        Entity = names.Text(row.Int64(2)),
        Sequence = row.Int64(3),
        StrongKeys = KeyList.MatchKeys(row, 4),
        WeakKeys = KeyList.MatchKeys(row, 5),
        Record = row.MaybeText(6),
    };
}
