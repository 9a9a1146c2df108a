using System.Globalization;
using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Engine;
using CrmErp.Sdk.Mapping;
using CrmErp.Sdk.State;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CrmErp.Sdk.Testing;

/// <summary>
/// A production definition in a world of its own: every connection is replaced by a fake with that connector's descriptor, schema and
/// standard maps; the store is in memory; one clock stands still until the world moves it; identities come from a seed. Nothing
/// leaves the process, nothing runs by itself, and the same test gives the same world every time.
/// <code>
/// await using var world = SyncWorld.Create(MySync.Define);
/// world["erp"].Faults.LoseReplyOfNextCreate();
/// world["crm"].Add("Account", ("Name", "Acme"));
/// await world.SettleAsync();
/// world["erp"].All("customers").Should().ContainSingle();
/// </code>
/// </summary>
public sealed class SyncWorld : IAsyncDisposable
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(20);

    private readonly Action<ICrmErpSyncBuilder> _define;
    private readonly Dictionary<string, FakeSystem> _systems = new(StringComparer.Ordinal);
    private readonly SyncWorldOptions _options;
    private readonly WorldIds _ids;
    private ServiceProvider _services;

    private SyncWorld(Action<ICrmErpSyncBuilder> define, SyncWorldOptions options)
    {
        _define = define;
        _options = options;
        Clock = new FakeClock(options.Start);
        Store = options.Store ?? new InMemorySyncStore();
        _ids = new WorldIds(Clock, options.Seed);
        _services = Build();
        foreach (var connection in _services.GetRequiredService<SyncDefinition>().Connections)
        {
            System(connection.Id);
        }
    }

    /// <summary>The world's clock.</summary>
    public FakeClock Clock { get; }

    /// <summary>The store.</summary>
    public ISyncStore Store { get; }

    /// <summary>The engine of the present process; see <see cref="RestartAsync"/>.</summary>
    public ISyncEngine Engine => _services.GetRequiredService<ISyncEngine>();

    /// <summary>What people do about what stands open.</summary>
    public ISyncOperations Operations => _services.GetRequiredService<ISyncOperations>();

    /// <summary>Everything that the definition registered.</summary>
    public IServiceProvider Services => _services;

    /// <summary>The connections' names, ordinally.</summary>
    public IReadOnlyList<string> Connections => [.. _systems.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The fake behind a connection.</summary>
    /// <exception cref="ArgumentException">The definition has no such connection.</exception>
    public FakeSystem this[string connection] => _systems.TryGetValue(connection, out var system)
        ? system
        : throw new ArgumentException($"The definition has no connection '{connection}'. Connections: {string.Join(", ", Connections)}.", nameof(connection));

    /// <summary>Makes a world.</summary>
    /// <param name="define">The production definition, its connections included (<c>sync => MySync.Define(sync.AddSalesforce("crm").AddBusinessCentral("erp"))</c>). Its store, clock and background running are replaced.</param>
    /// <param name="options">How the world is; null means a friendly one.</param>
    /// <exception cref="SyncDefinitionException">Something is wrong with the definition; all problems are told at once.</exception>
    public static SyncWorld Create(Action<ICrmErpSyncBuilder> define, SyncWorldOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(define);
        return new SyncWorld(define, options ?? new SyncWorldOptions());
    }

    /// <summary>One run of the engine at the present time.</summary>
    public Task<RunResult> RunAsync(RunOptions? options = null, CancellationToken cancellationToken = default) => Engine.RunOnceAsync(options, cancellationToken);

    /// <summary>
    /// Runs the engine and lets time pass until nothing moves any more. What waits for a person or for data stands still and does not
    /// hold the world up; see <see cref="Operations"/>.
    /// </summary>
    /// <exception cref="TimeoutException">The world still moves after <see cref="SyncWorldOptions.MostRounds"/> rounds; the message names what is open.</exception>
    public async Task<RunResult> SettleAsync(CancellationToken cancellationToken = default)
    {
        var picture = "";
        var still = 0;
        var since = Clock.Now;
        for (var round = 0; round < _options.MostRounds; round++)
        {
            await TakePushesAsync(cancellationToken).ConfigureAwait(false);
            var result = await RunAsync(null, cancellationToken).ConfigureAwait(false);
            var now = await PictureAsync(cancellationToken).ConfigureAwait(false);
            since = now == picture ? since : Clock.Now;
            // Longer than any back-off: what is deferred still waits for a person.
            if (Clock.Now - since > LongestWait)
            {
                return result;
            }

            still = now == picture && !result.HasDeferredWork && Clock.NextDue is null && !await IsLeasedAsync(cancellationToken).ConfigureAwait(false) ? still + 1 : 0;
            picture = now;
            if (still == 2)
            {
                return result;
            }

            // Far enough that whatever was just saved is behind every feed's settle lag.
            Clock.Advance(Lag());
        }

        var open = await Operations.ListOpenAsync(new OpenEntryFilter { Take = 5 }, cancellationToken).ConfigureAwait(false);
        throw new TimeoutException($"The world still moves after {_options.MostRounds} rounds ({picture}). Open: {string.Join("; ", open.Select(e => $"{e.Queue} {e.Entity} {e.Spoke} {e.Cause}"))}.");
    }

    /// <summary>Moves the clock without running anything.</summary>
    public void Advance(TimeSpan span) => Clock.Advance(span);

    /// <summary>The process ends and another one starts over the same store and the same systems, as after a deployment or a crash between two runs.</summary>
    /// <param name="define">Another definition, as a deployment brings it; null keeps the present one. It must have the same connections.</param>
    public async Task RestartAsync(Action<ICrmErpSyncBuilder>? define = null)
    {
        await _services.DisposeAsync().ConfigureAwait(false);
        _services = Build(define ?? _define);
        _ = _services.GetRequiredService<SyncDefinition>();
    }

    /// <summary>All records of all systems as text, ordered: compare it before and after, or print it when a test fails.</summary>
    public string Describe() => string.Join(Environment.NewLine, Connections.SelectMany(c => _systems[c].Tables.OrderBy(t => t.Object, StringComparer.Ordinal).SelectMany(t => t.Live.Select(r => $"{c}: {r.Snapshot()}"))));

    /// <summary>Ends the process; nothing is kept.</summary>
    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync().ConfigureAwait(false);
        await Store.DisposeAsync().ConfigureAwait(false);
    }

    private ServiceProvider Build(Action<ICrmErpSyncBuilder>? define = null)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddCrmErpSync(sync => (define ?? _define)(sync.ReplaceConnections(Fake)));
        services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Clock));
        services.Replace(ServiceDescriptor.Singleton<IIdSource>(_ids));
        services.RemoveAll<ISyncStore>();
        // An instance is not disposed with the process: the store outlives it.
        services.AddSingleton(Store);
        _options.Services?.Invoke(services);
        return services.BuildServiceProvider();
    }

    private ConnectorRegistration Fake(ConnectionDefinition connection) => new()
    {
        Descriptor = connection.Registration.Descriptor,
        Schema = connection.Registration.Schema,
        StandardMaps = connection.Registration.StandardMaps,
        Currency = connection.Registration.Currency,
        Create = (services, id) => System(id, services.GetRequiredService<SyncDefinition>(), connection.Registration).Connect(),
        Scopes = (_, id) => _options.Scopes.TryGetValue(id.Value, out var scopes) ? scopes : [""],
    };

    private FakeSystem System(ConnectionId id)
    {
        var definition = _services.GetRequiredService<SyncDefinition>();
        return System(id, definition, definition.Connections.First(c => c.Id == id).Registration);
    }

    private FakeSystem System(ConnectionId id, SyncDefinition definition, ConnectorRegistration registration)
    {
        if (!_systems.TryGetValue(id.Value, out var system))
        {
            system = new FakeSystem(id.Value, registration.Descriptor, registration.Schema, Clock, _options.Behaviors.GetValueOrDefault(id.Value), _options.Seed + (ulong)_systems.Count);
            _systems.Add(id.Value, system);
        }

        WorldSchema.AddMappedFields(system, definition);
        return system;
    }

    // Pushes are hints: the record is read again.
    private async Task TakePushesAsync(CancellationToken cancellationToken)
    {
        var definition = _services.GetRequiredService<SyncDefinition>();
        foreach (var system in _systems.Values)
        {
            foreach (var hint in system.TakeHints())
            {
                var flow = definition.Flows.FirstOrDefault(f => f.Member(system.Name)?.Map.Object == hint.Object);
                if (flow is not null)
                {
                    await Operations.SyncRecordAsync(flow.Entity.Name, new RecordRef(system.Name, hint.Scope, hint.Object, hint.Id), new OperationBy("webhook"), cancellationToken).ConfigureAwait(false);
                }
            }
        }
    }

    // A process that died holds its streams until their leases end: until then nobody reads them.
    private async Task<bool> IsLeasedAsync(CancellationToken cancellationToken) =>
        (await Store.ReadStreamsAsync(TenantId.Default, cancellationToken).ConfigureAwait(false)).Any(s => s.LeaseUntil > Clock.Now);

    private TimeSpan Lag()
    {
        var settle = _systems.Values.SelectMany(s => s.Descriptor.Objects).Select(o => o.SettleLag).DefaultIfEmpty().Max();
        return settle + TimeSpan.FromSeconds(5);
    }

    /// <summary>What must stand still: what the systems hold and what the store counts.</summary>
    private async Task<string> PictureAsync(CancellationToken cancellationToken)
    {
        var counts = await Store.CountAsync(TenantId.Default, cancellationToken).ConfigureAwait(false);
        return string.Create(CultureInfo.InvariantCulture,
            $"{_systems.Values.Sum(s => s.History.Count)} changes, {counts.Golden.Sum(g => g.Count)} golden, {counts.Links.Sum(l => l.Count)} links, {string.Join('+', counts.Outbox.Select(o => $"{o.Count} {o.State}"))} rows, {counts.OpenItems.Sum(i => i.Count)} items, {counts.Hints.Sum(h => h.Count)} hints, {counts.Staged.Sum(s => s.Count)} staged");
    }
}
