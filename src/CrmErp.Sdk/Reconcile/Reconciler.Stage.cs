using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Mapping;
using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Reconcile;

// Records that are read but not bound: before a flow is live, and beside an undecided match (R41 to R45).
internal partial class Reconciler
{
    /// <summary>R41, R45: not bound alone, because its inventory is not matched yet or because an unbound record it may belong to waits for a person.</summary>
    private bool IsPooled(FlowSpoke spoke, Record record)
    {
        if (!spoke.IsLive || _set.Staged(record.Ref) is { Record: not null })
        {
            return true;
        }

        var (strong, weak) = KeysOf(spoke, record.Fields);
        return IsAkin(spoke, record.Ref, strong, weak);
    }

    protected virtual bool IsAkin(FlowSpoke spoke, RecordRef reference, IReadOnlyList<MatchKey> strong, IReadOnlyList<MatchKey> weak)
    {
        var entity = spoke.Flow.Entity.Name;
        return strong.Any(k => _set.StagedWith(entity, k).Any(s => s.Ref != reference))
            || weak.Any(k => _set.StagedWith(entity, k).Any(s => s.Ref != reference && s.Ref.Spoke != reference.Spoke));
    }

    /// <summary>R45: creation beside a staged record with the same strong key, or an unjudged weak one, is withheld.</summary>
    protected virtual bool IsClaimed(GoldenWork golden, FlowSpoke spoke)
    {
        foreach (var key in golden.CurrentKeys())
        {
            foreach (var staged in _set.StagedWith(golden.Entity.Name, key))
            {
                if (staged.Ref.Spoke == spoke.Spoke && !IsJudgedDifferent(golden, staged.Ref.ToString()))
                {
                    return true;
                }
            }
        }

        return false;
    }

    // People judge records, or a record and a golden record: a word about any record of the golden record is one about it.
    private bool IsJudgedDifferent(GoldenWork golden, string record)
    {
        var judgements = _set.Judgements(golden.Entity.Name, record).Where(j => !j.Same).ToArray();
        return judgements.Length > 0 && golden.Links.Select(l => l.Ref.ToString()).Append(golden.Id.ToString()).Any(node => judgements.Any(j => j.First == node || j.Second == node));
    }

    /// <summary>R43: a read replaces a staged record only if that was not staged after the read began.</summary>
    public ObserveOutcome ToStage(FlowSpoke spoke, Record record, long started, bool forced = false)
    {
        var have = _set.Staged(record.Ref);
        if (have is not null && IsStagedSince(have, started))
        {
            _set.Hint(spoke, record.Ref.Id, "stale", TimeSpan.Zero);
            return ObserveOutcome.Deferred;
        }

        var text = RecordCodec.Write(record);
        if (!forced && have is not null && string.Equals(have.Record, text, StringComparison.Ordinal))
        {
            return ObserveOutcome.Unchanged;
        }

        if (have is not null)
        {
            // Its keys or what people say of it may have changed: what it withheld is planned again (R45).
            ReopenWithheld(spoke, record.Ref);
        }

        var (strong, weak) = KeysOf(spoke, record.Fields);
        _set.PutStage(new StageRow
        {
            Ref = record.Ref,
            Entity = spoke.Flow.Entity.Name,
            Record = text,
            StrongKeys = strong,
            WeakKeys = weak,
        });
        return ObserveOutcome.Staged;
    }

    /// <summary>R43: an older read never replaces a newer one.</summary>
    protected virtual bool IsStagedSince(StageRow staged, long started) => staged.Sequence > started;

    // R43: a deletion stays as a staged tombstone until the flow is live, or an older page brings the record back.
    private ObserveOutcome StageTombstone(FlowSpoke spoke, StageRow staged, long started)
    {
        if (IsStagedSince(staged, started))
        {
            _set.Hint(spoke, staged.Ref.Id, "stale", TimeSpan.Zero);
            return ObserveOutcome.Deferred;
        }

        _set.PutStage(staged with { Record = null, StrongKeys = [], WeakKeys = [] });
        ReopenWithheld(spoke, staged.Ref);
        return ObserveOutcome.Staged;
    }

    /// <summary>What was withheld because of a staged record is planned again: golden records with its keys get their rows.</summary>
    private void ReopenWithheld(FlowSpoke spoke, RecordRef reference)
    {
        if (_set.Staged(reference) is { } staged)
        {
            foreach (var key in staged.StrongKeys.Concat(staged.WeakKeys))
            {
                foreach (var golden in _set.Match(spoke.Flow.Entity.Name, key))
                {
                    golden.MarkDirty();
                }
            }
        }
    }

    /// <summary>The match keys of a record as it is on the wire; references play no part.</summary>
    private static (IReadOnlyList<MatchKey> Strong, IReadOnlyList<MatchKey> Weak) KeysOf(FlowSpoke spoke, Row wire)
    {
        var image = spoke.Map.Read(wire, new MapProblems());
        return (Keys(spoke.Flow.Match, image), Keys(spoke.Flow.Suggest, image));
    }

    private static List<MatchKey> Keys(IReadOnlyList<MatchRule> rules, Row image)
    {
        var keys = new List<MatchKey>(rules.Count);
        foreach (var rule in rules)
        {
            if (rule.Key(image) is { } key)
            {
                keys.Add(new MatchKey(rule.Name, key));
            }
        }

        return keys;
    }

    /// <summary>Binds one clean group, all its records together (R45): a second record bound later would be created beside.</summary>
    public void BindGroup(IReadOnlyList<StageRow> records, GoldenWork? golden)
    {
        foreach (var staged in records.OrderBy(r => r.Ref.ToString(), StringComparer.Ordinal))
        {
            var spoke = Context.SpokeOf(staged.Entity, staged.Ref.Spoke) ?? throw new InvalidOperationException($"No flow carries '{staged.Entity}' on '{staged.Ref.Spoke}'.");
            var record = RecordCodec.Read(staged.Ref, staged.Record!, spoke.Map.Shape);
            var reserved = _set.Link(staged.Ref);
            // What it withheld is planned again in the same transaction (R45): nobody else would.
            ReopenWithheld(spoke, staged.Ref);
            _set.RemoveStage(staged.Ref);
            if (golden is not null)
            {
                if (golden.LinkOn(spoke.Spoke) is { State: LinkState.Active or LinkState.Frozen or LinkState.Consumed } have && have.Ref != staged.Ref)
                {
                    Review(spoke, staged.Ref, OpenItemKind.PossibleDuplicate, [golden], image: null);
                    continue;
                }

                MeetFirst(spoke, record, reserved, golden);
            }
            else
            {
                var image = Image(spoke, record);
                golden = Adopt(spoke, record, image, _set.Link(staged.Ref), fromStage: true);
            }
        }
    }
}
