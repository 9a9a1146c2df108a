using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Mapping;
using CrmErp.Sdk.Reconcile;
using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Simulation.Sabotage;

/// <summary>Delivers what golden has and the record does not show, instead of what was never agreed on (R2).</summary>
internal sealed class OneImage(WorkingSet set) : Reconciler(set)
{
    protected override bool Differs(GoldenWork golden, LinkWork link, FlowSpoke spoke, int slot) =>
        golden.Entity.Fields[slot].Kind == FieldKind.Lines ? base.Differs(golden, link, spoke, slot) : !SameValue(golden.Data[slot], link.Seen[slot]);
}

/// <summary>Takes what was sent for what the record shows (R21).</summary>
internal sealed class SeenIsSent(WorkingSet set) : Reconciler(set)
{
    protected override void Settle(GoldenWork golden, FlowSpoke spoke, OutboxRow row, Flight flight, LinkWork link, Record record, bool exact, bool certain)
    {
        base.Settle(golden, spoke, row, flight, link, record, exact, certain);
        for (var slot = 0; slot < flight.Sent.Count; slot++)
        {
            if (!flight.Sent[slot].IsMissing && golden.Entity.Fields[slot].Kind != FieldKind.Lines)
            {
                link.Shadow.Seen[slot] = flight.Sent[slot];
            }
        }
    }
}

/// <summary>Takes golden of now for what was sent (R21, R23).</summary>
internal sealed class BaseIsGolden(WorkingSet set) : Reconciler(set)
{
    protected override void Settle(GoldenWork golden, FlowSpoke spoke, OutboxRow row, Flight flight, LinkWork link, Record record, bool exact, bool certain)
    {
        base.Settle(golden, spoke, row, flight, link, record, exact, certain);
        for (var slot = 0; slot < flight.Sent.Count; slot++)
        {
            if (!flight.Sent[slot].IsMissing)
            {
                link.Shadow.Base[slot] = golden.Data[slot];
            }
        }

        RefreshRow(golden, spoke);
    }
}

/// <summary>Closes the row when its write came back, instead of asking again what is missing (R23).</summary>
internal sealed class RowEndsWithWrite(WorkingSet set) : Reconciler(set)
{
    protected override void Settle(GoldenWork golden, FlowSpoke spoke, OutboxRow row, Flight flight, LinkWork link, Record record, bool exact, bool certain)
    {
        base.Settle(golden, spoke, row, flight, link, record, exact, certain);
        golden.RemoveRow(spoke.Spoke);
        golden.Refreshed();
    }
}

/// <summary>Compares a record with golden instead of with its own shadow (R1).</summary>
internal sealed class ComparedWithGolden(WorkingSet set) : Reconciler(set)
{
    protected override void Fold(FlowSpoke spoke, LinkWork link, GoldenWork golden, Row image, Record record, FirstContact first, HashSet<int>? unmet = null)
    {
        for (var slot = 0; slot < golden.Data.Count && !first.All; slot++)
        {
            if (golden.Entity.Fields[slot].Kind != FieldKind.Lines && !link.Seen[slot].IsMissing && !golden.Data[slot].IsMissing)
            {
                link.Shadow.Seen[slot] = golden.Data[slot];
                link.Shadow.Base[slot] = golden.Data[slot];
            }
        }

        base.Fold(spoke, link, golden, image, record, first, unmet);
    }
}

/// <summary>An unchanged member of a changed group takes the coerced form (R3).</summary>
internal sealed class WholeGroupTaken(WorkingSet set) : Reconciler(set)
{
    protected override Row Lift(GroupMerge merge, int[] slots, bool first)
    {
        var lifted = base.Lift(merge, slots, first);
        if (slots.Length > 1)
        {
            foreach (var slot in slots)
            {
                lifted[slot] = merge.Image[slot];
            }
        }

        return lifted;
    }
}

/// <summary>A loser's base stays where it was (R4).</summary>
internal sealed class LoserStays(WorkingSet set) : Reconciler(set)
{
    protected override void Conclude(GroupMerge merge, FieldGroup group, int[] slots, Row lifted, Decision decision, bool moved, DateTimeOffset? after, Row before, DateTimeOffset? since)
    {
        base.Conclude(merge, group, slots, lifted, decision, moved, after, before, since);
        if (decision.Verdict == Verdict.Lose && decision.Rule != "withdrawn")
        {
            foreach (var slot in slots.Where(s => !before[s].IsMissing))
            {
                merge.Link.Shadow.Base[slot] = before[slot];
            }
        }
    }
}

