using System.Diagnostics;
using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Diagnostics;
using CrmErp.Sdk.Reconcile;
using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Engine;

// Capture: a page of the feed, its effects and its cursor in one transaction (R7 to R12).
internal sealed partial class EngineSteps
{
    private async Task<StepResult> CaptureCoreAsync(EngineView view, FlowSpoke spoke, CancellationToken cancellationToken)
    {
        // Before Live too: what the feed reports goes into the stage. New has no position yet.
        if (spoke.Phase == FlowPhase.New || !spoke.Member.Captures || spoke.Object.Changes == ChangeModel.SweepOnly)
        {
            return StepResult.Idle;
        }

        var now = _runtime.Now;
        if (view.Stream(spoke) is { NextDue: { } due } && due > now)
        {
            return StepResult.Until(due);
        }

        if (await ClaimAsync(spoke, now, cancellationToken).ConfigureAwait(false) is not { } stream)
        {
            return StepResult.Idle;
        }

        using var span = Span(CrmErpDiagnostics.PageSpan, spoke, null);
        // R11: the store sequence before the read.
        var started = await Store.GetSequenceAsync(cancellationToken).ConfigureAwait(false);
        ChangePage page;
        try
        {
            page = await _runtime.Call<IChangeReader>(spoke, "changes").ReadChangesAsync(
                new ChangesRequest { Scope = spoke.Spoke.Scope, Shape = spoke.Map.Shape, Cursor = stream.Cursor, PageSize = spoke.Object.PageSize, Filters = spoke.Map.Filters },
                cancellationToken).ConfigureAwait(false);
        }
        catch (ConnectorException error) when (error.Kind == ErrorKind.CursorExpired)
        {
            // R8: a full read, never "from now"; what was deleted meanwhile no feed tells any more.
            await ReleaseStreamAsync(stream with { Cursor = null, Checkpoints = SweepSoon(stream.Checkpoints) }, cancellationToken).ConfigureAwait(false);
            _runtime.Logger.CursorExpired(spoke.Spoke.ToString(), spoke.Flow.Entity.Name);
            return new StepResult(true, 0);
        }
        catch (ConnectorException error)
        {
            span?.SetStatus(ActivityStatusCode.Error, error.Kind.ToString());
            await ReleaseStreamAsync(stream, cancellationToken).ConfigureAwait(false);
            throw;
        }

        using (page)
        {
            span?.SetTag(CrmErpDiagnostics.CountTag, page.Records.Count + page.Deletions.Count);
            var effects = await CommitPageAsync(view, spoke, stream, page, started, cancellationToken).ConfigureAwait(false);
            // What a source serves again and again (its open invoices, say) is no work while nothing of it changed.
            return new StepResult(effects > 0 || page.HasMore, page.Records.Count + page.Deletions.Count, page.HasMore ? now : now + _runtime.Options.PollInterval);
        }
    }

    private async Task<int> CommitPageAsync(EngineView view, FlowSpoke spoke, StreamRow stream, ChangePage page, long started, CancellationToken cancellationToken)
    {
        var changed = await ScanAsync(spoke, page.Records, started, cancellationToken).ConfigureAwait(false);
        var window = stream.WindowFrom == 0 ? started : stream.WindowFrom;
        var next = stream with
        {
            Cursor = page.Cursor,
            // R42b: a window counts from its first page.
            WindowFrom = page.HasMore ? window : 0,
            DrainedFrom = page.HasMore ? stream.DrainedFrom : window,
            LastDrained = page.HasMore ? stream.LastDrained : _runtime.Now,
            NextDue = page.HasMore ? _runtime.Now : _runtime.Now + _runtime.Options.PollInterval,
            Checkpoints = page.NeedsFullRead ? SweepSoon(stream.Checkpoints) : stream.Checkpoints,
        };
        var consumed = await SuccessorsAsync(spoke, [.. page.Deletions.Select(d => d.Ref.Id)], cancellationToken).ConfigureAwait(false);
        PageEvent[] events =
        [
            .. page.Deletions.Select(d => new PageEvent(d.Ref, PageEventKind.Deletion, Survivor: d.MergedInto)),
            .. changed.Records.Select(r => new PageEvent(r.Ref, PageEventKind.Record, r)),
            .. page.Gaps.Select(id => new PageEvent(spoke.Ref(id), PageEventKind.Gap)),
        ];
        var outcomes = await InPartsAsync(view, stream, events, new PageWork<PageEvent>
        {
            Needs = some => NeedsOf(view, spoke, [.. some.Select(e => e.Record).OfType<Record>()], [.. some.Where(e => e.Kind == PageEventKind.Deletion).Select(e => e.Ref), .. some.Select(e => e.Survivor).OfType<string>().Select(spoke.Ref)], changed.Unlinked),
            Body = (scope, some, said) => scope.Each(some, e => CaptureOne(scope, spoke, e, started, consumed, said)),
            Finish = batch =>
            {
                batch.LinkVersions.AddRange(changed.Versions);
                batch.PutHints.AddRange(changed.Stale);
                batch.PutStreams.Add(next);
            },
        }, cancellationToken).ConfigureAwait(false);
        _runtime.Counts.Add("read.Unchanged", page.Records.Count - changed.Records.Count);
        _runtime.Instruments.Read(spoke.Flow.Entity.Name, "Unchanged", page.Records.Count - changed.Records.Count);
        Count("read", spoke, outcomes);
        _runtime.Logger.PageCommitted(spoke.Spoke.ToString(), spoke.Flow.Entity.Name, page.Records.Count, changed.Records.Count);
        return outcomes.Count(o => o != ObserveOutcome.Unchanged) + page.Gaps.Count;
    }

