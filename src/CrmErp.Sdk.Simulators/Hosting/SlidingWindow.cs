namespace CrmErp.Sdk.Simulators.Hosting;

/// <summary>A limit of so many requests within a sliding window, per client, by the simulator's clock.</summary>
public sealed class SlidingWindow
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Queue<DateTimeOffset>> _arrivals = new(StringComparer.Ordinal);
    private readonly TimeProvider _time;

    /// <summary>Creates a limit.</summary>
    /// <param name="limit">Requests per window; 0 for no limit.</param>
    /// <param name="window">The length of the window.</param>
    /// <param name="time">The clock.</param>
    public SlidingWindow(int limit, TimeSpan window, TimeProvider time)
    {
        Limit = limit;
        Window = window;
        _time = time;
    }

    /// <summary>Requests per window; 0 for no limit.</summary>
    public int Limit { get; set; }

    /// <summary>The length of the window.</summary>
    public TimeSpan Window { get; }

    /// <summary>Counts a request if it is inside the limit.</summary>
    /// <param name="client">Who asks.</param>
    /// <param name="remaining">Requests that are left.</param>
    /// <param name="retryAfter">How long until one more is inside; zero when this one was.</param>
    /// <returns>Whether it is inside the limit.</returns>
    public bool TryTake(string client, out int remaining, out TimeSpan retryAfter)
    {
        retryAfter = TimeSpan.Zero;
        remaining = int.MaxValue;
        if (Limit <= 0)
        {
            return true;
        }

        var now = _time.GetUtcNow();
        lock (_lock)
        {
            if (!_arrivals.TryGetValue(client, out var arrivals))
            {
                _arrivals[client] = arrivals = new Queue<DateTimeOffset>();
            }

            while (arrivals.TryPeek(out var oldest) && oldest + Window <= now)
            {
                arrivals.Dequeue();
            }

            if (arrivals.Count >= Limit)
            {
                remaining = 0;
                retryAfter = arrivals.Peek() + Window - now;
                return false;
            }

            arrivals.Enqueue(now);
            remaining = Limit - arrivals.Count;
            return true;
        }
    }
}
