using CrmErp.Sdk.State;
using CrmErp.Sdk.Stores.Sqlite.Native;

namespace CrmErp.Sdk.Stores.Sqlite.Write;

/// <summary>
/// Stores links: the head by record (what a scan reads in key order), the shadow by golden record (what an aggregate is loaded
/// with). A page of links is stored in key order, which touches each page of the file once.
/// </summary>
internal sealed class LinkWriter(SqliteSession session, Names names, Tally tally, long tenant, long sequence)
{
    private const string NoShadow = "{}";

    private readonly List<LinkRow> _activated = [];

    public void Remove(RecordRef reference)
    {
        if (names.FindObject(tenant, reference) is not { } name || Find(name, reference.Id) is not { } old)
        {
            return;
        }

        session.Get("DELETE FROM link WHERE object_id = ? AND id = ?").Add(name).Add(reference.Id).Run();
        RemoveShadow(old.Golden, name, reference.Id);
        tally.Add(Tally.Links, old.Entity, names.SpokeIdOf(name), (long)old.State, -1);
    }

    public void Put(IReadOnlyList<LinkRow> rows)
    {
        foreach (var row in InKeyOrder(rows))
        {
            Put(row);
        }
    }

    public void PutVersion(LinkVersion moved)
    {
        if (names.FindObject(tenant, moved.Ref) is { } name)
        {
            session.Get("UPDATE link SET version = ? WHERE object_id = ? AND id = ?").Add(moved.Version).Add(name).Add(moved.Ref.Id).Run();
        }
    }

    /// <summary>Asked when all links of the batch are stored: no golden record may have two active links on one spoke.</summary>
    public void CheckActive()
    {
        foreach (var row in _activated)
        {
            var active = session.Get("SELECT count(*) FROM link_shadow WHERE tenant_id = ? AND golden = ? AND active_spoke = ?")
                .Add(tenant).Add(row.GoldenId).Add(names.Spoke(tenant, row.Ref.Spoke)).Scalar();
            if (active > 1)
            {
                throw new BatchConflictException($"golden record {row.GoldenId} would have two active links on {row.Ref.Spoke}");
            }
        }
    }

    private static IReadOnlyList<LinkRow> InKeyOrder(IReadOnlyList<LinkRow> rows)
    {
        if (rows.Count < 3)
        {
            return rows;
        }

        var sorted = rows.ToArray();
        Array.Sort(sorted, static (x, y) => x.Ref.CompareTo(y.Ref));
        return sorted;
    }

    private void Put(LinkRow row)
    {
        var name = names.Object(tenant, row.Ref);
        var entity = names.Entity(tenant, row.Entity);
        var spoke = names.SpokeIdOf(name);
        var touched = row.Touch ? sequence : row.Touched;
        var inserted = session.Get("""
            INSERT INTO link (object_id, id, tenant_id, golden, entity_id, state, touched, map_hash, hash, modified, version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING
            """)
            .Add(name).Add(row.Ref.Id).Add(tenant).Add(row.GoldenId).Add(entity).Add((long)row.State).Add(touched)
            .Add((long)row.MapHash).Add(row.Hash).Add(row.Modified).Add(row.Version).Run();
        if (inserted == 0)
        {
            Replace(row, name, entity, spoke);
        }
        else if (row.State == LinkState.Active)
        {
            _activated.Add(row);
        }

        PutShadow(row, name, spoke);
        tally.Add(Tally.Links, entity, spoke, (long)row.State, 1);
    }

    private void Replace(LinkRow row, long name, long entity, long spoke)
    {
        var old = Find(name, row.Ref.Id)!.Value;
        session.Get("""
            UPDATE link SET golden = ?, entity_id = ?, state = ?, touched = ?, map_hash = ?, hash = ?, modified = ?, version = ? WHERE object_id = ? AND id = ?
            """)
            .Add(row.GoldenId).Add(entity).Add((long)row.State).Add(row.Touch ? sequence : old.Touched)
            .Add((long)row.MapHash).Add(row.Hash).Add(row.Modified).Add(row.Version).Add(name).Add(row.Ref.Id).Run();
        tally.Add(Tally.Links, old.Entity, spoke, (long)old.State, -1);
        if (old.Golden != row.GoldenId)
        {
            RemoveShadow(old.Golden, name, row.Ref.Id);
        }

        if (row.State == LinkState.Active && (old.State != LinkState.Active || old.Golden != row.GoldenId))
        {
            _activated.Add(row);
        }
    }

    private void PutShadow(LinkRow row, long name, long spoke) =>
        session.Get("""
            INSERT INTO link_shadow (tenant_id, golden, object_id, id, active_spoke, shadow) VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET active_spoke = excluded.active_spoke, shadow = excluded.shadow
            """)
            .Add(tenant).Add(row.GoldenId).Add(name).Add(row.Ref.Id)
            .Add(row.State == LinkState.Active ? spoke : null).Add(row.Shadow == NoShadow ? null : row.Shadow).Run();

    private void RemoveShadow(GoldenId golden, long name, string id) =>
        session.Get("DELETE FROM link_shadow WHERE tenant_id = ? AND golden = ? AND object_id = ? AND id = ?").Add(tenant).Add(golden).Add(name).Add(id).Run();

    private Stored? Find(long name, string id)
    {
        using var found = session.Get("SELECT golden, entity_id, state, touched FROM link WHERE object_id = ? AND id = ?").Add(name).Add(id);
        return found.Step() ? new Stored(found.GoldenId(0), found.Int64(1), (LinkState)found.Int32(2), found.Int64(3)) : null;
    }

    private readonly record struct Stored(GoldenId Golden, long Entity, LinkState State, long Touched);
}
