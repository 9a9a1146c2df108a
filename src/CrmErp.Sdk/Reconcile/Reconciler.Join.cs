using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Reconcile;

// Golden records that prove to be one, links that move, records that were merged in their own system (R19, R27 to R29).
internal partial class Reconciler
{
    /// <summary>The reason of a hint about a record that its system merged into another one; the survivor's id follows.</summary>
    public const string MergedReason = "merged:";

    /// <summary>The spokes on which both are present: two records of one system cannot be one record.</summary>
    public static bool MayJoin(GoldenWork loser, GoldenWork winner) =>
        loser.Outbox.Values.All(o => o.Flight is null) && winner.Outbox.Values.All(o => o.Flight is null)
        && !loser.Links.Exists(l => Occupies(l) && winner.Links.Exists(w => Occupies(w) && w.Spoke == l.Spoke));

    /// <summary>
    /// Two live golden records are one. Links move with their base and what was agreed to differ, so that the differences are delivered;
    /// what the winner lacks is filled, what it holds otherwise is recorded as lost.
    /// </summary>
    public void Join(GoldenWork loser, GoldenWork winner, string rule, string? actor, string? detail)
    {
        foreach (var link in loser.Links.ToArray())
        {
            Move(link, winner);
        }

        JoinValues(loser, winner, rule);
        foreach (var item in loser.Items.Values.ToArray())
        {
            loser.Remove(item.Kind, item.Spoke, item.Group);
            if (item.Kind == OpenItemKind.Noted)
            {
                winner.Put(item with { GoldenId = winner.Id });
            }
            else
            {
                _set.Audit("closed", winner, item.Group.Length == 0 ? null : item.Group, item.Spoke.ToString(), "merged", item.Detail);
            }
        }

        foreach (var item in winner.Items.Values.Where(i => i.Kind == OpenItemKind.PossibleDuplicate).ToArray())
        {
            winner.Remove(item.Kind, item.Spoke, item.Group);
        }

        JoinDerived(loser, winner);
        loser.NeedsWorkflows = false;
        Alias(loser, winner);
        _set.Audit("joined", winner, null, null, rule, detail, actor);
        _set.Reindex(winner);
        winner.GotCounterpart();
        foreach (var link in winner.Links.Where(l => l.IsActive))
        {
            _set.Extra(b => b.Wakes.Add(new Counterpart(winner.Id, link.Spoke)));
        }
    }

    /// <summary>Hangs a link on another golden record, its images decoded against the old one.</summary>
    private static void Move(LinkWork link, GoldenWork golden)
    {
        _ = link.Shadow;
        link.Golden.Links.Remove(link);
        link.Golden.MarkDirty();
        golden.Links.Add(link);
        link.Golden = golden;
        link.Touch();
        golden.MarkDirty();
    }

    private void JoinValues(GoldenWork loser, GoldenWork winner, string rule)
    {
        foreach (var group in winner.Entity.Groups)
        {
            int[] lost = [.. group.Slots.Where(s => !loser.Data[s].IsEmpty && !SameValue(loser.Data[s], winner.Data[s]))];
            if (lost.Length == 0)
            {
                continue;
            }

            var origin = loser.Provenance.Origins[group.Index];
            if (group.Slots.All(s => winner.Data[s].IsEmpty))
            {
                SetGolden(winner, group, lost, Copy(loser.Data, lost), origin?.Origin ?? new Origin(null, "merge"), rule, origin?.After, origin?.Before);
            }
            else
            {
                _set.Audit("loser", winner, group.Name, origin?.Origin.Name, rule, DetailCodec.Values(winner.Entity, lost, loser.Data));
            }
        }
    }

    // R29: what both causes derived is one thing per name; where each has its own, a person sees two records and joins them.
    private void JoinDerived(GoldenWork loser, GoldenWork winner)
    {
        foreach (var row in _set.DerivedOf(loser.Id))
        {
            if (_set.Derived(winner.Id, row.Name) is null or { GoldenId: null })
            {
                _set.PutDerived(row with { Cause = winner.Id });
            }
        }
    }

