using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Reconcile;
using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Engine;

// The sweep: a full read in id order beside the links; what differs or is absent becomes a hint, never an effect (R31).
internal sealed partial class EngineSteps
{
    private const string SweepReason = "sweep";

    private async Task<StepResult> SweepCoreAsync(EngineView view, FlowSpoke spoke, CancellationToken cancellationToken)
    {
        if (!spoke.IsLive || !spoke.Member.Captures || view.Stream(spoke) is not { } known)
        {
            return StepResult.Idle;
        }

        var checkpoints = Checkpoints.Read(known.Checkpoints);
        var due = IsSweepDue(checkpoints, known);
        if (!checkpoints.Sweeping && !due)
        {
            return StepResult.Idle;
        }

        if (await ClaimAsync(spoke, _runtime.Now, cancellationToken).ConfigureAwait(false) is not { } stream)
        {
            return StepResult.Idle;
        }

        try
        {
            return await SweepPageAsync(spoke, stream, Checkpoints.Read(stream.Checkpoints), cancellationToken).ConfigureAwait(false);
        }
        catch (ConnectorException)
        {
            await ReleaseStreamAsync(stream, cancellationToken).ConfigureAwait(false);
            throw;
        }
    }

    private bool IsSweepDue(Checkpoints checkpoints, StreamRow stream)
    {
        if (_runtime.Options.SweepInterval == Timeout.InfiniteTimeSpan)
        {
            return false;
        }

        return (checkpoints.Swept ?? stream.LastDrained) is { } last && last + _runtime.Options.SweepInterval <= _runtime.Now;
    }

    /// <summary>Asks for a sweep of a stream, from its beginning; false when somebody is at work on it.</summary>
    public async Task<bool> RequestSweepAsync(SpokeId spokeId, string entity, CancellationToken cancellationToken)
    {
        var view = await _runtime.ViewAsync(cancellationToken).ConfigureAwait(false);
        if (view.Find(spokeId, entity) is { } spoke && await ClaimAsync(spoke, _runtime.Now, cancellationToken).ConfigureAwait(false) is { } stream)
        {
            await ReleaseStreamAsync(stream with { Checkpoints = SweepSoon(stream.Checkpoints) }, cancellationToken).ConfigureAwait(false);
            return true;
        }

        return false;
    }

    private static string SweepSoon(string checkpoints) => (Checkpoints.Read(checkpoints) with { Sweeping = true, Sweep = null, SweepAfter = null, SweepListed = 0 }).Write();

    // First the listing, in whatever order the system lists: drifted and unlinked records. Only when fewer linked records were listed than
    // are linked, the links are read by id, page by page: ids sort differently everywhere, so ranges prove nothing.
    private async Task<StepResult> SweepPageAsync(FlowSpoke spoke, StreamRow stream, Checkpoints checkpoints, CancellationToken cancellationToken)
    {
        var batch = new StoreBatch { Tenant = Tenant };
        var (next, compared) = checkpoints.SweepAfter is null
            ? await SweepListingAsync(spoke, checkpoints, batch, cancellationToken).ConfigureAwait(false)
            : await SweepLinksAsync(spoke, checkpoints, batch, cancellationToken).ConfigureAwait(false);
        batch.StreamFences.Add(new StreamFence(stream.Spoke, stream.Entity, stream.Fence));
        batch.PutStreams.Add(stream with { Checkpoints = next.Write() });
        batch.ReleaseStreams.Add(new StreamFence(stream.Spoke, stream.Entity, stream.Fence));
        await Store.CommitAsync(batch, cancellationToken).ConfigureAwait(false);
        _runtime.Counts.Add("swept", compared);
        _runtime.Counts.Add("sweep.Suspected", batch.PutHints.Count);
        return new StepResult(true, compared);
    }

