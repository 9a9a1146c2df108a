using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Stores.Sqlite.Native;

/// <summary>
/// Names as the small integers that keys hold, and back. A tree: tenant, connection, spoke, object; tenant, entity; rule. So every
/// key that begins with one of these numbers begins with its tenant.
/// </summary>
internal sealed class Names
{
    private readonly SqliteSession _session;
    private readonly NameCache _committed;

    // Made by the transaction that is under way; others may see them only when it is committed.
    private readonly Dictionary<NameNode, long> _made = [];

    private (long Tenant, SpokeId Spoke, long Id) _lastSpoke;
    private (long Spoke, string Object, long Id) _lastObject = (0, "", 0);

    public Names(SqliteSession session, NameCache committed)
    {
        _session = session;
        _committed = committed;
    }

    public long? FindTenant(TenantId tenant) => Find(new NameNode(NameKind.Tenant, 0, tenant.Value));

    public long? FindEntity(long tenant, string entity) => Find(new NameNode(NameKind.Entity, tenant, entity));

    public long? FindRule(string rule) => Find(new NameNode(NameKind.Rule, 0, rule));

    public long? FindSpoke(long tenant, SpokeId spoke) =>
        Find(new NameNode(NameKind.Connection, tenant, spoke.Connection.Value)) is { } connection ? Find(new NameNode(NameKind.Spoke, connection, spoke.Scope)) : null;

    public long? FindObject(long tenant, SpokeId spoke, string name) =>
        FindSpoke(tenant, spoke) is { } id ? Find(new NameNode(NameKind.Object, id, name)) : null;

    public long? FindObject(long tenant, RecordRef reference) => FindObject(tenant, reference.Spoke, reference.Object);

    public long Tenant(TenantId tenant) => Make(new NameNode(NameKind.Tenant, 0, tenant.Value));

    public long Entity(long tenant, string entity) => Make(new NameNode(NameKind.Entity, tenant, entity));

    public long Rule(string rule) => Make(new NameNode(NameKind.Rule, 0, rule));

    public long Spoke(long tenant, SpokeId spoke)
    {
        if (_lastSpoke.Id == 0 || _lastSpoke.Tenant != tenant || _lastSpoke.Spoke != spoke)
        {
            _lastSpoke = (tenant, spoke, Make(new NameNode(NameKind.Spoke, Make(new NameNode(NameKind.Connection, tenant, spoke.Connection.Value)), spoke.Scope)));
        }

        return _lastSpoke.Id;
    }

    public long Object(long tenant, RecordRef reference)
    {
        var spoke = Spoke(tenant, reference.Spoke);
        if (_lastObject.Id == 0 || _lastObject.Spoke != spoke || !string.Equals(_lastObject.Object, reference.Object, StringComparison.Ordinal))
        {
            _lastObject = (spoke, reference.Object, Make(new NameNode(NameKind.Object, spoke, reference.Object)));
        }

        return _lastObject.Id;
    }

    /// <summary>The text of an id that a row holds.</summary>
    public string Text(long id) => Node(id).Text;

    public SpokeId SpokeOf(long spokeId)
    {
        if (!_committed.TryGetSpoke(spokeId, out var spoke))
        {
            var node = Node(spokeId);
            spoke = new SpokeId(new ConnectionId(Text(node.Parent)), node.Text);
            if (!_made.ContainsKey(node))
            {
                _committed.Add(spokeId, spoke);
            }
        }

        return spoke;
    }

    /// <summary>The spoke that an object belongs to.</summary>
    public long SpokeIdOf(long objectId) => Node(objectId).Parent;

    public RecordRef Ref(long objectId, string id)
    {
        var node = Node(objectId);
        var spoke = SpokeOf(node.Parent);
        return new RecordRef(spoke.Connection, spoke.Scope, node.Text, id);
    }

    /// <summary>The spokes of a tenant that are known.</summary>
    public List<long> SpokesOf(long tenant)
    {
        var ids = new List<long>();
        using var rows = _session.Get("SELECT s.name_id FROM name c JOIN name s ON s.kind = 3 AND s.parent = c.name_id WHERE c.kind = 2 AND c.parent = ?").Add(tenant);
        while (rows.Step())
        {
            ids.Add(rows.Int64(0));
        }

        return ids;
    }

    /// <summary>The entities of a tenant that are known.</summary>
    public List<long> EntitiesOf(long tenant)
    {
        var ids = new List<long>();
        using var rows = _session.Get("SELECT name_id FROM name WHERE kind = 5 AND parent = ?").Add(tenant);
        while (rows.Step())
        {
            ids.Add(rows.Int64(0));
        }

        return ids;
    }

    /// <summary>The transaction was committed.</summary>
    public void Accept()
    {
        foreach (var (node, id) in _made)
        {
            _committed.Add(node, id);
        }

        _made.Clear();
    }

    /// <summary>The transaction was rolled back.</summary>
    public void Discard()
    {
        if (_made.Count > 0)
        {
            _made.Clear();
            _lastSpoke = default;
            _lastObject = (0, "", 0);
        }
    }

    private NameNode Node(long id)
    {
        if (_committed.TryGetNode(id, out var node))
        {
            return node;
        }

        using var row = _session.Get("SELECT kind, parent, text FROM name WHERE name_id = ?").Add(id);
        if (!row.Step())
        {
            throw new InvalidOperationException($"A row refers to name {id}, which is not stored.");
        }

        node = new NameNode((NameKind)row.Int32(0), row.Int64(1), row.Text(2));
        if (!_made.ContainsKey(node))
        {
            _committed.Add(node, id);
        }

        return node;
    }

    private long? Find(NameNode node)
    {
        if (_committed.TryGetId(node, out var id) || _made.TryGetValue(node, out id))
        {
            return id;
        }

        var stored = _session.Get("SELECT name_id FROM name WHERE kind = ? AND parent = ? AND text = ?").Add((long)node.Kind).Add(node.Parent).Add(node.Text).Scalar();
        if (stored is { } found)
        {
            _committed.Add(node, found);
        }

        return stored;
    }

    private long Make(NameNode node)
    {
        if (Find(node) is { } known)
        {
            return known;
        }

        _session.Get("INSERT INTO name (kind, parent, text) VALUES (?, ?, ?)").Add((long)node.Kind).Add(node.Parent).Add(node.Text).Run();
        var id = _session.Get("SELECT last_insert_rowid()").Scalar()!.Value;
        _made.Add(node, id);
        return id;
    }
}
