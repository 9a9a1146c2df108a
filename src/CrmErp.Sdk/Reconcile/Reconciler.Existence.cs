using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Mapping;
using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Reconcile;

// Existence is a field: deletions, restores, successors (R30 to R32).
internal partial class Reconciler
{
    private const string DeleteRule = "delete";

    /// <summary>A record is proven absent: a tombstone, or a direct not-found while others of the stream are readable.</summary>
    /// <param name="spoke">The spoke.</param>
    /// <param name="id">The record.</param>
    /// <param name="started">The store sequence before the read.</param>
    /// <param name="consumed">A successor was found: the record lives on there (R30c).</param>
    /// <param name="evidence">tombstone or not-found, for the audit.</param>
    public ObserveOutcome ObserveAbsent(FlowSpoke spoke, string id, long started, bool consumed, string evidence)
    {
        var reference = spoke.Ref(id);
        ClearReviews(reference);
        if (_set.Staged(reference) is { Record: not null } staged)
        {
            return StageTombstone(spoke, staged, started);
        }

        var link = _set.Link(reference);
        if (link is null or { State: LinkState.Gone or LinkState.Consumed or LinkState.Reserved or LinkState.Alias })
        {
            // An alias is the id of a record that was made anew: a feed that is read again from the beginning tells its end again.
            return ObserveOutcome.Unchanged;
        }

        if (IsInFlight(link))
        {
            _set.Hint(spoke, id, "in-flight", Context.HintDelay);
            return ObserveOutcome.Deferred;
        }

        if (IsStale(link, started))
        {
            _set.Hint(spoke, id, "stale", TimeSpan.Zero);
            return ObserveOutcome.Deferred;
        }

        End(spoke, link, consumed, evidence);
        return ObserveOutcome.Gone;
    }

    /// <summary>The record behind a link does not exist any more.</summary>
    private void End(FlowSpoke spoke, LinkWork link, bool consumed, string evidence)
    {
        var golden = link.Golden;
        // Before the link's state moves: what it never got beats the deletion.
        var undelivered = HasUndelivered(golden, link, spoke);
        link.State = consumed ? LinkState.Consumed : LinkState.Gone;
        link.Version = null;
        link.Touch();
        golden.MarkDirty();
        ReopenReviews(golden);
        if (consumed)
        {
            _set.Audit("consumed", golden, null, spoke.Spoke.ToString(), "successor");
            return;
        }

        _set.Audit("deleted", golden, null, spoke.Spoke.ToString(), evidence);
        if (!golden.IsLive || spoke.Flow.OnDelete is Deletes.Ignore or Deletes.Unlink)
        {
            return;
        }

        if (undelivered)
        {
            AskAboutDeletion(golden, link);
            return;
        }

        PropagateDeletion(spoke, golden);
    }

    /// <summary>R30: an edit that the spoke never got beats its deletion.</summary>
    protected virtual bool HasUndelivered(GoldenWork golden, LinkWork link, FlowSpoke spoke) =>
        golden.IsLive && (Difference(golden, link, spoke).Count > 0 || golden.HasItem(OpenItemKind.FieldConflict));

    // Whoever stands as a duplicate of it, or shares a key with it, is looked at again.
    private void ReopenReviews(GoldenWork golden) =>
        _set.Extra(b => b.KeysMoved.Add(new KeysMoved(golden.Entity.Name, [.. golden.StoredKeys, KeyOf(golden)], Context.Now)));

    private void PropagateDeletion(FlowSpoke spoke, GoldenWork golden)
    {
        if (spoke.Flow.OnDelete == Deletes.Delete)
        {
            golden.State = GoldenState.Deleted;
            golden.MarkDirty();
        }
        else if (golden.Entity.Find("Active") is { Kind: FieldKind.Boolean } active && !golden.Data[active.Slot].Equals(FieldValue.From(false)))
        {
            var inactive = new Row(golden.Entity.Schema);
            inactive[active.Slot] = false;
            SetGolden(golden, golden.Entity.Groups[active.GroupIndex], [active.Slot], inactive, Origin.Of(spoke.Spoke), DeleteRule, null, null);
        }
    }

    // R32: seen again. The link revives unless somebody took its place.
    private bool Revive(FlowSpoke spoke, LinkWork link)
    {
        var golden = link.Golden;
        if (golden.Links.Exists(l => l != link && l.Spoke == spoke.Spoke && l.IsActive))
        {
            Review(spoke, link.Ref, OpenItemKind.PossibleDuplicate, [golden], image: null);
            return false;
        }

        _set.Audit(link.State == LinkState.Frozen ? "in-scope" : "restored", golden, null, spoke.Spoke.ToString(), "seen again");
        link.State = LinkState.Active;
        link.Touch();
        golden.Remove(OpenItemKind.DeleteConflict, spoke.Spoke);
        if (golden.State == GoldenState.Deleted)
        {
            golden.State = GoldenState.Live;
        }

        UndoDeactivation(spoke.Spoke, golden);
        golden.MarkDirty();
        Linked(spoke, golden);
        return true;
    }

    // What this side's deletion deactivated is active again with its return; a deactivation by anybody else stands.
    private void UndoDeactivation(SpokeId spoke, GoldenWork golden)
    {
        if (golden.Entity.Find("Active") is { Kind: FieldKind.Boolean } active
            && golden.Provenance.Origins[active.GroupIndex] is { Rule: DeleteRule } origin && origin.Origin.Spoke == spoke
            && golden.Data[active.Slot].Equals(FieldValue.From(false)))
        {
            var values = new Row(golden.Entity.Schema);
            values[active.Slot] = true;
            SetGolden(golden, golden.Entity.Groups[active.GroupIndex], [active.Slot], values, Origin.Of(spoke), "restored", null, null);
        }
    }

    // R30b: an edit was accepted while the deletion is on its way.
    protected virtual void ReopenDeleted(GoldenWork golden, FlowSpoke editor)
    {
        if (golden.State == GoldenState.Deleted)
        {
            golden.State = GoldenState.Live;
            golden.MarkDirty();
            AskAboutDeletion(golden, golden.Links.Find(l => l.State == LinkState.Gone && l.Spoke != editor.Spoke));
        }
        else if (DeactivationOnItsWay(golden, editor) is { } gone)
        {
            UndoDeactivation(gone.Spoke, golden);
            AskAboutDeletion(golden, gone);
        }
    }

    // The ended link behind a deactivation that this side has not got yet. What it has got is no question any more.
    private static LinkWork? DeactivationOnItsWay(GoldenWork golden, FlowSpoke editor) =>
        golden.Entity.Find("Active") is { Kind: FieldKind.Boolean } active
        && golden.Provenance.Origins[active.GroupIndex] is { Rule: DeleteRule } origin && origin.Origin.Spoke != editor.Spoke
        && editor.Map.GroupHash(active.GroupIndex) is not null && golden.ActiveLinkOn(editor.Spoke) is { } link && !link.Base[active.Slot].Equals(golden.Data[active.Slot])
            ? golden.Links.Find(l => l.State == LinkState.Gone && l.Spoke == origin.Origin.Spoke)
            : null;

    private void AskAboutDeletion(GoldenWork golden, LinkWork? gone)
    {
        if (gone is not null)
        {
            golden.Put(Item(OpenItemKind.DeleteConflict, golden, null, gone.Spoke, "DeleteVsUpdate", DetailCodec.Text("id", gone.Ref.Id)));
        }
    }
}
