using CrmErp.Sdk.Connectors;

namespace CrmErp.Sdk.State;

/// <summary>
/// Keeps the state of the engine: one atomic commit, claims with lease and fence, and a few indexed reads. Every row belongs to a
/// tenant. Implementations are safe for concurrent use; a public conformance kit proves them. Every answer has a defined order:
/// unless said otherwise that of what was asked, else that of the rows' keys.
/// </summary>
public interface ISyncStore : IAsyncDisposable
{
    /// <summary>Opens the store: makes or migrates its schema (forward only). Idempotent.</summary>
    /// <exception cref="StoreException">It cannot be used: locked, read-only, from a newer version, corrupt.</exception>
    Task OpenAsync(CancellationToken cancellationToken = default);

    /// <summary>The sequence of the last commit. Taken before every remote read.</summary>
    ValueTask<long> GetSequenceAsync(CancellationToken cancellationToken = default);

    /// <summary>Stores a batch or nothing. An empty batch only checks its presumptions and takes no sequence.</summary>
    /// <exception cref="ArgumentException">The batch is not valid in itself; see <see cref="StoreBatch.Validate"/>.</exception>
    /// <exception cref="StoreException">The store failed; nothing was stored, or (only when the message says so) it is unknown whether it was.</exception>
    Task<CommitResult> CommitAsync(StoreBatch batch, CancellationToken cancellationToken = default);

    // ---- claims

    /// <summary>Leases a stream under a new fence; null when somebody holds it (its lease ends after now) or it does not exist. Fences of a store only grow and are never used again.</summary>
    Task<StreamRow?> ClaimStreamAsync(TenantId tenant, SpokeId spoke, string entity, DateTimeOffset now, DateTimeOffset leaseUntil, CancellationToken cancellationToken = default);

    /// <summary>
    /// Leases due, unleased outbox rows of a spoke under new fences: by lane, due time, then golden record. A row that waits or is
    /// withheld counts as due while its flight is unfinished; a parked one never does. No row is claimed before its due time.
    /// </summary>
    Task<IReadOnlyList<OutboxRow>> ClaimOutboxAsync(OutboxClaim claim, CancellationToken cancellationToken = default);

    // ---- reads of the engine; missing rows are left out of the answer unless said otherwise

    /// <summary>The streams of a tenant.</summary>
    Task<IReadOnlyList<StreamRow>> ReadStreamsAsync(TenantId tenant, CancellationToken cancellationToken = default);

    /// <summary>The heads of links, for the no-change scan. The ids should be sorted ordinally, which is fast; in any order the answer is right, and comes in the order asked.</summary>
    Task<IReadOnlyList<LinkHead>> ReadLinkHeadsAsync(TenantId tenant, SpokeId spoke, string objectName, IReadOnlyList<string> ids, CancellationToken cancellationToken = default);

    /// <summary>Links by record.</summary>
    Task<IReadOnlyList<LinkRow>> ReadLinksAsync(TenantId tenant, IReadOnlyList<RecordRef> refs, CancellationToken cancellationToken = default);

    /// <summary>Golden records with everything that hangs on them, each once, by identity. Aliases are followed to the end: a merged record is answered with those it was merged into as well.</summary>
    Task<IReadOnlyList<GoldenAggregate>> ReadAggregatesAsync(TenantId tenant, IReadOnlyList<GoldenId> ids, CancellationToken cancellationToken = default);

    /// <summary>Live golden records of an entity by match key; every asked key is answered, with the hits sorted.</summary>
    Task<IReadOnlyList<KeyLookup>> FindByKeysAsync(TenantId tenant, string entity, IReadOnlyList<MatchKey> keys, CancellationToken cancellationToken = default);

    /// <summary>Whether a create of an entity is in flight on a spoke, parked ones included.</summary>
    Task<bool> HasOpenCreateAsync(TenantId tenant, SpokeId spoke, string entity, GoldenId? except, CancellationToken cancellationToken = default);

    /// <summary>Hints that are due, by lane, age, then record; those of records whose link has a write in flight are left for later.</summary>
    Task<IReadOnlyList<HintRow>> ReadHintsAsync(TenantId tenant, SpokeId spoke, string entity, DateTimeOffset now, int limit, CancellationToken cancellationToken = default);

