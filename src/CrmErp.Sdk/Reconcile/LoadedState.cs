using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Reconcile;

/// <summary>Something that a pass asked for and that is not loaded yet.</summary>
internal abstract record Need
{
    public sealed record Link(RecordRef Ref) : Need;

    public sealed record Golden(GoldenId Id) : Need;

    public sealed record Key(string Entity, MatchKey MatchKey) : Need;

    public sealed record OpenCreate(SpokeId Spoke, string Entity) : Need;

    public sealed record Item(RecordRef Ref) : Need;

    public sealed record Stage(RecordRef Ref) : Need;

    public sealed record StagedKey(string Entity, MatchKey MatchKey) : Need;

    public sealed record Judgement(string Entity, string Node) : Need;

    public sealed record Derived(GoldenId Cause) : Need;

    /// <summary>Approvals, counts of the day, and what is withheld already, of a stream's guards.</summary>
    public sealed record Guards(SpokeId Spoke, string Entity) : Need;

    /// <summary>The due rows of a stream with their golden records, and how many records are linked.</summary>
    public sealed record Backlog(SpokeId Spoke, string Entity) : Need;
}

/// <summary>The rules asked for state that is not loaded: it is loaded for the whole batch, and the pass starts again.</summary>
internal sealed class WorkingSetMissException(Need need) : Exception
{
    public Need Need { get; } = need;
}

/// <summary>What was loaded from the store for one batch: immutable rows, so that a pass can start again from them.</summary>
internal sealed partial class LoadedState
{
    public Dictionary<RecordRef, LinkRow?> Links { get; } = [];

    public Dictionary<GoldenId, GoldenAggregate?> Golden { get; } = [];

    public Dictionary<(string Entity, MatchKey Key), KeyLookup> Keys { get; } = [];

    public Dictionary<(SpokeId Spoke, string Entity), bool> OpenCreates { get; } = [];

    public Dictionary<RecordRef, IReadOnlyList<OpenItem>> Items { get; } = [];

    public Dictionary<RecordRef, StageRow?> Stage { get; } = [];

    public Dictionary<(string Entity, MatchKey Key), IReadOnlyList<StageRow>> StagedByKey { get; } = [];

    public Dictionary<(string Entity, string Node), IReadOnlyList<JudgementRow>> Judgements { get; } = [];

    public Dictionary<GoldenId, IReadOnlyList<DerivedRow>> Derived { get; } = [];

    public Dictionary<(SpokeId Spoke, string Entity), GuardBook> Guards { get; } = [];

    public Dictionary<(SpokeId Spoke, string Entity), Backlog> Backlogs { get; } = [];

    /// <summary>Loads what the loaded golden records are certain to be asked about: what they refer to, and what is staged under their keys.</summary>
    public Task ExpandAsync(ISyncStore store, TenantId tenant, CancellationToken cancellationToken) =>
        LoadAsync(store, tenant, [.. Golden.Values.OfType<GoldenAggregate>().SelectMany(a => Prefetch.OfGolden(a.Golden))], cancellationToken);

    /// <summary>Loads what is needed, a few queries for all of it. Needs that are loaded already cost nothing.</summary>
    public async Task LoadAsync(ISyncStore store, TenantId tenant, IReadOnlyCollection<Need> needs, CancellationToken cancellationToken)
    {
        await LoadLinksAsync(store, tenant, [.. needs.OfType<Need.Link>().Select(n => n.Ref).Distinct().Where(r => !Links.ContainsKey(r))], cancellationToken).ConfigureAwait(false);
        await LoadGoldenAsync(store, tenant, [.. needs.OfType<Need.Golden>().Select(n => n.Id).Distinct().Where(id => !Golden.ContainsKey(id))], cancellationToken).ConfigureAwait(false);
        await LoadKeysAsync(store, tenant, needs, cancellationToken).ConfigureAwait(false);
        await LoadUnboundAsync(store, tenant, needs, cancellationToken).ConfigureAwait(false);
        await LoadGuardsAsync(store, tenant, needs, cancellationToken).ConfigureAwait(false);
        GoldenId[] causes = [.. needs.OfType<Need.Derived>().Select(n => n.Cause).Distinct().Where(id => !Derived.ContainsKey(id))];
        if (causes.Length > 0)
        {
            var rows = (await store.ReadDerivedAsync(tenant, causes, cancellationToken).ConfigureAwait(false)).ToLookup(d => d.Cause);
            foreach (var cause in causes)
            {
                Derived[cause] = [.. rows[cause]];
            }
        }
    }

