using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Engine;
using CrmErp.Sdk.Simulation.Driving;
using CrmErp.Sdk.Simulation.Laws;
using CrmErp.Sdk.Simulation.Model;
using CrmErp.Sdk.Simulation.World;
using CrmErp.Sdk.State;
using CrmErp.Sdk.Testing;

namespace CrmErp.Sdk.Simulation.Running;

/// <summary>People go home, faults end; everything runs until nothing moves any more.</summary>
internal sealed class Settling(SimWorld world, SeededRandom random)
{
    private const int Rounds = 120;
    private const int StillRounds = 6;

    public void Run(bool sweep, bool office = true)
    {
        var keep = world.Random;
        world.Random = random;
        world.FaultsOn = false;
        world.EndTrouble();
        var still = 0;
        var swept = !sweep;
        for (var round = 0; round < Rounds; round++)
        {
            var before = Picture();
            FinishParked();
            world.Driver.Interleaves = false;
            // When everything seems to be at rest, a full sweep says what the feeds missed.
            Round(sweep, round, !swept && still == 2);
            swept |= still == 2;
            if (world.Robots && round < 40)
            {
                world.People.Robot();
            }

            // People go home too: what they left open stays open.
            if (sweep && office && round < Rounds / 2)
            {
                world.Office.ReviewFirstLoads();
                if (round > 3)
                {
                    world.Office.WorkQueues();
                }
            }

            world.Clock.Advance(TimeSpan.FromSeconds(random.Pick([3, 20, 40])));
            world.Observe();
            var moved = Picture() != before;
            swept = swept && !(sweep && moved);
            still = !moved && !Pending(sweep) ? still + 1 : 0;
            if (still >= StillRounds && swept)
            {
                world.Random = keep;
                return;
            }
        }

        var due = world.Snapshot().Outbox.Where(o => o.State == OutboxState.Due || o.Flight is not null).Take(2).Select(o => $"{o.Entity} {o.GoldenId} {o.Spoke} {o.State} {o.Cause} attempts {o.Attempts} {(o.Flight is null ? "" : "in flight ")}notBefore {o.NotBefore:HH:mm:ss} lease {o.LeaseUntil:HH:mm:ss} now {world.Clock.Now:HH:mm:ss}");
        throw new LawBrokenException("7 bounded", $"not quiet after {Rounds} rounds: {string.Join("; ", due)} still {still} streams {string.Join(", ", world.Snapshot().Streams.Values.Where(s => s.Checkpoints.Contains("true", StringComparison.OrdinalIgnoreCase)).Select(s => $"{s.Entity} {s.Spoke} {s.Phase} {s.Checkpoints}"))} running {world.Driver.Running} next {world.Clock.NextDue}");
    }

    private void FinishParked()
    {
        while (world.Driver.Ready.FirstOrDefault() is { } point)
        {
            world.Driver.Resume(point);
            world.ThrowIfFailed();
            world.Observe();
        }
    }

    private void Round(bool sweep, int round, bool full)
    {
        if (!sweep || random.Chance(.5))
        {
            Push();
        }

        foreach (var (system, entity) in random.Shuffle(world.Members.SelectMany(s => s.Entities.Select(e => (s, e)))))
        {
            First(system, entity);
            for (var i = 0; i < 3 && (sweep || !system.HintsOnly) && Step(JobKind.Capture, system, entity); i++)
            {
            }

            if (sweep && (full || Stream(system, entity) is not { } stream || !system.HasFeed(entity) || stream.Checkpoints.Contains("sweeping", StringComparison.Ordinal)))
            {
                Step(full || (!system.HasFeed(entity) && round is 1 or 9 or 17) ? JobKind.Sweep : JobKind.SweepOn, system, entity);
            }

            Step(JobKind.Hydrate, system, entity);
            if (Step(JobKind.Deliver, system, entity))
            {
                Step(JobKind.Deliver, system, entity);
            }

            if (world.Remapped.Count > 0)
            {
                Step(JobKind.Backfill, system, entity);
            }
        }
    }