    /// <summary>Open items about these records.</summary>
    Task<IReadOnlyList<OpenItem>> ReadOpenItemsAsync(TenantId tenant, IReadOnlyList<RecordRef> refs, CancellationToken cancellationToken = default);

    /// <summary>Staged records by record.</summary>
    Task<IReadOnlyList<StageRow>> ReadStageAsync(TenantId tenant, IReadOnlyList<RecordRef> refs, CancellationToken cancellationToken = default);

    /// <summary>Staged records (not tombstones) of an entity that have one of the keys, strong or weak.</summary>
    Task<IReadOnlyList<StageRow>> FindStagedAsync(TenantId tenant, string entity, IReadOnlyList<MatchKey> keys, CancellationToken cancellationToken = default);

    /// <summary>Staged records of an entity, tombstones included, in the order of records after a record; null starts.</summary>
    Task<IReadOnlyList<StageRow>> ScanStageAsync(TenantId tenant, string entity, RecordRef? after, int limit, CancellationToken cancellationToken = default);

    /// <summary>Judgements about any of these nodes.</summary>
    Task<IReadOnlyList<JudgementRow>> ReadJudgementsAsync(TenantId tenant, string entity, IReadOnlyList<string> nodes, CancellationToken cancellationToken = default);

    /// <summary>Derived identities of causes.</summary>
    Task<IReadOnlyList<DerivedRow>> ReadDerivedAsync(TenantId tenant, IReadOnlyList<GoldenId> causes, CancellationToken cancellationToken = default);

    /// <summary>Identities of golden records of an entity after an identity, in order; for seeding and sweeps. Live and reserved ones.</summary>
    Task<IReadOnlyList<GoldenId>> ScanGoldenAsync(TenantId tenant, string entity, GoldenId? after, int limit, CancellationToken cancellationToken = default);

    /// <summary>Links of a spoke's object after an id, in ordinal order of ids; for sweeps.</summary>
    Task<IReadOnlyList<LinkRow>> ScanLinksAsync(TenantId tenant, SpokeId spoke, string objectName, string? afterId, int limit, CancellationToken cancellationToken = default);

    /// <summary>Map versions of a tenant.</summary>
    Task<IReadOnlyList<MapVersionRow>> ReadMapsAsync(TenantId tenant, CancellationToken cancellationToken = default);

    /// <summary>Settings whose name starts with a prefix.</summary>
    Task<IReadOnlyList<SettingRow>> ReadSettingsAsync(TenantId tenant, string prefix, CancellationToken cancellationToken = default);

    // ---- reads for people

    /// <summary>Counts of everything that is open or stored, by entity and queue.</summary>
    Task<StoreCounts> CountAsync(TenantId tenant, CancellationToken cancellationToken = default);

    /// <summary>Outbox rows of a filter, oldest first, then by golden record and spoke.</summary>
    Task<IReadOnlyList<OutboxRow>> ListOutboxAsync(TenantId tenant, OutboxFilter filter, CancellationToken cancellationToken = default);

    /// <summary>Open items of a filter, oldest first, then by key.</summary>
    Task<IReadOnlyList<OpenItem>> ListOpenItemsAsync(TenantId tenant, OpenItemFilter filter, CancellationToken cancellationToken = default);

    /// <summary>
    /// Open work grouped by problem, rows without one left out: the groups with the most rows first, then the oldest, then by problem,
    /// entity, spoke, cause, state and kind. The store counts; the rows themselves are not read.
    /// </summary>
    Task<IReadOnlyList<ProblemRow>> ListProblemsAsync(TenantId tenant, ProblemFilter filter, CancellationToken cancellationToken = default);

    /// <summary>Audit entries of a golden record (or of all), oldest first, after a sequence. The entries of one commit share its sequence and are never divided: there may be more than the limit.</summary>
    Task<IReadOnlyList<AuditRow>> ReadAuditAsync(TenantId tenant, GoldenId? goldenId, long afterSequence, int limit, CancellationToken cancellationToken = default);

    /// <summary>Runs, newest first.</summary>
    Task<IReadOnlyList<RunRow>> ReadRunsAsync(TenantId tenant, int limit, CancellationToken cancellationToken = default);
}

/// <summary>A golden record and everything that hangs on it. Its version guards all of it.</summary>
public sealed record GoldenAggregate
{
    /// <summary>The golden record.</summary>
    public required GoldenRow Golden { get; init; }

