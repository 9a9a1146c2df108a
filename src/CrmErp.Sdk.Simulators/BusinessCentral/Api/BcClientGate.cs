using System.Collections.Concurrent;

namespace CrmErp.Sdk.Simulators.BusinessCentral.Api;

/// <summary>The vendor's limit per user: so many requests execute, so many wait, the next one is refused.</summary>
internal sealed class BcClientGate : IDisposable
{
    private readonly ConcurrentDictionary<string, Gate> _gates = new(StringComparer.Ordinal);
    private readonly int _executing;
    private readonly int _queued;

    public BcClientGate(int executing, int queued)
    {
        _executing = executing;
        _queued = queued;
    }

    /// <summary>Waits for a turn; null when the queue is full. Dispose what it gives when the request is done.</summary>
    public async ValueTask<IDisposable?> EnterAsync(string client, CancellationToken cancellationToken)
    {
        var gate = _gates.GetOrAdd(client, static (_, executing) => new Gate(executing), _executing);
        if (Interlocked.Increment(ref gate.Inside) > _executing + _queued)
        {
            Interlocked.Decrement(ref gate.Inside);
            return null;
        }

        await gate.Turns.WaitAsync(cancellationToken).ConfigureAwait(false);
        return gate;
    }

    public void Dispose()
    {
        foreach (var gate in _gates.Values)
        {
            gate.Turns.Dispose();
        }
    }

    private sealed class Gate : IDisposable
    {
        public int Inside;

        public Gate(int executing) => Turns = new SemaphoreSlim(executing);

        public SemaphoreSlim Turns { get; }

        /// <summary>Gives the turn to the next one.</summary>
        public void Dispose()
        {
            Interlocked.Decrement(ref Inside);
            Turns.Release();
        }
    }
}
