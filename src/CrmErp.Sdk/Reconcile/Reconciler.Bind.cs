using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Reconcile;

// A record without link: is it ours, is it somebody we know, is it new? (R15 to R19, R27)
internal partial class Reconciler
{
    private ObserveOutcome Bind(FlowSpoke spoke, Record record, LinkWork? reserved)
    {
        ClearReviews(record.Ref);
        // A copy of a record that was deleted since stands for itself.
        // A posted document carries the key of the document it was made of: that is another entity's.
        if (IdentityKey.TryRead(Context.Tenant, spoke.Spoke, record.Marker, out var marked) && _set.TryGolden(marked) is { } ours && ours.Entity.Name == spoke.Flow.Entity.Name
            && (ours.State != GoldenState.Deleted || ours.HasFlight(spoke.Spoke)))
        {
            return BindMarked(spoke, record, reserved, ours);
        }

        if (!CarriesMarker(spoke) && _set.HasOpenCreate(spoke.Spoke, spoke.Flow.Entity.Name))
        {
            // R17: without a marker any unlinked record may be the one we are making, even with another key: the flight closes first.
            _set.Hint(spoke, record.Ref.Id, "open-create", Context.OpenCreateDelay);
            return ObserveOutcome.Deferred;
        }

        // After the image, because it may have reserved this very record (an account whose parent is itself).
        var image = Image(spoke, record);
        reserved = _set.Link(record.Ref);
        var hits = Hits(spoke, image, record.Ref, reserved);
        if (hits.Count > 1)
        {
            return Review(spoke, record.Ref, OpenItemKind.Ambiguous, hits, image);
        }

        if (hits.Count == 1)
        {
            return BindHit(spoke, record, reserved, hits[0], image);
        }

        Adopt(spoke, record, image, reserved);
        return ObserveOutcome.Created;
    }

    /// <summary>R15, R18: our own counterpart may be under way.</summary>
    protected virtual bool IsBeingMade(GoldenWork golden, FlowSpoke spoke) => golden.HasFlight(spoke.Spoke);

    private static bool CarriesMarker(FlowSpoke spoke) =>
        spoke.Object.Identity is IdentityStrategy.ClientKey or IdentityStrategy.ExternalId or IdentityStrategy.Marker;

    // R15: it says that it is ours.
    private ObserveOutcome BindMarked(FlowSpoke spoke, Record record, LinkWork? reserved, GoldenWork golden)
    {
        if (IsBeingMade(golden, spoke))
        {
            _set.Hint(spoke, record.Ref.Id, "in-flight", Context.HintDelay);
            return ObserveOutcome.Deferred;
        }

        if (golden.ActiveLinkOn(spoke.Spoke) is not null)
        {
            // Users clone records with the marker in them.
            return Review(spoke, record.Ref, OpenItemKind.PossibleDuplicate, [golden], image: null);
        }

        return MeetFirst(spoke, record, reserved, golden);
    }

    private ObserveOutcome BindHit(FlowSpoke spoke, Record record, LinkWork? reserved, GoldenWork golden, Row image)
    {
        var link = golden.LinkOn(spoke.Spoke);
        if (link is { State: LinkState.Active or LinkState.Frozen or LinkState.Consumed } || (link is { State: LinkState.Reserved } && link.Ref != record.Ref))
        {
            return Review(spoke, record.Ref, OpenItemKind.PossibleDuplicate, [golden], image);
        }

        if (IsBeingMade(golden, spoke))
        {
            // R18: we are making its counterpart right now.
            _set.Hint(spoke, record.Ref.Id, "in-flight", Context.HintDelay);
            return ObserveOutcome.Deferred;
        }

        return MeetFirst(spoke, record, reserved, golden);
    }

    /// <summary>The golden records that the strong rules find: the first rule that hits decides; an empty key never matches.</summary>
    protected virtual List<GoldenWork> Hits(FlowSpoke spoke, Row image, RecordRef reference, LinkWork? reserved)
    {
        foreach (var rule in spoke.Flow.Match)
        {
            if (rule.Key(image) is not { } key)
            {
                continue;
            }

            var hits = _set.Match(spoke.Flow.Entity.Name, new MatchKey(rule.Name, key)).ToList();
            if (reserved is not null)
            {
                hits.RemoveAll(h => h.Id == _set.Canonical(reserved.Golden.Id));
            }

            if (hits.Count > 0)
            {
                hits.RemoveAll(h => IsJudgedDifferent(h, reference.ToString()));
                // Of several, the one that a person named.
                var judgements = _set.Judgements(spoke.Flow.Entity.Name, reference.ToString());
                return hits.Find(h => judgements.Any(j => j.Same && (j.First == h.Id.ToString() || j.Second == h.Id.ToString()))) is { } same ? [same] : hits;
            }
        }

        return [];
    }

