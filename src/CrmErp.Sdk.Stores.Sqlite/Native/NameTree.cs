using System.Collections.Concurrent;

namespace CrmErp.Sdk.Stores.Sqlite.Native;

/// <summary>What a stored name is the name of. The numbers are stored.</summary>
internal enum NameKind
{
    Tenant = 1,
    Connection = 2,
    Spoke = 3,
    Object = 4,
    Entity = 5,
    Rule = 6,
}

/// <summary>A stored name, with what it stands below.</summary>
internal readonly record struct NameNode(NameKind Kind, long Parent, string Text);

/// <summary>The names that are known to be committed; shared by all sessions. Names are never changed or removed.</summary>
internal sealed class NameCache
{
    private readonly ConcurrentDictionary<NameNode, long> _ids = new();
    private readonly ConcurrentDictionary<long, NameNode> _nodes = new();
    private readonly ConcurrentDictionary<long, SpokeId> _spokes = new();

    public bool TryGetId(NameNode node, out long id) => _ids.TryGetValue(node, out id);

    public bool TryGetNode(long id, out NameNode node) => _nodes.TryGetValue(id, out node);

    public bool TryGetSpoke(long id, out SpokeId spoke) => _spokes.TryGetValue(id, out spoke);

    public void Add(NameNode node, long id)
    {
        _ids[node] = id;
        _nodes[id] = node;
    }

    public void Add(long id, SpokeId spoke) => _spokes[id] = spoke;
}
