using CrmErp.Sdk.Simulation.Sabotage;
using CrmErp.Sdk.State;
using CrmErp.Sdk.Stores.Sqlite;

namespace CrmErp.Sdk.Simulation.Driving;

/// <summary>A SQLite store in a file of its own. A fault strikes inside the transaction, and a process that dies leaves the file as it is.</summary>
internal sealed class SqliteFile : DelegatingStore
{
    private readonly string _path;

    private SqliteFile(string path, SqliteSyncStore store)
        : base(store)
    {
        _path = path;
        Store = store;
    }

    public SqliteSyncStore Store { get; private set; }

    protected override ISyncStore Inner => Store;

    /// <summary>Where the next commit breaks.</summary>
    public CommitFault Next { get; set; }

    public static SqliteFile Create()
    {
        var path = Path.Combine(Path.GetTempPath(), $"crmerp-sim-{Environment.ProcessId}-{Interlocked.Increment(ref _count)}.db");
        File.Delete(path);
        return new SqliteFile(path, Open(path));
    }

    /// <summary>The process that had the file open is gone; another one opens it.</summary>
    public void Reopen()
    {
        Store.DisposeAsync().AsTask().GetAwaiter().GetResult();
        Store = Open(_path);
        Store.OpenAsync().GetAwaiter().GetResult();
        Arm();
    }

    public void Arm() => Store.CommitHook = point =>
    {
        var strikes = (Next == CommitFault.NothingStored && point == CommitPoint.BeforeCommit) || (Next == CommitFault.AnswerLost && point == CommitPoint.AfterCommit);
        if (strikes)
        {
            var lost = Next == CommitFault.AnswerLost;
            Next = CommitFault.None;
            throw new StoreException(lost ? "CES5998" : "CES5999", lost ? "The simulated store failed; it is unknown whether the batch was stored." : "The simulated store failed; nothing was stored.");
        }
    };

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync().ConfigureAwait(false);
        await Store.DisposeAsync().ConfigureAwait(false);
        foreach (var suffix in (string[])["", "-wal", "-shm"])
        {
            File.Delete(_path + suffix);
        }
    }

    private static int _count;

    private static SqliteSyncStore Open(string path) => new(new SqliteStoreOptions { ConnectionString = $"Data Source={path};Pooling=False", Durability = SqliteDurability.Normal, CacheMegabytes = 2, Readers = 1 });
}