    /// <summary>Makes a golden record of a record, or gives a reserved one its data.</summary>
    protected virtual GoldenWork Adopt(FlowSpoke spoke, Record record, Row image, LinkWork? reserved, bool fromStage = false)
    {
        GoldenWork golden;
        LinkWork link;
        if (reserved is not null)
        {
            golden = _set.Golden(reserved.Golden.Id);
            link = reserved;
            golden.State = GoldenState.Live;
            link.State = LinkState.Active;
        }
        else
        {
            golden = _set.NewGolden(spoke.Flow.Entity.Name, GoldenState.Live);
            link = _set.AddLink(golden, record.Ref, LinkState.Active);
        }

        golden.BoundFromStage = fromStage;
        golden.MarkDirty();
        Fold(spoke, link, golden, image, record, FirstContact.Everything);
        Linked(spoke, golden);
        return golden;
    }

    /// <summary>Links an unlinked record to an existing golden record. A reserved identity that turns out to be it is merged into it (R27).</summary>
    protected virtual ObserveOutcome MeetFirst(FlowSpoke spoke, Record record, LinkWork? reserved, GoldenWork golden)
    {
        if (reserved is not null && _set.Golden(reserved.Golden.Id) is var holder && holder.Id != golden.Id)
        {
            if (holder.State != GoldenState.Reserved)
            {
                return Review(spoke, record.Ref, OpenItemKind.PossibleDuplicate, [golden], image: null);
            }

            _set.RemoveLink(reserved);
            Alias(holder, golden);
            reserved = null;
        }

        if (golden.State == GoldenState.Reserved)
        {
            golden.State = GoldenState.Live;
        }

        var link = reserved ?? _set.AddLink(golden, record.Ref, LinkState.Active);
        link.State = LinkState.Active;
        _set.Audit("linked", golden, null, spoke.Spoke.ToString(), "match", DetailCodec.Text("id", record.Ref.Id));
        Repoint(spoke, golden, record.Ref.Id);
        Merge(spoke, link, record, FirstContact.Everything);
        Linked(spoke, golden);
        return ObserveOutcome.Bound;
    }

    // R28: what waits for this counterpart is woken in the same transaction.
    private void Linked(FlowSpoke spoke, GoldenWork golden)
    {
        _set.Reindex(golden);
        golden.GotCounterpart();
        _set.Extra(b => b.Wakes.Add(new Counterpart(golden.Id, spoke.Spoke)));
    }

    // R28b: the counterpart has a new id; its dead id stays as an alias, and every referrer on that spoke is looked at again.
    private void Repoint(FlowSpoke spoke, GoldenWork golden, string newId)
    {
        if (golden.Links.Exists(l => l.Spoke == spoke.Spoke && l.State is (LinkState.Gone or LinkState.Alias) && l.Ref.Id != newId))
        {
            _set.Extra(b => b.Repoints.Add(new Repointing(golden.Id, spoke.Spoke, Context.Now)));
        }
    }

    protected ObserveOutcome Review(FlowSpoke spoke, RecordRef reference, OpenItemKind kind, IReadOnlyList<GoldenWork> hits, Row? image)
    {
        var keys = new List<MatchKey>();
        foreach (var rule in spoke.Flow.Match)
        {
            if (image is not null && rule.Key(image) is { } key)
            {
                keys.Add(new MatchKey(rule.Name, key));
            }
        }

        foreach (var hit in hits)
        {
            keys.AddRange(hit.CurrentKeys().Append(KeyOf(hit)).Where(k => !keys.Contains(k)));
        }

        _set.Put(new OpenItem
        {
            Kind = kind,
            Entity = spoke.Flow.Entity.Name,
            Spoke = spoke.Spoke,
            Ref = reference,
            Cause = kind.ToString(),
            Problem = $"{kind}|{spoke.Flow.Entity.Name}|{spoke.Spoke}",
            Detail = DetailCodec.Records("golden", hits.Select(h => h.Id.ToString())),
            Since = Context.Now,
            Keys = keys,
        });
        return ObserveOutcome.Review;
    }

    // What a review is about may end without any key: it is looked at again when a golden record loses a counterpart (R18).
    private static MatchKey KeyOf(GoldenWork golden) => new("golden", golden.Id.ToString());

    private void ClearReviews(RecordRef reference)
    {
        foreach (var item in _set.Items(reference))
        {
            if (item.Kind is OpenItemKind.Ambiguous or OpenItemKind.PossibleDuplicate)
            {
                _set.RemoveItem(item.Key);
            }
        }
    }

    /// <summary>Two identities are one: the loser becomes an alias of the winner for ever. Its links must have moved before.</summary>
    private void Alias(GoldenWork loser, GoldenWork winner)
    {
        loser.State = GoldenState.Merged;
        loser.MergedInto = winner.Id;
        foreach (var spoke in loser.Outbox.Keys.ToArray())
        {
            loser.RemoveRow(spoke);
        }

        loser.MarkDirty();
        _set.Audit("merged", winner, null, null, "alias", DetailCodec.Text("loser", loser.Id.ToString()));
        foreach (var spoke in Context.SpokesOf(winner.Entity.Name))
        {
            // What waits for the loser is planned again, and waits for the winner if it is not there either.
            _set.Extra(b => b.Wakes.Add(new Counterpart(loser.Id, spoke.Spoke)));
        }
    }
}
