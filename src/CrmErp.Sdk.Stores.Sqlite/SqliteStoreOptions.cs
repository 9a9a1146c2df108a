using System.ComponentModel.DataAnnotations;

namespace CrmErp.Sdk.Stores.Sqlite;

/// <summary>How the SQLite store works.</summary>
public sealed class SqliteStoreOptions
{
    /// <summary>The connection string of Microsoft.Data.Sqlite, such as <c>Data Source=sync.db</c>. The file is made when it is missing, its folder is not.</summary>
    [Required]
    public string ConnectionString { get; set; } = "";

    /// <summary>What a commit survives. The default is <see cref="SqliteDurability.Full"/>.</summary>
    public SqliteDurability Durability { get; set; } = SqliteDurability.Full;

    /// <summary>The most memory that pages are cached in by the connection that writes, in mebibytes. The default is 48.</summary>
    [Range(1, 4096)]
    public int CacheMegabytes { get; set; } = 48;

    /// <summary>How many connections are opened, at most, for reads that come while a commit is under way; each caches up to 8 mebibytes. The default is 2.</summary>
    [Range(1, 64)]
    public int Readers { get; set; } = 2;

    /// <summary>How long to wait for another process that has locked the file. The default is 30 seconds.</summary>
#pragma warning disable IL2026 // the generated validator compares time spans without a type converter
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
#pragma warning restore IL2026
    public TimeSpan BusyTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>After how many pages (4 KiB each) the write-ahead log is copied into the file. Larger is faster under load and makes a larger log file. The default is 16384, 64 MiB.</summary>
    [Range(100, 1_000_000)]
    public int CheckpointPages { get; set; } = 16_384;
}