    /// <summary>All its links, of every state, on every spoke.</summary>
    public IReadOnlyList<LinkRow> Links { get; init; } = [];

    /// <summary>Its outbox rows.</summary>
    public IReadOnlyList<OutboxRow> Outbox { get; init; } = [];

    /// <summary>Its open items.</summary>
    public IReadOnlyList<OpenItem> OpenItems { get; init; } = [];
}

/// <summary>Asks for work.</summary>
public sealed record OutboxClaim
{
    /// <summary>The tenant.</summary>
    public required TenantId Tenant { get; init; }

    /// <summary>The spoke.</summary>
    public required SpokeId Spoke { get; init; }

    /// <summary>The entity's name.</summary>
    public required string Entity { get; init; }

    /// <summary>Now.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>Until when the rows are leased.</summary>
    public required DateTimeOffset LeaseUntil { get; init; }

    /// <summary>The most rows.</summary>
    public required int Limit { get; init; }

    /// <summary>Only rows with (true) or without (false) an open flight; null: both.</summary>
    public bool? WithFlight { get; init; }
}

/// <summary>Which outbox rows to list.</summary>
public sealed record OutboxFilter
{
    /// <summary>Of this entity.</summary>
    public string? Entity { get; init; }

    /// <summary>Of this spoke.</summary>
    public SpokeId? Spoke { get; init; }

    /// <summary>In this state.</summary>
    public OutboxState? State { get; init; }

    /// <summary>With this cause.</summary>
    public string? Cause { get; init; }

    /// <summary>Of this problem.</summary>
    public string? Problem { get; init; }

    /// <summary>With (true) or without (false) an open flight.</summary>
    public bool? WithFlight { get; init; }

    /// <summary>Skip as many.</summary>
    public int Skip { get; init; }

    /// <summary>At most as many. The default is 100.</summary>
    public int Take { get; init; } = 100;
}

/// <summary>Which open items to list.</summary>
public sealed record OpenItemFilter
{
    /// <summary>Of this kind.</summary>
    public OpenItemKind? Kind { get; init; }

    /// <summary>Of this entity.</summary>
    public string? Entity { get; init; }

    /// <summary>Of this spoke.</summary>
    public SpokeId? Spoke { get; init; }

    /// <summary>Of this golden record.</summary>
    public GoldenId? GoldenId { get; init; }

    /// <summary>With this cause.</summary>
    public string? Cause { get; init; }

    /// <summary>Of this problem.</summary>
    public string? Problem { get; init; }

    /// <summary>Skip as many.</summary>
    public int Skip { get; init; }

    /// <summary>At most as many. The default is 100.</summary>
    public int Take { get; init; } = 100;
}

/// <summary>What is stored and open, by entity.</summary>
public sealed record StoreCounts
{
    /// <summary>Golden records by entity and state.</summary>
    public required IReadOnlyList<(string Entity, GoldenState State, long Count)> Golden { get; init; }

    /// <summary>Links by entity, spoke and state.</summary>
    public required IReadOnlyList<(string Entity, SpokeId Spoke, LinkState State, long Count)> Links { get; init; }

    /// <summary>Outbox rows by entity, spoke, state, cause and whether a flight is open.</summary>
    public required IReadOnlyList<(string Entity, SpokeId Spoke, OutboxState State, string Cause, bool InFlight, long Count)> Outbox { get; init; }

    /// <summary>Open items by entity, kind and cause.</summary>
    public required IReadOnlyList<(string Entity, OpenItemKind Kind, string Cause, long Count)> OpenItems { get; init; }

    /// <summary>Hints by entity.</summary>
    public required IReadOnlyList<(string Entity, long Count)> Hints { get; init; }

    /// <summary>Staged records (not tombstones) by entity.</summary>
    public required IReadOnlyList<(string Entity, long Count)> Staged { get; init; }
}

/// <summary>The store cannot be used or failed.</summary>
public sealed class StoreException : Exception
{
    /// <summary>Creates the error.</summary>
    /// <param name="code">The diagnostic's code, such as <c>CES5001</c>.</param>
    /// <param name="message">What is wrong and what to do next; no connection string.</param>
    /// <param name="innerException">What caused it.</param>
    public StoreException(string code, string message, Exception? innerException = null)
        : base(message, innerException) => Code = code;

    /// <summary>The diagnostic's code.</summary>
    public string Code { get; }
}
