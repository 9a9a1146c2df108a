using System.Diagnostics;
using System.IO.MemoryMappedFiles;

namespace CrmErp.Samples.QuoteToCash.Clock;

/// <summary>
/// The clock of the simulated day, one for the simulators and the engine's process: real time since the start plus what waiting has
/// skipped. It lives in a small file that both processes map; <see cref="Advance"/> moves it for both.
/// </summary>
internal sealed class VirtualClock : TimeProvider, IDisposable
{
    private const int Size = 64;

    private static readonly DateTimeOffset Morning = new(2026, 11, 2, 7, 0, 0, TimeSpan.Zero);

    private readonly Lock _lock = new();
    private readonly List<WeakReference<ClockTimer>> _timers = [];
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;

    private VirtualClock(string path, FileMode mode)
    {
        var stream = new FileStream(path, mode, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        if (stream.Length < Size)
        {
            stream.SetLength(Size);
        }

        _file = MemoryMappedFile.CreateFromFile(stream, null, Size, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: false);
        _view = _file.CreateViewAccessor(0, Size);
    }

    /// <summary>Starts a day.</summary>
    public static VirtualClock Start(string path)
    {
        var clock = new VirtualClock(path, FileMode.Create);
        clock._view.Write(0, Stopwatch.GetTimestamp());
        clock._view.Write(8, 0L);
        return clock;
    }

    /// <summary>Joins a day that another process started.</summary>
    public static VirtualClock Join(string path) => new(path, FileMode.Open);

    /// <summary>How much time waiting has skipped.</summary>
    public TimeSpan Skipped => new(_view.ReadInt64(8));

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow() => Morning + Stopwatch.GetElapsedTime(_view.ReadInt64(0)) + Skipped;

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    /// <summary>Skips time.</summary>
    public void Advance(TimeSpan by)
    {
        if (by <= TimeSpan.Zero)
        {
            return;
        }

        _view.Write(8, _view.ReadInt64(8) + by.Ticks);
        lock (_lock)
        {
            _timers.RemoveAll(t => !t.TryGetTarget(out _));
            foreach (var reference in _timers)
            {
                if (reference.TryGetTarget(out var timer))
                {
                    timer.Arm();
                }
            }
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ClockTimer(this, callback, state);
        lock (_lock)
        {
            _timers.Add(new WeakReference<ClockTimer>(timer));
        }

        timer.Change(dueTime, period);
        return timer;
    }

    public void Dispose()
    {
        _view.Dispose();
        _file.Dispose();
    }

    /// <summary>A timer by this clock: armed anew whenever the clock jumps.</summary>
    private sealed class ClockTimer : ITimer
    {
        private static readonly TimeSpan Longest = TimeSpan.FromDays(30);

        private readonly VirtualClock _clock;
        private readonly TimerCallback _callback;
        private readonly object? _state;
        private readonly Timer _timer;
        private readonly Lock _lock = new();
        private DateTimeOffset? _due;
        private TimeSpan _period = Timeout.InfiniteTimeSpan;

        public ClockTimer(VirtualClock clock, TimerCallback callback, object? state)
        {
            _clock = clock;
            _callback = callback;
            _state = state;
            _timer = new Timer(static timer => ((ClockTimer)timer!).Tick(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (_lock)
            {
                _due = dueTime == Timeout.InfiniteTimeSpan ? null : _clock.GetUtcNow() + dueTime;
                _period = period;
            }

            Arm();
            return true;
        }

        public void Arm()
        {
            lock (_lock)
            {
                if (_due is { } due)
                {
                    var left = due - _clock.GetUtcNow();
                    _timer.Change(left < TimeSpan.Zero ? TimeSpan.Zero : left > Longest ? Longest : left, Timeout.InfiniteTimeSpan);
                }
            }
        }

        public void Dispose()
        {
            lock (_lock)
            {
                _due = null;
            }

            _timer.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Tick()
        {
            lock (_lock)
            {
                if (_due is not { } due)
                {
                    return;
                }

                if (due > _clock.GetUtcNow())
                {
                    Arm();
                    return;
                }

                _due = _period > TimeSpan.Zero ? due + _period : null;
            }

            _callback(_state);
            Arm();
        }
    }
}
