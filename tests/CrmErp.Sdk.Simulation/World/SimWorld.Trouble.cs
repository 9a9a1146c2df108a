using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Simulation.Model;

namespace CrmErp.Sdk.Simulation.World;

// Rights, credentials and lines that are gone for a while.
internal sealed partial class SimWorld
{
    /// <summary>Somebody changes rights or fields of a system for a while, in the middle of everything.</summary>
    public void Trouble()
    {
        var system = Random.Pick(Systems);
        var entity = Random.Pick(system.Entities);
        var span = TimeSpan.FromSeconds(Random.Between(10, 90));
        var x = Random.Fraction();
        if (x < .35)
        {
            CountFault("fault.permission.object");
            Hidden.Add((system.Name, entity.Object));
            system.Fake.Faults.LosePermission(entity.Object);
            Clock.Schedule(Clock.Now + span, system.Fake.Faults.RestorePermissions);
        }
        else if (x < .7)
        {
            var field = Random.Pick([.. entity.Type.Fields.Where(f => f.Kind is FieldKind.Text or FieldKind.Decimal)]);
            CountFault("fault.permission.field");
            Hidden.Add((system.Name, entity.Object));
            system.Fake.Faults.LosePermission(entity.Object, SimEntity.Path(field.Name));
            Clock.Schedule(Clock.Now + span, system.Fake.Faults.RestorePermissions);
        }
        else if (x < .85)
        {
            CountFault("fault.credentials");
            system.Fake.Faults.RefuseCredentials();
            Clock.Schedule(Clock.Now + span, system.Fake.Faults.AcceptCredentials);
        }
        else
        {
            CountFault("fault.offline");
            system.Fake.Faults.GoOffline();
            Clock.Schedule(Clock.Now + span, system.Fake.Faults.ComeBack);
        }

        Trace($"TROUBLE {system.Name} {entity} for {span.TotalSeconds} s");
    }

    /// <summary>Rights and fields are as they were.</summary>
    public void EndTrouble()
    {
        foreach (var system in Systems)
        {
            system.Fake.Faults.RestorePermissions();
            system.Fake.Faults.AcceptCredentials();
            system.Fake.Faults.ComeBack();
        }
    }
}