    /// <summary>A record belongs to another golden record. Nothing is agreed there yet: the next read is their first contact.</summary>
    public void Relink(FlowSpoke spoke, LinkWork link, GoldenWork target, OperationBy by)
    {
        var source = link.Golden;
        ClearSpoke(source, spoke);
        Move(link, target);
        link.Forget();
        _set.Hint(spoke, link.Ref.Id, "person", TimeSpan.Zero, lane: 0);
        _set.Audit("unlinked", source, null, spoke.Spoke.ToString(), "relinked", DetailCodec.Decision(by.Reason, DetailCodec.Text("id", link.Ref.Id)), by.Actor);
        _set.Audit("linked", target, null, spoke.Spoke.ToString(), "relinked", DetailCodec.Decision(by.Reason, DetailCodec.Text("id", link.Ref.Id)), by.Actor);
        if (link.IsActive)
        {
            Linked(spoke, target);
        }
    }

    /// <summary>A record is one of its own: it gets a golden record with the values that it stands for.</summary>
    public GoldenWork Unlink(FlowSpoke spoke, LinkWork link, OperationBy by)
    {
        var source = link.Golden;
        var own = _set.NewGolden(source.Entity.Name, GoldenState.Live);
        var values = new Row(source.Entity.Schema);
        for (var slot = 0; slot < values.Count; slot++)
        {
            values[slot] = link.Base[slot].IsMissing ? link.Seen[slot] : link.Base[slot];
        }

        ClearSpoke(source, spoke);
        Move(link, own);
        own.BoundFromStage = true;
        foreach (var group in own.Entity.Groups)
        {
            SetGolden(own, group, group.Slots, values, Origin.Of(spoke.Spoke), "unlinked", null, link.Modified);
        }

        _set.Extra(b => b.PutJudgements.Add(Judgement(source.Entity.Name, link.Ref.ToString(), source.Id.ToString(), same: false, by)));
        _set.Hint(spoke, link.Ref.Id, "person", TimeSpan.Zero, lane: 0);
        _set.Audit("unlinked", source, null, spoke.Spoke.ToString(), "person", DetailCodec.Decision(by.Reason, DetailCodec.Text("id", link.Ref.Id)), by.Actor);
        _set.Audit("linked", own, null, spoke.Spoke.ToString(), "person", DetailCodec.Decision(by.Reason, DetailCodec.Text("id", link.Ref.Id)), by.Actor);
        Linked(spoke, own);
        return own;
    }

    /// <summary>Two records belong together, somebody says, whatever their keys are: they meet for the first time.</summary>
    public OperationOutcome Couple(FlowSpoke firstSpoke, Record first, FlowSpoke secondSpoke, Record second, OperationBy by)
    {
        var (one, other) = (Known(first), Known(second));
        if (one is not null && other is not null)
        {
            return one.Golden.Id == other.Golden.Id ? OperationOutcome.AlreadyClosed : OperationOutcome.Refused;
        }

        if (one is null && other is not null)
        {
            return Couple(secondSpoke, second, firstSpoke, first, by);
        }

        if (one is { Golden: var known } && (!known.IsLive || known.HasFlight(secondSpoke.Spoke) || known.Links.Exists(l => Occupies(l) && l.Spoke == secondSpoke.Spoke)))
        {
            return OperationOutcome.Refused;
        }

        Unstage(firstSpoke, first.Ref);
        Unstage(secondSpoke, second.Ref);
        var golden = one?.Golden ?? Adopt(firstSpoke, first, Image(firstSpoke, first), _set.Link(first.Ref), fromStage: true);
        MeetFirst(secondSpoke, second, _set.Link(second.Ref), golden);
        _set.Audit("adopted", golden, null, secondSpoke.Spoke.ToString(), "coupling", DetailCodec.Decision(by.Reason, DetailCodec.Text("id", second.Ref.Id)), by.Actor);
        return OperationOutcome.Resolved;

        LinkWork? Known(Record record) => _set.Link(record.Ref) is { State: not LinkState.Reserved } link ? link : null;
    }

    private void Unstage(FlowSpoke spoke, RecordRef reference)
    {
        ClearReviews(reference);
        if (_set.Staged(reference) is { Record: not null })
        {
            ReopenWithheld(spoke, reference);
            _set.RemoveStage(reference);
        }
    }

    private JudgementRow Judgement(string entity, string first, string second, bool same, OperationBy by) =>
        string.CompareOrdinal(first, second) < 0 ? new(entity, first, second, same, by.Actor, Context.Now) : new(entity, second, first, same, by.Actor, Context.Now);

    // What was open about the record that leaves.
    private static void ClearSpoke(GoldenWork golden, FlowSpoke spoke)
    {
        foreach (var item in golden.Items.Values.Where(i => i.Spoke == spoke.Spoke && i.Kind is OpenItemKind.FieldConflict or OpenItemKind.DeleteConflict or OpenItemKind.Noted or OpenItemKind.MapDrift).ToArray())
        {
            golden.Remove(item.Kind, item.Spoke, item.Group);
        }
    }