/// <summary>What is asked of a person is sent all the same (R14).</summary>
internal sealed class ContestedIsSent(WorkingSet set) : Reconciler(set)
{
    protected override bool IsHeld(GoldenWork golden, int group, FlowSpoke spoke) => false;
}

/// <summary>A coerced form is an edit (R60, R61).</summary>
internal sealed class ProjectionIsEdit(WorkingSet set) : Reconciler(set)
{
    protected override bool IsProjection(GroupMerge merge, int slot, FieldValue value) => false;
}

/// <summary>Two automations may fight for ever (R36).</summary>
internal sealed class NoBreaker(WorkingSet set) : Reconciler(set)
{
    protected override bool IsOscillation(GoldenWork golden, FieldGroup group, FlowSpoke spoke, int[] slots, Row theirs) => false;
}

/// <summary>The incoming candidate stands first, and stands for its side (law 6).</summary>
internal sealed class IncomingFirst(WorkingSet set) : Reconciler(set)
{
    protected override void Order(List<ConflictCandidate> candidates)
    {
        // The first was put in first: it is the incoming one. Both sides look like the same connection to a policy that ranks them.
        var incoming = candidates[0];
        candidates[1] = candidates[1] with { Connection = null };
        candidates[0] = incoming;
    }
}

/// <summary>Base is stored as "the same as golden": golden moves, and base moves with it (section 1).</summary>
internal sealed class BaseFollows(WorkingSet set) : Reconciler(set)
{
    public override void SetGolden(GoldenWork golden, FieldGroup group, IReadOnlyList<int> slots, Row values, Origin origin, string rule, DateTimeOffset? after, DateTimeOffset? before)
    {
        var same = golden.Links.SelectMany(l => slots.Where(s => l.IsActive && !l.Base[s].IsMissing && SameValue(l.Base[s], golden.Data[s])).Select(s => (Link: l, Slot: s))).ToArray();
        base.SetGolden(golden, group, slots, values, origin, rule, after, before);
        foreach (var (link, slot) in same)
        {
            link.Shadow.Base[slot] = golden.Data[slot];
            link.MarkDirty();
        }
    }
}

/// <summary>What this map does not write is delivered all the same, and never agreed on (R2).</summary>
internal sealed class DirectionIgnored(WorkingSet set) : Reconciler(set)
{
    protected override bool IsWritten(FlowSpoke spoke, int slot) => spoke.Map.RuleOf(slot) is not null;
}

/// <summary>A group that a new map reads is never made again: the change of the map is taken for an edit (R51).</summary>
internal sealed class ShadowIsNotRemade(WorkingSet set) : Reconciler(set)
{
    protected override HashSet<int>? Remake(FlowSpoke spoke, LinkWork link, Row image, Record record, Row? skip) => null;
}

/// <summary>Whatever moved the version makes a group of another map a first contact (R52).</summary>
internal sealed class VersionIsEvidence(WorkingSet set) : Reconciler(set)
{
    protected override HashSet<int>? Remake(FlowSpoke spoke, LinkWork link, Row image, Record record, Row? skip)
    {
        foreach (var group in link.Golden.Entity.Groups)
        {
            if (record.Version != link.Version && spoke.Map.GroupHash(group.Index) is { } hash && link.Shadow.Groups[group.Index].Hash is { } old && old != hash)
            {
                link.Shadow.Groups[group.Index] = default;
            }
        }

        return base.Remake(spoke, link, image, record, skip);
    }
}

/// <summary>The old map's records are taken for met (R10 with R51).</summary>
internal sealed class OldMapIsKnown(WorkingSet set) : Reconciler(set)
{
    protected override bool IsKnown(FlowSpoke spoke, LinkWork link, Record record)
    {
        var map = link.MapHash;
        link.MapHash = spoke.MapHash;
        var known = base.IsKnown(spoke, link, record);
        link.MapHash = map;
        return known;
    }
}

/// <summary>What was never met is delivered (R53, R54).</summary>
internal sealed class SentBeforeMet(WorkingSet set) : Reconciler(set)
{
    protected override bool IsMet(GroupMark mark) => true;
}

/// <summary>A group that was unmapped keeps its time (R54).</summary>
internal sealed class FrozenKeepsTime(WorkingSet set) : Reconciler(set)
{
    protected override HashSet<int>? Remake(FlowSpoke spoke, LinkWork link, Row image, Record record, Row? skip)
    {
        var unmet = base.Remake(spoke, link, image, record, skip);
        link.Shadow.Loose.Clear();
        return unmet;
    }
}
