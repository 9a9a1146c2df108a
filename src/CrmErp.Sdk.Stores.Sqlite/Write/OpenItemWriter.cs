using CrmErp.Sdk.State;
using CrmErp.Sdk.Stores.Sqlite.Native;

namespace CrmErp.Sdk.Stores.Sqlite.Write;

/// <summary>Stores open items and the match keys that re-open those about records.</summary>
internal sealed class OpenItemWriter(SqliteSession session, Names names, long tenant, long sequence)
{
    public void Put(OpenItem item)
    {
        Remove(item.Key);
        var name = item.Ref is { } reference ? names.Object(tenant, reference) : 0;
        var entity = names.Entity(tenant, item.Entity);
        AddKey(session.Get("""
            INSERT INTO open_item (tenant_id, golden, kind, field_group, spoke_id, object_id, id, entity_id, cause, problem, since, sequence, keys, detail)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """), item.Key, names.Spoke(tenant, item.Spoke), name)
            .Add(entity).Add(item.Cause).Add(item.Problem).Add(item.Since).Add(sequence).Add(KeyList.Write(item.Keys)).Add(item.Detail).Run();
        if (name == 0 || item.Keys.Count == 0)
        {
            return;
        }

        var itemKey = session.Get("SELECT last_insert_rowid()").Scalar()!.Value;
        foreach (var key in item.Keys)
        {
            session.Get("INSERT INTO open_item_key (entity_id, rule_id, key, item_key) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING")
                .Add(entity).Add(names.Rule(key.Rule)).Add(key.Key).Add(itemKey).Run();
        }
    }

    public void Remove(OpenItemKey key)
    {
        var name = key.Ref is { } reference ? names.FindObject(tenant, reference) ?? -1 : 0;
        if (names.FindSpoke(tenant, key.Spoke) is not { } spoke || Find(key, spoke, name) is not { } old)
        {
            return;
        }

        foreach (var matchKey in name == 0 ? [] : old.Keys)
        {
            session.Get("DELETE FROM open_item_key WHERE entity_id = ? AND rule_id = ? AND key = ? AND item_key = ?")
                .Add(old.Entity).Add(names.Rule(matchKey.Rule)).Add(matchKey.Key).Add(old.ItemKey).Run();
        }

        session.Get("DELETE FROM open_item WHERE item_key = ?").Add(old.ItemKey).Run();
    }

    private (long ItemKey, long Entity, IReadOnlyList<MatchKey> Keys)? Find(OpenItemKey key, long spoke, long name)
    {
        using var found = AddKey(session.Get("""
            SELECT item_key, entity_id, keys FROM open_item
            WHERE tenant_id = ? AND golden = ? AND kind = ? AND field_group = ? AND spoke_id = ? AND object_id = ? AND id = ?
            """), key, spoke, name);
        return found.Step() ? (found.Int64(0), found.Int64(1), KeyList.MatchKeys(found, 2)) : null;
    }

    private Statement AddKey(Statement statement, OpenItemKey key, long spoke, long name)
    {
        statement.Add(tenant);
        _ = key.GoldenId is { } golden ? statement.Add(golden) : statement.AddEmptyBlob();
        return statement.Add((long)key.Kind).Add(key.Group).Add(spoke).Add(name).Add(key.Ref?.Id ?? "");
    }
}
