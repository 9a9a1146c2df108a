namespace CrmErp.Sdk;

/// <summary>
/// Keeps the connections of a definition in agreement. Nothing runs by itself unless <c>.RunInBackground()</c> was asked for: the host
/// calls <see cref="RunOnceAsync"/>. One run at a time per process; a second call waits for nothing and is refused.
/// </summary>
public interface ISyncEngine
{
    /// <summary>
    /// Does everything that is due now: inventories, feeds, hints, binding, deliveries, sweeps; again and again until nothing is due any
    /// more. It never waits for time to pass: what is due later is named by <see cref="RunResult.NextDue"/>.
    /// </summary>
    /// <exception cref="InvalidOperationException">A run is going on in this process.</exception>
    /// <exception cref="State.StoreException">The store cannot be used.</exception>
    Task<RunResult> RunOnceAsync(RunOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Checks every connection now: address, credentials, organisation, live schema against the maps. Writes nothing anywhere.</summary>
    Task<IReadOnlyList<ConnectionReport>> CheckAsync(CancellationToken cancellationToken = default);

    /// <summary>What the first load of an entity would link, create and ask, from what was read so far.</summary>
    /// <exception cref="ArgumentException">No flow carries the entity.</exception>
    Task<MatchReport> GetMatchReportAsync(string entity, CancellationToken cancellationToken = default);

    /// <summary>
    /// What the next run would do, without doing it: reads the feeds from their cursors, what was hinted at and what is open, and applies
    /// the rules to it. Nothing is stored or written anywhere.
    /// </summary>
    /// <exception cref="Connectors.ConnectorException">A connection cannot be read.</exception>
    Task<SyncPlan> PlanAsync(PlanOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Carries out a plan: reads what is due as a run does, then writes what the plan lists and nothing else. An item whose record moved
    /// since the plan was made (another value on either side, another set of fields) is not written and comes back as
    /// <see cref="AppliedOutcome.Stale"/>; when nothing moved, what is written equals the plan. Guards, pauses and modes hold as always.
    /// </summary>
    /// <exception cref="ArgumentException">The plan does not keep all its items (<see cref="PlanOptions.MaxItems"/>).</exception>
    /// <exception cref="InvalidOperationException">A run is going on in this process.</exception>
    Task<ApplyResult> ApplyAsync(SyncPlan plan, OperationBy by, CancellationToken cancellationToken = default);

    /// <summary>
    /// What the maps of this process would do where they differ from the active ones, and what sending old values again in a new form would
    /// write: a dry run over fresh reads of every linked record. Nothing is stored or written anywhere.
    /// </summary>
    /// <exception cref="ArgumentException">A group to be sent again is not mapped on that connection, or holds lines.</exception>
    /// <exception cref="Connectors.ConnectorException">A connection cannot be read.</exception>
    Task<MapChangePlan> PlanMapChangeAsync(MapChangeOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Approves a plan: its maps become active in one transaction, and their streams go on. Records are met, and old values take the new
    /// form, with the runs that follow. <see cref="OperationOutcome.Stale"/>: the maps are not those of the plan any more; plan again.
    /// <see cref="OperationOutcome.AlreadyClosed"/>: the plan changes nothing.
    /// </summary>
    Task<OperationOutcome> ActivateMapChangeAsync(MapChangePlan plan, OperationBy by, CancellationToken cancellationToken = default);
}

/// <summary>How one run goes.</summary>
public sealed class RunOptions
{
    /// <summary>Only these entities; null means all. The default is null.</summary>
    public IReadOnlyList<string>? Entities { get; init; }

    /// <summary>Read every feed from the beginning of time instead of from its cursor. The default is false.</summary>
    public bool ResetCursors { get; init; }

    /// <summary>Sweep every stream now: a full read beside the links. The default is false.</summary>
    public bool Sweep { get; init; }

    /// <summary>Poll every feed now, whether it is due or not. The default is true.</summary>
    public bool PollNow { get; init; } = true;

    /// <summary>Stop before anything is written to a system: inventories, feeds and matching only. The default is false.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>What started the run, for its history. The default is <c>host</c>.</summary>
    public string Trigger { get; init; } = "host";

    /// <summary>Is told what goes on, on the run's own thread; keep it quick.</summary>
    public IProgress<SyncProgress>? Progress { get; init; }
}

/// <summary>What a run did.</summary>
public sealed class RunResult
{
    /// <summary>The run's identity in the history.</summary>
    public required Guid Id { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>When it ended.</summary>
    public required DateTimeOffset Ended { get; init; }

    /// <summary>Counts by outcome, such as <c>read.Merged</c> or <c>write.erp.Created</c>.</summary>
    public required IReadOnlyDictionary<string, long> Counts { get; init; }

    /// <summary>Entities whose first load waits for a person's approval.</summary>
    public required IReadOnlyList<string> WaitingForApproval { get; init; }

    /// <summary>Maps that changed and wait for their impact plan to be approved; their entities are held on those connections.</summary>
    public IReadOnlyList<MapChange> WaitingMaps { get; init; } = [];

    /// <summary>Whether something is still to be done that needs only time: back-off, leases, horizons, hints.</summary>
    public required bool HasDeferredWork { get; init; }

    /// <summary>When to run next: the earliest time at which something becomes due.</summary>
    public required DateTimeOffset NextDue { get; init; }

    /// <summary>The count of a name, 0 when there is none.</summary>
    public long Count(string name) => Counts.GetValueOrDefault(name);
}

/// <summary>One word of progress.</summary>
/// <param name="Phase">inventory, feed, hints, bind, seed, deliver, backfill, sweep.</param>
/// <param name="Entity">The entity.</param>
/// <param name="Spoke">The spoke's text; empty for steps over all spokes.</param>
/// <param name="Records">Records of this step.</param>
public sealed record SyncProgress(string Phase, string Entity, string Spoke, int Records);