    private static void CaptureOne(PassScope scope, FlowSpoke spoke, PageEvent seen, long started, HashSet<string> consumed, List<ObserveOutcome> outcomes)
    {
        switch (seen.Kind)
        {
            case PageEventKind.Deletion:
                outcomes.Add(seen.Survivor is { } survivor
                    ? scope.Rules.ObserveMerged(spoke, seen.Ref.Id, survivor, started)
                    : scope.Rules.ObserveAbsent(spoke, seen.Ref.Id, started, consumed.Contains(seen.Ref.Id), "tombstone"));
                break;
            case PageEventKind.Record:
                outcomes.Add(scope.Rules.Observe(spoke, seen.Record!, started));
                break;
            default:
                scope.Set.Hint(spoke, seen.Ref.Id, "gap", TimeSpan.Zero);
                break;
        }
    }

    /// <summary>
    /// The no-change scan: a record whose hash equals that of an active link stops here, and is never made. It never stops for a link
    /// that is reserved, gone, frozen or in flight.
    /// </summary>
    private async Task<ScanResult> ScanAsync(FlowSpoke spoke, RecordPage page, long started, CancellationToken cancellationToken)
    {
        var order = new int[page.Count];
        var ids = new string[page.Count];
        for (var i = 0; i < page.Count; i++)
        {
            order[i] = i;
            ids[i] = page.Head(i).Id;
        }

        Array.Sort(ids, order, StringComparer.Ordinal);
        var heads = await Store.ReadLinkHeadsAsync(Tenant, spoke.Spoke, spoke.Map.Object, ids, cancellationToken).ConfigureAwait(false);
        var result = new ScanResult([], [], [], []);
        var at = 0;
        for (var i = 0; i < ids.Length; i++)
        {
            while (at < heads.Count && string.CompareOrdinal(heads[at].Id, ids[i]) < 0)
            {
                at++;
            }

            var known = at < heads.Count && heads[at].Id == ids[i] ? heads[at] : (LinkHead?)null;
            var head = page.Head(order[i]);
            if (known is not { State: LinkState.Active, InFlight: false } link || link.MapHash != spoke.MapHash || !SameHead(spoke, link, head))
            {
                result.Records.Add(page.Read(order[i]));
                if (known is null or { State: LinkState.Reserved })
                {
                    result.Unlinked.Add(ids[i]);
                }
            }
            else if (link.Version != head.Version)
            {
                MovedVersion(spoke, link, head, started, result);
            }
        }

        // Oldest first, as the source gave them.
        result.Records.Sort(static (a, b) => Nullable.Compare(a.Modified, b.Modified));
        return result;
    }

    private static bool SameHead(FlowSpoke spoke, LinkHead link, RecordHead head) =>
        (link.Version is not null || spoke.Object.Version == VersionKind.None) && ((spoke.Object.Version == VersionKind.Strict && link.Version == head.Version) || (link.Hash == head.Hash && head.Hash != default));

    private void MovedVersion(FlowSpoke spoke, LinkHead link, RecordHead head, long started, ScanResult result)
    {
        if (link.Touched > started)
        {
            // The image may predate what we know: its version would be an old one.
            result.Stale.Add(new HintRow { Ref = spoke.Ref(head.Id), Entity = spoke.Flow.Entity.Name, Reason = "stale", NotBefore = _runtime.Now, Since = _runtime.Now });
        }
        else
        {
            result.Versions.Add(new LinkVersion(spoke.Ref(head.Id), head.Version));
        }
    }

    private enum PageEventKind
    {
        Deletion,
        Record,
        Gap,
    }

    private readonly record struct PageEvent(RecordRef Ref, PageEventKind Kind, Record? Record = null, string? Survivor = null);

    private sealed record ScanResult(List<Record> Records, List<LinkVersion> Versions, List<HintRow> Stale, HashSet<string> Unlinked);

    private static IEnumerable<Need> NeedsOf(EngineView view, FlowSpoke spoke, IReadOnlyList<Record> records, IReadOnlyList<RecordRef> absent, HashSet<string> unlinked) =>
        records.SelectMany(r => Prefetch.Of(view.Context, spoke, r))
            .Concat(records.Where(r => unlinked.Contains(r.Ref.Id)).SelectMany(r => Prefetch.OfUnlinked(spoke, r)))
            .Concat(absent.SelectMany(r => new Need[] { new Need.Link(r), new Need.Item(r), new Need.Stage(r) }));

    private void Count(string prefix, FlowSpoke spoke, List<ObserveOutcome> outcomes)
    {
        foreach (var group in outcomes.GroupBy(o => o))
        {
            _runtime.Counts.Add($"{prefix}.{group.Key}", group.Count());
            _runtime.Instruments.Read(spoke.Flow.Entity.Name, group.Key.ToString(), group.Count());
        }
    }

    private Task<StreamRow?> ClaimAsync(FlowSpoke spoke, DateTimeOffset now, CancellationToken cancellationToken) =>
        Store.ClaimStreamAsync(Tenant, spoke.Spoke, spoke.Flow.Entity.Name, now, now + _runtime.Options.Lease, cancellationToken);

    private async Task ReleaseStreamAsync(StreamRow stream, CancellationToken cancellationToken)
    {
        var batch = new StoreBatch { Tenant = Tenant };
        batch.StreamFences.Add(new StreamFence(stream.Spoke, stream.Entity, stream.Fence));
        batch.PutStreams.Add(stream);
        batch.ReleaseStreams.Add(new StreamFence(stream.Spoke, stream.Entity, stream.Fence));
        await Store.CommitAsync(batch, cancellationToken).ConfigureAwait(false);
    }
}
