using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Engine;
using CrmErp.Sdk.Reconcile;
using CrmErp.Sdk.Simulation.Driving;
using CrmErp.Sdk.Simulation.Laws;
using CrmErp.Sdk.Simulation.Model;
using CrmErp.Sdk.State;
using CrmErp.Sdk.Testing;

namespace CrmErp.Sdk.Simulation.World;

/// <summary>
/// One life: systems, people, developers, two processes of the engine over one store, one clock, one thread. Every step of chaos
/// draws from its own source of chance, so that a step can be left out without changing the others; that is how traces shrink.
/// </summary>
internal sealed partial class SimWorld : IFaultDecider, IDisposable
{
    public const int Processes = 2;

    private readonly SimSetup _setup;
    private readonly IWorldEngine[] _engines = new IWorldEngine[Processes];
    private readonly SeededRandom _engineIds;
    private readonly List<string> _trace = [];
    private readonly int[] _read;
    private ulong _fingerprint = 14695981039346656037UL;

    public SimWorld(SimSetup setup)
    {
        _setup = setup;
        Random = new SeededRandom(setup.Seed);
        _engineIds = new SeededRandom(setup.Seed ^ 0xE4617E5UL);
        Driver = new Driver(Clock, Trace);
        var names = setup.Systems == 3 ? new[] { "crm", "erp", "shop" } : ["crm", "erp"];
        Systems = [.. names.Select(n => SimSystem.Draw(n, Clock, Random.Fork(), setup))];
        _read = new int[Systems.Count];
        foreach (var system in Systems)
        {
            system.Fake.Gate = Driver;
            system.Fake.Faults.Decider = this;
        }

        Policies = new SimPolicies(Random.Fork(), names, setup.TotalPolicies, setup.Sabotage?.Policy);
        Late = setup.Systems == 3 && Random.Chance(.4) ? "shop" : null;
        Robots = Random.Chance(.04) && !setup.TotalPolicies;
        Store = setup.CreateStore();
        Store.OpenAsync().GetAwaiter().GetResult();
        (Store as SqliteFile)?.Arm();
        Ledger = new Ledger(GoldenOf);
        People = new SimPeople(this);
        Office = new SimOffice(this);
        if (Random.Chance(.15))
        {
            // A field that nobody maps yet; a developer will.
            var (where, whole) = (Random.Pick(names), Random.Chance(.3));
            foreach (var field in whole ? (string[])["Street", "City"] : ["Phone"])
            {
                Maps.Set(where, "Account", field, null);
            }
        }

        Definition = Define();
    }

    public FakeClock Clock { get; } = new();

    public Coverage Coverage => _setup.Coverage;

    public ulong Seed => _setup.Seed;

    /// <summary>The chance of the present step.</summary>
    public SeededRandom Random { get; set; }

    public Driver Driver { get; }

    public IReadOnlyList<SimSystem> Systems { get; }

    public Sabotage.Sabotage? Sabotage => _setup.Sabotage;

    /// <summary>When our own writes came back: for a sabotage that goes by it.</summary>
    public Dictionary<(GoldenId, SpokeId), DateTimeOffset> Remembered { get; } = [];

    /// <summary>The declared world of a rule that others mask; null: the common one.</summary>
    public string? Special => _setup.Special;

    public SimPolicies Policies { get; }

    public SimMaps Maps { get; private set; } = new();

    public SyncDefinition Definition { get; private set; }

    public ISyncStore Store { get; }

    public Ledger Ledger { get; }

    public SimPeople People { get; }

    public SimOffice Office { get; }

    /// <summary>The system that joins later; null when none does any more.</summary>
    public string? Late { get; private set; }

    /// <summary>Whether a system joined while the others were live.</summary>
    public bool JoinedLate { get; private set; }

    /// <summary>Fields whose map was ever changed.</summary>
    public HashSet<(string System, string Field)> Remapped { get; } = [];

    /// <summary>Whether automation on two sides fights over one field.</summary>
    public bool Robots { get; set; }

    public bool FaultsOn { get; set; }

    /// <summary>Writes by the engine.</summary>
    public int Writes { get; private set; }

    /// <summary>Whether the store may fail on purpose, now or in a step that began when it could.</summary>
    public bool StoreFails { get; private set; }

