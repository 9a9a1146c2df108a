using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Simulation.Model;
using CrmErp.Sdk.Testing;

namespace CrmErp.Sdk.Simulation.World;

// What people do to records that have just been made, and many at once.
internal sealed partial class SimPeople
{
    /// <summary>Somebody changes, copies or re-keys a record that the engine has just made and perhaps does not know yet.</summary>
    public void Newborn()
    {
        foreach (var system in Random.Shuffle(world.Systems))
        {
            foreach (var entity in (SimEntity[])[SimEntity.Account, SimEntity.Contact])
            {
                var born = system.Fake.Table("", entity.Object).Live.Where(r => r.Versions[0].Actor == FakeActor.Engine && world.Clock.Now - r.CreatedAt < TimeSpan.FromSeconds(60)).ToArray();
                if (!system.Carries(entity) || born.Length == 0 || system.People.IsLocked(entity.Object, Random.Pick(born).Id))
                {
                    continue;
                }

                var record = Random.Pick(born);
                world.Coverage.Count("people.newborn");
                if (!system.People.IsLocked(entity.Object, record.Id))
                {
                    TryEdit(system, entity, record.Id, Random.Chance(.5) ? ("Name", Text()) : (entity.Match!, NewValue(system, entity, record.Snapshot(), entity.Type.Field(entity.Match!))));
                }

                if (Random.Chance(.3))
                {
                    Create(system, entity, ("Name", record.Versions[0].Values.GetValueOrDefault("name", FieldValue.Null)));
                }

                return;
            }
        }
    }

    /// <summary>The same company is typed on every side at once.</summary>
    private void SameCompany()
    {
        world.Coverage.Count("people.sameCompany");
        var (tax, name) = ($"S{Next()}", Text());
        foreach (var system in world.Systems)
        {
            Create(system, SimEntity.Account, ("TaxId", tax), ("Name", name));
        }
    }

    /// <summary>Many records of one kind are changed at once, under one stamp.</summary>
    private void Burst(SimSystem system)
    {
        world.Coverage.Count("people.burst");
        foreach (var record in system.People.All("accounts").Where(r => !system.People.IsLocked("accounts", r.Id)))
        {
            TryEdit(system, SimEntity.Account, record.Id, ("Name", Text()));
        }
    }
}
