using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.State;
using CrmErp.Sdk.Testing.Store;

namespace CrmErp.Sdk.Testing;

public sealed partial class InMemorySyncStore
{
    /// <inheritdoc/>
    public Task<IReadOnlyList<StreamRow>> ReadStreamsAsync(TenantId tenant, CancellationToken cancellationToken = default) =>
        Rows(tenant, tables => tables.Streams.Values, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<LinkHead>> ReadLinkHeadsAsync(TenantId tenant, SpokeId spoke, string objectName, IReadOnlyList<string> ids, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ids);
        return Locked<IReadOnlyList<LinkHead>>(tenant, tables =>
        {
            var heads = new List<LinkHead>(ids.Count);
            foreach (var id in ids)
            {
                if (tables.Links.Find(new RecordRef(spoke.Connection, spoke.Scope, objectName, id)) is { } link)
                {
                    var inFlight = tables.Outbox.InFlight(link.GoldenId, spoke);
                    heads.Add(new LinkHead(id, link.GoldenId, link.State, link.Version, link.Hash, link.MapHash, link.Touched, inFlight));
                }
            }

            return heads;
        }, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<LinkRow>> ReadLinksAsync(TenantId tenant, IReadOnlyList<RecordRef> refs, CancellationToken cancellationToken = default) =>
        Rows(tenant, tables => refs.Select(tables.Links.Find).OfType<LinkRow>(), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<GoldenAggregate>> ReadAggregatesAsync(TenantId tenant, IReadOnlyList<GoldenId> ids, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ids);
        return Locked<IReadOnlyList<GoldenAggregate>>(tenant, tables =>
        {
            var found = new SortedDictionary<GoldenId, GoldenAggregate>();
            foreach (var id in ids)
            {
                for (GoldenId? next = id; next is { } one && !found.ContainsKey(one) && tables.Golden.Find(one) is { } golden; next = golden.MergedInto)
                {
                    found.Add(one, Aggregate(golden, tables));
                }
            }

            return [.. found.Values];
        }, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<KeyLookup>> FindByKeysAsync(TenantId tenant, string entity, IReadOnlyList<MatchKey> keys, CancellationToken cancellationToken = default) =>
        Rows(tenant, tables => keys.Select(key => new KeyLookup(entity, key, tables.Golden.FindByKey(entity, key))), cancellationToken);

    /// <inheritdoc/>
    public Task<bool> HasOpenCreateAsync(TenantId tenant, SpokeId spoke, string entity, GoldenId? except, CancellationToken cancellationToken = default) =>
        Locked(tenant, tables => tables.Outbox.HasOpenCreate(spoke, entity, except), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<HintRow>> ReadHintsAsync(TenantId tenant, SpokeId spoke, string entity, DateTimeOffset now, int limit, CancellationToken cancellationToken = default) =>
        Rows(tenant, tables => tables.Hints.InOrder(spoke, entity)
            .Where(hint => hint.NotBefore <= now && !(tables.Links.Find(hint.Ref) is { } link && tables.Outbox.InFlight(link.GoldenId, spoke)))
            .Take(limit), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<OpenItem>> ReadOpenItemsAsync(TenantId tenant, IReadOnlyList<RecordRef> refs, CancellationToken cancellationToken = default) =>
        Rows(tenant, tables => refs.SelectMany(tables.OpenItems.About), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<StageRow>> ReadStageAsync(TenantId tenant, IReadOnlyList<RecordRef> refs, CancellationToken cancellationToken = default) =>
        Rows(tenant, tables => refs.Select(tables.Stage.Find).OfType<StageRow>(), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<StageRow>> FindStagedAsync(TenantId tenant, string entity, IReadOnlyList<MatchKey> keys, CancellationToken cancellationToken = default) =>
        Rows(tenant, tables => keys.SelectMany(key => tables.Stage.RecordsByKey(entity, key)).Distinct().Order().Select(r => tables.Stage.Find(r)!), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<StageRow>> ScanStageAsync(TenantId tenant, string entity, RecordRef? after, int limit, CancellationToken cancellationToken = default) =>
        Rows(tenant, tables => tables.Stage.Scan(entity, after).Take(limit), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<JudgementRow>> ReadJudgementsAsync(TenantId tenant, string entity, IReadOnlyList<string> nodes, CancellationToken cancellationToken = default) =>
        Rows(tenant, tables =>
        {
            var asked = nodes.ToHashSet(StringComparer.Ordinal);
            return tables.Judgements.Values
                .Where(j => j.Entity == entity && (asked.Contains(j.First) || asked.Contains(j.Second)))
                .OrderBy(j => j.First, StringComparer.Ordinal).ThenBy(j => j.Second, StringComparer.Ordinal);
        }, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<DerivedRow>> ReadDerivedAsync(TenantId tenant, IReadOnlyList<GoldenId> causes, CancellationToken cancellationToken = default) =>
        Rows(tenant, tables => causes.SelectMany(cause => tables.Derived.TryGetValue(cause, out var byName) ? byName.Values : Enumerable.Empty<DerivedRow>()), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<GoldenId>> ScanGoldenAsync(TenantId tenant, string entity, GoldenId? after, int limit, CancellationToken cancellationToken = default) =>
        Rows(tenant, tables => tables.Golden.Scan(entity, after).Take(limit), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<LinkRow>> ScanLinksAsync(TenantId tenant, SpokeId spoke, string objectName, string? afterId, int limit, CancellationToken cancellationToken = default) =>
        Rows(tenant, tables => tables.Links.Scan(spoke, objectName, afterId).Take(limit), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<MapVersionRow>> ReadMapsAsync(TenantId tenant, CancellationToken cancellationToken = default) =>
        Rows(tenant, tables => tables.Maps.Values.OrderBy(m => m.Connection).ThenBy(m => m.Entity, StringComparer.Ordinal).ThenBy(m => m.Hash), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<SettingRow>> ReadSettingsAsync(TenantId tenant, string prefix, CancellationToken cancellationToken = default) =>
        Rows(tenant, tables => tables.Settings.Values.Where(s => s.Name.StartsWith(prefix, StringComparison.Ordinal)), cancellationToken);

    private static GoldenAggregate Aggregate(GoldenRow golden, TenantTables tables) => new()
    {
        Golden = golden,
        Links = [.. tables.Links.Of(golden.Id)],
        Outbox = [.. tables.Outbox.Of(golden.Id)],
        OpenItems = [.. tables.OpenItems.Of(golden.Id)],
    };

    private Task<IReadOnlyList<T>> Rows<T>(TenantId tenant, Func<TenantTables, IEnumerable<T>> read, CancellationToken cancellationToken) =>
        Locked<IReadOnlyList<T>>(tenant, tables => [.. read(tables)], cancellationToken);
}
