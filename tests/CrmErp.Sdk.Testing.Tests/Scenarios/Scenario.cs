using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Engine;
using CrmErp.Sdk.State;
using CrmErp.Sdk.Testing.Store;
using Microsoft.Extensions.DependencyInjection;

namespace CrmErp.Sdk.Testing.Tests.Scenarios;

/// <summary>
/// A <see cref="SyncWorld"/> of two or three systems whose abilities a test chooses, with the points at which a process may be held,
/// overtaken by another one, or killed.
/// </summary>
internal sealed class Scenario : IAsyncDisposable
{
    public static readonly OperationBy Tester = new("tester");

    private readonly InMemorySyncStore _store = new();
    private readonly Side[] _sides;

    public Scenario(params Side[] sides)
        : this(_ => { }, null, sides)
    {
    }

    public Scenario(Action<FlowBuilder<Account>> accounts, params Side[] sides)
        : this(accounts, null, sides)
    {
    }

    public Scenario(Action<FlowBuilder<Account>> accounts, Action<ICrmErpSyncBuilder, string[]>? more, params Side[] sides)
    {
        _sides = sides.Length > 0 ? sides : [new Side("crm"), new Side("erp")];
        World = SyncWorld.Create(sync => Define(sync, accounts, more), new SyncWorldOptions { Store = _store, Behaviors = _sides.ToDictionary(s => s.Name, s => s.Behavior) });
    }

    public SyncWorld World { get; }

    public FakeSystem Crm => World["crm"];

    public FakeSystem Erp => World["erp"];

    public FakeSystem this[string name] => World[name];

    public ISyncOperations Operations => World.Operations;

    /// <summary>How often the engine wrote, anywhere.</summary>
    public int Writes => World.Connections.Sum(c => World[c].History.Count(e => e.Actor == FakeActor.Engine));

    public EngineSteps Steps => World.Services.GetRequiredService<SyncEngine>().Steps;

    /// <summary>The definition of a scenario with another policy or map, as a deployment brings it.</summary>
    public Action<ICrmErpSyncBuilder> Definition(Action<FlowBuilder<Account>> accounts) => sync => Define(sync, accounts, null);

    public Task SettleAsync() => World.SettleAsync();

    /// <summary>One account that both systems hold.</summary>
    public async Task<Scenario> WithAccountAsync(params (string Field, FieldValue Value)[] fields)
    {
        Crm.Add("accounts", [("name", "Acme"), ("tax", "DE1"), .. fields]);
        await SettleAsync();
        foreach (var side in World.Connections)
        {
            World[side].All("accounts").Should().ContainSingle();
        }

        return this;
    }

    /// <summary>The only account of a system.</summary>
    public FakeRecord Account(string side) => World[side].All("accounts").Should().ContainSingle().Subject;

    /// <summary>Somebody edits the only account of a system.</summary>
    public FakeRecord Edit(string side, params (string Field, FieldValue Value)[] fields) => World[side].Edit("accounts", Account(side).Id, fields);

    /// <summary>Another program edits the only account of a system with the integration user's login.</summary>
    public async Task WriteAsUsAsync(string side, string field, string value)
    {
        var shape = new RecordShape("accounts", [new RecordField(field, FieldKind.Text)]);
        var item = new WriteItem { Operation = WriteOperation.Update, Key = "another program", Id = Account(side).Id, Fields = [new FieldChange(0, value)] };
        var outcomes = await ((IRecordWriter)World[side].Connect()).WriteAsync(new WriteRequest { Shape = shape, Items = [item], NotAfter = World.Clock.Now });
        outcomes[0].Kind.Should().Be(WriteOutcomeKind.Updated);
    }

    /// <summary>The values of a field in all systems, by their names.</summary>
    public string?[] Everywhere(string field) => [.. World.Connections.Select(c => Account(c).Text(field))];

    public async Task<IReadOnlyList<OpenEntry>> OpenAsync(OpenQueue? queue = null) => await Operations.ListOpenAsync(new OpenEntryFilter { Queue = queue });

    public async Task<IReadOnlyList<AuditRow>> AuditAsync(string kind) => [.. (await _store.ReadAuditAsync(TenantId.Default, null, 0, 100_000)).Where(a => a.Kind == kind)];

    /// <summary>Law 3: everything is read again, and nothing is written.</summary>
    public async Task IsQuietAsync()
    {
        var writes = Writes;
        await World.RunAsync(new RunOptions { ResetCursors = true, Sweep = true });
        await SettleAsync();
        Writes.Should().Be(writes, "a world at rest writes nothing");
    }

