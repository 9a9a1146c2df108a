namespace CrmErp.Samples.QuoteToCash.Worlds;

/// <summary>Who every seeded or typed record really is. The simulators never see it.</summary>
internal sealed class Truth
{
    private readonly Dictionary<(string System, string Object, string Id), string> _identities = [];
    private readonly Dictionary<string, (string System, string Object, string Id)> _keys = new(StringComparer.Ordinal);

    public void Add(string system, string objectName, string id, string identity, string key)
    {
        _identities[(system, objectName, id)] = identity;
        _keys[key] = (system, objectName, id);
    }

    /// <summary>How many records are known.</summary>
    public int Count => _identities.Count;

    /// <summary>The record behind a key of the data or the script.</summary>
    public string Id(string key) => _keys[key].Id;

    public string? IdOrNull(string key) => _keys.TryGetValue(key, out var record) ? record.Id : null;

    /// <summary>The keys of all records, by system and id.</summary>
    public IReadOnlyDictionary<(string System, string Id), string> Names() => _keys.DistinctBy(k => (k.Value.System, k.Value.Id)).ToDictionary(k => (k.Value.System, k.Value.Id), k => k.Key);

    /// <summary>The key of a record; null for those that the SDK made.</summary>
    public string? Identity(string system, string objectName, string id) => _identities.GetValueOrDefault((system, objectName, id));

    /// <summary>Everything that was seeded or typed.</summary>
    public IEnumerable<(string System, string Object, string Id, string Identity)> All => _identities.Select(i => (i.Key.System, i.Key.Object, i.Key.Id, i.Value));
}
