using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Reconcile;
using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Engine;

// The match report and the binding of clean groups (R44, R45).
internal sealed partial class EngineSteps
{
    private const int ReviewSample = 100;

    // The store sequence at which a full look at an entity's stage found nothing to bind; in memory, a saving only.
    private readonly Dictionary<string, long> _nothingToBind = new(StringComparer.Ordinal);

    // Before which page of an entity's stage the last look found something unclear; in memory, a saving only.
    private readonly Dictionary<string, RecordRef?> _questionAfter = new(StringComparer.Ordinal);

    /// <summary>The report on an entity's stage, as it is now.</summary>
    public async Task<MatchReport> MatchReportAsync(string entity, CancellationToken cancellationToken)
    {
        var view = await _runtime.ViewAsync(cancellationToken).ConfigureAwait(false);
        var groups = new MatchGroups(Store, Tenant, view.Context.FlowOf(entity));
        var tally = new MatchTally();
        RecordRef? after = null;
        while (await Store.ScanStageAsync(Tenant, entity, after, _runtime.Options.BindBatch, cancellationToken).ConfigureAwait(false) is { Count: > 0 } page)
        {
            after = page[^1].Ref;
            await TallyAsync(groups, page, tally, cancellationToken).ConfigureAwait(false);
        }

        var spokes = view.Context.SpokesOf(entity);
        var complete = spokes.All(s => s.Phase is not (FlowPhase.New or FlowPhase.Inventory));
        return tally.ToReport(entity, complete, spokes.Any(s => s.IsLive), ReviewSample);
    }

    private static async Task TallyAsync(MatchGroups groups, IReadOnlyList<StageRow> page, MatchTally tally, CancellationToken cancellationToken)
    {
        var inPage = page.Select(r => r.Ref).ToHashSet();
        var closed = await groups.CloseAsync(page, cancellationToken).ConfigureAwait(false);
        var proposals = await groups.ProposalsAsync(closed, cancellationToken).ConfigureAwait(false);
        foreach (var group in closed.Where(g => inPage.Contains(g.First)))
        {
            tally.Add(group, [.. proposals.Where(p => group.Holds(p.Record.Ref))]);
        }
    }

    /// <summary>
    /// Whether the first load of an entity needs a person: two sides hold records and something about them is not clear. Every run asks
    /// again, over a stage of any size, so the answer ends at the first question, and that is looked for where it was found last.
    /// </summary>
    private async Task<bool> NeedsPersonAsync(EngineView view, string entity, CancellationToken cancellationToken)
    {
        var groups = new MatchGroups(Store, Tenant, view.Context.FlowOf(entity));
        var size = _runtime.Options.BindBatch;
        if (_questionAfter.TryGetValue(entity, out var last) && await Store.ScanStageAsync(Tenant, entity, last, size, cancellationToken).ConfigureAwait(false) is { Count: > 0 } known)
        {
            var again = new MatchTally();
            await TallyAsync(groups, known, again, cancellationToken).ConfigureAwait(false);
            if (again.HasQuestion)
            {
                return true;
            }
        }

        var live = view.Context.SpokesOf(entity).Any(s => s.IsLive);
        var tally = new MatchTally();
        RecordRef? after = null;
        while (await Store.ScanStageAsync(Tenant, entity, after, size, cancellationToken).ConfigureAwait(false) is { Count: > 0 } page)
        {
            var asked = tally.HasQuestion;
            await TallyAsync(groups, page, tally, cancellationToken).ConfigureAwait(false);
            if (tally.HasQuestion && !asked)
            {
                _questionAfter[entity] = after;
            }

            if (tally.HasQuestion && !tally.IsOneSided(live))
            {
                return true;
            }

            after = page[^1].Ref;
        }

        _questionAfter.Remove(entity);
        return false;
    }

    // Null: nothing left to bind.
    private async Task<int?> BindPageAsync(EngineView view, string entity, CancellationToken cancellationToken)
    {
        var sequence = await Store.GetSequenceAsync(cancellationToken).ConfigureAwait(false);
        if (_nothingToBind.TryGetValue(entity, out var seen) && seen == sequence)
        {
            return null;
        }

        var groups = new MatchGroups(Store, Tenant, view.Context.FlowOf(entity));
        RecordRef? after = null;
        while (await Store.ScanStageAsync(Tenant, entity, after, _runtime.Options.BindBatch, cancellationToken).ConfigureAwait(false) is { Count: > 0 } page)
        {
            after = page[^1].Ref;
            var closed = await groups.CloseAsync(page, cancellationToken).ConfigureAwait(false);
            var open = (await groups.ProposalsAsync(closed, cancellationToken).ConfigureAwait(false)).Select(p => p.Record.Ref).ToHashSet();
            MatchGroup[] clean = [.. closed.Where(g => g.IsClean && !g.Records.Exists(r => open.Contains(r.Ref)))];
            RecordRef[] tombstones = [.. page.Where(r => r.Record is null).Select(r => r.Ref)];
            if (clean.Length > 0 || (tombstones.Length > 0 && view.Context.SpokesOf(entity).All(s => s.IsLive)))
            {
                await BindGroupsAsync(view, clean, tombstones, cancellationToken).ConfigureAwait(false);
                return clean.Sum(g => g.Records.Count) + tombstones.Length;
            }
        }

        _nothingToBind[entity] = sequence;
        return null;
    }

