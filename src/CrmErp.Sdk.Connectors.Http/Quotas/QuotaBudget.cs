namespace CrmErp.Sdk.Connectors.Http.Quotas;

/// <summary>
/// The share of one vendor quota that sync may use. It counts its own calls, believes the system's readings more than its own count,
/// and refuses a call with the time to wait instead of letting the system refuse it. Safe for concurrent use.
/// </summary>
public sealed class QuotaBudget
{
    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly Queue<(DateTimeOffset At, int Cost)> _calls = new();
    private readonly SemaphoreSlim? _slots;
    private long _limit;
    private long _ours;
    private long _others;
    private DateTimeOffset _windowEnd;
    private DateTimeOffset _blockedUntil;

    /// <summary>Creates a budget.</summary>
    public QuotaBudget(QuotaPoolDescriptor pool, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(pool);
        ArgumentNullException.ThrowIfNull(time);
        Pool = pool;
        _time = time;
        _limit = pool.Limit;
        _windowEnd = time.GetUtcNow() + pool.Window;
        _slots = pool.Kind == QuotaPoolKind.Concurrency ? new SemaphoreSlim(Math.Max(1, (int)(pool.Limit * pool.MaxShare))) : null;
    }

    /// <summary>The pool.</summary>
    public QuotaPoolDescriptor Pool { get; }

    /// <summary>Calls of this process in the running window.</summary>
    public long Used
    {
        get
        {
            lock (_gate)
            {
                Roll(_time.GetUtcNow());
                return _ours;
            }
        }
    }

    /// <summary>Takes room for a call. Pools that count calls at once always have room here; see <see cref="EnterAsync"/>.</summary>
    /// <param name="cost">What the call costs.</param>
    /// <param name="retryAfter">When refused: how long to wait.</param>
    public bool TryTake(int cost, out TimeSpan retryAfter)
    {
        lock (_gate)
        {
            var now = _time.GetUtcNow();
            if (_blockedUntil > now)
            {
                retryAfter = _blockedUntil - now;
                return false;
            }

            retryAfter = TimeSpan.Zero;
            if (_slots is not null)
            {
                return true;
            }

            Roll(now);
            if (!HasRoom(cost))
            {
                retryAfter = Wait(now);
                return false;
            }

            _ours += cost;
            if (Pool.Kind is QuotaPoolKind.Window or QuotaPoolKind.Search)
            {
                _calls.Enqueue((now, cost));
            }

            return true;
        }
    }

    /// <summary>Waits for a place among the calls at once; the result gives it back when disposed. Other pools answer at once.</summary>
    public async ValueTask<IDisposable?> EnterAsync(CancellationToken cancellationToken = default)
    {
        if (_slots is null)
        {
            return null;
        }

        await _slots.WaitAsync(cancellationToken).ConfigureAwait(false);
        return new Place(_slots);
    }

    /// <summary>Takes over what the system says.</summary>
    public void Observe(QuotaReading reading)
    {
        ArgumentNullException.ThrowIfNull(reading);
        lock (_gate)
        {
            var now = _time.GetUtcNow();
            Roll(now);
            _limit = reading.Limit > 0 ? reading.Limit : _limit;
            // What the system counted beyond our own calls was used by people and other tools.
            _others = Math.Max(0, reading.Used - _ours);
            if (reading.ResetsAt is { } reset && reset > now)
            {
                _windowEnd = reset;
            }
        }
    }

    /// <summary>The system refused a call of this pool: nothing more is sent for that long.</summary>
    public void Block(TimeSpan duration)
    {
        lock (_gate)
        {
            var until = _time.GetUtcNow() + duration;
            _blockedUntil = until > _blockedUntil ? until : _blockedUntil;
        }
    }

    /// <summary>The pool's name.</summary>
    public override string ToString() => Pool.Name;

    // Our own calls stay within our share, and together with everybody else's within the limit. A call that costs more than the
    // whole share is let through when nothing else of ours runs in the window: it could never run otherwise.
    private bool HasRoom(int cost) =>
        (_ours == 0 || _ours + cost <= (long)(_limit * Pool.MaxShare)) && _ours + _others + cost <= Math.Max(_limit, cost);

    private void Roll(DateTimeOffset now)
    {
        if (Pool.Kind is QuotaPoolKind.Window or QuotaPoolKind.Search)
        {
            while (_calls.TryPeek(out var oldest) && oldest.At + Pool.Window <= now)
            {
                _ours -= _calls.Dequeue().Cost;
            }
        }

        if (now < _windowEnd || Pool.Window <= TimeSpan.Zero)
        {
            return;
        }

        _others = 0;
        _ours = Pool.Kind == QuotaPoolKind.Daily ? 0 : _ours;
        _windowEnd = now + Pool.Window;
    }

    private TimeSpan Wait(DateTimeOffset now)
    {
        var end = _calls.TryPeek(out var oldest) ? oldest.At + Pool.Window : _windowEnd;
        return end > now ? end - now : TimeSpan.FromSeconds(1);
    }

    private sealed class Place(SemaphoreSlim slots) : IDisposable
    {
        private SemaphoreSlim? _slots = slots;

        public void Dispose() => Interlocked.Exchange(ref _slots, null)?.Release();
    }
}
