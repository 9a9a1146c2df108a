using Microsoft.Data.Sqlite;

namespace CrmErp.Sdk.Stores.Sqlite;

/// <summary>Which file a connection string names.</summary>
/// <param name="ConnectionString">The connection string that is used: connections are not pooled, the store keeps its own.</param>
/// <param name="Name">The file's name without its folder: what messages may say.</param>
/// <param name="Folder">The folder; null when there is no file.</param>
/// <param name="IsShared">Whether several connections see the same data; a database in memory belongs to one.</param>
internal sealed record DatabaseFile(string ConnectionString, string Name, string? Folder, bool IsShared)
{
    public static DatabaseFile Of(string connectionString)
    {
        SqliteConnectionStringBuilder settings;
        try
        {
            settings = new SqliteConnectionStringBuilder(connectionString) { Pooling = false };
        }
        catch (ArgumentException e)
        {
            throw StoreFailures.Options($"The connection string of the SQLite store is wrong: {e.Message} An example is \"Data Source=sync.db\".");
        }

        if (settings.DataSource.Length == 0)
        {
            throw StoreFailures.Options("The connection string of the SQLite store names no file. An example is \"Data Source=sync.db\".");
        }

        if (settings.DataSource == ":memory:" || settings.Mode == SqliteOpenMode.Memory)
        {
            return new DatabaseFile(settings.ToString(), ":memory:", null, IsShared: false);
        }

        var path = settings.DataSource.StartsWith("file:", StringComparison.OrdinalIgnoreCase) ? null : Path.GetFullPath(settings.DataSource);
        return new DatabaseFile(settings.ToString(), Path.GetFileName(settings.DataSource), path is null ? null : Path.GetDirectoryName(path), IsShared: true);
    }

    public void ThrowIfFolderIsMissing()
    {
        if (Folder is not null && !Directory.Exists(Folder))
        {
            throw StoreFailures.NoFolder(Name, Path.GetFileName(Folder));
        }
    }
}
