using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Testing.Conformance;

internal sealed partial class ModelStore
{
    public Task<IReadOnlyList<StreamRow>> ReadStreamsAsync(TenantId tenant, CancellationToken cancellationToken = default) =>
        Answer(Of(tenant).Streams.Values.OrderBy(s => s.Spoke).ThenBy(s => s.Entity, StringComparer.Ordinal));

    public Task<IReadOnlyList<LinkHead>> ReadLinkHeadsAsync(TenantId tenant, SpokeId spoke, string objectName, IReadOnlyList<string> ids, CancellationToken cancellationToken = default) =>
        Answer(from id in ids
               let link = Of(tenant).Links.GetValueOrDefault(new RecordRef(spoke.Connection, spoke.Scope, objectName, id))
               where link is not null
               select new LinkHead(id, link.GoldenId, link.State, link.Version, link.Hash, link.MapHash, link.Touched, InFlight(tenant, link)));

    public Task<IReadOnlyList<LinkRow>> ReadLinksAsync(TenantId tenant, IReadOnlyList<RecordRef> refs, CancellationToken cancellationToken = default) =>
        Answer(refs.Select(r => Of(tenant).Links.GetValueOrDefault(r)).OfType<LinkRow>());

    public Task<IReadOnlyList<GoldenAggregate>> ReadAggregatesAsync(TenantId tenant, IReadOnlyList<GoldenId> ids, CancellationToken cancellationToken = default)
    {
        var state = Of(tenant);
        var found = new HashSet<GoldenId>();
        foreach (var asked in ids)
        {
            var id = asked;
            while (state.Golden.TryGetValue(id, out var golden) && found.Add(id) && golden.MergedInto is { } target)
            {
                id = target;
            }
        }

        return Answer(found.Order().Select(id => new GoldenAggregate
        {
            Golden = state.Golden[id],
            Links = [.. state.Links.Values.Where(l => l.GoldenId == id).OrderBy(l => l.Ref)],
            Outbox = [.. state.Outbox.Values.Where(o => o.GoldenId == id).OrderBy(o => o.Spoke)],
            OpenItems = [.. state.OpenItems.Values.Where(i => i.GoldenId == id).OrderBy(i => i.Key)],
        }));
    }

    public Task<IReadOnlyList<KeyLookup>> FindByKeysAsync(TenantId tenant, string entity, IReadOnlyList<MatchKey> keys, CancellationToken cancellationToken = default) =>
        Answer(keys.Select(key => new KeyLookup(entity, key, ModelCommit.Hits(Of(tenant), entity, key))));

    public Task<bool> HasOpenCreateAsync(TenantId tenant, SpokeId spoke, string entity, GoldenId? except, CancellationToken cancellationToken = default) =>
        Task.FromResult(Of(tenant).Outbox.Values.Any(o => o.Spoke == spoke && o.Entity == entity && o.Flight is not null && o.CreateInFlight && o.GoldenId != except));

    public Task<IReadOnlyList<HintRow>> ReadHintsAsync(TenantId tenant, SpokeId spoke, string entity, DateTimeOffset now, int limit, CancellationToken cancellationToken = default) =>
        Answer(Of(tenant).Hints.Values
            .Where(h => h.Ref.Spoke == spoke && h.Entity == entity && h.NotBefore <= now)
            .Where(h => !Of(tenant).Links.TryGetValue(h.Ref, out var link) || !InFlight(tenant, link))
            .OrderBy(h => h.Lane).ThenBy(h => h.Since).ThenBy(h => h.Ref).Take(limit));

    public Task<IReadOnlyList<OpenItem>> ReadOpenItemsAsync(TenantId tenant, IReadOnlyList<RecordRef> refs, CancellationToken cancellationToken = default) =>
        Answer(refs.SelectMany(r => Of(tenant).OpenItems.Values.Where(i => i.Ref == r).OrderBy(i => i.Key)));

    public Task<IReadOnlyList<StageRow>> ReadStageAsync(TenantId tenant, IReadOnlyList<RecordRef> refs, CancellationToken cancellationToken = default) =>
        Answer(refs.Select(r => Of(tenant).Stage.GetValueOrDefault(r)).OfType<StageRow>());

    public Task<IReadOnlyList<StageRow>> FindStagedAsync(TenantId tenant, string entity, IReadOnlyList<MatchKey> keys, CancellationToken cancellationToken = default) =>
        Answer(Of(tenant).Stage.Values
            .Where(s => s.Entity == entity && s.Record is not null && s.StrongKeys.Concat(s.WeakKeys).Intersect(keys).Any())
            .OrderBy(s => s.Ref));

    public Task<IReadOnlyList<StageRow>> ScanStageAsync(TenantId tenant, string entity, RecordRef? after, int limit, CancellationToken cancellationToken = default) =>
        Answer(Of(tenant).Stage.Values.Where(s => s.Entity == entity && (after is null || s.Ref > after.Value)).OrderBy(s => s.Ref).Take(limit));

    public Task<IReadOnlyList<JudgementRow>> ReadJudgementsAsync(TenantId tenant, string entity, IReadOnlyList<string> nodes, CancellationToken cancellationToken = default) =>
        Answer(Of(tenant).Judgements.Values
            .Where(j => j.Entity == entity && (nodes.Contains(j.First) || nodes.Contains(j.Second)))
            .OrderBy(j => j.First, StringComparer.Ordinal).ThenBy(j => j.Second, StringComparer.Ordinal));

    public Task<IReadOnlyList<DerivedRow>> ReadDerivedAsync(TenantId tenant, IReadOnlyList<GoldenId> causes, CancellationToken cancellationToken = default) =>
        Answer(causes.SelectMany(c => Of(tenant).Derived.Values.Where(d => d.Cause == c).OrderBy(d => d.Name, StringComparer.Ordinal)));

    public Task<IReadOnlyList<GoldenId>> ScanGoldenAsync(TenantId tenant, string entity, GoldenId? after, int limit, CancellationToken cancellationToken = default) =>
        Answer(Of(tenant).Golden.Values
            .Where(g => g.Entity == entity && g.State is (GoldenState.Live or GoldenState.Reserved) && (after is null || g.Id > after.Value))
            .Select(g => g.Id).Order().Take(limit));

    public Task<IReadOnlyList<LinkRow>> ScanLinksAsync(TenantId tenant, SpokeId spoke, string objectName, string? afterId, int limit, CancellationToken cancellationToken = default) =>
        Answer(Of(tenant).Links.Values
            .Where(l => l.Ref.Spoke == spoke && l.Ref.Object == objectName && (afterId is null || string.CompareOrdinal(l.Ref.Id, afterId) > 0))
            .OrderBy(l => l.Ref).Take(limit));

    public Task<IReadOnlyList<MapVersionRow>> ReadMapsAsync(TenantId tenant, CancellationToken cancellationToken = default) =>
        Answer(Of(tenant).Maps.Values.OrderBy(m => m.Connection).ThenBy(m => m.Entity, StringComparer.Ordinal).ThenBy(m => m.Hash));

    public Task<IReadOnlyList<SettingRow>> ReadSettingsAsync(TenantId tenant, string prefix, CancellationToken cancellationToken = default) =>
        Answer(Of(tenant).Settings.Values.Where(s => s.Name.StartsWith(prefix, StringComparison.Ordinal)).OrderBy(s => s.Name, StringComparer.Ordinal));

    private bool InFlight(TenantId tenant, LinkRow link) => Of(tenant).Outbox.GetValueOrDefault((link.GoldenId, link.Ref.Spoke))?.Flight is not null;
}
