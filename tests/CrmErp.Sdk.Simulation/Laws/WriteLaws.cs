using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Simulation.Model;
using CrmErp.Sdk.Simulation.World;
using CrmErp.Sdk.State;
using CrmErp.Sdk.Testing;

namespace CrmErp.Sdk.Simulation.Laws;

/// <summary>What must hold at every single write of the engine, judged by what the system received.</summary>
internal static class WriteLaws
{
    public static void Check(SimWorld world, SimSystem system, FakeEvent write)
    {
        world.Coverage.Count("write." + write.Kind);
        if (write.Object == "invoices")
        {
            return;
        }

        var entity = SimEntity.OfObject(write.Object);
        var streams = world.Store.ReadStreamsAsync(TenantId.Default).GetAwaiter().GetResult();
        var phase = streams.FirstOrDefault(s => s.Spoke == system.Spoke && s.Entity == entity.Name)?.Phase;
        if (phase != FlowPhase.Live)
        {
            throw new LawBrokenException("10 first run", $"{write.Kind} {entity} in {system.Name} in phase {phase}");
        }

        if (write.Kind == FakeEventKind.Created && streams.FirstOrDefault(s => s.Entity == entity.Name && s.Phase is FlowPhase.New or FlowPhase.Inventory && !IsLate(world, s)) is { } unread)
        {
            throw new LawBrokenException("10 first run", $"{entity} created in {system.Name} before {unread.Spoke} was read");
        }

        Expose(world, system, entity, write);
    }

    // A spoke that joins later does not hold up the others.
    private static bool IsLate(SimWorld world, StreamRow stream) => stream.Spoke.Connection == "shop" && world.JoinedLate;

    /// <summary>R25: without a precondition, an edit between our read and our write can be lost. The descriptor declares it.</summary>
    private static void Expose(SimWorld world, SimSystem system, SimEntity entity, FakeEvent write)
    {
        if (write.Kind != FakeEventKind.Updated || system.Fake.Descriptor.For(entity.Object).Version == VersionKind.Strict)
        {
            return;
        }

        foreach (var path in write.Changed)
        {
            if (entity.FieldOf(path) is { } field && world.Ledger.Shown(system.Name, write.Object, write.Id, field.Name) is { } edit && edit.System == system.Name && write.At - edit.At <= TimeSpan.FromSeconds(200))
            {
                world.Ledger.Exposed.Add(edit.Number);
                world.Coverage.Count("exempt.exposed");
            }
        }
    }
}
