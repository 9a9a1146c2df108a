using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Diagnostics;
using CrmErp.Sdk.Reconcile;
using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Engine;

// The active map versions, and how another one takes their place (R50 to R56).
internal sealed partial class EngineSteps
{
    private const string HeldCause = "MapChange";

    /// <summary>The maps of this process that are not the active version.</summary>
    public async Task<IReadOnlyList<MapChange>> PendingMapsAsync(CancellationToken cancellationToken)
    {
        var view = await _runtime.ViewAsync(cancellationToken).ConfigureAwait(false);
        return [.. view.Spokes.Where(s => !s.HasActiveMap).DistinctBy(s => (s.Spoke.Connection, s.Flow.Entity.Name)).Select(Compare)];
    }

    // At the start of a process: a first version becomes active, and so does one whose impact is empty by construction. Every other one
    // waits for its impact plan, and its streams are left alone.
    private async Task SettleMapsAsync(CancellationToken cancellationToken)
    {
        var view = await _runtime.ViewAsync(cancellationToken).ConfigureAwait(false);
        var pending = await PendingMapsAsync(cancellationToken).ConfigureAwait(false);
        var counts = pending.Count == 0 ? null : await Store.CountAsync(Tenant, cancellationToken).ConfigureAwait(false);
        var held = (await Store.ListOpenItemsAsync(Tenant, new OpenItemFilter { Kind = OpenItemKind.WithheldChange, Cause = HeldCause, Take = 1000 }, cancellationToken).ConfigureAwait(false)).Select(i => i.Key).ToHashSet();
        var batch = new StoreBatch { Tenant = Tenant };
        foreach (var change in pending)
        {
            if (change.ActiveHash is null || IsSilent(view, change, counts!))
            {
                Activate(batch, view, change, Version(view, change, []), actor: null);
            }
            else
            {
                Hold(batch, view, change, held);
            }
        }

        // A process that has the active version again holds nothing.
        batch.RemoveOpenItems.AddRange(view.Spokes.Where(s => s.HasActiveMap).Select(HeldKey).Where(held.Contains));
        if (!batch.IsEmpty)
        {
            await Store.CommitAsync(batch, cancellationToken).ConfigureAwait(false);
        }
    }

    // Nothing is met, so nothing can be written: other rules for the same fields, fields less, or no records yet. A version that was
    // replaced never comes back by itself: it would be an old process that still runs. Parked work may be released by the change.
    private static bool IsSilent(EngineView view, MapChange change, StoreCounts counts)
    {
        if (change.WasActiveBefore)
        {
            return false;
        }

        FlowSpoke[] spokes = [.. SpokesOf(view, change)];
        return spokes.All(s => !s.IsLive)
            || counts.Links.Where(l => l.Entity == change.Entity && spokes.Any(s => s.Spoke == l.Spoke) && l.State == LinkState.Active).Sum(l => l.Count) == 0
            || (change.Groups.All(g => g.Kind is MapGroupChangeKind.Changed or MapGroupChangeKind.Removed)
                && !counts.Outbox.Any(o => o.Entity == change.Entity && spokes.Any(s => s.Spoke == o.Spoke) && o is { State: OutboxState.Parked, InFlight: false, Count: > 0 }));
    }

    private void Hold(StoreBatch batch, EngineView view, MapChange change, HashSet<OpenItemKey> held)
    {
        _runtime.Logger.MapChangeWaits(change.Entity, change.Connection.Value, change.Groups.Count);
        foreach (var spoke in SpokesOf(view, change).Where(s => !held.Contains(HeldKey(s))))
        {
            batch.PutOpenItems.Add(new OpenItem
            {
                Kind = OpenItemKind.WithheldChange,
                Entity = change.Entity,
                Group = HeldKey(spoke).Group,
                Spoke = spoke.Spoke,
                Cause = HeldCause,
                Problem = $"{HeldCause}|{change.Entity}|{change.Connection}",
                Detail = DetailCodec.Records("groups", change.Groups.Select(g => $"{g.Group} {g.Kind}")),
                Since = _runtime.Now,
            });
        }
    }

    // The key of an open item has no entity.
    private static OpenItemKey HeldKey(FlowSpoke spoke) => new(OpenItemKind.WithheldChange, null, $"map/{spoke.Flow.Entity.Name}", spoke.Spoke, null);

    private static IEnumerable<FlowSpoke> SpokesOf(EngineView view, MapChange change) =>
        view.Spokes.Where(s => s.Spoke.Connection == change.Connection && s.Flow.Entity.Name == change.Entity);

    /// <summary>The version that would become active, with its number of re-sendings.</summary>
    private static MapVersion Version(EngineView view, MapChange change, string[] reapply)
    {
        var spoke = SpokesOf(view, change).First();
        string[] changed = [.. change.Groups.Where(g => g.Kind is MapGroupChangeKind.Changed or MapGroupChangeKind.Extended).Select(g => g.Group).Union(reapply)];
        return MapVersion.Of(spoke.AsDeclared(), NextEpoch(spoke, reapply), reapply, changed);
    }

