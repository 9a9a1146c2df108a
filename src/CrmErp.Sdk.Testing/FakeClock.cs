namespace CrmErp.Sdk.Testing;

/// <summary>
/// The one clock of a world: it stands still until it is advanced. Timers and scheduled actions run on the thread that advances it,
/// in the order of their due times, so a world replays exactly. Not safe for concurrent use.
/// </summary>
public sealed class FakeClock : TimeProvider
{
    private readonly SortedSet<Entry> _entries = new(EntryOrder.Instance);
    private DateTimeOffset _now;
    private long _sequence;
    private long _order;

    /// <summary>Creates a clock.</summary>
    /// <param name="start">The first moment; null means 5 January 2026, 08:00 UTC.</param>
    public FakeClock(DateTimeOffset? start = null) => _now = start ?? new DateTimeOffset(2026, 1, 5, 8, 0, 0, TimeSpan.Zero);

    /// <summary>Now.</summary>
    public DateTimeOffset Now => _now;

    /// <summary>When the next timer or scheduled action is due; null when there is none.</summary>
    public DateTimeOffset? NextDue => _entries.Min?.Due;

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => _now;

    /// <inheritdoc/>
    public override long GetTimestamp() => _now.UtcTicks;

    /// <summary>Moves the clock and runs everything that becomes due on the way, at its own time.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The span is negative.</exception>
    public void Advance(TimeSpan span)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(span, TimeSpan.Zero);
        var target = _now + span;
        while (_entries.Min is { } next && next.Due <= target)
        {
            _entries.Remove(next);
            _now = next.Due > _now ? next.Due : _now;
            next.Run();
        }

        _now = target;
    }

    /// <summary>Runs an action when the clock reaches a time; at once on the next advance when the time has passed.</summary>
    public void Schedule(DateTimeOffset due, Action action)
    {
        ArgumentNullException.ThrowIfNull(action);
        _entries.Add(new Entry(due, ++_sequence, action));
    }

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new ClockTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>The next number of the world's one order of events.</summary>
    internal long NextOrder() => ++_order;

    private sealed class Entry(DateTimeOffset due, long sequence, Action run)
    {
        public DateTimeOffset Due => due;

        public long Sequence => sequence;

        public Action Run => run;
    }

    private sealed class EntryOrder : IComparer<Entry>
    {
        public static readonly EntryOrder Instance = new();

        public int Compare(Entry? x, Entry? y)
        {
            var byDue = x!.Due.CompareTo(y!.Due);
            return byDue != 0 ? byDue : x.Sequence.CompareTo(y.Sequence);
        }
    }

    private sealed class ClockTimer(FakeClock clock, TimerCallback callback, object? state) : ITimer
    {
        private Entry? _entry;
        private bool _disposed;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            if (_disposed)
            {
                return false;
            }

            Stop();
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                Start(clock._now + dueTime, period);
            }

            return true;
        }

        public void Dispose()
        {
            Stop();
            _disposed = true;
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Start(DateTimeOffset due, TimeSpan period)
        {
            _entry = new Entry(due, ++clock._sequence, () =>
            {
                _entry = null;
                if (period > TimeSpan.Zero)
                {
                    Start(due + period, period);
                }

                callback(state);
            });
            clock._entries.Add(_entry);
        }

        private void Stop()
        {
            if (_entry is not null)
            {
                clock._entries.Remove(_entry);
                _entry = null;
            }
        }
    }
}
