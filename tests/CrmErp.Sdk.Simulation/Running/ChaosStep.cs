using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Simulation.Driving;
using CrmErp.Sdk.Simulation.Model;
using CrmErp.Sdk.Simulation.World;
using CrmErp.Sdk.State;
using CrmErp.Sdk.Testing;

namespace CrmErp.Sdk.Simulation.Running;

/// <summary>One step of a day on which everything happens.</summary>
internal sealed class ChaosStep(SimWorld world)
{
    private const int MostWorkers = 6;

    private SeededRandom Random => world.Random;

    public void Take()
    {
        var ready = world.Driver.Ready.ToArray();
        if (world.Special == "crashes" && Random.Chance(.05))
        {
            world.Crash(Random.Next(SimWorld.Processes));
            return;
        }

        if (world.Special == "pauses" && ready.Length > 0 && Random.Chance(.06))
        {
            world.CountFault("fault.pause");
            world.Driver.Pause(Random.Pick(ready), TimeSpan.FromSeconds(Random.Pick([140, 250, 400])));
            return;
        }

        switch (Random.Fraction())
        {
            case < .14:
                world.People.Act();
                break;
            case < .22:
                Advance(Random.Pick([.2, .7, 1, 2, 5, 15, Random.Chance(.3) ? 70 : 3]));
                break;
            case < .228:
                world.Crash(Random.Next(SimWorld.Processes));
                break;
            case < .24 when ready.Length > 0:
                world.CountFault("fault.pause");
                world.Driver.Pause(Random.Pick(ready), TimeSpan.FromSeconds(Random.Pick([30, 70, 140, 250])));
                break;
            case < .29:
                Push();
                break;
            case < .30 when world.Robots:
                world.People.Robot();
                break;
            case < .31:
                world.People.Race();
                break;
            case < .313:
                world.People.Newborn();
                break;
            case < .317:
                world.WithoutInterleaving(world.Office.ReviewFirstLoads);
                break;
            case < .322:
                world.WithoutInterleaving(world.Office.WorkQueues);
                break;
            case < .325:
                world.Trouble();
                break;
            case < .33 when world.Late is not null:
                world.Join();
                break;
            case < .72 when ready.Length > 0:
                Resume(ready);
                break;
            default:
                if (world.Driver.Running <= MostWorkers)
                {
                    Spawn();
                }
                else if (ready.Length > 0)
                {
                    Resume(ready);
                }

                break;
        }
    }

    private void Advance(double seconds)
    {
        world.Trace($"time +{seconds}");
        world.Clock.Advance(TimeSpan.FromSeconds(seconds));
    }

    private void Resume(Driver.Parked[] ready)
    {
        // Several points at a time, so that a day of few steps still gets somewhere.
        var point = Random.Pick(ready);
        var worker = point.Worker;
        for (var i = Random.Between(1, 6); i > 0 && point is not null; i--)
        {
            world.Driver.Resume(point);
            world.ThrowIfFailed();
            point = world.Driver.Ready.FirstOrDefault(p => p.Worker == worker);
        }
    }

    private void Push()
    {
        var systems = world.Systems.Where(s => s.Fake.Hints.Count > 0).ToArray();
        if (systems.Length == 0)
        {
            return;
        }

        var system = Random.Pick(systems);
        foreach (var hint in Random.Shuffle(system.Fake.TakeHints()))
        {
            Deliver(system, hint, Random.Pick([system.HintsOnly ? 1 : 0, 1, 1, 2]));
        }
    }

    private void Deliver(SimSystem system, RecordHint hint, int times)
    {
        world.Coverage.Count(times switch { 0 => "hint.lost", 1 => "hint.once", _ => "hint.repeated" });
        if (hint.Object == "invoices" || system.Name == world.Late)
        {
            return;
        }

        for (; times > 0; times--)
        {
            world.Driver.Start(Random.Next(SimWorld.Processes), "hint", () => world.Engine(0).HintAsync(new RecordRef(system.Name, "", hint.Object, hint.Id), SimEntity.OfObject(hint.Object).Name));
            world.ThrowIfFailed();
        }
    }

    private void Spawn()
    {
        var system = Random.Pick([.. world.Members]);
        var entity = Random.Pick(system.Entities).Name;
        var streams = world.Store.ReadStreamsAsync(TenantId.Default).GetAwaiter().GetResult();
        var first = streams.FirstOrDefault(s => s.Spoke == system.Spoke && s.Entity == entity)?.Phase != FlowPhase.Live && Random.Chance(.6);
        var x = Random.Fraction();
        var kind = first
            ? x switch { < .6 => JobKind.Inventory, < .9 => JobKind.Bind, _ => JobKind.Capture }
            : x switch { < .04 => JobKind.Bind, < .10 => JobKind.Seed, < .42 => system.HintsOnly ? JobKind.Hydrate : JobKind.Capture, < .84 => JobKind.Deliver, < .97 => JobKind.Hydrate, _ => JobKind.Sweep };
        world.Start(Random.Next(SimWorld.Processes), new Job(kind, system.Spoke, entity));
    }
}
