using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Diagnostics;
using CrmErp.Sdk.Mapping;
using CrmErp.Sdk.Reconcile;
using CrmErp.Sdk.State;
using CrmErp.Sdk.Workflows;
using Microsoft.Extensions.Logging;

namespace CrmErp.Sdk.Engine;

/// <summary>What the steps stand on: the definition, one connector per connection, the store, the clock, the source of identities.</summary>
internal sealed class EngineRuntime
{
    private volatile SpokeLook? _look;

    public EngineRuntime(
        SyncDefinition definition,
        IReadOnlyDictionary<ConnectionId, IConnector> connectors,
        IReadOnlyDictionary<ConnectionId, IReadOnlyList<string>> scopes,
        ISyncStore store,
        TimeProvider time,
        Func<Guid> newId,
        EngineOptions options,
        ILogger logger,
        TenantId tenant)
    {
        Definition = definition;
        Connectors = connectors;
        Scopes = scopes;
        Store = store;
        Time = time;
        NewId = newId;
        Options = options;
        Logger = logger;
        Tenant = tenant;
        Workflows = [.. definition.Workflows.Select(w => (IWorkflowStep)new WorkflowStep(w))];
        Health = new ConnectionHealth(options);
    }

    public SyncDefinition Definition { get; }

    public IReadOnlyDictionary<ConnectionId, IConnector> Connectors { get; }

    public IReadOnlyDictionary<ConnectionId, IReadOnlyList<string>> Scopes { get; }

    public ISyncStore Store { get; }

    public TimeProvider Time { get; }

    public Func<Guid> NewId { get; }

    public EngineOptions Options { get; }

    public ILogger Logger { get; }

    public TenantId Tenant { get; }

    public IReadOnlyList<IWorkflowStep> Workflows { get; }

    /// <summary>Makes the rules of one pass.</summary>
    public Func<WorkingSet, Reconciler> NewRules { get; init; } = static set => new Reconciler(set);

    public ConnectionHealth Health { get; }

    public RunCounts Counts { get; } = new();

    public SyncInstruments Instruments { get; init; } = new(null, TimeProvider.System);

    /// <summary>Members whose maps go without the lines that a live system cannot serve; replaced as a whole when that changes.</summary>
    public IReadOnlyDictionary<(ConnectionId Connection, string Entity), FlowMember> Reduced { get; set; } = new Dictionary<(ConnectionId, string), FlowMember>();

    /// <summary>The run that the steps belong to, for audit and provenance.</summary>
    public Guid RunId { get; set; }

    public DateTimeOffset Now => Time.GetUtcNow();

    public T Capability<T>(ConnectionId connection)
        where T : class =>
        Connectors[connection] as T ?? throw new ConnectorException(ErrorKind.Configuration, $"The connector of '{connection}' cannot do what is asked of it ({typeof(T).Name}).");

    /// <summary>The capability for one call, which is counted: in the run's counts and in the metric.</summary>
    /// <param name="spoke">The spoke that is called.</param>
    /// <param name="operation">changes, cursor, page, get, find or write.</param>
    public T Call<T>(FlowSpoke spoke, string operation)
        where T : class
    {
        Called(spoke.Spoke.Connection, spoke.Flow.Entity.Name, operation);
        return Capability<T>(spoke.Spoke.Connection);
    }

    public void Called(ConnectionId connection, string entity, string operation)
    {
        Counts.Add($"calls.{connection}");
        Instruments.Called(connection, entity, operation);
    }

    /// <summary>The spokes of all flows with their present phases and map versions, and the streams behind them.</summary>
    public Task<EngineView> ViewAsync(CancellationToken cancellationToken) => ViewAsync(proposed: null, cancellationToken);

    /// <summary>The same as if map versions were active that are only proposed: what a dry run sees.</summary>
    public async Task<EngineView> ViewAsync(IReadOnlyDictionary<(ConnectionId Connection, string Entity), MapVersion>? proposed, CancellationToken cancellationToken)
    {
        var maps = await Store.ReadMapsAsync(Tenant, cancellationToken).ConfigureAwait(false);
        var streams = (await Store.ReadStreamsAsync(Tenant, cancellationToken).ConfigureAwait(false)).ToDictionary(s => (s.Spoke, s.Entity));
        var look = SpokeLook.Of(this, maps, streams, proposed, _look);
        if (proposed is null)
        {
            _look = look;
        }

        return new EngineView(new ReconcileContext(Definition, Tenant, look.ByEntity, Now, NewId, RunId), look.Spokes, streams);
    }

    public Pass NewPass(EngineView view) => new(Store, view.Context, Workflows, NewRules, WorkflowFailed);

    private void WorkflowFailed(WorkflowFailure failure)
    {
        Counts.Add($"workflow.{failure.Workflow}.Failed");
        Logger.WorkflowFailed(failure.Workflow, failure.Entity, failure.GoldenId.ToString(), ErrorText.Of(failure.Error));
    }
}

/// <summary>The states of stored map versions.</summary>
internal static class MapVersionStates
{
    public const string Proposed = "proposed";
    public const string Active = "active";
    public const string Retired = "retired";
}

/// <summary>One look at the phases; steps decide on it, commits check what they build on.</summary>
internal sealed record EngineView(ReconcileContext Context, IReadOnlyList<FlowSpoke> Spokes, IReadOnlyDictionary<(SpokeId Spoke, string Entity), StreamRow> Streams)
{
    public FlowSpoke? Find(SpokeId spoke, string entity) => Context.SpokeOf(entity, spoke);

    public StreamRow? Stream(FlowSpoke spoke) => Streams.GetValueOrDefault((spoke.Spoke, spoke.Flow.Entity.Name));
}

/// <summary>Which connections rest because they failed as a whole. In memory only: a new process tries at once.</summary>
internal sealed class ConnectionHealth(EngineOptions options)
{
    private readonly Dictionary<ConnectionId, (DateTimeOffset Until, TimeSpan Pause)> _resting = [];

    public DateTimeOffset? RestsUntil(ConnectionId connection, DateTimeOffset now) =>
        _resting.TryGetValue(connection, out var rest) && rest.Until > now ? rest.Until : null;

    public DateTimeOffset Failed(ConnectionId connection, ConnectorException error, DateTimeOffset now)
    {
        var last = _resting.TryGetValue(connection, out var rest) ? rest.Pause : TimeSpan.Zero;
        var next = error.RetryAfter ?? (last == TimeSpan.Zero ? options.ConnectionRest : last * 2);
        next = next > options.MaxConnectionRest ? options.MaxConnectionRest : next;
        _resting[connection] = (now + next, next);
        return now + next;
    }

    public void Succeeded(ConnectionId connection) => _resting.Remove(connection);
}

/// <summary>Counts of one run, by outcome.</summary>
internal sealed class RunCounts
{
    private readonly SortedDictionary<string, long> _counts = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, long> All => _counts;

    public void Add(string name, long count = 1)
    {
        if (count != 0)
        {
            _counts[name] = _counts.GetValueOrDefault(name) + count;
        }
    }

    public void Clear() => _counts.Clear();
}
