using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Simulation.Driving;

/// <summary>
/// The store as one process sees it: calls may be parked at the driver, and commits may fail, with nothing stored, or after
/// everything was.
/// </summary>
internal sealed class GatedStore(ISyncStore inner, Driver driver, Func<CommitFault> commitFault, Func<bool> parks, Action<StoreBatch, CommitResult> committed) : ISyncStore
{
    public Task OpenAsync(CancellationToken cancellationToken = default) => inner.OpenAsync(cancellationToken);

    public async ValueTask<long> GetSequenceAsync(CancellationToken cancellationToken = default) => await inner.GetSequenceAsync(cancellationToken).ConfigureAwait(false);

    public async Task<CommitResult> CommitAsync(StoreBatch batch, CancellationToken cancellationToken = default)
    {
        await driver.PointAsync("before commit").ConfigureAwait(false);
        var fault = commitFault();
        if (fault == CommitFault.NothingStored && inner is not SqliteFile)
        {
            throw new StoreException("CES5999", "The simulated store failed; nothing was stored.");
        }

        if (inner is SqliteFile file)
        {
            file.Next = fault;
            fault = CommitFault.None;
        }

        var result = await inner.CommitAsync(batch, cancellationToken).ConfigureAwait(false);
        committed(batch, result);
        await driver.PointAsync("after commit").ConfigureAwait(false);
        return fault == CommitFault.AnswerLost ? throw new StoreException("CES5998", "The simulated store failed; it is unknown whether the batch was stored.") : result;
    }

    public Task<StreamRow?> ClaimStreamAsync(TenantId tenant, SpokeId spoke, string entity, DateTimeOffset now, DateTimeOffset leaseUntil, CancellationToken cancellationToken = default) =>
        Gated("claim stream", () => inner.ClaimStreamAsync(tenant, spoke, entity, now, leaseUntil, cancellationToken));

    public Task<IReadOnlyList<OutboxRow>> ClaimOutboxAsync(OutboxClaim claim, CancellationToken cancellationToken = default) =>
        Gated("claim outbox", () => inner.ClaimOutboxAsync(claim, cancellationToken));

    public Task<IReadOnlyList<StreamRow>> ReadStreamsAsync(TenantId tenant, CancellationToken cancellationToken = default) =>
        Gated("read streams", () => inner.ReadStreamsAsync(tenant, cancellationToken));

    public Task<IReadOnlyList<LinkHead>> ReadLinkHeadsAsync(TenantId tenant, SpokeId spoke, string objectName, IReadOnlyList<string> ids, CancellationToken cancellationToken = default) =>
        Gated("read heads", () => inner.ReadLinkHeadsAsync(tenant, spoke, objectName, ids, cancellationToken));

    public Task<IReadOnlyList<LinkRow>> ReadLinksAsync(TenantId tenant, IReadOnlyList<RecordRef> refs, CancellationToken cancellationToken = default) =>
        Gated("read links", () => inner.ReadLinksAsync(tenant, refs, cancellationToken));

    public Task<IReadOnlyList<GoldenAggregate>> ReadAggregatesAsync(TenantId tenant, IReadOnlyList<GoldenId> ids, CancellationToken cancellationToken = default) =>
        Gated("read aggregates", () => inner.ReadAggregatesAsync(tenant, ids, cancellationToken));

    public Task<IReadOnlyList<KeyLookup>> FindByKeysAsync(TenantId tenant, string entity, IReadOnlyList<MatchKey> keys, CancellationToken cancellationToken = default) =>
        Gated("find keys", () => inner.FindByKeysAsync(tenant, entity, keys, cancellationToken));

    public Task<bool> HasOpenCreateAsync(TenantId tenant, SpokeId spoke, string entity, GoldenId? except, CancellationToken cancellationToken = default) =>
        Gated("has create", () => inner.HasOpenCreateAsync(tenant, spoke, entity, except, cancellationToken));

    public Task<IReadOnlyList<HintRow>> ReadHintsAsync(TenantId tenant, SpokeId spoke, string entity, DateTimeOffset now, int limit, CancellationToken cancellationToken = default) =>
        Gated("read hints", () => inner.ReadHintsAsync(tenant, spoke, entity, now, limit, cancellationToken));

    public Task<IReadOnlyList<OpenItem>> ReadOpenItemsAsync(TenantId tenant, IReadOnlyList<RecordRef> refs, CancellationToken cancellationToken = default) =>
        Gated("read items", () => inner.ReadOpenItemsAsync(tenant, refs, cancellationToken));