    public int FaultCount { get; private set; }

    public int Crashes { get; private set; }

    public IReadOnlyList<string> Lines => _trace;

    /// <summary>Over everything that happened, in order: two runs of one seed have the same.</summary>
    public ulong Fingerprint => _fingerprint;

    public IEnumerable<SimSystem> Members => Systems.Where(s => s.Name != Late);

    public SimSystem System(string name) => Systems.First(s => s.Name == name);

    public IWorldEngine Engine(int process) => _engines[process];

    public void Trace(string text)
    {
        foreach (var letter in text)
        {
            _fingerprint = unchecked((_fingerprint ^ letter) * 1099511628211UL);
        }

        if (_setup.Tracing)
        {
            _trace.Add($"{(Clock.Now - new DateTimeOffset(2026, 1, 5, 8, 0, 0, TimeSpan.Zero)).TotalSeconds,9:F3} {text}");
        }
    }

    /// <summary>The first start of both processes.</summary>
    public void Boot()
    {
        for (var process = 0; process < Processes; process++)
        {
            Restart(process);
        }
    }

    /// <summary>A process dies and another one starts over the same store, with the present definition.</summary>
    public void Restart(int process)
    {
        Driver.Kill(process);
        _engines[process] = _setup.CreateEngine(this, process);
        WithoutInterleaving(() => Driver.Start(process, $"p{process} prepare", _engines[process].PrepareAsync));
        ThrowIfFailed();
    }

    /// <summary>Something that people or a start do in one go, while the workers stand still.</summary>
    public void WithoutInterleaving(Action action)
    {
        var (interleaves, faults) = (Driver.Interleaves, FaultsOn);
        (Driver.Interleaves, FaultsOn) = (false, false);
        try
        {
            action();
        }
        finally
        {
            (Driver.Interleaves, FaultsOn) = (interleaves, faults);
        }
    }

    public void Crash(int process)
    {
        Crashes++;
        Coverage.Count("fault.crash");
        Trace($"CRASH p{process}");
        (Store as SqliteFile)?.Reopen();
        Restart(process);
    }

    /// <summary>The late system joins; the others go on.</summary>
    public void Join()
    {
        Coverage.Count("developer.join");
        JoinedLate = true;
        Deploy(Maps, null);
    }

    /// <summary>A developer ships another definition; the processes take it one after the other.</summary>
    public void Deploy(SimMaps maps, string? late)
    {
        Maps = maps;
        Late = late;
        Definition = Define();
        for (var process = 0; process < Processes; process++)
        {
            Restart(process);
        }
    }

    public ISyncStore StoreFor()
    {
        var store = new GatedStore(Store, Driver, CommitFault, () => Driver.Interleaves && Random.Chance(.08), Committed);
        return Sabotage?.Store?.Invoke(store, this) ?? store;
    }

    public IConnector ConnectorOf(SimSystem system)
    {
        var connector = system.Fake.Connect();
        return Sabotage?.Connector?.Invoke(connector, system) ?? connector;
    }

    /// <summary>Objects of which something could not be read for a while: their feeds told less than happened.</summary>
    public HashSet<(string System, string Object)> Hidden { get; } = [];

    /// <summary>How many values were typed before anything ran.</summary>
    public int Populated { get; set; }

    /// <summary>Records that were bound: a link is judged when it is made.</summary>
    public HashSet<RecordRef> Bound { get; } = [];

    /// <summary>A law that was broken inside a step of the engine, which must not catch it.</summary>
    public LawBrokenException? Broken { get; set; }

    private void Committed(StoreBatch batch, CommitResult result)
    {
        Coverage.Count(result.Succeeded ? "store.commit" : "store.conflict");
        if (!result.Succeeded || Broken is not null)
        {
            return;
        }

        try
        {
            CommitLaws.Check(this, batch);
        }
        catch (LawBrokenException broken)
        {
            Broken = broken;
        }
    }

    /// <summary>The mark of the present map of a record's object; null when none maps it.</summary>
    public ulong? MapHashOf(RecordRef record) =>
        Definition.FindFlow(SimEntity.OfObject(record.Object).Name) is { } flow && flow.Member(record.Connection) is { } member
            ? new FlowSpoke(record.Spoke, flow, member, System(record.Connection.Value).Fake.Descriptor, FlowPhase.Live).MapHash : null;

