using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Simulation.Sabotage;

/// <summary>A store that passes everything on; what breaks a rule overrides one call.</summary>
internal abstract class DelegatingStore(ISyncStore inner) : ISyncStore
{
    protected virtual ISyncStore Inner => inner;

    public virtual Task OpenAsync(CancellationToken cancellationToken = default) =>
        Inner.OpenAsync(cancellationToken);

    public virtual ValueTask<long> GetSequenceAsync(CancellationToken cancellationToken = default) =>
        Inner.GetSequenceAsync(cancellationToken);

    public virtual Task<CommitResult> CommitAsync(StoreBatch batch, CancellationToken cancellationToken = default) =>
        Inner.CommitAsync(batch, cancellationToken);

    public virtual Task<StreamRow?> ClaimStreamAsync(TenantId tenant, SpokeId spoke, string entity, DateTimeOffset now, DateTimeOffset leaseUntil, CancellationToken cancellationToken = default) =>
        Inner.ClaimStreamAsync(tenant, spoke, entity, now, leaseUntil, cancellationToken);

    public virtual Task<IReadOnlyList<OutboxRow>> ClaimOutboxAsync(OutboxClaim claim, CancellationToken cancellationToken = default) =>
        Inner.ClaimOutboxAsync(claim, cancellationToken);

    public virtual Task<IReadOnlyList<StreamRow>> ReadStreamsAsync(TenantId tenant, CancellationToken cancellationToken = default) =>
        Inner.ReadStreamsAsync(tenant, cancellationToken);

    public virtual Task<IReadOnlyList<LinkHead>> ReadLinkHeadsAsync(TenantId tenant, SpokeId spoke, string objectName, IReadOnlyList<string> ids, CancellationToken cancellationToken = default) =>
        Inner.ReadLinkHeadsAsync(tenant, spoke, objectName, ids, cancellationToken);

    public virtual Task<IReadOnlyList<LinkRow>> ReadLinksAsync(TenantId tenant, IReadOnlyList<RecordRef> refs, CancellationToken cancellationToken = default) =>
        Inner.ReadLinksAsync(tenant, refs, cancellationToken);

    public virtual Task<IReadOnlyList<GoldenAggregate>> ReadAggregatesAsync(TenantId tenant, IReadOnlyList<GoldenId> ids, CancellationToken cancellationToken = default) =>
        Inner.ReadAggregatesAsync(tenant, ids, cancellationToken);

    public virtual Task<IReadOnlyList<KeyLookup>> FindByKeysAsync(TenantId tenant, string entity, IReadOnlyList<MatchKey> keys, CancellationToken cancellationToken = default) =>
        Inner.FindByKeysAsync(tenant, entity, keys, cancellationToken);

    public virtual Task<bool> HasOpenCreateAsync(TenantId tenant, SpokeId spoke, string entity, GoldenId? except, CancellationToken cancellationToken = default) =>
        Inner.HasOpenCreateAsync(tenant, spoke, entity, except, cancellationToken);

    public virtual Task<IReadOnlyList<HintRow>> ReadHintsAsync(TenantId tenant, SpokeId spoke, string entity, DateTimeOffset now, int limit, CancellationToken cancellationToken = default) =>
        Inner.ReadHintsAsync(tenant, spoke, entity, now, limit, cancellationToken);

    public virtual Task<IReadOnlyList<OpenItem>> ReadOpenItemsAsync(TenantId tenant, IReadOnlyList<RecordRef> refs, CancellationToken cancellationToken = default) =>
        Inner.ReadOpenItemsAsync(tenant, refs, cancellationToken);

    public virtual Task<IReadOnlyList<StageRow>> ReadStageAsync(TenantId tenant, IReadOnlyList<RecordRef> refs, CancellationToken cancellationToken = default) =>
        Inner.ReadStageAsync(tenant, refs, cancellationToken);

    public virtual Task<IReadOnlyList<StageRow>> FindStagedAsync(TenantId tenant, string entity, IReadOnlyList<MatchKey> keys, CancellationToken cancellationToken = default) =>
        Inner.FindStagedAsync(tenant, entity, keys, cancellationToken);

    public virtual Task<IReadOnlyList<StageRow>> ScanStageAsync(TenantId tenant, string entity, RecordRef? after, int limit, CancellationToken cancellationToken = default) =>
        Inner.ScanStageAsync(tenant, entity, after, limit, cancellationToken);

    public virtual Task<IReadOnlyList<JudgementRow>> ReadJudgementsAsync(TenantId tenant, string entity, IReadOnlyList<string> nodes, CancellationToken cancellationToken = default) =>
        Inner.ReadJudgementsAsync(tenant, entity, nodes, cancellationToken);

    public virtual Task<IReadOnlyList<DerivedRow>> ReadDerivedAsync(TenantId tenant, IReadOnlyList<GoldenId> causes, CancellationToken cancellationToken = default) =>
        Inner.ReadDerivedAsync(tenant, causes, cancellationToken);

    public virtual Task<IReadOnlyList<GoldenId>> ScanGoldenAsync(TenantId tenant, string entity, GoldenId? after, int limit, CancellationToken cancellationToken = default) =>
        Inner.ScanGoldenAsync(tenant, entity, after, limit, cancellationToken);

    public virtual Task<IReadOnlyList<LinkRow>> ScanLinksAsync(TenantId tenant, SpokeId spoke, string objectName, string? afterId, int limit, CancellationToken cancellationToken = default) =>
        Inner.ScanLinksAsync(tenant, spoke, objectName, afterId, limit, cancellationToken);

    public virtual Task<IReadOnlyList<MapVersionRow>> ReadMapsAsync(TenantId tenant, CancellationToken cancellationToken = default) =>
        Inner.ReadMapsAsync(tenant, cancellationToken);

    public virtual Task<IReadOnlyList<SettingRow>> ReadSettingsAsync(TenantId tenant, string prefix, CancellationToken cancellationToken = default) =>
        Inner.ReadSettingsAsync(tenant, prefix, cancellationToken);

    public virtual Task<StoreCounts> CountAsync(TenantId tenant, CancellationToken cancellationToken = default) =>
        Inner.CountAsync(tenant, cancellationToken);

    public virtual Task<IReadOnlyList<OutboxRow>> ListOutboxAsync(TenantId tenant, OutboxFilter filter, CancellationToken cancellationToken = default) =>
        Inner.ListOutboxAsync(tenant, filter, cancellationToken);

    public virtual Task<IReadOnlyList<OpenItem>> ListOpenItemsAsync(TenantId tenant, OpenItemFilter filter, CancellationToken cancellationToken = default) =>
        Inner.ListOpenItemsAsync(tenant, filter, cancellationToken);

    public virtual Task<IReadOnlyList<ProblemRow>> ListProblemsAsync(TenantId tenant, ProblemFilter filter, CancellationToken cancellationToken = default) =>
        Inner.ListProblemsAsync(tenant, filter, cancellationToken);

    public virtual Task<IReadOnlyList<AuditRow>> ReadAuditAsync(TenantId tenant, GoldenId? goldenId, long afterSequence, int limit, CancellationToken cancellationToken = default) =>
        Inner.ReadAuditAsync(tenant, goldenId, afterSequence, limit, cancellationToken);

    public virtual Task<IReadOnlyList<RunRow>> ReadRunsAsync(TenantId tenant, int limit, CancellationToken cancellationToken = default) =>
        Inner.ReadRunsAsync(tenant, limit, cancellationToken);

    public virtual ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
