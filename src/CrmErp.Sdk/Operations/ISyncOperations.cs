using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.State;

namespace CrmErp.Sdk;

/// <summary>
/// What a person or the host does about what stands open: everything in one place, in parts that can be asked for alone. Every operation
/// names its actor and reason and states what it saw; one that no longer fits the present state changes nothing and says so
/// (<see cref="OperationOutcome"/>). What can never be right (an empty actor, a field that the entity does not have) is an
/// <see cref="ArgumentException"/> that names it.
/// </summary>
public interface ISyncOperations : IConflictOperations, IProblemOperations, ILinkOperations, IHistoryOperations, IStateOperations, IApprovalOperations
{
    /// <summary>Everything that is stored and open, by entity and queue.</summary>
    Task<SyncStatus> GetStatusAsync(CancellationToken cancellationToken = default);

    /// <summary>What stands open, oldest first, over all queues of a filter.</summary>
    Task<IReadOnlyList<OpenEntry>> ListOpenAsync(OpenEntryFilter? filter = null, CancellationToken cancellationToken = default);

    /// <summary>Approves the first load of an entity: the classes of its match report, not a list.</summary>
    Task<OperationOutcome> ApproveFirstLoadAsync(string entity, OperationBy by, CancellationToken cancellationToken = default);

    /// <summary>Stops all work at a level at once; what was not sent yet is not sent any more, what is on its way ends.</summary>
    Task<OperationOutcome> PauseAsync(PauseLevel level, OperationBy by, CancellationToken cancellationToken = default);

    /// <summary>Lifts a pause.</summary>
    Task<OperationOutcome> ResumeAsync(PauseLevel level, OperationBy by, CancellationToken cancellationToken = default);

    /// <summary>Reads one record again with the next run, ahead of others, and takes it the usual way.</summary>
    Task<OperationOutcome> SyncRecordAsync(string entity, RecordRef record, OperationBy by, CancellationToken cancellationToken = default);
}

/// <summary>The queues of open work. Each open change stands in exactly one.</summary>
public enum OpenQueue
{
    /// <summary>Waits for the counterpart of a reference.</summary>
    Waiting = 1,
    /// <summary>A field or delete conflict.</summary>
    Conflict = 2,
    /// <summary>A question of identity.</summary>
    Review = 3,
    /// <summary>Refused, or not readable: waits for data, map or a person.</summary>
    Parked = 4,
    /// <summary>Held back by a guard, a mode or a workflow.</summary>
    Withheld = 5,
    /// <summary>A write whose outcome is not known.</summary>
    Unknown = 6,
    /// <summary>Waits for time: back-off or budget.</summary>
    Deferred = 7,
    /// <summary>Agreed to differ.</summary>
    Noted = 8,
    /// <summary>The stored form differs from what the map would write now.</summary>
    MapDrift = 9,
}

/// <summary>One thing that stands open.</summary>
public sealed record OpenEntry
{
    /// <summary>The queue.</summary>
    public required OpenQueue Queue { get; init; }

    /// <summary>The entity.</summary>
    public required string Entity { get; init; }

    /// <summary>The spoke it is about.</summary>
    public required SpokeId Spoke { get; init; }

    /// <summary>The golden record, if it is about one.</summary>
    public GoldenId? GoldenId { get; init; }

    /// <summary>The record, if it is about one without link.</summary>
    public RecordRef? Record { get; init; }

    /// <summary>The field group, for conflicts and notes.</summary>
    public string Group { get; init; } = "";

    /// <summary>A stable code of the cause.</summary>
    public required string Cause { get; init; }

    /// <summary>Groups entries with one cause.</summary>
    public string? Problem { get; init; }

    /// <summary>Details for a person; JSON. May carry field values: never log it.</summary>
    public string? Detail { get; init; }

    /// <summary>For field conflicts in lists: both values, who and when, and the suggested answer.</summary>
    public ConflictInfo? Conflict { get; init; }

    /// <summary>Since when it has been open.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>The state it was listed in; an operation on an entry that moved since is stale.</summary>
    public required long Sequence { get; init; }

    /// <summary>Queue, entity, spoke and cause; the details may be personal data.</summary>
    public override string ToString() => $"{Queue} {Entity} {Spoke} {Cause}";
}

/// <summary>Which open entries.</summary>
public sealed record OpenEntryFilter
{
    /// <summary>Of this queue.</summary>
    public OpenQueue? Queue { get; init; }

    /// <summary>Of this entity.</summary>
    public string? Entity { get; init; }

    /// <summary>Of this spoke.</summary>
    public SpokeId? Spoke { get; init; }

    /// <summary>With this cause.</summary>
    public string? Cause { get; init; }

    /// <summary>Of this problem.</summary>
    public string? Problem { get; init; }

    /// <summary>At most as many. The default is 1000.</summary>
    public int Take { get; init; } = 1000;
}

/// <summary>At which level work is paused.</summary>
public sealed record PauseLevel
{
    private PauseLevel(string name, ConnectionId? connection = null, string? entity = null, GoldenId? golden = null)
    {
        Name = name;
        OnConnection = connection;
        OfEntity = entity;
        OfRecord = golden;
    }

    internal string Name { get; }

    internal ConnectionId? OnConnection { get; }

    internal string? OfEntity { get; }

    internal GoldenId? OfRecord { get; }

    /// <summary>Everything.</summary>
    public static PauseLevel Everything { get; } = new(Engine.PauseNames.Tenant);

    /// <summary>One connection.</summary>
    public static PauseLevel Connection(ConnectionId connection) => new(Engine.PauseNames.Connection(connection), connection);

    /// <summary>One entity.</summary>
    public static PauseLevel Entity(string entity) => new(Engine.PauseNames.Entity(entity), entity: entity);

    /// <summary>One entity on one connection.</summary>
    public static PauseLevel Direction(ConnectionId connection, string entity) => new(Engine.PauseNames.Direction(connection, entity), connection, entity);

    /// <summary>One golden record on one connection: nothing is written to its record there. What happens there is still read.</summary>
    public static PauseLevel Record(ConnectionId connection, GoldenId golden) => new(Engine.PauseNames.Record(connection, golden), connection, golden: golden);

    /// <summary>The level.</summary>
    public override string ToString() => Name;
}

/// <summary>What is stored and open, by entity.</summary>
/// <param name="Counts">The store's counts.</param>
/// <param name="Queues">Open entries by queue and entity.</param>
public sealed record SyncStatus(StoreCounts Counts, IReadOnlyDictionary<OpenQueue, IReadOnlyDictionary<string, long>> Queues)
{
    /// <summary>How many entries of a queue are open.</summary>
    public long Open(OpenQueue queue) => Queues.TryGetValue(queue, out var entities) ? entities.Values.Sum() : 0;
}
