using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Reconcile;
using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Engine;

// The pairs that people are asked about, with what both hold.
internal sealed partial class EngineSteps
{
    // In a larger group each is compared with the first only.
    private const int MostPaired = 10;

    /// <summary>The pairs of an entity that are in question: of ambiguous groups, of proposals, of duplicates.</summary>
    public async IAsyncEnumerable<ReviewPair> ReviewPairsAsync(string entity, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var view = await _runtime.ViewAsync(cancellationToken).ConfigureAwait(false);
        var groups = new MatchGroups(Store, Tenant, view.Context.FlowOf(entity));
        var told = new HashSet<(string, string)>();
        RecordRef? after = null;
        while (await Store.ScanStageAsync(Tenant, entity, after, _runtime.Options.BindBatch, cancellationToken).ConfigureAwait(false) is { Count: > 0 } page)
        {
            after = page[^1].Ref;
            var inPage = page.Select(r => r.Ref).ToHashSet();
            var closed = await groups.CloseAsync(page, cancellationToken).ConfigureAwait(false);
            foreach (var group in closed.Where(g => !g.IsClean && inPage.Contains(g.First)))
            {
                foreach (var pair in PairsOf(view, group).Where(p => told.Add((p.First.Node, p.Second.Node))))
                {
                    yield return pair;
                }
            }

            foreach (var (record, other) in await groups.ProposalsAsync(closed, cancellationToken).ConfigureAwait(false))
            {
                if (!told.Contains((other, record.Ref.ToString())) && told.Add((record.Ref.ToString(), other)) && await NodeAsync(view, entity, other, cancellationToken).ConfigureAwait(false) is { } node)
                {
                    yield return new ReviewPair("Suggested", Staged(view, record), node);
                }
            }
        }

        await foreach (var pair in ItemPairsAsync(view, entity, cancellationToken).ConfigureAwait(false))
        {
            yield return pair;
        }
    }

    private static IEnumerable<ReviewPair> PairsOf(EngineView view, MatchGroup group)
    {
        ReviewNode[] nodes = [.. group.Records.Select(r => Staged(view, r)), .. group.Golden.Select(g => Golden(g.Golden, group.Records[0].Entity, view))];
        for (var i = 0; i < nodes.Length - 1 && (i == 0 || nodes.Length <= MostPaired); i++)
        {
            // Two golden records are no matter of matching: they are merged.
            for (var j = Math.Max(i + 1, i < group.Records.Count ? 0 : nodes.Length); j < nodes.Length; j++)
            {
                yield return new ReviewPair("Ambiguous", nodes[i], nodes[j]);
            }
        }
    }

    private async IAsyncEnumerable<ReviewPair> ItemPairsAsync(EngineView view, string entity, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var kind in new[] { OpenItemKind.Ambiguous, OpenItemKind.PossibleDuplicate })
        {
            for (var skip = 0; ; skip += HeldPage)
            {
                var items = await Store.ListOpenItemsAsync(Tenant, new OpenItemFilter { Kind = kind, Entity = entity, Skip = skip, Take = HeldPage }, cancellationToken).ConfigureAwait(false);
                var records = await LiveAsync(view, entity, [.. items.Select(i => i.Ref).OfType<RecordRef>()], cancellationToken).ConfigureAwait(false);
                foreach (var item in items.Where(i => i.Ref is not null))
                {
                    var first = new ReviewNode(item.Ref!.Value.ToString(), item.Sequence, records.GetValueOrDefault(item.Ref!.Value));
                    foreach (var golden in DetailCodec.ReadRecords("golden", item.Detail))
                    {
                        if (await NodeAsync(view, entity, golden, cancellationToken).ConfigureAwait(false) is { } second)
                        {
                            yield return new ReviewPair(kind.ToString(), first, second);
                        }
                    }
                }

                if (items.Count < HeldPage)
                {
                    break;
                }
            }
        }
    }

    // What a record in question holds is not stored: it is read again. A connection that cannot be read leaves the cells empty.
    private async Task<Dictionary<RecordRef, Row>> LiveAsync(EngineView view, string entity, RecordRef[] refs, CancellationToken cancellationToken)
    {
        var rows = new Dictionary<RecordRef, Row>();
        foreach (var group in refs.Distinct().GroupBy(r => r.Spoke))
        {
            if (view.Find(group.Key, entity) is { } spoke && _runtime.Health.RestsUntil(group.Key.Connection, _runtime.Now) is null)
            {
                try
                {
                    var records = await GetManyAsync(spoke, [.. group.Select(r => r.Id)], earlier: false, cancellationToken).ConfigureAwait(false);
                    foreach (var record in records.OfType<Record>())
                    {
                        rows[record.Ref] = spoke.Map.Read(record.Fields, new Mapping.MapProblems());
                    }
                }
                catch (ConnectorException error)
                {
                    _runtime.Health.Failed(group.Key.Connection, error, _runtime.Now);
                }
            }
        }

        return rows;
    }

    private async Task<ReviewNode?> NodeAsync(EngineView view, string entity, string node, CancellationToken cancellationToken)
    {
        if (RecordRef.TryParse(node, out var reference))
        {
            var staged = await Store.ReadStageAsync(Tenant, [reference], cancellationToken).ConfigureAwait(false);
            return staged is [{ Record: not null } row] ? Staged(view, row) : null;
        }

        var golden = await Store.ReadAggregatesAsync(Tenant, [GoldenId.Parse(node)], cancellationToken).ConfigureAwait(false);
        return golden.FirstOrDefault(g => g.Golden.State == GoldenState.Live) is { } found ? Golden(found.Golden, entity, view) : null;
    }

    private static ReviewNode Staged(EngineView view, StageRow row)
    {
        var spoke = view.Context.SpokeOf(row.Entity, row.Ref.Spoke)!;
        return new ReviewNode(row.Ref.ToString(), row.Sequence, spoke.Map.Read(RecordCodec.Read(row.Ref, row.Record!, spoke.Map.Shape).Fields, new Mapping.MapProblems()));
    }

    private static ReviewNode Golden(GoldenRow row, string entity, EngineView view) => new(row.Id.ToString(), row.Version, RowJson.Read(view.Context.TypeOf(entity), row.Data));
}

/// <summary>One of a pair: its text form, the state it is in, and what it holds.</summary>
internal sealed record ReviewNode(string Node, long Version, Row? Data);

/// <summary>Two that may be the same.</summary>
internal sealed record ReviewPair(string Kind, ReviewNode First, ReviewNode Second);
