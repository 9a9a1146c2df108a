using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Simulation.World;
using CrmErp.Sdk.Testing;

namespace CrmErp.Sdk.Simulation.Laws;

/// <summary>What must hold at any moment.</summary>
internal static class AlwaysLaws
{
    public static void Check(SimWorld world)
    {
        foreach (var system in world.Systems)
        {
            foreach (var table in system.Fake.Tables)
            {
                MadeTwice(world, system, table);
            }
        }
    }

    /// <summary>At most one live record made by the engine per golden record and spoke.</summary>
    private static void MadeTwice(SimWorld world, SimSystem system, FakeTable table)
    {
        var made = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var row in table.Live)
        {
            if (row.Versions[0] is not { Actor: FakeActor.Engine, Key: { } key })
            {
                continue;
            }

            var golden = KeyReader.TryRead(system.Spoke, key, out var read) ? world.Canonical(read).ToString() : key;
            if (!made.TryAdd(golden, row.Id))
            {
                throw new LawBrokenException("2 no duplicate", $"2 live {table.Object} records made in {system.Name} for {golden}: {made[golden]} and {row.Id}");
            }
        }
    }
}
