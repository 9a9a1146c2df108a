using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Mapping;
using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Engine;

/// <summary>
/// Groups of staged records and golden records that strong keys join (R44): closed under keys, whatever the order of arrival. Weak
/// keys join nothing; they propose. Loads one page of groups at a time, so that memory does not grow with the stage.
/// </summary>
internal sealed class MatchGroups(ISyncStore store, TenantId tenant, FlowDefinition flow)
{
    /// <summary>The groups of a page of staged records, each closed.</summary>
    public async Task<IReadOnlyList<MatchGroup>> CloseAsync(IReadOnlyList<StageRow> page, CancellationToken cancellationToken)
    {
        var records = page.Where(r => r.Record is not null).ToDictionary(r => r.Ref);
        var golden = new Dictionary<GoldenId, GoldenAggregate>();
        var asked = new HashSet<MatchKey>();
        var judgements = new List<JudgementRow>();
        var fresh = records.Values.ToList();
        while (fresh.Count > 0)
        {
            var strong = fresh.SelectMany(r => r.StrongKeys).Concat(golden.Values.SelectMany(g => StrongKeys(g.Golden.Keys))).Where(asked.Add).ToArray();
            var judged = await store.ReadJudgementsAsync(tenant, flow.Entity.Name, [.. fresh.Select(r => r.Ref.ToString())], cancellationToken).ConfigureAwait(false);
            judgements.AddRange(judged);
            fresh = [];
            await AddJudgedAsync(judged, records, golden, fresh, cancellationToken).ConfigureAwait(false);
            if (strong.Length == 0)
            {
                continue;
            }

            foreach (var row in await store.FindStagedAsync(tenant, flow.Entity.Name, strong, cancellationToken).ConfigureAwait(false))
            {
                if (row.StrongKeys.Intersect(strong).Any() && records.TryAdd(row.Ref, row))
                {
                    fresh.Add(row);
                }
            }

            var hits = (await store.FindByKeysAsync(tenant, flow.Entity.Name, strong, cancellationToken).ConfigureAwait(false)).SelectMany(l => l.Hits).Where(h => !golden.ContainsKey(h)).Distinct().ToArray();
            foreach (var aggregate in await store.ReadAggregatesAsync(tenant, hits, cancellationToken).ConfigureAwait(false))
            {
                golden[aggregate.Golden.Id] = aggregate;
            }
        }

        return Join(records, golden, judgements);
    }

    // What a person said to be the same belongs to the group, whatever its keys.
    private async Task AddJudgedAsync(IReadOnlyList<JudgementRow> judged, Dictionary<RecordRef, StageRow> records, Dictionary<GoldenId, GoldenAggregate> golden, List<StageRow> fresh, CancellationToken cancellationToken)
    {
        var nodes = judged.Where(j => j.Same).SelectMany(j => new[] { j.First, j.Second }).Distinct().ToArray();
        RecordRef[] refs = [.. nodes.Select(n => RecordRef.TryParse(n, out var r) ? r : default).Where(r => r.Id is not null && !records.ContainsKey(r))];
        if (refs.Length > 0)
        {
            foreach (var row in await store.ReadStageAsync(tenant, refs, cancellationToken).ConfigureAwait(false))
            {
                if (row.Record is not null && records.TryAdd(row.Ref, row))
                {
                    fresh.Add(row);
                }
            }
        }

        GoldenId[] ids = [.. nodes.Where(n => Guid.TryParseExact(n, "n", out _)).Select(GoldenId.Parse).Where(id => !golden.ContainsKey(id))];
        if (ids.Length > 0)
        {
            foreach (var aggregate in await store.ReadAggregatesAsync(tenant, ids, cancellationToken).ConfigureAwait(false))
            {
                golden.TryAdd(aggregate.Golden.Id, aggregate);
            }
        }
    }

    /// <summary>The weak matches of a group's records with records or golden records of other groups without a common spoke (R44, R45).</summary>
    public async Task<IReadOnlyList<(StageRow Record, string Other)>> ProposalsAsync(IReadOnlyList<MatchGroup> groups, CancellationToken cancellationToken)
    {
        var weak = groups.SelectMany(g => g.Records).SelectMany(r => r.WeakKeys).Distinct().ToArray();
        if (weak.Length == 0)
        {
            return [];
        }

        var staged = await store.FindStagedAsync(tenant, flow.Entity.Name, weak, cancellationToken).ConfigureAwait(false);
        var lookups = await store.FindByKeysAsync(tenant, flow.Entity.Name, weak, cancellationToken).ConfigureAwait(false);
        var aggregates = (await store.ReadAggregatesAsync(tenant, [.. lookups.SelectMany(l => l.Hits).Distinct()], cancellationToken).ConfigureAwait(false)).ToDictionary(a => a.Golden.Id);
        var judgements = await store.ReadJudgementsAsync(tenant, flow.Entity.Name, [.. groups.SelectMany(g => g.Records).Select(r => r.Ref.ToString())], cancellationToken).ConfigureAwait(false);
        var judged = judgements.Select(j => (j.First, j.Second)).ToHashSet();
        var byKey = staged.SelectMany(r => r.WeakKeys.Select(k => (Key: k, Row: r))).ToLookup(p => p.Key, p => p.Row);
        var hits = lookups.ToDictionary(l => l.Key, l => l.Hits);
        var proposals = new List<(StageRow, string)>();
        foreach (var group in groups)
        {
            foreach (var record in group.Records)
            {
                foreach (var key in record.WeakKeys)
                {
                    AddStaged(group, record, byKey[key], judged, proposals);
                    AddGolden(group, record, hits[key], aggregates, judged, proposals);
                }
            }
        }

        return proposals;
    }

