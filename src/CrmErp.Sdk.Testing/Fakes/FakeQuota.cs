using CrmErp.Sdk.Connectors;

namespace CrmErp.Sdk.Testing;

/// <summary>Counts calls against the pools that the descriptor names.</summary>
internal sealed class FakeQuota(FakeSystem system)
{
    private readonly Dictionary<string, Queue<DateTimeOffset>> _used = new(StringComparer.Ordinal);

    /// <summary>Counts a call; the throttling answer when a pool is exhausted.</summary>
    public Fault? Exceeded(RemoteCall call)
    {
        if (!system.Behavior.EnforcesQuotas)
        {
            return null;
        }

        foreach (var pool in system.Descriptor.Pools)
        {
            if (pool.Kind != QuotaPoolKind.Concurrency && (pool.Kind != QuotaPoolKind.Search || call.Operation == RemoteOperation.Find) && Exceeded(pool) is { } wait)
            {
                return new Fault(FaultKind.Fail) { Error = ErrorKind.Throttled, RetryAfter = wait };
            }
        }

        return null;
    }

    private TimeSpan? Exceeded(QuotaPoolDescriptor pool)
    {
        if (!_used.TryGetValue(pool.Name, out var used))
        {
            _used.Add(pool.Name, used = new Queue<DateTimeOffset>());
        }

        var now = system.Clock.Now;
        while (used.TryPeek(out var oldest) && oldest + pool.Window <= now)
        {
            used.Dequeue();
        }

        if (used.Count >= pool.Limit)
        {
            return used.Peek() + pool.Window - now;
        }

        used.Enqueue(now);
        return null;
    }
}
