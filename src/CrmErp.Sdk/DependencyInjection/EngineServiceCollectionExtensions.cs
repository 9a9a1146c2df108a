using System.Diagnostics.Metrics;
using CrmErp.Sdk;
using CrmErp.Sdk.Diagnostics;
using CrmErp.Sdk.Engine;
using CrmErp.Sdk.Operations;
using CrmErp.Sdk.State;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>How the engine of a definition runs.</summary>
public static class EngineServiceCollectionExtensions
{
    /// <summary>Runs the engine in the background of the host, whenever something is due. Without it nothing runs by itself.</summary>
    public static ICrmErpSyncBuilder RunInBackground(this ICrmErpSyncBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, SyncBackgroundService>());
        return builder;
    }

    /// <summary>Sets how the engine runs.</summary>
    public static ICrmErpSyncBuilder ConfigureEngine(this ICrmErpSyncBuilder builder, Action<EngineOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.Configure(configure);
        return builder;
    }

    internal static void AddSyncEngine(IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IIdSource>(s => new TimeOrderedIds(s.GetRequiredService<TimeProvider>()));
        services.AddOptions<EngineOptions>();
        services.TryAddSingleton(s => new ConnectorPool(s.GetRequiredService<SyncDefinition>(), s));
        services.TryAddSingleton(s => new EngineRuntime(
            s.GetRequiredService<SyncDefinition>(),
            s.GetRequiredService<ConnectorPool>().Connectors,
            s.GetRequiredService<ConnectorPool>().Scopes,
            s.GetService<ISyncStore>() ?? throw new InvalidOperationException("No store is configured. Add one to the definition: .UseSqlite(\"Data Source=sync.db\"), or the in-memory store of CrmErp.Sdk.Testing in a test."),
            s.GetRequiredService<TimeProvider>(),
            s.GetRequiredService<IIdSource>().NewId,
            s.GetRequiredService<IOptions<EngineOptions>>().Value,
            s.GetService<ILoggerFactory>()?.CreateLogger("CrmErp.Sdk.Engine") ?? Logging.Abstractions.NullLogger.Instance,
            TenantId.Default)
        {
            Instruments = new SyncInstruments(s.GetService<IMeterFactory>(), s.GetRequiredService<TimeProvider>()),
        });
        services.TryAddSingleton(s => new SyncEngine(s.GetRequiredService<EngineRuntime>()));
        services.TryAddSingleton<ISyncEngine>(s => s.GetRequiredService<SyncEngine>());
        services.TryAddSingleton<ISyncOperations>(s => new SyncOperations(s.GetRequiredService<EngineRuntime>(), s.GetRequiredService<SyncEngine>()));
    }
}