    public Task<IReadOnlyList<StageRow>> ReadStageAsync(TenantId tenant, IReadOnlyList<RecordRef> refs, CancellationToken cancellationToken = default) =>
        Gated("read stage", () => inner.ReadStageAsync(tenant, refs, cancellationToken));

    public Task<IReadOnlyList<StageRow>> FindStagedAsync(TenantId tenant, string entity, IReadOnlyList<MatchKey> keys, CancellationToken cancellationToken = default) =>
        Gated("find staged", () => inner.FindStagedAsync(tenant, entity, keys, cancellationToken));

    public Task<IReadOnlyList<StageRow>> ScanStageAsync(TenantId tenant, string entity, RecordRef? after, int limit, CancellationToken cancellationToken = default) =>
        Gated("scan stage", () => inner.ScanStageAsync(tenant, entity, after, limit, cancellationToken));

    public Task<IReadOnlyList<JudgementRow>> ReadJudgementsAsync(TenantId tenant, string entity, IReadOnlyList<string> nodes, CancellationToken cancellationToken = default) =>
        Gated("read judgements", () => inner.ReadJudgementsAsync(tenant, entity, nodes, cancellationToken));

    public Task<IReadOnlyList<DerivedRow>> ReadDerivedAsync(TenantId tenant, IReadOnlyList<GoldenId> causes, CancellationToken cancellationToken = default) =>
        Gated("read derived", () => inner.ReadDerivedAsync(tenant, causes, cancellationToken));

    public Task<IReadOnlyList<GoldenId>> ScanGoldenAsync(TenantId tenant, string entity, GoldenId? after, int limit, CancellationToken cancellationToken = default) =>
        Gated("scan golden", () => inner.ScanGoldenAsync(tenant, entity, after, limit, cancellationToken));

    public Task<IReadOnlyList<LinkRow>> ScanLinksAsync(TenantId tenant, SpokeId spoke, string objectName, string? afterId, int limit, CancellationToken cancellationToken = default) =>
        Gated("scan links", () => inner.ScanLinksAsync(tenant, spoke, objectName, afterId, limit, cancellationToken));

    public Task<IReadOnlyList<MapVersionRow>> ReadMapsAsync(TenantId tenant, CancellationToken cancellationToken = default) => inner.ReadMapsAsync(tenant, cancellationToken);

    public Task<IReadOnlyList<SettingRow>> ReadSettingsAsync(TenantId tenant, string prefix, CancellationToken cancellationToken = default) => inner.ReadSettingsAsync(tenant, prefix, cancellationToken);

    public Task<StoreCounts> CountAsync(TenantId tenant, CancellationToken cancellationToken = default) => inner.CountAsync(tenant, cancellationToken);

    public Task<IReadOnlyList<OutboxRow>> ListOutboxAsync(TenantId tenant, OutboxFilter filter, CancellationToken cancellationToken = default) => inner.ListOutboxAsync(tenant, filter, cancellationToken);

    public Task<IReadOnlyList<ProblemRow>> ListProblemsAsync(TenantId tenant, ProblemFilter filter, CancellationToken cancellationToken = default) => inner.ListProblemsAsync(tenant, filter, cancellationToken);

    public Task<IReadOnlyList<OpenItem>> ListOpenItemsAsync(TenantId tenant, OpenItemFilter filter, CancellationToken cancellationToken = default) => inner.ListOpenItemsAsync(tenant, filter, cancellationToken);

    public Task<IReadOnlyList<AuditRow>> ReadAuditAsync(TenantId tenant, GoldenId? goldenId, long afterSequence, int limit, CancellationToken cancellationToken = default) =>
        inner.ReadAuditAsync(tenant, goldenId, afterSequence, limit, cancellationToken);

    public Task<IReadOnlyList<RunRow>> ReadRunsAsync(TenantId tenant, int limit, CancellationToken cancellationToken = default) => inner.ReadRunsAsync(tenant, limit, cancellationToken);

    // The process's view ends; the store itself belongs to the world.
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<T> Gated<T>(string what, Func<Task<T>> call)
    {
        if (parks())
        {
            await driver.PointAsync("store: " + what).ConfigureAwait(false);
        }

        return await call().ConfigureAwait(false);
    }
}

/// <summary>How a commit goes wrong.</summary>
internal enum CommitFault
{
    None = 0,
    NothingStored = 1,
    AnswerLost = 2,
}
