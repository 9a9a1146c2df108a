using Microsoft.Extensions.DependencyInjection;

namespace CrmErp.Sdk;

/// <summary>Registers the engine beside a definition.</summary>
internal static class CrmErpSyncEngineRegistration
{
    /// <summary>Adds the engine's services; repeating it changes nothing.</summary>
    public static void Add(IServiceCollection services) => EngineServiceCollectionExtensions.AddSyncEngine(services);
}
