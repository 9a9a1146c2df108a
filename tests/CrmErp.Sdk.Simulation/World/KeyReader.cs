using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Reconcile;
using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Simulation.World;

/// <summary>Reads the key that a created record carries. The one place where the checker uses the engine's code: keys name golden records.</summary>
internal static class KeyReader
{
    public static bool TryRead(SpokeId spoke, string key, out GoldenId golden) => IdentityKey.TryRead(TenantId.Default, spoke, key, out golden);
}
