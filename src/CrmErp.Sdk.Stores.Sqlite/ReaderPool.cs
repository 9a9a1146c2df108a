using CrmErp.Sdk.Stores.Sqlite.Native;

namespace CrmErp.Sdk.Stores.Sqlite;

/// <summary>Connections that only read, opened when they are first needed.</summary>
internal sealed class ReaderPool(int limit, Func<StoreSession> open) : IDisposable
{
    private readonly SemaphoreSlim _places = new(limit, limit);
    private readonly Stack<StoreSession> _free = new();
    private readonly Lock _gate = new();
    private bool _disposed;

    public Task WaitAsync(CancellationToken cancellationToken) => _places.WaitAsync(cancellationToken);

    public void Release() => _places.Release();

    public T Use<T>(Func<StoreSession, T> work)
    {
        var session = Take() ?? open();
        try
        {
            return work(session);
        }
        finally
        {
            GiveBack(session);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            while (_free.TryPop(out var session))
            {
                session.Dispose();
            }
        }
    }

    private StoreSession? Take()
    {
        lock (_gate)
        {
            return _free.TryPop(out var session) ? session : null;
        }
    }

    private void GiveBack(StoreSession session)
    {
        lock (_gate)
        {
            if (_disposed)
            {
                session.Dispose();
            }
            else
            {
                _free.Push(session);
            }
        }
    }
}
