using CrmErp.Sdk;
using CrmErp.Sdk.State;
using CrmErp.Sdk.Stores.Sqlite;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Puts the SQLite store into a sync definition.</summary>
public static class SqliteBuilderExtensions
{
    /// <summary>
    /// Keeps the state of the sync in one SQLite file. It replaces a store that was chosen before. The file is opened, and made when
    /// it is missing, when the engine starts.
    /// </summary>
    /// <param name="builder">The definition.</param>
    /// <param name="connectionString">The connection string of Microsoft.Data.Sqlite, such as <c>Data Source=sync.db</c>. The file's folder must exist.</param>
    /// <param name="configure">Sets durability, memory and waiting times.</param>
    public static ICrmErpSyncBuilder UseSqlite(this ICrmErpSyncBuilder builder, string connectionString, Action<SqliteStoreOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(connectionString);
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SqliteStoreOptions>, SqliteStoreOptionsValidator>());
        var options = builder.Services.AddOptions<SqliteStoreOptions>().Configure(o => o.ConnectionString = connectionString);
        if (configure is not null)
        {
            options.Configure(configure);
        }

        options.ValidateOnStart();
        builder.Services.Replace(ServiceDescriptor.Singleton<ISyncStore>(services => new SqliteSyncStore(services.GetRequiredService<IOptions<SqliteStoreOptions>>().Value)));
        return builder;
    }
}
