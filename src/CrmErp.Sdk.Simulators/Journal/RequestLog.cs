using CrmErp.Sdk.Simulators.Hosting;

namespace CrmErp.Sdk.Simulators.Journal;

/// <summary>Who asked for what. Counters are complete; entries are the newest ones only.</summary>
public sealed class RequestLog
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, long[]> _counts = new(StringComparer.Ordinal);
    private readonly Queue<RequestEntry> _entries = new();
    private readonly int _capacity;
    private long _sequence;

    /// <summary>Creates an empty log.</summary>
    /// <param name="capacity">How many entries it keeps.</param>
    public RequestLog(int capacity) => _capacity = capacity;

    /// <summary>The entries that are still kept, oldest first.</summary>
    public IReadOnlyList<RequestEntry> Entries
    {
        get
        {
            lock (_lock)
            {
                return [.. _entries];
            }
        }
    }

    /// <summary>The counters of every client seen.</summary>
    public IReadOnlyList<RequestCounters> Counters
    {
        get
        {
            lock (_lock)
            {
                return [.. _counts.Select(c => Snapshot(c.Key, c.Value)).OrderBy(c => c.Client, StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>The counters of one client; all zero when it was never seen.</summary>
    public RequestCounters Of(string client)
    {
        lock (_lock)
        {
            return Snapshot(client, _counts.GetValueOrDefault(client) ?? new long[6]);
        }
    }

    internal void Add(SimulatorRequest request, DateTimeOffset at, int status)
    {
        lock (_lock)
        {
            if (!_counts.TryGetValue(request.ClientName, out var counts))
            {
                _counts[request.ClientName] = counts = new long[6];
            }

            counts[(int)request.Kind]++;
            counts[4] += request.BatchItems;
            counts[5] += status is 0 or >= 400 ? 1 : 0;
            _sequence++;
            if (_capacity == 0)
            {
                return;
            }

            if (_entries.Count == _capacity)
            {
                _entries.Dequeue();
            }

            var path = request.RawQuery.Length == 0 ? request.Path : request.Path + "?" + request.RawQuery;
            _entries.Enqueue(new RequestEntry(
                _sequence, at, request.ClientName, request.Method, path, request.Kind, request.Operation, request.Object, request.BatchItems, status));
        }
    }

    private static RequestCounters Snapshot(string client, long[] c) => new(client, c[0], c[1], c[2], c[3], c[4], c[5]);
}
