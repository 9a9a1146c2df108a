using System.Text;
using CrmErp.Sdk.State;
using CrmErp.Sdk.Stores.Sqlite.Native;

namespace CrmErp.Sdk.Stores.Sqlite.Read;

/// <summary>Reads links. Heads of a page are read in key order, as one range where the ids lie close together.</summary>
internal sealed class LinkReader(SqliteSession session, Names names)
{
    // A seek costs about as much as a handful of steps: so far ahead a walk is still the cheaper way to the next id.
    private const int LongestWalk = 8;

    private const string Columns = "l.object_id, l.id, l.entity_id, l.golden, l.state, l.touched, l.map_hash, l.hash, l.modified, l.version, s.shadow";

    public List<LinkHead> Heads(long tenant, SpokeId spoke, string objectName, IReadOnlyList<string> ids)
    {
        var heads = new List<LinkHead>(ids.Count);
        if (names.FindSpoke(tenant, spoke) is not { } spokeId || names.FindObject(tenant, spoke, objectName) is not { } objectId)
        {
            return heads;
        }

        var flights = session.Get("SELECT EXISTS (SELECT 1 FROM outbox WHERE spoke_id = ? AND flight IS NOT NULL)").Add(spokeId).Scalar() == 1;
        var walk = new Walk(session, objectId);
        try
        {
            foreach (var id in ids)
            {
                if (walk.MoveTo(id))
                {
                    heads.Add(walk.Head(id));
                }
            }
        }
        finally
        {
            walk.Dispose();
        }

        if (flights)
        {
            MarkFlights(heads, spokeId);
        }

        return heads;
    }

    public List<LinkRow> ByRecord(long tenant, IReadOnlyList<RecordRef> refs)
    {
        // Asked in key order, answered in the order asked: neighbours share a page of the file.
        var order = new int[refs.Count];
        for (var i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        Array.Sort(order, (x, y) => refs[x].CompareTo(refs[y]));
        var found = new LinkRow?[refs.Count];
        foreach (var i in order)
        {
            found[i] = Find(tenant, refs[i]);
        }

        return [.. found.OfType<LinkRow>()];
    }

    public List<LinkRow> OfGolden(long tenant, GoldenId golden)
    {
        var rows = new List<LinkRow>(2);
        using (var found = session.Get($"""
            SELECT {Columns} FROM link_shadow s CROSS JOIN link l ON l.object_id = s.object_id AND l.id = s.id WHERE s.tenant_id = ? AND s.golden = ?
            """).Add(tenant).Add(golden))
        {
            while (found.Step())
            {
                rows.Add(Row(found));
            }
        }

        rows.Sort(static (x, y) => x.Ref.CompareTo(y.Ref));
        return rows;
    }

    public List<LinkRow> Scan(long tenant, SpokeId spoke, string objectName, string? afterId, int limit)
    {
        var rows = new List<LinkRow>();
        if (names.FindObject(tenant, spoke, objectName) is not { } objectId)
        {
            return rows;
        }

        using var found = session.Get($"""
            SELECT {Columns} FROM link l
            CROSS JOIN link_shadow s ON s.tenant_id = l.tenant_id AND s.golden = l.golden AND s.object_id = l.object_id AND s.id = l.id
            WHERE l.object_id = ? AND l.id > ? ORDER BY l.id LIMIT ?
            """).Add(objectId).Add(afterId ?? "").Add(limit);
        while (found.Step())
        {
            rows.Add(Row(found));
        }

        return rows;
    }

    private LinkRow? Find(long tenant, RecordRef reference)
    {
        if (names.FindObject(tenant, reference) is not { } objectId)
        {
            return null;
        }

        using var found = session.Get($"""
            SELECT {Columns} FROM link l
            CROSS JOIN link_shadow s ON s.tenant_id = l.tenant_id AND s.golden = l.golden AND s.object_id = l.object_id AND s.id = l.id
            WHERE l.object_id = ? AND l.id = ?
            """).Add(objectId).Add(reference.Id);
        return found.Step() ? Row(found) : null;
    }

    private LinkRow Row(Statement found) => new()
    {
        Ref = names.Ref(found.Int64(0), found.Text(1)),
        Entity = names.Text(found.Int64(2)),
        GoldenId = found.GoldenId(3),
        State = (LinkState)found.Int32(4),
        Touched = found.Int64(5),
        MapHash = (ulong)found.Int64(6),
        Hash = found.Hash(7),
        Modified = found.MaybeTime(8),
        Version = found.MaybeText(9),
        Shadow = found.MaybeText(10) ?? "{}",
    };

    private void MarkFlights(List<LinkHead> heads, long spokeId)
    {
        for (var i = 0; i < heads.Count; i++)
        {
            if (session.Get("SELECT 1 FROM outbox WHERE spoke_id = ? AND golden = ? AND flight IS NOT NULL").Add(spokeId).Add(heads[i].GoldenId).Scalar() == 1)
            {
                heads[i] = heads[i] with { InFlight = true };
            }
        }
    }

    /// <summary>A cursor over the heads of one object that is moved forward to one id after another.</summary>
    private struct Walk(SqliteSession session, long objectId)
    {
        private byte[] _wanted = new byte[64];
        private Statement? _rows;
        private bool _onRow;

        public bool MoveTo(string id)
        {
            if (_wanted.Length < Encoding.UTF8.GetMaxByteCount(id.Length))
            {
                _wanted = new byte[Encoding.UTF8.GetMaxByteCount(id.Length)];
            }

            var wanted = _wanted.AsSpan(0, Encoding.UTF8.GetBytes(id, _wanted));
            for (var steps = 0; _onRow && steps < LongestWalk; steps++)
            {
                var order = _rows!.Bytes(0).SequenceCompareTo(wanted);
                if (order >= 0)
                {
                    // Ahead of what is asked: it is not there, unless what is asked does not come in order. A link that is not
                    // seen would make a duplicate, so the order is not trusted.
                    return order == 0 || (steps == 0 && Seek(id, wanted));
                }

                _onRow = _rows.Step();
            }

            return Seek(id, wanted);
        }

        public readonly LinkHead Head(string id) => new(
            id, _rows!.GoldenId(1), (LinkState)_rows.Int32(2), _rows.MaybeText(3), _rows.Hash(4), (ulong)_rows.Int64(5), _rows.Int64(6), InFlight: false);

        public void Dispose()
        {
            _rows?.Dispose();
            _rows = null;
        }

        private bool Seek(string id, ReadOnlySpan<byte> wanted)
        {
            Dispose();
            _rows = session.Get("SELECT id, golden, state, version, hash, map_hash, touched FROM link WHERE object_id = ? AND id >= ? ORDER BY id").Add(objectId).Add(id);
            _onRow = _rows.Step();
            return _onRow && _rows.Bytes(0).SequenceEqual(wanted);
        }
    }
}
