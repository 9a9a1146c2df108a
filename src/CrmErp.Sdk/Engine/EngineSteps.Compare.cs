using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Mapping;
using CrmErp.Sdk.Reconcile;
using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Engine;

// The comparison of a spoke with the stored state: a full read that changes nothing.
internal sealed partial class EngineSteps
{
    /// <summary>Compares one spoke's records of one entity, page by page.</summary>
    public async Task CompareAsync(EngineView view, FlowSpoke spoke, ComparisonTally tally, CancellationToken cancellationToken)
    {
        // Only a missing link needs the ids that were listed: they are dropped again when every link was seen.
        var listed = new HashSet<string>(StringComparer.Ordinal);
        for (string? continuation = null; ;)
        {
            var result = await _runtime.Call<IRecordReader>(spoke, "page").ReadPageAsync(
                new ReadPageRequest { Scope = spoke.Spoke.Scope, Shape = spoke.Map.Shape, Continuation = continuation, PageSize = spoke.Object.PageSize, Filters = spoke.Map.Filters },
                cancellationToken).ConfigureAwait(false);
            using (result.Page)
            {
                Record[] records = [.. Enumerable.Range(0, result.Page.Count).Select(result.Page.Read).Where(r => spoke.Map.InScope(r.Fields))];
                listed.UnionWith(records.Select(r => r.Ref.Id));
                await ComparePageAsync(view, spoke, records, tally, cancellationToken).ConfigureAwait(false);
            }

            if ((continuation = result.Continuation) is null)
            {
                break;
            }
        }

        await CompareLinksAsync(spoke, listed, tally, cancellationToken).ConfigureAwait(false);
        await CompareGoldenAsync(view, spoke, tally, cancellationToken).ConfigureAwait(false);
    }

    private async Task ComparePageAsync(EngineView view, FlowSpoke spoke, Record[] records, ComparisonTally tally, CancellationToken cancellationToken)
    {
        RecordRef[] refs = [.. records.Select(r => r.Ref)];
        var links = (await Store.ReadLinksAsync(Tenant, refs, cancellationToken).ConfigureAwait(false)).ToDictionary(l => l.Ref);
        var golden = (await Store.ReadAggregatesAsync(Tenant, [.. links.Values.Select(l => l.GoldenId).Distinct()], cancellationToken).ConfigureAwait(false)).Select(a => a.Golden.Id).ToArray();
        RecordRef[] strangers = [.. refs.Where(r => !links.TryGetValue(r, out var l) || l.State is not (LinkState.Active or LinkState.Frozen))];
        var explained = (await Store.ReadStageAsync(Tenant, strangers, cancellationToken).ConfigureAwait(false)).Select(s => s.Ref).ToHashSet();
        explained.UnionWith((await Store.ReadOpenItemsAsync(Tenant, strangers, cancellationToken).ConfigureAwait(false)).Select(i => i.Ref!.Value));
        var hinted = (await Store.ReadHintsAsync(Tenant, spoke.Spoke, spoke.Flow.Entity.Name, DateTimeOffset.MaxValue, int.MaxValue, cancellationToken).ConfigureAwait(false)).Select(h => h.Ref).ToHashSet();
        explained.UnionWith(hinted);
        var found = new List<RecordComparison>();
        await _runtime.NewPass(view).PreviewAsync(
            golden.Select(id => (Need)new Need.Golden(id)),
            _ => { },
            scope =>
            {
                found.Clear();
                scope.Each(records.Where(r => links.ContainsKey(r.Ref) && !strangers.Contains(r.Ref)), r => found.Add(CompareOne(scope, spoke, r, hinted.Contains(r.Ref))));
            },
            cancellationToken).ConfigureAwait(false);
        found.ForEach(tally.Add);
        foreach (var stranger in strangers)
        {
            tally.Unlinked(spoke, stranger, explained.Contains(stranger));
        }
    }

    private static RecordComparison CompareOne(PassScope scope, FlowSpoke spoke, Record record, bool hinted)
    {
        var link = scope.Set.Link(record.Ref)!;
        var golden = link.Golden;
        var image = spoke.Map.Read(record.Fields, new MapProblems());
        var owed = scope.Rules.Difference(golden, link, spoke);
        var (differing, unexplained, ownForm) = (new List<string>(), (string?)null, false);
        foreach (var field in golden.Entity.Fields)
        {
            // References and lines are compared by the engine, on links and line ids; here only whether they moved since they were folded.
            if (spoke.Map.RuleOf(field.Slot) is not { Reads: true } || image[field.Slot].IsMissing || field.Kind is FieldKind.Reference or FieldKind.Lines)
            {
                continue;
            }

            var (shows, wanted) = (image[field.Slot], golden.Data[field.Slot]);
            if (Same(shows, wanted))
            {
                continue;
            }

            if (Same(shows, link.Seen[field.Slot]) && Same(link.Base[field.Slot], wanted))
            {
                ownForm = true;
                continue;
            }

            differing.Add(field.Name);
            var known = hinted || golden.HasFlight(spoke.Spoke) || owed.Contains(field.Slot) || !link.IsActive || !spoke.Writes(field.Slot, WriteOperation.Update)
                || golden.IsHeld(field.GroupIndex, spoke.Spoke) || golden.Item(OpenItemKind.Noted, spoke.Spoke, field.Group) is not null
                || link.Shadow.Groups[field.GroupIndex].Hash is null;
            unexplained ??= known ? null : field.Name;
        }

        return new RecordComparison(record.Ref, golden.Id, differing, unexplained, ownForm);
    }