    private async Task<(Checkpoints Next, int Compared)> SweepListingAsync(FlowSpoke spoke, Checkpoints checkpoints, StoreBatch batch, CancellationToken cancellationToken)
    {
        var result = await _runtime.Call<IRecordReader>(spoke, "page").ReadPageAsync(
            new ReadPageRequest { Scope = spoke.Spoke.Scope, Shape = spoke.Map.Shape, Continuation = checkpoints.Sweep, PageSize = spoke.Object.PageSize, Filters = spoke.Map.Filters },
            cancellationToken).ConfigureAwait(false);
        using (result.Page)
        {
            var heads = new SortedDictionary<string, RecordHead>(StringComparer.Ordinal);
            for (var i = 0; i < result.Page.Count; i++)
            {
                heads[result.Page.Head(i).Id] = result.Page.Head(i);
            }

            var listed = checkpoints.SweepListed + await CompareAsync(spoke, heads, batch, cancellationToken).ConfigureAwait(false);
            if (result.Continuation is not null)
            {
                return (checkpoints with { Sweeping = true, Sweep = result.Continuation, SweepListed = listed }, heads.Count);
            }

            var counts = await Store.CountAsync(Tenant, cancellationToken).ConfigureAwait(false);
            var active = counts.Links.Where(l => l.Entity == spoke.Flow.Entity.Name && l.Spoke == spoke.Spoke && l.State == LinkState.Active).Sum(l => l.Count);
            return (active > listed ? checkpoints with { Sweeping = true, Sweep = null, SweepListed = 0, SweepAfter = "" } : Swept(checkpoints), heads.Count);
        }
    }

    private async Task<(Checkpoints Next, int Compared)> SweepLinksAsync(FlowSpoke spoke, Checkpoints checkpoints, StoreBatch batch, CancellationToken cancellationToken)
    {
        var links = await Store.ScanLinksAsync(Tenant, spoke.Spoke, spoke.Map.Object, checkpoints.SweepAfter is { Length: > 0 } after ? after : null, spoke.Object.GetBatchSize, cancellationToken).ConfigureAwait(false);
        string[] ids = [.. links.Where(l => l.State == LinkState.Active).Select(l => l.Ref.Id)];
        var records = ids.Length == 0 ? [] : await GetManyAsync(spoke, ids, earlier: false, cancellationToken).ConfigureAwait(false);
        for (var i = 0; i < ids.Length; i++)
        {
            if (records[i] is null)
            {
                Suspect(spoke, ids[i], "absent", batch);
            }
        }

        return (links.Count < spoke.Object.GetBatchSize ? Swept(checkpoints) : checkpoints with { SweepAfter = links[^1].Ref.Id }, ids.Length);
    }

    private Checkpoints Swept(Checkpoints checkpoints) =>
        checkpoints with { Sweeping = false, Sweep = null, SweepAfter = null, SweepListed = 0, Swept = _runtime.Now };

    /// <summary>Compares a page of heads with their links; answers how many of them are active links.</summary>
    private async Task<int> CompareAsync(FlowSpoke spoke, SortedDictionary<string, RecordHead> heads, StoreBatch batch, CancellationToken cancellationToken)
    {
        var links = await Store.ReadLinkHeadsAsync(Tenant, spoke.Spoke, spoke.Map.Object, [.. heads.Keys], cancellationToken).ConfigureAwait(false);
        foreach (var link in links)
        {
            if (!link.InFlight && IsSuspect(spoke, link, heads[link.Id]))
            {
                Suspect(spoke, link.Id, SweepReason, batch);
            }
        }

        var linked = links.Select(l => l.Id).ToHashSet(StringComparer.Ordinal);
        RecordRef[] unlinked = [.. heads.Keys.Where(id => !linked.Contains(id)).Select(spoke.Ref)];
        if (unlinked.Length > 0)
        {
            var known = (await Store.ReadStageAsync(Tenant, unlinked, cancellationToken).ConfigureAwait(false)).Select(s => s.Ref).ToHashSet();
            known.UnionWith((await Store.ReadOpenItemsAsync(Tenant, unlinked, cancellationToken).ConfigureAwait(false)).Select(i => i.Ref!.Value));
            foreach (var reference in unlinked.Where(r => !known.Contains(r)))
            {
                Suspect(spoke, reference.Id, SweepReason, batch);
            }
        }

        return links.Count(l => l.State == LinkState.Active);
    }

    private static bool IsSuspect(FlowSpoke spoke, LinkHead link, RecordHead head) => link.State switch
    {
        // By what can be read: the same version may show more than before, when a permission or a field came back.
        LinkState.Active => link.MapHash != spoke.MapHash || head.Hash != link.Hash,
        LinkState.Gone or LinkState.Reserved => true,
        _ => false,
    };

    private void Suspect(FlowSpoke spoke, string id, string reason, StoreBatch batch) => batch.PutHints.Add(new HintRow
    {
        Ref = spoke.Ref(id),
        Entity = spoke.Flow.Entity.Name,
        Reason = reason,
        NotBefore = _runtime.Now,
        Since = _runtime.Now,
        Lane = 3,
    });
}