    /// <summary>The stored golden record of the only account.</summary>
    public async Task<GoldenAggregate> GoldenAsync(string entity = "Account")
    {
        var ids = await _store.ScanGoldenAsync(TenantId.Default, entity, null, 100);
        return (await _store.ReadAggregatesAsync(TenantId.Default, [.. ids])).Should().ContainSingle(a => a.Golden.State != GoldenState.Merged).Subject;
    }

    public async Task<int> GoldenCountAsync(string entity = "Account") => (await _store.ScanGoldenAsync(TenantId.Default, entity, null, 1000)).Count;

    /// <summary>The next call of a kind is held while something else happens, before it is sent or after it was answered; once.</summary>
    public void WhileNext(string side, Func<RemoteCall, bool> call, Func<Task> meanwhile, bool answered = true) => World[side].Gate = new Gate(World[side], call, meanwhile, answered);

    /// <summary>The process dies at the next call of a kind: before it is sent, or before its answer is taken.</summary>
    public void DieAtNext(string side, Func<RemoteCall, bool> call, bool answered = true) =>
        World[side].Gate = new Gate(World[side], call, () => throw new ProcessDiedException(), answered);

    /// <summary>The process dies at a commit, counted from 1: before it is stored, or before it knows that it was.</summary>
    public void DieAtCommit(int number, bool stored)
    {
        var count = 0;
        _store.CommitHook = point =>
        {
            if (point == (stored ? CommitPoint.AfterCommit : CommitPoint.BeforeCommit) && ++count == number)
            {
                _store.CommitHook = null;
                throw new ProcessDiedException();
            }
        };
    }

    /// <summary>Runs until the process dies; then the next one is started. False: it did not die.</summary>
    public async Task<bool> RunUntilItDiesAsync()
    {
        var died = false;
        try
        {
            for (var round = 0; round < 6; round++)
            {
                await World.RunAsync();
                World.Advance(TimeSpan.FromSeconds(10));
            }
        }
        catch (ProcessDiedException)
        {
            died = true;
        }

        _store.CommitHook = null;
        foreach (var side in _sides)
        {
            World[side.Name].Gate = null;
        }

        await World.RestartAsync();
        return died;
    }

    public Task<StepResult> CaptureAsync(string side, string entity = "Account") => Steps.CaptureAsync(new SpokeId(side, ""), entity, CancellationToken.None);

    public Task<StepResult> DeliverAsync(string side, string entity = "Account") => Steps.DeliverAsync(new SpokeId(side, ""), entity, CancellationToken.None);

    public Task<StepResult> HydrateAsync(string side, string entity = "Account") => Steps.HydrateAsync(new SpokeId(side, ""), entity, CancellationToken.None);

    public ValueTask DisposeAsync() => World.DisposeAsync();

    private void Define(ICrmErpSyncBuilder sync, Action<FlowBuilder<Account>> accounts, Action<ICrmErpSyncBuilder, string[]>? more)
    {
        foreach (var side in _sides)
        {
            sync.AddFake(side.Name, side.Schema, side.Maps, side.Descriptor);
        }

        // A test that captures by hand finds every feed due.
        sync.ConfigureEngine(o => o.PollInterval = TimeSpan.Zero);
        string[] names = [.. _sides.Select(s => s.Name)];
        sync.Sync<Account>(a =>
        {
            a.Between(names).Match(x => x.TaxId);
            accounts(a);
        });
        more?.Invoke(sync, names);
    }

    private sealed class Gate(FakeSystem system, Func<RemoteCall, bool> concerns, Func<Task> meanwhile, bool answered) : ICallGate
    {
        public Task BeforeAsync(RemoteCall call) => answered ? Task.CompletedTask : PassAsync(call);

        public Task AfterAsync(RemoteCall call) => answered ? PassAsync(call) : Task.CompletedTask;

        private Task PassAsync(RemoteCall call)
        {
            if (!concerns(call))
            {
                return Task.CompletedTask;
            }

            system.Gate = null;
            return meanwhile();
        }
    }
}

/// <summary>A process was killed: nothing of it goes on.</summary>
internal sealed class ProcessDiedException : Exception;

/// <summary>Names for calls.</summary>
internal static class Calls
{
    public static Func<RemoteCall, bool> Creates { get; } = c => c.Writes.Contains(WriteOperation.Create);

    public static Func<RemoteCall, bool> Updates { get; } = c => c.Writes.Contains(WriteOperation.Update);

    public static Func<RemoteCall, bool> Changes { get; } = c => c.Operation == RemoteOperation.Changes;

    public static Func<RemoteCall, bool> Reads { get; } = c => c.Operation == RemoteOperation.GetMany;

    public static Func<RemoteCall, bool> Finds { get; } = c => c.Operation == RemoteOperation.Find;
}