    private async Task BindGroupsAsync(EngineView view, MatchGroup[] groups, RecordRef[] tombstones, CancellationToken cancellationToken)
    {
        var needs = groups.SelectMany(g => g.Records).SelectMany(r => Prefetch.OfStaged(view.Context, view.Context.SpokeOf(r.Entity, r.Ref.Spoke)!, r))
            .Concat(groups.SelectMany(g => g.Golden).Select(g => new Need.Golden(g.Golden.Id)))
            .Concat(tombstones.Select(t => new Need.Stage(t)));
        var live = tombstones.Length > 0 && view.Context.SpokesOf(groups.Length > 0 ? groups[0].Records[0].Entity : "").All(s => s.IsLive);
        var loads = groups.SelectMany(g => g.Records).Any(r => view.Context.SpokeOf(r.Entity, r.Ref.Spoke) is { IsLive: false });
        await _runtime.NewPass(view).RunAsync(
            needs,
            scope =>
            {
                // A first load was approved as a whole, with what workflows make of it.
                scope.Rules.Lane = loads ? Reconciler.SeedLane : scope.Rules.Lane;
                scope.Each(groups, g => BindOne(scope, g));
                scope.Each(live ? tombstones : [], t => RemoveTombstone(scope, t));
            },
            finish: null,
            cancellationToken).ConfigureAwait(false);
        _runtime.Counts.Add("bound", groups.Sum(g => g.Records.Count));
    }

    private static void RemoveTombstone(PassScope scope, RecordRef reference)
    {
        if (scope.Set.Staged(reference) is { Record: null })
        {
            scope.Set.RemoveStage(reference);
        }
    }

    private static void BindOne(PassScope scope, MatchGroup group)
    {
        StageRow[] records = [.. group.Records.Select(r => scope.Set.Staged(r.Ref)).OfType<StageRow>().Where(r => r.Record is not null)];
        if (records.Length != group.Records.Count || records.Zip(group.Records).Any(p => p.First.Sequence != p.Second.Sequence))
        {
            // It moved since it was looked at: the next look decides.
            return;
        }

        foreach (var key in records.SelectMany(r => r.StrongKeys).Distinct())
        {
            // The lookups that made the group clean are checked again at commit.
            _ = scope.Set.Match(records[0].Entity, key);
        }

        scope.Rules.BindGroup(records, group.Golden.Count == 0 ? null : scope.Set.Golden(group.Golden[0].Golden.Id));
    }

    private sealed class MatchTally
    {
        private readonly Dictionary<SpokeId, long> _only = [];
        private readonly Dictionary<SpokeId, long> _duplicates = [];
        private readonly HashSet<SpokeId> _populated = [];
        private readonly HashSet<string> _proposed = new(StringComparer.Ordinal);
        private readonly List<MatchReview> _reviews = [];
        private long _linked;
        private long _ambiguous;

        public bool HasQuestion => _ambiguous + _proposed.Count > 0;

        public bool IsOneSided(bool othersLive) => _populated.Count + (othersLive ? 1 : 0) <= 1;

        public void Add(MatchGroup group, IReadOnlyList<(StageRow Record, string Other)> proposals)
        {
            _populated.UnionWith(group.Records.Select(r => r.Ref.Spoke));
            foreach (var (record, other) in proposals)
            {
                var pair = string.CompareOrdinal(record.Ref.ToString(), other) < 0 ? $"{record.Ref}|{other}" : $"{other}|{record.Ref}";
                if (_proposed.Add(pair))
                {
                    var isGolden = !RecordRef.TryParse(other, out _);
                    Review(new MatchReview(OpenItemKind.PossibleDuplicate, isGolden ? [record.Ref.ToString()] : [record.Ref.ToString(), other], isGolden ? [other] : [], "suggest"));
                }
            }

            if (!group.IsClean)
            {
                _ambiguous++;
                Review(new MatchReview(OpenItemKind.Ambiguous, [.. group.Records.Select(r => r.Ref.ToString())], [.. group.Golden.Select(g => g.Golden.Id.ToString())], group.Records[0].StrongKeys is { Count: > 0 } keys ? keys[0].Rule : ""));
                foreach (var side in group.Records.GroupBy(r => r.Ref.Spoke).Where(s => s.Count() > 1))
                {
                    _duplicates[side.Key] = _duplicates.GetValueOrDefault(side.Key) + side.Count();
                }
            }
            else if (group.Records.Count + group.Golden.Count > 1)
            {
                _linked++;
            }
            else
            {
                _only[group.First.Spoke] = _only.GetValueOrDefault(group.First.Spoke) + 1;
            }
        }

        public MatchReport ToReport(string entity, bool complete, bool othersLive, int sample) => new()
        {
            Entity = entity,
            Linked = _linked,
            Only = _only,
            Ambiguous = _ambiguous,
            Suggested = _proposed.Count,
            Duplicates = _duplicates,
            Reviews = _reviews.Count <= sample ? _reviews : _reviews[..sample],
            IsComplete = complete,
            ApprovesItself = complete && (IsOneSided(othersLive) || !HasQuestion),
        };

        private void Review(MatchReview review)
        {
            if (_reviews.Count < ReviewSample)
            {
                _reviews.Add(review);
            }
        }
    }
}
