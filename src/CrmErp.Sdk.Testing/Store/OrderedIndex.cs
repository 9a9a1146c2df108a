namespace CrmErp.Sdk.Testing.Store;

/// <summary>Sorted sets by group: what an index of a database is. Empty groups are not kept.</summary>
internal sealed class OrderedIndex<TGroup, TItem>
    where TGroup : notnull
{
    private readonly Dictionary<TGroup, SortedSet<TItem>> _groups = [];
    private readonly IComparer<TItem>? _order;

    public OrderedIndex(IComparer<TItem>? order = null) => _order = order;

    public IReadOnlyDictionary<TGroup, SortedSet<TItem>> Groups => _groups;

    public void Add(TGroup group, TItem item)
    {
        if (!_groups.TryGetValue(group, out var items))
        {
            _groups.Add(group, items = new SortedSet<TItem>(_order));
        }

        items.Add(item);
    }

    public void Remove(TGroup group, TItem item)
    {
        if (_groups.TryGetValue(group, out var items) && items.Remove(item) && items.Count == 0)
        {
            _groups.Remove(group);
        }
    }

    public IEnumerable<TItem> Get(TGroup group) => _groups.TryGetValue(group, out var items) ? items : [];

    public bool Contains(TGroup group, TItem item) => _groups.TryGetValue(group, out var items) && items.Contains(item);

    /// <summary>The items of a group that come after one, in order.</summary>
    public IEnumerable<TItem> After(TGroup group, TItem item)
    {
        if (!_groups.TryGetValue(group, out var items) || items.Comparer.Compare(items.Max!, item) <= 0)
        {
            return [];
        }

        return items.GetViewBetween(item, items.Max!).Where(other => items.Comparer.Compare(other, item) != 0);
    }

    public OrderedIndex<TGroup, TItem> Clone()
    {
        var copy = new OrderedIndex<TGroup, TItem>(_order);
        foreach (var (group, items) in _groups)
        {
            copy._groups.Add(group, new SortedSet<TItem>(items, items.Comparer));
        }

        return copy;
    }
}