    /// <summary>
    /// A system merged a record into another one: its golden record follows to the survivor. Where the survivor has a golden record of its
    /// own the two are one, unless both have a record on some other spoke: then people join those first, and nothing is deactivated.
    /// </summary>
    public ObserveOutcome ObserveMerged(FlowSpoke spoke, string id, string survivor, long started)
    {
        var reference = spoke.Ref(id);
        if (survivor == id || _set.Staged(reference) is { Record: not null } || _set.Link(reference) is not { State: LinkState.Active or LinkState.Frozen } link)
        {
            return ObserveAbsent(spoke, id, started, consumed: false, "tombstone");
        }

        if (IsInFlight(link) || IsStale(link, started))
        {
            _set.Hint(spoke, id, MergedReason + survivor, IsInFlight(link) ? Context.HintDelay : TimeSpan.Zero);
            return ObserveOutcome.Deferred;
        }

        var golden = link.Golden;
        var into = _set.Link(spoke.Ref(survivor));
        if (into is not null && (into.Golden.HasFlight(spoke.Spoke) || into.Golden.Outbox.Values.Any(o => o.Flight is not null) || golden.Outbox.Values.Any(o => o.Flight is not null)))
        {
            _set.Hint(spoke, id, MergedReason + survivor, Context.HintDelay);
            return ObserveOutcome.Deferred;
        }

        ClearReviews(reference);
        End(link);
        _set.Hint(spoke, survivor, "person", TimeSpan.Zero);
        _set.Audit("merged-away", golden, null, spoke.Spoke.ToString(), "merge in the system", DetailCodec.Build(w =>
        {
            w.WriteString("id", id);
            w.WriteString("into", survivor);
        }));
        if (into is null or { State: LinkState.Gone or LinkState.Alias })
        {
            Follow(spoke, golden, into, survivor);
        }
        else if (into.Golden.Id != golden.Id)
        {
            JoinMerged(spoke, golden, into);
        }

        _set.Extra(b => b.Repoints.Add(new Repointing(link.Golden.Id, spoke.Spoke, Context.Now)));
        return ObserveOutcome.Gone;
    }

    // The dead id still names the golden record: references to it are resolved for ever.
    private static void End(LinkWork link)
    {
        link.State = LinkState.Alias;
        link.Version = null;
        link.Touch();
        link.Golden.MarkDirty();
    }

    private void Follow(FlowSpoke spoke, GoldenWork golden, LinkWork? into, string survivor)
    {
        if (into is not null)
        {
            Move(into, golden);
            into.Forget();
            into.State = LinkState.Active;
        }
        else
        {
            _set.AddLink(golden, spoke.Ref(survivor), LinkState.Active);
        }

        Unstage(spoke, spoke.Ref(survivor));
        _set.Audit("linked", golden, null, spoke.Spoke.ToString(), "survivor", DetailCodec.Text("id", survivor));
        Linked(spoke, golden);
    }

    private void JoinMerged(FlowSpoke spoke, GoldenWork golden, LinkWork into)
    {
        if (into.Golden.State == GoldenState.Reserved)
        {
            // Only its identity was known: it is ours.
            var reserved = into.Golden;
            Move(into, golden);
            into.State = LinkState.Active;
            Alias(reserved, golden);
            Linked(spoke, golden);
        }
        else if (MayJoin(golden, into.Golden))
        {
            Join(golden, into.Golden, "merge in the system", null, null);
        }
        else if (golden.Links.FirstOrDefault(l => Occupies(l) && into.Golden.Links.Exists(w => Occupies(w) && w.Spoke == l.Spoke)) is { } twin)
        {
            // Blocks re-creation, changes nothing elsewhere.
            golden.Links.First(l => l.Spoke == spoke.Spoke && l.State == LinkState.Alias && !l.IsNew).State = LinkState.Gone;
            golden.Put(Item(OpenItemKind.PossibleDuplicate, golden, null, twin.Spoke, "MergedElsewhere", DetailCodec.Records("golden", [golden.Id.ToString(), into.Golden.Id.ToString()])) with
            {
                Problem = $"MergedElsewhere|{golden.Entity.Name}|{twin.Spoke}",
            });
        }
    }

    private static bool Occupies(LinkWork link) => link.State is LinkState.Active or LinkState.Frozen or LinkState.Consumed or LinkState.Reserved;
}
