using Microsoft.Extensions.DependencyInjection;

namespace CrmErp.Sdk;

/// <summary>Registers the engine beside a definition.</summary>
internal static partial class CrmErpSyncEngineRegistration
{
    /// <summary>Adds the engine's services; repeating it changes nothing.</summary>
    public static void Add(IServiceCollection services) => AddEngine(services);

    static partial void AddEngine(IServiceCollection services);
}
