using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Engine;

namespace CrmErp.Samples.QuoteToCash.Engine;

/// <summary>Makes what a fresh system lacks for this job, once, before the first run.</summary>
internal static class Provisioning
{
    public static async Task<List<string>> RunAsync(IServiceProvider services, SyncDefinition definition)
    {
        var problems = new List<string>();
        foreach (var connection in definition.Connections)
        {
            await using var connector = connection.Registration.Create(services, connection.Id);
            if (connector is not IProvisioner provisioner)
            {
                continue;
            }

            var items = await provisioner.ProvisionAsync(new ProvisioningRequest());
            problems.AddRange(items.Where(i => i.State is not (ProvisioningState.Present or ProvisioningState.Created)).Select(i => $"{connection.Id}: {i}"));
        }

        return problems;
    }
}
