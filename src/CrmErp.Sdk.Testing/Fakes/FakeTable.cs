namespace CrmErp.Sdk.Testing;

/// <summary>The records of one object in one scope, with every version they ever had.</summary>
internal sealed class FakeTable(string scope, string objectName)
{
    private readonly Dictionary<string, FakeRow> _all = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, FakeRow> _live = new(StringComparer.Ordinal);
    private int _counter;

    public string Scope => scope;

    public string Object => objectName;

    /// <summary>The records that exist, in ordinal order of ids.</summary>
    public IEnumerable<FakeRow> Live => _live.Values;

    /// <summary>Every change in the order in which it became visible: the token feed.</summary>
    public List<FakeEvent> Log { get; } = [];

    public FakeRow? FindLive(string id) => _live.GetValueOrDefault(id);

    public FakeRow? Find(string id) => _all.GetValueOrDefault(id);

    public IEnumerable<FakeRow> Everything => _all.Values;

    public int NextNumber() => ++_counter;

    public void Add(FakeRow row)
    {
        _all.Add(row.Id, row);
        _live.Add(row.Id, row);
    }

    public void SetLive(FakeRow row, bool live)
    {
        if (live)
        {
            _live[row.Id] = row;
        }
        else
        {
            _live.Remove(row.Id);
        }
    }
}

/// <summary>One record with every version it ever had.</summary>
internal sealed class FakeRow(string id, DateTimeOffset created, DateTimeOffset createdAt)
{
    public string Id => id;

    /// <summary>By the server's clock.</summary>
    public DateTimeOffset Created => created;

    /// <summary>In real time.</summary>
    public DateTimeOffset CreatedAt => createdAt;

    public List<FakeEvent> Versions { get; } = [];

    public FakeEvent Last => Versions[^1];

    public bool IsDeleted => Last.Kind is FakeEventKind.Deleted or FakeEventKind.Merged or FakeEventKind.Consumed;

    /// <summary>Somebody has it open in a long transaction.</summary>
    public DateTimeOffset LockedUntil { get; set; }

    /// <summary>The version that was visible at a real time; null when there was none.</summary>
    public FakeEvent? AsOf(DateTimeOffset time)
    {
        for (var i = Versions.Count - 1; i >= 0; i--)
        {
            if (Versions[i].At <= time)
            {
                return Versions[i];
            }
        }

        return null;
    }

    public FakeRecord Snapshot() => new(Last, created, IsDeleted);
}
