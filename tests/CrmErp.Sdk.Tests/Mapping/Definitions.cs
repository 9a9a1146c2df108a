using CrmErp.Sdk.Engine;
using CrmErp.Sdk.Mapping;
using CrmErp.Sdk.State;
using Microsoft.Extensions.DependencyInjection;

namespace CrmErp.Sdk.Tests.Mapping;

/// <summary>Builds definitions over the example systems.</summary>
internal static class Definitions
{
    public static SyncDefinition Build(Action<ICrmErpSyncBuilder> define, bool withConnections = true)
    {
        var services = new ServiceCollection();
        services.AddSingleton<ISyncStore>(_ => throw new InvalidOperationException("The store is not opened in these tests."));
        services.AddCrmErpSync(sync =>
        {
            if (withConnections)
            {
                sync.AddConnection("crm", ExampleSystems.Crm).AddConnection("erp", ExampleSystems.Erp);
            }

            define(sync);
        });
        using var provider = services.BuildServiceProvider();
        return provider.GetRequiredService<SyncDefinition>();
    }

    public static IReadOnlyList<DefinitionProblem> ProblemsOf(Action<ICrmErpSyncBuilder> define, bool withConnections = true)
    {
        try
        {
            return Build(define, withConnections).Warnings;
        }
        catch (SyncDefinitionException exception)
        {
            return exception.Problems;
        }
    }
}