    private static void AddStaged(MatchGroup group, StageRow record, IEnumerable<StageRow> akin, HashSet<(string, string)> judged, List<(StageRow, string)> proposals)
    {
        foreach (var other in akin)
        {
            if (other.Ref != record.Ref && !group.Holds(other.Ref) && !group.Spokes.Contains(other.Ref.Spoke) && !IsJudged(judged, record.Ref.ToString(), other.Ref.ToString()))
            {
                proposals.Add((record, other.Ref.ToString()));
            }
        }
    }

    private static void AddGolden(MatchGroup group, StageRow record, IReadOnlyList<GoldenId> hits, Dictionary<GoldenId, GoldenAggregate> aggregates, HashSet<(string, string)> judged, List<(StageRow, string)> proposals)
    {
        foreach (var hit in hits)
        {
            if (aggregates.TryGetValue(hit, out var aggregate) && !group.Golden.Exists(g => g.Golden.Id == hit)
                && !aggregate.Links.Any(l => l.State is not LinkState.Gone && group.Spokes.Contains(l.Ref.Spoke)) && !IsJudged(judged, record.Ref.ToString(), hit.ToString())
                // The other record may have been bound with an earlier page: what was said about it holds for its golden record.
                && !aggregate.Links.Any(l => IsJudged(judged, record.Ref.ToString(), l.Ref.ToString())))
            {
                proposals.Add((record, hit.ToString()));
            }
        }
    }

    private static bool IsJudged(HashSet<(string, string)> judged, string a, string b) => judged.Contains((a, b)) || judged.Contains((b, a));

    private IEnumerable<MatchKey> StrongKeys(IReadOnlyList<MatchKey> keys) => keys.Where(k => flow.Match.Any(r => r.Name == k.Rule));

    private List<MatchGroup> Join(Dictionary<RecordRef, StageRow> records, Dictionary<GoldenId, GoldenAggregate> golden, List<JudgementRow> judgements)
    {
        var different = judgements.Where(j => !j.Same).Select(j => (j.First, j.Second)).ToHashSet();
        var parent = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var node in records.Keys.Select(r => r.ToString()).Concat(golden.Keys.Select(g => g.ToString())))
        {
            parent[node] = node;
        }

        var first = new Dictionary<MatchKey, string>();
        var nodes = records.Values.Select(r => (Node: r.Ref.ToString(), Keys: (IEnumerable<MatchKey>)r.StrongKeys))
            .Concat(golden.Values.Select(g => (Node: g.Golden.Id.ToString(), Keys: StrongKeys(g.Golden.Keys))))
            .OrderBy(n => n.Node, StringComparer.Ordinal);
        foreach (var (node, keys) in nodes)
        {
            foreach (var key in keys)
            {
                if (!first.TryAdd(key, node) && !IsJudged(different, first[key], node))
                {
                    parent[Root(parent, node)] = Root(parent, first[key]);
                }
            }
        }

        foreach (var judgement in judgements.Where(j => j.Same && parent.ContainsKey(j.First) && parent.ContainsKey(j.Second)))
        {
            parent[Root(parent, judgement.First)] = Root(parent, judgement.Second);
        }

        var groups = new Dictionary<string, MatchGroup>(StringComparer.Ordinal);
        foreach (var row in records.Values.OrderBy(r => r.Ref.ToString(), StringComparer.Ordinal))
        {
            GroupOf(row.Ref.ToString()).Records.Add(row);
        }

        foreach (var aggregate in golden.Values.OrderBy(g => g.Golden.Id))
        {
            if (groups.TryGetValue(Root(parent, aggregate.Golden.Id.ToString()), out var group))
            {
                group.Golden.Add(aggregate);
            }
        }

        return [.. groups.Values];

        MatchGroup GroupOf(string node)
        {
            var root = Root(parent, node);
            if (!groups.TryGetValue(root, out var group))
            {
                groups.Add(root, group = new MatchGroup());
            }

            return group;
        }
    }

    private static string Root(Dictionary<string, string> parent, string node)
    {
        while (parent[node] != node)
        {
            node = parent[node];
        }

        return node;
    }
}

/// <summary>Staged records and golden records that strong keys join.</summary>
internal sealed class MatchGroup
{
    private SpokeId[]? _spokes;

    public List<StageRow> Records { get; } = [];

    public List<GoldenAggregate> Golden { get; } = [];

    /// <summary>The spokes on which the group has a record, links of golden records included; one entry per record. Asked once the group is whole.</summary>
    public IReadOnlyList<SpokeId> Spokes => _spokes ??= [.. Records.Select(r => r.Ref.Spoke), .. Golden.SelectMany(g => g.Links).Where(l => l.State is not LinkState.Gone).Select(l => l.Ref.Spoke)];

    /// <summary>At most one record per spoke and at most one golden record.</summary>
    public bool IsClean => Golden.Count <= 1 && Spokes is var spokes && spokes.Distinct().Count() == spokes.Count;

    public bool Holds(RecordRef reference) => Records.Exists(r => r.Ref == reference);

    /// <summary>The group is reported at its first record, so that none is counted twice.</summary>
    public RecordRef First => Records[0].Ref;
}
