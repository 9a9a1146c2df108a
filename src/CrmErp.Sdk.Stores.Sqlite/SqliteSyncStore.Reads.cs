using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.State;
using CrmErp.Sdk.Stores.Sqlite.Native;

namespace CrmErp.Sdk.Stores.Sqlite;

public sealed partial class SqliteSyncStore
{
    private static readonly StoreCounts NoCounts = new() { Golden = [], Links = [], Outbox = [], OpenItems = [], Hints = [], Staged = [] };

    /// <inheritdoc/>
    public Task<IReadOnlyList<StreamRow>> ReadStreamsAsync(TenantId tenant, CancellationToken cancellationToken = default) =>
        RowsAsync(tenant, (s, id) => s.Journal.Streams(id), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<LinkHead>> ReadLinkHeadsAsync(TenantId tenant, SpokeId spoke, string objectName, IReadOnlyList<string> ids, CancellationToken cancellationToken = default) =>
        RowsAsync(tenant, (s, id) => s.Links.Heads(id, spoke, objectName, ids), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<LinkRow>> ReadLinksAsync(TenantId tenant, IReadOnlyList<RecordRef> refs, CancellationToken cancellationToken = default) =>
        RowsAsync(tenant, (s, id) => s.Links.ByRecord(id, refs), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<GoldenAggregate>> ReadAggregatesAsync(TenantId tenant, IReadOnlyList<GoldenId> ids, CancellationToken cancellationToken = default) =>
        RowsAsync(tenant, (s, id) => s.Golden.Aggregates(id, ids), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<KeyLookup>> FindByKeysAsync(TenantId tenant, string entity, IReadOnlyList<MatchKey> keys, CancellationToken cancellationToken = default) =>
        EngineReadAsync<IReadOnlyList<KeyLookup>>(
            session => session.Read(tenant, null, (s, id) => s.Golden.ByKeys(id, entity, keys)) ?? keys.Select(key => new KeyLookup(entity, key, [])).ToList(),
            cancellationToken);

    /// <inheritdoc/>
    public Task<bool> HasOpenCreateAsync(TenantId tenant, SpokeId spoke, string entity, GoldenId? except, CancellationToken cancellationToken = default) =>
        EngineReadAsync(session => session.Read(tenant, false, (s, id) => s.Queues.HasOpenCreate(id, spoke, entity, except)), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<HintRow>> ReadHintsAsync(TenantId tenant, SpokeId spoke, string entity, DateTimeOffset now, int limit, CancellationToken cancellationToken = default) =>
        RowsAsync(tenant, (s, id) => s.Queues.Hints(id, spoke, entity, now, limit), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<OpenItem>> ReadOpenItemsAsync(TenantId tenant, IReadOnlyList<RecordRef> refs, CancellationToken cancellationToken = default) =>
        RowsAsync(tenant, (s, id) => s.Queues.ItemsAbout(id, refs), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<StageRow>> ReadStageAsync(TenantId tenant, IReadOnlyList<RecordRef> refs, CancellationToken cancellationToken = default) =>
        RowsAsync(tenant, (s, id) => s.Queues.Staged(id, refs), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<StageRow>> FindStagedAsync(TenantId tenant, string entity, IReadOnlyList<MatchKey> keys, CancellationToken cancellationToken = default) =>
        RowsAsync(tenant, (s, id) => s.Queues.StagedByKeys(id, entity, keys), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<StageRow>> ScanStageAsync(TenantId tenant, string entity, RecordRef? after, int limit, CancellationToken cancellationToken = default) =>
        RowsAsync(tenant, (s, id) => s.Queues.ScanStage(id, entity, after, limit), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<JudgementRow>> ReadJudgementsAsync(TenantId tenant, string entity, IReadOnlyList<string> nodes, CancellationToken cancellationToken = default) =>
        RowsAsync(tenant, (s, id) => s.Journal.Judgements(id, entity, nodes), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<DerivedRow>> ReadDerivedAsync(TenantId tenant, IReadOnlyList<GoldenId> causes, CancellationToken cancellationToken = default) =>
        RowsAsync(tenant, (s, id) => s.Journal.Derived(id, causes), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<GoldenId>> ScanGoldenAsync(TenantId tenant, string entity, GoldenId? after, int limit, CancellationToken cancellationToken = default) =>
        RowsAsync(tenant, (s, id) => s.Golden.Scan(id, entity, after, limit), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<LinkRow>> ScanLinksAsync(TenantId tenant, SpokeId spoke, string objectName, string? afterId, int limit, CancellationToken cancellationToken = default) =>
        RowsAsync(tenant, (s, id) => s.Links.Scan(id, spoke, objectName, afterId, limit), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<MapVersionRow>> ReadMapsAsync(TenantId tenant, CancellationToken cancellationToken = default) =>
        RowsAsync(tenant, (s, id) => s.Journal.Maps(id), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<SettingRow>> ReadSettingsAsync(TenantId tenant, string prefix, CancellationToken cancellationToken = default) =>
        RowsAsync(tenant, (s, id) => s.Journal.Settings(id, prefix), cancellationToken);

    /// <inheritdoc/>
    public Task<StoreCounts> CountAsync(TenantId tenant, CancellationToken cancellationToken = default) =>
        ReaderReadAsync(session => session.Read(tenant, NoCounts, (s, id) => s.Counts.Counts(id)), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<OutboxRow>> ListOutboxAsync(TenantId tenant, OutboxFilter filter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return ListAsync(tenant, (s, id) => s.Queues.List(id, filter), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<OpenItem>> ListOpenItemsAsync(TenantId tenant, OpenItemFilter filter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return ListAsync(tenant, (s, id) => s.Queues.List(id, filter), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<ProblemRow>> ListProblemsAsync(TenantId tenant, ProblemFilter filter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return ListAsync(tenant, (s, id) => s.Counts.Problems(id, filter), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<AuditRow>> ReadAuditAsync(TenantId tenant, GoldenId? goldenId, long afterSequence, int limit, CancellationToken cancellationToken = default) =>
        ListAsync(tenant, (s, id) => s.Journal.Audit(id, goldenId, afterSequence, limit), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<RunRow>> ReadRunsAsync(TenantId tenant, int limit, CancellationToken cancellationToken = default) =>
        ListAsync(tenant, (s, id) => s.Journal.Runs(id, limit), cancellationToken);

    private Task<IReadOnlyList<T>> RowsAsync<T>(TenantId tenant, Func<StoreSession, long, IReadOnlyList<T>> read, CancellationToken cancellationToken) =>
        EngineReadAsync(session => session.Read(tenant, [], read), cancellationToken);

    private Task<IReadOnlyList<T>> ListAsync<T>(TenantId tenant, Func<StoreSession, long, IReadOnlyList<T>> read, CancellationToken cancellationToken) =>
        ReaderReadAsync(session => session.Read(tenant, [], read), cancellationToken);
}
