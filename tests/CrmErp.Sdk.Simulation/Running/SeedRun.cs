using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Simulation.Driving;
using CrmErp.Sdk.Simulation.Laws;
using CrmErp.Sdk.Simulation.World;
using CrmErp.Sdk.State;
using CrmErp.Sdk.Testing;

namespace CrmErp.Sdk.Simulation.Running;

/// <summary>What became of one seed.</summary>
internal sealed record SeedResult(ulong Seed, string? Law, string? Message, int Steps, int Faults, int Crashes, int RowsAtRest, int ParkedAtRest, ulong Fingerprint, IReadOnlyList<string> Trace);

/// <summary>One life from birth to rest.</summary>
internal sealed class SeedRun(SimSetup setup) : IDisposable
{
    private const int Phases = 5;
    private const int StepsPerPhase = 42;
    private readonly SimWorld _world = new(setup);
    private int _steps;
    private int _rows;
    private int _parked;

    public SimWorld World => _world;

    public SeedResult Run()
    {
        try
        {
            Live();
            return Result(null, null);
        }
        catch (LawBrokenException broken)
        {
            return Result(broken.Law, broken.Message);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            return Result("exception", failure.ToString());
        }
    }

    public void Dispose() => _world.Dispose();

    private SeedResult Result(string? law, string? message) =>
        new(setup.Seed, law, message, _steps, _world.FaultCount, _world.Crashes, _rows, _parked, _world.Fingerprint, _world.Lines);

    private void Live()
    {
        _world.People.Populate();
        _world.Observe();
        _world.Populated = _world.Ledger.Edits.Count;
        _world.Boot();
        var settle = new SeededRandom(setup.Seed ^ 0x5E771EUL);
        if (settle.Chance(.6))
        {
            new Settling(_world, settle).Run(sweep: true);
        }

        for (var phase = 0; phase < Phases; phase++)
        {
            Chaos(phase);
            AlwaysLaws.Check(_world);
        }

        if (settle.Chance(setup.Sabotage?.OwnWorld is null ? .5 : 1))
        {
            new Settling(_world, settle).Run(sweep: false);
            new RestLaws(_world, _world.Snapshot()).CheckFeed();
        }

        new Settling(_world, settle).Run(sweep: true);
        _world.Trace("AT REST");
        AlwaysLaws.Check(_world);
        var state = _world.Snapshot();
        new RestLaws(_world, state).Check();
        _rows = state.Golden.Values.Count(g => g.Golden.State == GoldenState.Live);
        _parked = state.Outbox.Count(o => o.State == OutboxState.Parked);
        Bounded();
        ReadsEverythingAndWritesNothing(settle);
        if (settle.Chance(.2))
        {
            new MapChangePhase(_world, settle).Run();
        }

        if (settle.Chance(.06))
        {
            _world.Coverage.Count("law.order");
            new OrderReplay(setup).Check();
        }
    }

    private void Chaos(int phase)
    {
        _world.FaultsOn = true;
        _world.Driver.Interleaves = true;
        for (var i = 0; i < StepsPerPhase; i++)
        {
            var step = (phase * StepsPerPhase) + i;
            if (setup.Skipped.Contains(step))
            {
                continue;
            }

            _world.Random = new SeededRandom(setup.Seed * 0x9E3779B97F4A7C15UL ^ (ulong)(step + 1) * 0xD1B54A32D192ED03UL);
            new ChaosStep(_world).Take();
            _world.Observe();
            _steps++;
        }
    }

    private void Bounded()
    {
        if (_world.Writes > 200 + (12 * _world.Ledger.Edits.Count))
        {
            throw new LawBrokenException("7 bounded", $"{_world.Writes} writes for {_world.Ledger.Edits.Count} edits");
        }
    }

    /// <summary>Every cursor is forgotten and every version distrusted: the next run reads everything, writes nothing, changes nothing.</summary>
    private void ReadsEverythingAndWritesNothing(SeededRandom settle)
    {
        var state = _world.Snapshot();
        var waiting = state.Outbox.Where(o => o.State != OutboxState.Due).Select(o => (o.GoldenId, o.Spoke)).ToHashSet();
        var batch = new StoreBatch { Tenant = TenantId.Default };
        batch.PutStreams.AddRange(state.Streams.Values.Select(s => s with { Cursor = null }));
        batch.LinkVersions.AddRange(state.Links.Keys.Select(r => new LinkVersion(r, null)));
        _world.Store.CommitAsync(batch).GetAwaiter().GetResult();
        var (writes, sets) = (_world.Writes, state.Audit.Count(a => a.Kind == "set"));
        _world.Robots = false;
        new Settling(_world, settle).Run(sweep: true, office: false);
        var after = _world.Snapshot();
        if (waiting.Count == 0 && _world.Writes != writes)
        {
            throw new LawBrokenException("3 convergence", $"{_world.Writes - writes} writes in a run after rest");
        }

        if (after.Audit.Count(a => a.Kind == "set") != sets)
        {
            throw new LawBrokenException("5 no echo", "golden changed in a run after rest");
        }
    }
}