    public Guid NextEngineId() => _engineIds.NextGuid();

    public void Start(int process, Job job)
    {
        Trace($"p{process} {job}");
        Coverage.Count("step." + job.Kind);
        Driver.Start(process, $"p{process} {job}", () => _engines[process].StepAsync(job));
        ThrowIfFailed();
    }

    public void ThrowIfFailed()
    {
        if (Broken is { } broken)
        {
            throw broken;
        }

        if (Driver.Failure is { } failure)
        {
            throw new InvalidOperationException("A step of the engine threw: " + failure, failure);
        }
    }

    /// <summary>Moves what happened in the systems into the ledger, and checks what must hold at every single write.</summary>
    public void Observe()
    {
        var fresh = new List<(SimSystem System, FakeEvent Event)>();
        for (var i = 0; i < Systems.Count; i++)
        {
            var history = Systems[i].Fake.History;
            for (; _read[i] < history.Count; _read[i]++)
            {
                fresh.Add((Systems[i], history[_read[i]]));
            }
        }

        foreach (var (system, entry) in fresh.OrderBy(f => f.Event.Order))
        {
            Trace($"{system.Name}: {entry} {string.Join(' ', entry.Changed.Select(c => $"{c}={SimText.Of(entry.Values[c])}"))} modified={entry.Modified:mm:ss} {entry.Version}");
            if (entry.Actor == FakeActor.Engine)
            {
                Writes++;
                WriteLaws.Check(this, system, entry);
            }

            var typed = Ledger.Edits.Count;
            Ledger.Add(system.Name, entry);
            for (; typed < Ledger.Edits.Count; typed++)
            {
                if (system.Fake.Faults.Hides(entry.Object, SimEntity.Path(Ledger.Edits[typed].Field)))
                {
                    // Typed where nobody else may look: what is written there meanwhile cannot be told from it.
                    Ledger.Exposed.Add(typed);
                    Coverage.Count("exempt.unreadable");
                }
            }

            Ledger.Remember(system.Name, entry);
        }
    }

    public GoldenId? GoldenOf(RecordRef reference, string? key)
    {
        var link = Store.ReadLinksAsync(TenantId.Default, [reference]).GetAwaiter().GetResult();
        GoldenId? golden = link.Count > 0 ? link[0].GoldenId : key is not null && KeyReader.TryRead(reference.Spoke, key, out var read) ? read : null;
        return golden is null ? null : Canonical(golden.Value);
    }

    /// <summary>The golden record that one turned out to be.</summary>
    public GoldenId Canonical(GoldenId id)
    {
        var aggregates = Store.ReadAggregatesAsync(TenantId.Default, [id]).GetAwaiter().GetResult();
        while (aggregates.FirstOrDefault(a => a.Golden.Id == id)?.Golden.MergedInto is { } next)
        {
            id = next;
        }

        return id;
    }

    public StateSnapshot Snapshot() => StateSnapshot.Of(Store, Systems);

    Fault? IFaultDecider.Decide(RemoteCall call)
    {
        if (!FaultsOn || SimFaults.Draw(this, call) is not { } fault)
        {
            return null;
        }

        CountFault(fault.Kind == FaultKind.Fail ? $"fault.{fault.Error}" : "fault." + fault.Kind);
        Trace($"FAULT {fault.Kind} {fault.Error} {call}");
        return fault;
    }

    public void CountFault(string name)
    {
        FaultCount++;
        Coverage.Count(name);
    }

    public void Dispose() => Store.DisposeAsync().AsTask().GetAwaiter().GetResult();

    private CommitFault CommitFault()
    {
        if (!FaultsOn || !Random.Chance(.008))
        {
            return Driving.CommitFault.None;
        }

        StoreFails = true;
        var fault = Random.Chance(.5) ? Driving.CommitFault.NothingStored : Driving.CommitFault.AnswerLost;
        CountFault("fault.store." + fault);
        Trace($"FAULT store {fault}");
        return fault;
    }

    private SyncDefinition Define() => SimDefinition.Build([.. Members], Maps, Policies, Sabotage?.UnderivedOrders == true ? () => new Guid(0, 0, 0, BitConverter.GetBytes(Clock.Now.UtcTicks)) : null);
}