    private static bool Same(FieldValue left, FieldValue right) => left.Equals(right) || (left.IsEmpty && right.IsEmpty);

    private async Task CompareLinksAsync(FlowSpoke spoke, HashSet<string> listed, ComparisonTally tally, CancellationToken cancellationToken)
    {
        for (string? after = null; await Store.ScanLinksAsync(Tenant, spoke.Spoke, spoke.Map.Object, after, HeldPage, cancellationToken).ConfigureAwait(false) is { Count: > 0 } links;)
        {
            after = links[^1].Ref.Id;
            foreach (var link in links.Where(l => l.State == LinkState.Active && !listed.Contains(l.Ref.Id)))
            {
                tally.Missing(spoke, link);
            }
        }
    }

    private async Task CompareGoldenAsync(EngineView view, FlowSpoke spoke, ComparisonTally tally, CancellationToken cancellationToken)
    {
        for (GoldenId? after = null; await Store.ScanGoldenAsync(Tenant, spoke.Flow.Entity.Name, after, HeldPage, cancellationToken).ConfigureAwait(false) is { Count: > 0 } ids;)
        {
            after = ids[^1];
            var lacking = new List<(GoldenId Id, bool Explained)>();
            await _runtime.NewPass(view).PreviewAsync(
                ids.Select(id => (Need)new Need.Golden(id)),
                _ => { },
                scope =>
                {
                    lacking.Clear();
                    scope.Each(ids, id =>
                    {
                        var golden = scope.Set.Golden(id);
                        if (golden.IsLive && golden.LinkOn(spoke.Spoke) is null && (golden.Outbox.ContainsKey(spoke.Spoke) || scope.Rules.Lacks(golden, spoke)))
                        {
                            lacking.Add((id, golden.Outbox.ContainsKey(spoke.Spoke)));
                        }
                    });
                },
                cancellationToken).ConfigureAwait(false);
            lacking.ForEach(l => tally.Orphaned(spoke, l.Id, l.Explained));
        }
    }
}

/// <summary>One linked record beside its golden record.</summary>
internal sealed record RecordComparison(RecordRef Ref, GoldenId GoldenId, IReadOnlyList<string> Differing, string? Unexplained, bool OwnForm);

/// <summary>Counts what the comparison of one spoke finds.</summary>
internal sealed class ComparisonTally(string entity, SpokeId spoke, List<ReconciliationFinding> findings)
{
    private const int MostFindings = 1000;
    private readonly SortedDictionary<string, long> _fields = new(StringComparer.Ordinal);
    private long _records, _linked, _equal, _ownForm, _differing, _missing, _unlinked, _orphaned, _unexplained;

    public void Add(RecordComparison record)
    {
        _records++;
        _linked++;
        foreach (var field in record.Differing)
        {
            _fields[field] = _fields.GetValueOrDefault(field) + 1;
        }

        if (record.Unexplained is { } unexplained)
        {
            Find(new ReconciliationFinding(ReconciliationKind.Differs, entity, spoke, record.Ref, record.GoldenId, unexplained));
        }
        else if (record.Differing.Count > 0)
        {
            _differing++;
        }
        else if (record.OwnForm)
        {
            _ownForm++;
        }
        else
        {
            _equal++;
        }
    }

    public void Unlinked(FlowSpoke on, RecordRef record, bool explained)
    {
        _records++;
        if (explained)
        {
            _unlinked++;
        }
        else
        {
            Find(new ReconciliationFinding(ReconciliationKind.Unlinked, on.Flow.Entity.Name, spoke, record, null));
        }
    }

    public void Missing(FlowSpoke on, LinkRow link)
    {
        _missing++;
        Find(new ReconciliationFinding(ReconciliationKind.Missing, on.Flow.Entity.Name, spoke, link.Ref, link.GoldenId));
    }

    public void Orphaned(FlowSpoke on, GoldenId golden, bool explained)
    {
        if (explained)
        {
            _orphaned++;
        }
        else
        {
            Find(new ReconciliationFinding(ReconciliationKind.Orphaned, on.Flow.Entity.Name, spoke, null, golden));
        }
    }

    public ReconciliationLine ToLine() => new()
    {
        Entity = entity, Spoke = spoke, Records = _records, Linked = _linked, Equal = _equal, OwnForm = _ownForm, Differing = _differing, Missing = _missing,
        Unlinked = _unlinked, Orphaned = _orphaned, Unexplained = _unexplained, Fields = _fields,
    };

    private void Find(ReconciliationFinding finding)
    {
        _unexplained++;
        if (findings.Count < MostFindings)
        {
            findings.Add(finding);
        }
    }
}
