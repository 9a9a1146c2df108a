using System.Globalization;
using CrmErp.Sdk.State;
using CrmErp.Sdk.Stores.Sqlite.Read;

namespace CrmErp.Sdk.Stores.Sqlite.Native;

/// <summary>A connection with everything that works on it.</summary>
internal sealed class StoreSession : IDisposable
{
    private StoreSession(SqliteSession sqlite, NameCache cache)
    {
        Sqlite = sqlite;
        Names = new Names(sqlite, cache);
        Links = new LinkReader(sqlite, Names);
        Queues = new QueueReader(sqlite, Names);
        Golden = new GoldenReader(sqlite, Names, Links, Queues);
        Journal = new JournalReader(sqlite, Names);
        Counts = new CountReader(sqlite, Names);
    }

    public SqliteSession Sqlite { get; }

    public Names Names { get; }

    public LinkReader Links { get; }

    public QueueReader Queues { get; }

    public GoldenReader Golden { get; }

    public JournalReader Journal { get; }

    public CountReader Counts { get; }

    public static StoreSession Open(string connectionString, SqliteStoreOptions options, int cacheMegabytes, NameCache cache)
    {
        var sqlite = SqliteSession.Open(connectionString, options.BusyTimeout);
        try
        {
            // A negative cache size is in KiB. What does not fit is in the operating system's cache.
            sqlite.Script(string.Create(CultureInfo.InvariantCulture, $"""
                PRAGMA cache_size = -{cacheMegabytes * 1024};
                PRAGMA temp_store = MEMORY;
                PRAGMA synchronous = {(options.Durability == SqliteDurability.Normal ? "NORMAL" : "FULL")};
                PRAGMA wal_autocheckpoint = {options.CheckpointPages};
                PRAGMA journal_size_limit = {options.CheckpointPages * 4096L};
                """));
            return new StoreSession(sqlite, cache);
        }
        catch
        {
            sqlite.Dispose();
            throw;
        }
    }

    /// <summary>Reads one consistent state: what several statements read belongs together.</summary>
    public T Read<T>(TenantId tenant, T nothing, Func<StoreSession, long, T> read)
    {
        Sqlite.Run("BEGIN");
        try
        {
            return Names.FindTenant(tenant) is { } id ? read(this, id) : nothing;
        }
        finally
        {
            Sqlite.Rollback();
        }
    }

    public void Dispose() => Sqlite.Dispose();
}
