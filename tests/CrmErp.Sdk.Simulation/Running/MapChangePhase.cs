using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Simulation.Driving;
using CrmErp.Sdk.Simulation.Laws;
using CrmErp.Sdk.Simulation.Model;
using CrmErp.Sdk.Simulation.World;
using CrmErp.Sdk.State;
using CrmErp.Sdk.Testing;

namespace CrmErp.Sdk.Simulation.Running;

/// <summary>
/// Law 9: a developer changes the map of a world at rest, beside an edit that nobody has read yet. What is written until the world is at
/// rest again stands in the impact plan.
/// </summary>
internal sealed class MapChangePhase(SimWorld world, SeededRandom random)
{
    private static readonly OperationBy By = new("developer", "simulated");

    public void Run()
    {
        var system = random.Pick([.. world.Members]);
        var fields = SimEntity.Account.Type.Fields.Where(f => f.Name is "Name" or "Phone" or "Street" or "City" or "Credit").ToArray();
        var unmapped = fields.Where(f => world.Maps.Of(system.Name, "Account", f.Name) is null).ToArray();
        var field = unmapped.Length > 0 && random.Chance(.8) ? random.Pick(unmapped) : random.Pick(fields);
        var maps = world.Maps.Copy();
        var converter = unmapped.Contains(field) ? SimConverter.Identity : random.Pick(SimConverter.Changes);
        foreach (var member in unmapped.Where(f => f.Group == field.Group).Append(field))
        {
            maps.Set(system.Name, "Account", member.Name, converter);
            world.Remapped.Add((system.Name, member.Name));
        }

        world.Coverage.Count(unmapped.Contains(field) ? "developer.field" : "developer.converter." + converter.Name);
        var edited = random.Chance(.7) ? EditBeside(random.Chance(.5) ? system : random.Pick([.. world.Members]), field) : null;
        world.Trace($"developer maps {system.Name} Account.{field.Name} by {converter.Name}");
        Change(maps, system, edited);
    }

    private void Change(SimMaps maps, SimSystem system, GoldenId? edited)
    {
        var process = (EngineProcess)world.Engine(0);
        world.Deploy(maps, world.Late);
        process = (EngineProcess)world.Engine(0);
        var listed = new HashSet<(GoldenId, SpokeId)>();
        if (Done(process.Steps.PendingMapsAsync(CancellationToken.None)).Count > 0)
        {
            var plan = Done(process.Steps.PlanMapsAsync(new MapChangeOptions(), CancellationToken.None));
            listed.UnionWith(plan.Items.Where(i => i.GoldenId is not null).Select(i => (world.Canonical(i.GoldenId!.Value), i.Spoke)));
            world.Coverage.Count("developer.plan");
            var outcome = Done(process.Steps.ActivateAsync(plan, By, CancellationToken.None));
            world.Coverage.Count("developer.activate." + outcome);
            for (var other = 0; other < SimWorld.Processes; other++)
            {
                world.Restart(other);
            }
        }

        var from = world.Systems.Sum(s => s.Fake.History.Count);
        var before = world.Snapshot();
        new Settling(world, random).Run(sweep: true, office: false);
        foreach (var written in world.Systems.SelectMany(s => s.Fake.History.Select(e => (System: s, Event: e))).OrderBy(w => w.Event.Order).Skip(from).Where(w => w.Event.Actor == FakeActor.Engine))
        {
            Listed(written.System, written.Event, listed, edited, before);
        }

        new RestLaws(world, world.Snapshot()).Check();
    }

    private void Listed(SimSystem system, FakeEvent write, HashSet<(GoldenId, SpokeId)> listed, GoldenId? edited, StateSnapshot before)
    {
        if (world.GoldenOf(new RecordRef(system.Name, "", write.Object, write.Id), write.Key) is not { } golden || golden == edited || listed.Contains((golden, system.Spoke)))
        {
            return;
        }

        // A row that was open when the map changed is no consequence of the change.
        if (before.Row(golden, system.Spoke) is null)
        {
            throw new LawBrokenException("9 mapping change", $"{write.Kind} {system.Name} {write.Object}/{write.Id} ({string.Join(", ", write.Changed)}) stands in no impact plan");
        }
    }

    private GoldenId? EditBeside(SimSystem system, EntityField field)
    {
        var state = world.Snapshot();
        var links = state.Links.Values.Where(l => l.State == LinkState.Active && l.Ref.Connection == system.Name && l.Entity == "Account" && !system.People.IsLocked("accounts", l.Ref.Id)).OrderBy(l => l.Ref.Id, StringComparer.Ordinal).ToArray();
        if (links.Length == 0)
        {
            return null;
        }

        var link = random.Pick(links);
        var other = field.Name == "Name" ? "phone" : "name";
        world.Coverage.Count("people.edit.beforeMapChange");
        system.People.TryEdit("accounts", link.Ref.Id, [(other, world.People.Text())], out _);
        world.Observe();
        return state.Canonical(link.GoldenId);
    }

    private static T Done<T>(Task<T> task) => task.IsCompleted ? task.GetAwaiter().GetResult() : throw new InvalidOperationException("An operation waits for something that no gate holds.");
}
