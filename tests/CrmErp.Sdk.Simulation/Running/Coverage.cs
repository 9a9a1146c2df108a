namespace CrmErp.Sdk.Simulation;

/// <summary>Counts what happened, so that nobody believes in a world in which nothing does.</summary>
internal sealed class Coverage
{
    private readonly SortedDictionary<string, long> _counts = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, long> Counts => _counts;

    public void Count(string name, long count = 1) => _counts[name] = _counts.GetValueOrDefault(name) + count;

    /// <summary>Names something that can happen, so that its absence shows.</summary>
    public void Expect(string name) => _counts.TryAdd(name, 0);

    public void Add(Coverage other)
    {
        foreach (var (name, count) in other._counts)
        {
            Count(name, count);
        }
    }
}
