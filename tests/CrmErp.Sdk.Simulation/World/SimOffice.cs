using System.Text.Json;
using CrmErp.Sdk.Simulation.Driving;
using CrmErp.Sdk.Simulation.Laws;
using CrmErp.Sdk.Simulation.Model;
using CrmErp.Sdk.State;
using CrmErp.Sdk.Testing;

namespace CrmErp.Sdk.Simulation.World;

/// <summary>People in front of the open queues: they approve first loads, decide conflicts and reviews, and say what they can see.</summary>
internal sealed class SimOffice(SimWorld world)
{
    private const int MostReleases = 3;
    private static readonly OperationBy By = new("office", "simulated");
    private readonly Dictionary<(GoldenId?, string), int> _released = [];

    private SeededRandom Random => world.Random;

    private ISyncOperations Operations => ((EngineProcess)world.Engine(0)).Operations;

    /// <summary>A look at the match reports.</summary>
    public void ReviewFirstLoads()
    {
        foreach (var entity in SimEntity.All.Where(e => world.Members.Any(m => m.Carries(e))))
        {
            var report = Done(((EngineProcess)world.Engine(0)).Steps.MatchReportAsync(entity.Name, CancellationToken.None));
            if (report is not { IsComplete: true })
            {
                continue;
            }

            foreach (var review in report.Reviews)
            {
                Review(entity, review);
            }

            if (!report.ApprovesItself && Random.Chance(.5))
            {
                world.Coverage.Count("office.approve");
                Done(Operations.ApproveFirstLoadAsync(entity.Name, By));
            }
        }
    }

    /// <summary>A look at the open queues.</summary>
    public void WorkQueues()
    {
        foreach (var entry in Done(Operations.ListOpenAsync()))
        {
            switch (entry.Queue)
            {
                case OpenQueue.Conflict when entry.Cause != "oscillation" && entry.Group.Length > 0:
                    Decide(Operations.ResolveConflictAsync(entry, Random.Pick([ConflictAnswer.TakeCandidate, ConflictAnswer.KeepGolden, ConflictAnswer.KeepApart]), By), "conflict");
                    break;
                case OpenQueue.Conflict when entry.Group.Length == 0:
                    Decide(Operations.ResolveDeleteAsync(entry, Random.Chance(.5), By), "deleteConflict");
                    break;
                case OpenQueue.Unknown when entry.Cause.StartsWith("Unknown", StringComparison.Ordinal):
                    Decide(Operations.ResolveUnknownAsync(entry, Made(entry), By), "unknown");
                    break;
                case OpenQueue.Review when entry.Record is { } record && entry.GoldenId is { } golden && Random.Chance(.15):
                    Decide(Operations.JudgeAsync(entry.Entity, record.ToString(), golden.ToString(), same: false, By), "review");
                    break;
                case OpenQueue.Parked when entry.GoldenId is not null && Random.Chance(.2) && Release(entry):
                    world.Coverage.Count("office.replay");
                    Done(Operations.ReplayAsync(new OpenEntryFilter { Entity = entry.Entity, Spoke = entry.Spoke, Cause = entry.Cause }, By));
                    break;
            }
        }
    }

    private bool Release(OpenEntry entry) =>
        (_released[(entry.GoldenId, entry.Spoke.ToString())] = _released.GetValueOrDefault((entry.GoldenId, entry.Spoke.ToString())) + 1) <= MostReleases;

    private void Review(SimEntity entity, MatchReview review)
    {
        string[] nodes = [.. review.Records, .. review.Golden];
        if (nodes.Length < 2 || !Random.Chance(.3))
        {
            return;
        }

        // Of an ambiguous group people tell two apart; a proposal they accept or refuse.
        var (first, second) = (Random.Pick(nodes), Random.Pick(nodes));
        if (first != second)
        {
            Decide(Operations.JudgeAsync(entity.Name, first, second, review.Kind == OpenItemKind.PossibleDuplicate && Random.Chance(.5), By), "judge");
        }
    }

    /// <summary>People can see in the system what the engine cannot: which record a lost create made.</summary>
    private string? Made(OpenEntry entry)
    {
        var system = world.System(entry.Spoke.Connection.Value);
        var golden = world.Canonical(entry.GoldenId!.Value);
        var made = system.Fake.Table("", SimEntity.Of(entry.Entity).Object).Live
            .FirstOrDefault(r => r.Versions[0] is { Actor: FakeActor.Engine, Key: { } key } && KeyReader.TryRead(system.Spoke, key, out var cause) && world.Canonical(cause) == golden);
        return entry.Cause == "UnknownCreate" ? made?.Id : Landed(entry, system, golden);
    }

    /// <summary>The record of a lost update when the update is in its history; null when it never landed.</summary>
    private string? Landed(OpenEntry entry, SimSystem system, GoldenId golden)
    {
        var snapshot = world.Snapshot();
        if (snapshot.Active(golden, system.Spoke) is not { } link || snapshot.Row(golden, system.Spoke)?.Flight is not { } flight)
        {
            return null;
        }

        using var document = JsonDocument.Parse(flight);
        var started = document.RootElement.GetProperty("started").GetDateTimeOffset();
        var row = system.Fake.Table("", SimEntity.Of(entry.Entity).Object).FindLive(link.Ref.Id);
        return row?.Versions.Any(v => v.Actor == FakeActor.Engine && v.At >= started) == true ? row.Id : null;
    }

    private void Decide(Task<OperationOutcome> operation, string what)
    {
        var outcome = Done(operation);
        world.Coverage.Count($"office.{what}.{outcome}");
        world.Trace($"office {what}: {outcome}");
    }

    /// <summary>Operations run through while nothing is interleaved.</summary>
    private static T Done<T>(Task<T> task) => task.IsCompleted
        ? task.GetAwaiter().GetResult()
        : throw new InvalidOperationException("An operation waits for something that no gate holds.");
}