    /// <summary>The first load; a stream that is live has none, and a binding belongs to the entity.</summary>
    private void First(SimSystem system, SimEntity entity)
    {
        if (Stream(system, entity) is not { Phase: FlowPhase.Live })
        {
            Step(JobKind.Inventory, system, entity);
        }

        if (world.Members.First(m => m.Carries(entity)) == system)
        {
            Step(JobKind.Bind, system, entity);
        }

        if (Stream(system, entity)?.Checkpoints.Contains("seeding", StringComparison.Ordinal) == true)
        {
            Step(JobKind.Seed, system, entity);
        }
    }

    private StreamRow? Stream(SimSystem system, SimEntity entity) =>
        world.Store.ReadStreamsAsync(TenantId.Default).GetAwaiter().GetResult().FirstOrDefault(s => s.Spoke == system.Spoke && s.Entity == entity.Name);

    private void Push()
    {
        foreach (var system in world.Systems)
        {
            foreach (var hint in system.Fake.TakeHints().Where(h => h.Object != "invoices" && system.Name != world.Late))
            {
                world.Driver.Start(0, "hint", () => world.Engine(0).HintAsync(new RecordRef(system.Name, "", hint.Object, hint.Id), SimEntity.OfObject(hint.Object).Name));
                world.ThrowIfFailed();
            }
        }
    }

    /// <summary>Runs a step; answers whether it did anything.</summary>
    private bool Step(JobKind kind, SimSystem system, SimEntity entity)
    {
        Task<bool>? step = null;
        world.Driver.Start(random.Next(SimWorld.Processes), kind.ToString(), () => step = world.Engine(0).StepAsync(new Job(kind, system.Spoke, entity.Name)));
        world.ThrowIfFailed();
        world.Observe();
        return step is { IsCompletedSuccessfully: true } && step.GetAwaiter().GetResult();
    }

    private bool Pending(bool sweep) => (sweep && IsSweeping()) || IsLeased() || HasDueRows() || world.Driver.Running > 0 || world.Clock.NextDue is not null || world.Systems.Any(s => s.Fake.Hints.Count > 0 && s.Name != world.Late);

    private bool IsLeased() => world.Store.ReadStreamsAsync(TenantId.Default).GetAwaiter().GetResult().Any(s => s.LeaseUntil > world.Clock.Now);

    private bool IsSweeping() => world.Store.ReadStreamsAsync(TenantId.Default).GetAwaiter().GetResult().Any(s => s.Checkpoints.Contains("sweeping", StringComparison.Ordinal) || s.Checkpoints.Contains("seeding", StringComparison.Ordinal));

    // A record that vanished while nothing else is readable is a suspicion that no time settles (R31): its row and its hint stay.
    private bool HasDueRows() =>
        world.Store.CountAsync(TenantId.Default).GetAwaiter().GetResult().Outbox.Any(o => o.Count > 0 && (o.State == OutboxState.Due || (o.InFlight && o.State != OutboxState.Parked))
            && (world.System(o.Spoke.Connection.Value).People.All(SimEntity.Of(o.Entity).Object).Count > 0 || world.Snapshot().Outbox.Any(r => r.Spoke == o.Spoke && r.Entity == o.Entity && r.State == OutboxState.Due && world.Snapshot().Active(r.GoldenId, r.Spoke) is null)));

    /// <summary>What must stand still: writes, edits, the audit, the open queues and what is due.</summary>
    private string Picture()
    {
        var counts = world.Store.CountAsync(TenantId.Default).GetAwaiter().GetResult();
        var rows = counts.Outbox.Where(o => o.State == OutboxState.Due || o.InFlight).Sum(o => o.Count);
        return string.Join('|',
            world.Writes, world.Ledger.Edits.Count, rows, counts.Hints.Sum(h => h.Count), counts.Staged.Sum(s => s.Count),
            string.Join(',', counts.Golden.Select(g => $"{g.Entity}{g.State}{g.Count}")), string.Join(',', counts.Links.Select(l => $"{l.Entity}{l.Spoke}{l.State}{l.Count}")),
            string.Join(',', counts.Outbox.Select(o => $"{o.Entity}{o.Spoke}{o.State}{o.Cause}{o.InFlight}{o.Count}")), string.Join(',', counts.OpenItems.Select(i => $"{i.Entity}{i.Kind}{i.Count}")),
            string.Join(',', world.Store.ReadStreamsAsync(TenantId.Default).GetAwaiter().GetResult().Select(s => s.Phase)));
    }
}