    private async Task LoadLinksAsync(ISyncStore store, TenantId tenant, RecordRef[] refs, CancellationToken cancellationToken)
    {
        if (refs.Length == 0)
        {
            return;
        }

        foreach (var reference in refs)
        {
            Links[reference] = null;
        }

        var golden = new HashSet<GoldenId>();
        foreach (var row in await store.ReadLinksAsync(tenant, refs, cancellationToken).ConfigureAwait(false))
        {
            Links[row.Ref] = row;
            golden.Add(row.GoldenId);
        }

        // A link is always worked on within its aggregate.
        await LoadGoldenAsync(store, tenant, [.. golden.Where(id => !Golden.ContainsKey(id))], cancellationToken).ConfigureAwait(false);
    }

    private async Task LoadGoldenAsync(ISyncStore store, TenantId tenant, GoldenId[] ids, CancellationToken cancellationToken)
    {
        if (ids.Length == 0)
        {
            return;
        }

        foreach (var id in ids)
        {
            Golden[id] = null;
        }

        foreach (var aggregate in await store.ReadAggregatesAsync(tenant, ids, cancellationToken).ConfigureAwait(false))
        {
            Golden[aggregate.Golden.Id] = aggregate;
            foreach (var link in aggregate.Links)
            {
                Links[link.Ref] = link;
            }
        }
    }

    private async Task LoadKeysAsync(ISyncStore store, TenantId tenant, IReadOnlyCollection<Need> needs, CancellationToken cancellationToken)
    {
        foreach (var group in needs.OfType<Need.Key>().Where(n => !Keys.ContainsKey((n.Entity, n.MatchKey))).GroupBy(n => n.Entity, StringComparer.Ordinal))
        {
            var hits = new HashSet<GoldenId>();
            foreach (var lookup in await store.FindByKeysAsync(tenant, group.Key, [.. group.Select(n => n.MatchKey).Distinct()], cancellationToken).ConfigureAwait(false))
            {
                Keys[(group.Key, lookup.Key)] = lookup;
                hits.UnionWith(lookup.Hits);
            }

            await LoadGoldenAsync(store, tenant, [.. hits.Where(id => !Golden.ContainsKey(id))], cancellationToken).ConfigureAwait(false);
        }

        foreach (var need in needs.OfType<Need.OpenCreate>())
        {
            if (!OpenCreates.ContainsKey((need.Spoke, need.Entity)))
            {
                OpenCreates[(need.Spoke, need.Entity)] = await store.HasOpenCreateAsync(tenant, need.Spoke, need.Entity, null, cancellationToken).ConfigureAwait(false);
            }
        }

        foreach (var group in needs.OfType<Need.StagedKey>().Where(n => !StagedByKey.ContainsKey((n.Entity, n.MatchKey))).GroupBy(n => n.Entity, StringComparer.Ordinal))
        {
            MatchKey[] keys = [.. group.Select(n => n.MatchKey).Distinct()];
            var rows = await store.FindStagedAsync(tenant, group.Key, keys, cancellationToken).ConfigureAwait(false);
            var byKey = rows.SelectMany(r => r.StrongKeys.Concat(r.WeakKeys).Distinct().Select(k => (Key: k, Row: r))).ToLookup(p => p.Key, p => p.Row);
            foreach (var key in keys)
            {
                StagedByKey[(group.Key, key)] = [.. byKey[key]];
            }

            foreach (var row in rows)
            {
                Stage.TryAdd(row.Ref, row);
            }
        }
    }

    private async Task LoadUnboundAsync(ISyncStore store, TenantId tenant, IReadOnlyCollection<Need> needs, CancellationToken cancellationToken)
    {
        RecordRef[] items = [.. needs.OfType<Need.Item>().Select(n => n.Ref).Distinct().Where(r => !Items.ContainsKey(r))];
        if (items.Length > 0)
        {
            var rows = (await store.ReadOpenItemsAsync(tenant, items, cancellationToken).ConfigureAwait(false)).ToLookup(i => i.Ref!.Value);
            foreach (var reference in items)
            {
                Items[reference] = [.. rows[reference]];
            }
        }

        RecordRef[] staged = [.. needs.OfType<Need.Stage>().Select(n => n.Ref).Distinct().Where(r => !Stage.ContainsKey(r))];
        if (staged.Length > 0)
        {
            foreach (var reference in staged)
            {
                Stage[reference] = null;
            }

            foreach (var row in await store.ReadStageAsync(tenant, staged, cancellationToken).ConfigureAwait(false))
            {
                Stage[row.Ref] = row;
            }
        }

        foreach (var group in needs.OfType<Need.Judgement>().Where(n => !Judgements.ContainsKey((n.Entity, n.Node))).GroupBy(n => n.Entity, StringComparer.Ordinal))
        {
            string[] nodes = [.. group.Select(n => n.Node).Distinct(StringComparer.Ordinal)];
            var rows = await store.ReadJudgementsAsync(tenant, group.Key, nodes, cancellationToken).ConfigureAwait(false);
            foreach (var node in nodes)
            {
                Judgements[(group.Key, node)] = [.. rows.Where(r => r.First == node || r.Second == node)];
            }
        }
    }
}
