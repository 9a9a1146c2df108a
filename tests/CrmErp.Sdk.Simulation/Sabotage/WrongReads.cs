using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Mapping;
using CrmErp.Sdk.Reconcile;
using CrmErp.Sdk.Simulation.World;
using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Simulation.Sabotage;

/// <summary>Images are folded while our own write is open (R12).</summary>
internal sealed class FlightIsIgnored(WorkingSet set, string? entity = null) : Reconciler(set)
{
    protected override bool IsInFlight(LinkWork link) => entity is not null && link.Golden.Entity.Name != entity && base.IsInFlight(link);
}

/// <summary>An image from before our last commit counts (R11).</summary>
internal sealed class StaleCounts(WorkingSet set) : Reconciler(set)
{
    protected override bool IsStale(LinkWork link, long started) => false;
}

/// <summary>An older read replaces a newer staged one (R43).</summary>
internal sealed class OlderReplacesNewer(WorkingSet set) : Reconciler(set)
{
    protected override bool IsStagedSince(StageRow staged, long started) => false;
}

/// <summary>Within a minute of our write whatever comes back is ours (R5 by time instead of payload).</summary>
internal sealed class EchoByTime(WorkingSet set, Dictionary<(GoldenId, SpokeId), DateTimeOffset> written) : Reconciler(set)
{
    protected override bool IsKnown(FlowSpoke spoke, LinkWork link, Record record) =>
        base.IsKnown(spoke, link, record) || (written.TryGetValue((link.Golden.Id, spoke.Spoke), out var at) && Set.Context.Now - at < TimeSpan.FromSeconds(60));

    protected override void Settle(GoldenWork golden, FlowSpoke spoke, OutboxRow row, Flight flight, LinkWork link, Record record, bool exact, bool certain)
    {
        base.Settle(golden, spoke, row, flight, link, record, exact, certain);
        written[(golden.Id, spoke.Spoke)] = Set.Context.Now;
    }
}

/// <summary>Of several matches the first is taken (R18).</summary>
internal sealed class FirstMatch(WorkingSet set) : Reconciler(set)
{
    protected override List<GoldenWork> Hits(FlowSpoke spoke, Row image, RecordRef reference, LinkWork? reserved) => [.. base.Hits(spoke, image, reference, reserved).Take(1)];
}

/// <summary>A reserved identity that turns out to be somebody we know stays its own (R27).</summary>
internal sealed class ReservedStaysApart(WorkingSet set) : Reconciler(set)
{
    protected override ObserveOutcome MeetFirst(FlowSpoke spoke, Record record, LinkWork? reserved, GoldenWork golden) =>
        reserved is not null && reserved.Golden.Id != golden.Id ? Review(spoke, record.Ref, OpenItemKind.PossibleDuplicate, [golden], image: null) : base.MeetFirst(spoke, record, reserved, golden);
}

/// <summary>An unknown record is bound although a create of ours is unresolved (R15, R17, R18).</summary>
internal sealed class CreateClaimsNothing(WorkingSet set) : Reconciler(set)
{
    protected override bool IsBeingMade(GoldenWork golden, FlowSpoke spoke) => false;
}

/// <summary>A deletion swallows an edit that the record never got (R30).</summary>
internal sealed class DeletionBeatsEdit(WorkingSet set) : Reconciler(set)
{
    protected override bool HasUndelivered(GoldenWork golden, LinkWork link, FlowSpoke spoke) => false;

    protected override void ReopenDeleted(GoldenWork golden, FlowSpoke editor)
    {
    }
}

/// <summary>Records are made on a spoke that is not live (R46).</summary>
internal sealed class RowsBeforeLive(WorkingSet set) : Reconciler(set)
{
    protected override bool MayWrite(FlowSpoke spoke) => true;
}

/// <summary>Records are made beside staged ones (R45).</summary>
internal sealed class BesideStaged(WorkingSet set) : Reconciler(set)
{
    protected override bool IsAkin(FlowSpoke spoke, RecordRef reference, IReadOnlyList<MatchKey> strong, IReadOnlyList<MatchKey> weak) => false;

    protected override bool IsClaimed(GoldenWork golden, FlowSpoke spoke) => false;
}

/// <summary>What was true before we came is news (R47).</summary>
internal sealed class HistoryIsNews(WorkingSet set) : Reconciler(set)
{
    protected override GoldenWork Adopt(FlowSpoke spoke, Record record, Row image, LinkWork? reserved, bool fromStage = false) => base.Adopt(spoke, record, image, reserved, fromStage: false);
}

/// <summary>A row that another worker claimed is still ours (R33).</summary>
internal sealed class UnfencedRows(WorkingSet set) : Reconciler(set)
{
    protected override GoldenWork? Owned(FlowSpoke spoke, GoldenId id, long fence) =>
        Set.Golden(id) is { } golden && golden.Id == id && golden.Outbox.ContainsKey(spoke.Spoke) ? golden : null;
}

/// <summary>Evidence about an unresolved create is thinned out (R24b, R24c).</summary>
internal sealed class BlindVerify(WorkingSet set, bool whenFound) : Reconciler(set)
{
    public override void Verify(FlowSpoke spoke, OutboxRow claimed, VerifyEvidence evidence) => base.Verify(spoke, claimed, evidence.Found is not null != whenFound ? evidence : new VerifyEvidence
    {
        Asked = evidence.Asked, Started = evidence.Started, Found = evidence.Found, Newborn = [], Rival = false,
    });
}

/// <summary>Lines are known by their place (R70).</summary>
internal sealed class LinesByPlace(WorkingSet set) : Reconciler(set)
{
    protected override List<Line> Identify(LinkWork link, int slot, LineList remote)
    {
        var seen = link.Seen[slot].LinesOrNull() ?? LineList.Empty;
        var map = link.Shadow.LinesOf(slot);
        map.Clear();
        return [.. remote.Select((line, i) =>
        {
            var id = i < seen.Count ? seen[i].Id : new LineId(Set.Context.NewId());
            map[id] = line.RemoteId!;
            return new Line(id, line.Fields);
        })];
    }
}

/// <summary>A removal beats an edit that the side never got (R73).</summary>
internal sealed class RemovalBeatsEdit(WorkingSet set) : Reconciler(set)
{
    protected override void MergeRemovals(GroupMerge merge, FieldGroup group, LineMap map, LineMerge work, Dictionary<LineId, string> ids)
    {
        foreach (var line in work.Seen.Where(l => !work.Stands.ContainsKey(l.Id)))
        {
            ids.Remove(line.Id);
            work.Golden.Remove(line.Id);
        }
    }
}

/// <summary>Lines that we added are not recognised (R76).</summary>
internal sealed class AddsAreStrangers(WorkingSet set) : Reconciler(set)
{
    protected override void PairAdds(FlowSpoke spoke, LineMap map, Dictionary<LineId, string> ids, List<Line> adds, List<Line> newcomers, bool exact)
    {
    }
}

/// <summary>Equal lines of two documents that meet are not paired (R75).</summary>
internal sealed class ContactWithoutPairs(WorkingSet set) : Reconciler(set)
{
    protected override void PairOnContact(GroupMerge merge, LineMap map, int slot, LineList mine, LineList remote)
    {
    }
}

/// <summary>Lines whose outcome is unknown are added again (R77).</summary>
internal sealed class AddsAreRepeated(WorkingSet set) : Reconciler(set)
{
    protected override bool MayHaveAdded(Flight flight, bool moved, bool hit) => false;
}
