using CrmErp.Sdk.State;
using CrmErp.Sdk.Testing.Conformance;

namespace CrmErp.Sdk.Stores.Sqlite.Tests;

/// <summary>Stores over files in a folder of its own, which goes away with it.</summary>
public sealed class SqliteFiles : IStoreConformanceHost, IDisposable
{
    private readonly Dictionary<ISyncStore, string> _files = new(ReferenceEqualityComparer.Instance);

    public string Folder { get; } = Directory.CreateTempSubdirectory("crmerp-sqlite-").FullName;

    public string NewFile() => Path.Combine(Folder, $"{Guid.NewGuid():n}.db");

    public async Task<ISyncStore> CreateAsync(CancellationToken cancellationToken = default) => await OpenAsync(NewFile(), cancellationToken);

    public async Task<ISyncStore> ReopenAsync(ISyncStore store, CancellationToken cancellationToken = default)
    {
        _files.Remove(store, out var file);
        await store.DisposeAsync();
        return await OpenAsync(file!, cancellationToken);
    }

    public async Task<SqliteSyncStore> OpenAsync(string file, CancellationToken cancellationToken = default)
    {
        // What survives a power failure is not what these tests are about, and flushing costs most of their time.
        var store = new SqliteSyncStore(new SqliteStoreOptions { ConnectionString = $"Data Source={file}", Durability = SqliteDurability.Normal });
        await store.OpenAsync(cancellationToken);
        _files.Add(store, file);
        return store;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
