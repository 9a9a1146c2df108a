using CrmErp.Sdk.State;
using CrmErp.Sdk.Stores.Sqlite.Native;

namespace CrmErp.Sdk.Stores.Sqlite.Read;

/// <summary>Reads golden records, with what hangs on them, and by match key.</summary>
internal sealed class GoldenReader(SqliteSession session, Names names, LinkReader links, QueueReader queues)
{
    public List<GoldenAggregate> Aggregates(long tenant, IReadOnlyList<GoldenId> ids)
    {
        var found = new SortedDictionary<GoldenId, GoldenRow>();
        foreach (var id in ids.Order())
        {
            for (GoldenId? next = id; next is { } one && !found.ContainsKey(one) && Find(tenant, one) is { } golden; next = golden.MergedInto)
            {
                found.Add(one, golden);
            }
        }

        var aggregates = new List<GoldenAggregate>(found.Count);
        foreach (var golden in found.Values)
        {
            aggregates.Add(new GoldenAggregate
            {
                Golden = golden,
                Links = links.OfGolden(tenant, golden.Id),
                Outbox = queues.OutboxOf(tenant, golden.Id),
                OpenItems = queues.ItemsOf(tenant, golden.Id),
            });
        }

        return aggregates;
    }

    public List<KeyLookup> ByKeys(long tenant, string entity, IReadOnlyList<MatchKey> keys)
    {
        var answers = new List<KeyLookup>(keys.Count);
        var entityId = names.FindEntity(tenant, entity);
        foreach (var key in keys)
        {
            IReadOnlyList<GoldenId> hits = entityId is { } id && names.FindRule(key.Rule) is { } rule
                ? QueueReader.Rows(
                    session.Get("SELECT golden FROM match_key WHERE entity_id = ? AND rule_id = ? AND key = ? ORDER BY golden").Add(id).Add(rule).Add(key.Key),
                    static row => row.GoldenId(0))
                : [];
            answers.Add(new KeyLookup(entity, key, hits));
        }

        return answers;
    }

    public List<GoldenId> Scan(long tenant, string entity, GoldenId? after, int limit)
    {
        if (names.FindEntity(tenant, entity) is not { } entityId)
        {
            return [];
        }

        // Live and reserved ones, each in order from the index; the first of both together are the answer.
        var ids = Scan(entityId, GoldenState.Live, after, limit);
        ids.AddRange(Scan(entityId, GoldenState.Reserved, after, limit));
        ids.Sort();
        return ids.Count <= limit ? ids : ids[..limit];
    }

    private List<GoldenId> Scan(long entityId, GoldenState state, GoldenId? after, int limit)
    {
        var statement = session.Get("SELECT id FROM golden WHERE entity_id = ? AND state = ? AND id > ? ORDER BY id LIMIT ?").Add(entityId).Add((long)state);
        _ = after is { } id ? statement.Add(id) : statement.AddEmptyBlob();
        return QueueReader.Rows(statement.Add(limit), static row => row.GoldenId(0));
    }

    private GoldenRow? Find(long tenant, GoldenId id)
    {
        using var row = session.Get("SELECT entity_id, state, version, merged_into, keys, provenance, data, refs FROM golden WHERE tenant_id = ? AND id = ?").Add(tenant).Add(id);
        return !row.Step() ? null : new GoldenRow
        {
            Id = id,
            Entity = names.Text(row.Int64(0)),
            State = (GoldenState)row.Int32(1),
            Version = row.Int64(2),
            MergedInto = row.MaybeGoldenId(3),
            Keys = KeyList.MatchKeys(row, 4),
            Provenance = row.Text(5),
            Data = row.Text(6),
            References = KeyList.GoldenIds(row, 7),
        };
    }
}