    /// <summary>
    /// One transaction: the version (by its mark the links of its streams are due to be made again), what stood open because of the old
    /// one. Parked work is planned again. Open conflicts and notes of unmapped groups end record by record with the backfill.
    /// </summary>
    private void Activate(StoreBatch batch, EngineView view, MapChange change, MapVersion version, string? actor)
    {
        var first = SpokesOf(view, change).First();
        if (change.ActiveHash is { } old && old != change.NewHash)
        {
            batch.PutMaps.Add(new MapVersionRow(change.Connection, change.Entity, old, first.Maps.Active!.Write(), MapVersionStates.Retired, _runtime.Now));
        }

        batch.PutMaps.Add(new MapVersionRow(change.Connection, change.Entity, change.NewHash, version.Write(), MapVersionStates.Active, _runtime.Now));
        if (change.ActiveHash is null)
        {
            return;
        }

        foreach (var spoke in SpokesOf(view, change))
        {
            if (!spoke.IsLive)
            {
                // What is staged was read with the old map: it is read again, and what is linked already is made again once it is live.
                batch.PutStreams.Add(view.Stream(spoke)! with { Phase = FlowPhase.New, Cursor = null, Checkpoints = new Checkpoints().Write() });
            }

            batch.RemoveOpenItems.Add(HeldKey(spoke));
            batch.RemoveOpenItems.AddRange(version.Changed.Select(g => new OpenItemKey(OpenItemKind.MapDrift, null, DriftName(change.Entity, g), spoke.Spoke, null)));
            batch.Releases.Add(new ParkedRelease(spoke.Spoke, change.Entity));
        }

        batch.Audit.Add(new AuditRow
        {
            At = _runtime.Now,
            Kind = "map-activated",
            Entity = change.Entity,
            Origin = change.Connection.Value,
            Actor = actor,
            Detail = DetailCodec.Records("groups", change.Groups.Select(g => $"{g.Group} {g.Kind}").Concat(version.Reapply.Select(g => $"{g} Reapplied"))),
            RunId = _runtime.RunId,
        });
        _runtime.Logger.MapActivated(change.Entity, change.Connection.Value);
    }

    /// <summary>Makes the maps of a plan active, if it still fits.</summary>
    public async Task<OperationOutcome> ActivateAsync(MapChangePlan plan, OperationBy by, CancellationToken cancellationToken)
    {
        if (plan.Proposed.Count == 0)
        {
            return OperationOutcome.AlreadyClosed;
        }

        var view = await _runtime.ViewAsync(cancellationToken).ConfigureAwait(false);
        var batch = new StoreBatch { Tenant = Tenant };
        foreach (var ((connection, entity), version) in plan.Proposed)
        {
            var spoke = view.Spokes.FirstOrDefault(s => s.Spoke.Connection == connection && s.Flow.Entity.Name == entity);
            if (spoke is null || !Fits(plan, spoke, version))
            {
                return OperationOutcome.Stale;
            }

            Activate(batch, view, Compare(spoke), version, by.Actor);
        }

        await ApprovePlannedAsync(batch, plan, by, cancellationToken).ConfigureAwait(false);
        var result = await Store.CommitAsync(batch, cancellationToken).ConfigureAwait(false);
        return result.Succeeded ? OperationOutcome.Resolved : OperationOutcome.Stale;
    }

    // A version that comes back marks its links anew: the one between may have made only some of them.
    private static int NextEpoch(FlowSpoke spoke, IReadOnlyList<string> reapply) =>
        (spoke.Maps.Active?.Epoch ?? 0) + (reapply.Count > 0 || spoke.Maps.RetiredHashes.Contains(spoke.CodeHash) ? 1 : 0);

    // The same step as planned: from that active version to the map of this process, and no other re-sending in between.
    private static bool Fits(MapChangePlan plan, FlowSpoke spoke, MapVersion version)
    {
        var planned = plan.Changes.FirstOrDefault(c => c.Connection == spoke.Spoke.Connection && c.Entity == spoke.Flow.Entity.Name);
        return version.Epoch == NextEpoch(spoke, version.Reapply) && (planned is null ? spoke.HasActiveMap : planned.ActiveHash == spoke.Maps.ActiveHash && planned.NewHash == spoke.CodeHash);
    }

    private static MapChange Compare(FlowSpoke spoke)
    {
        var now = MapVersion.Of(spoke.AsDeclared()).Groups;
        var before = spoke.Maps.Active?.Groups ?? new Dictionary<string, MapVersionGroup>();
        var groups = new List<MapGroupChange>();
        foreach (var name in before.Keys.Union(now.Keys))
        {
            var (old, fresh) = (before.GetValueOrDefault(name), now.GetValueOrDefault(name));
            if (fresh is null)
            {
                groups.Add(new MapGroupChange(name, MapGroupChangeKind.Removed, [.. old!.Fields.Keys]));
            }
            else if (old is null)
            {
                groups.Add(new MapGroupChange(name, MapGroupChangeKind.Added, [.. fresh.Fields.Keys]));
            }
            else if (old.Hash != fresh.Hash)
            {
                string[] gained = [.. fresh.Fields.Keys.Where(f => !old.Fields.ContainsKey(f))];
                groups.Add(gained.Length > 0
                    ? new MapGroupChange(name, MapGroupChangeKind.Extended, gained)
                    : new MapGroupChange(name, MapGroupChangeKind.Changed, [.. fresh.Fields.Keys]));
            }
        }

        return new MapChange
        {
            Entity = spoke.Flow.Entity.Name,
            Connection = spoke.Spoke.Connection,
            Groups = groups,
            ActiveHash = spoke.Maps.ActiveHash,
            NewHash = spoke.CodeHash,
            WasActiveBefore = spoke.Maps.RetiredHashes.Contains(spoke.CodeHash),
        };
    }
}
