using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Testing.Store;

/// <summary>The outbox rows of a tenant, those that may be claimed in the order of claims, those that wait by what they wait on.</summary>
internal sealed class OutboxTable
{
    private readonly Dictionary<(GoldenId GoldenId, SpokeId Spoke), OutboxRow> _rows;
    private readonly OrderedIndex<GoldenId, SpokeId> _byGolden;
    private readonly OrderedIndex<(SpokeId Spoke, string Entity), (int Lane, DateTimeOffset NotBefore, GoldenId GoldenId)> _claimable;
    private readonly OrderedIndex<Counterpart, GoldenId> _waiting;
    private readonly OrderedIndex<(SpokeId Spoke, string Entity), GoldenId> _creates;
    private readonly SortedSet<(GoldenId GoldenId, SpokeId Spoke)> _parked;

    public OutboxTable()
    {
        _rows = [];
        _byGolden = new();
        _claimable = new();
        _waiting = new();
        _creates = new();
        _parked = [];
    }

    private OutboxTable(OutboxTable source)
    {
        _rows = new(source._rows);
        _byGolden = source._byGolden.Clone();
        _claimable = source._claimable.Clone();
        _waiting = source._waiting.Clone();
        _creates = source._creates.Clone();
        _parked = [.. source._parked];
    }

    public IEnumerable<OutboxRow> Rows => _rows.Values;

    public OutboxRow? Find(GoldenId golden, SpokeId spoke) => _rows.GetValueOrDefault((golden, spoke));

    public bool InFlight(GoldenId golden, SpokeId spoke) => _rows.TryGetValue((golden, spoke), out var row) && row.Flight is not null;

    public IEnumerable<OutboxRow> Of(GoldenId golden)
    {
        foreach (var spoke in _byGolden.Get(golden))
        {
            yield return _rows[(golden, spoke)];
        }
    }

    public bool HasOpenCreate(SpokeId spoke, string entity, GoldenId? except)
    {
        foreach (var golden in _creates.Get((spoke, entity)))
        {
            if (golden != except)
            {
                return true;
            }
        }

        return false;
    }

    public List<OutboxRow> Claim(OutboxClaim claim, Func<long> nextFence)
    {
        var claimed = new List<OutboxRow>();
        foreach (var (_, notBefore, golden) in _claimable.Get((claim.Spoke, claim.Entity)))
        {
            if (claimed.Count >= claim.Limit)
            {
                break;
            }

            var row = _rows[(golden, claim.Spoke)];
            if (notBefore <= claim.Now && !(row.LeaseUntil > claim.Now) && (claim.WithFlight is null || claim.WithFlight == row.Flight is not null))
            {
                claimed.Add(row with { Fence = nextFence(), LeaseUntil = claim.LeaseUntil });
            }
        }

        foreach (var row in claimed)
        {
            _rows[(row.GoldenId, row.Spoke)] = row;
        }

        return claimed;
    }

    /// <summary>Stores a row; the fence is the store's.</summary>
    public void Put(OutboxRow row)
    {
        var key = (row.GoldenId, row.Spoke);
        if (_rows.TryGetValue(key, out var old))
        {
            Unindex(old);
        }

        _rows[key] = row;
        Index(row);
    }

    public void Remove(GoldenId golden, SpokeId spoke)
    {
        if (_rows.Remove((golden, spoke), out var old))
        {
            Unindex(old);
        }
    }

    public void Wake(Counterpart counterpart)
    {
        foreach (var golden in _waiting.Get(counterpart).ToArray())
        {
            Put(Due(_rows[(golden, counterpart.Spoke)]));
        }
    }

    public void Release(ParkedRelease release)
    {
        var released = _parked
            .Where(key => (release.GoldenId is null || release.GoldenId == key.GoldenId) && (release.Spoke is null || release.Spoke == key.Spoke))
            .Select(key => _rows[key])
            .Where(row => Matches(release, row))
            .ToArray();
        foreach (var row in released)
        {
            Put(Due(row));
        }
    }

    public OutboxTable Clone() => new(this);

    private static bool Matches(ParkedRelease release, OutboxRow row) =>
        (release.Entity is null || release.Entity == row.Entity)
        && (release.Cause is null || release.Cause == row.Cause)
        && (release.Problem is null || release.Problem == row.Problem)
        && (release.IncludeOpenFlights || row.Flight is null);

    private static OutboxRow Due(OutboxRow row) => row with
    {
        State = OutboxState.Due,
        Cause = "",
        Detail = null,
        Problem = null,
        WaitsOn = [],
        NotBefore = row.NotBefore < row.Since ? row.NotBefore : row.Since,
    };

    private static bool IsClaimable(OutboxRow row) =>
        row.State == OutboxState.Due || (row.Flight is not null && row.State is OutboxState.Waiting or OutboxState.Withheld);

    private void Index(OutboxRow row)
    {
        _byGolden.Add(row.GoldenId, row.Spoke);
        if (IsClaimable(row))
        {
            _claimable.Add((row.Spoke, row.Entity), (row.Lane, row.NotBefore, row.GoldenId));
        }

        if (row.State == OutboxState.Parked)
        {
            _parked.Add((row.GoldenId, row.Spoke));
        }

        if (row.State == OutboxState.Waiting)
        {
            foreach (var golden in row.WaitsOn)
            {
                _waiting.Add(new Counterpart(golden, row.Spoke), row.GoldenId);
            }
        }

        if (row.CreateInFlight && row.Flight is not null)
        {
            _creates.Add((row.Spoke, row.Entity), row.GoldenId);
        }
    }

    private void Unindex(OutboxRow row)
    {
        _byGolden.Remove(row.GoldenId, row.Spoke);
        _claimable.Remove((row.Spoke, row.Entity), (row.Lane, row.NotBefore, row.GoldenId));
        _parked.Remove((row.GoldenId, row.Spoke));
        _creates.Remove((row.Spoke, row.Entity), row.GoldenId);
        foreach (var golden in row.WaitsOn)
        {
            _waiting.Remove(new Counterpart(golden, row.Spoke), row.GoldenId);
        }
    }
}
