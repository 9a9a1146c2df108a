using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Mapping;
using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Reconcile;

// Document lines (R70 to R76): keyed by our line ids, merged per line and line group.
internal partial class Reconciler
{
    private void MergeLines(GroupMerge merge, FieldGroup group, bool first, DateTimeOffset? after)
    {
        var slot = group.Slots[0];
        if (merge.Spoke.Map.RuleOf(slot) is not { Reads: true, Lines: { } map } || merge.Image[slot].IsMissing)
        {
            return;
        }

        var remote = merge.Image[slot].LinesOrNull() ?? LineList.Empty;
        if (first || merge.Link.Base[slot].IsMissing)
        {
            MeetLines(merge, group, map, remote, after);
        }
        else
        {
            MergeKnownLines(merge, group, map, remote, after);
        }
    }

    /// <summary>R70: remote line id to our line id by the link's map, never by index; an unknown line gets its id here and now.</summary>
    protected virtual List<Line> Identify(LinkWork link, int slot, LineList remote)
    {
        var map = link.Shadow.LinesOf(slot);
        var known = map.ToDictionary(p => p.Value, p => p.Key, StringComparer.Ordinal);
        var lines = new List<Line>(remote.Count);
        foreach (var line in remote)
        {
            var remoteId = line.RemoteId ?? throw new InvalidOperationException($"A line of {link.Ref} was read without its remote id.");
            if (!known.TryGetValue(remoteId, out var id))
            {
                id = new LineId(Context.NewId());
                map[id] = remoteId;
            }

            lines.Add(new Line(id, line.Fields));
        }

        return lines;
    }

    /// <summary>
    /// R75: lists without a base are not merged. Pair by equal content, then by the first field where it is unique on both sides;
    /// equal adopts, one side empty is filled, else one whole list wins by policy and the other is recorded.
    /// </summary>
    private void MeetLines(GroupMerge merge, FieldGroup group, LineMap map, LineList remote, DateTimeOffset? after)
    {
        var (link, golden, slot) = (merge.Link, merge.Golden, group.Slots[0]);
        var mine = golden.Data[slot].LinesOrNull() ?? LineList.Empty;
        PairOnContact(merge, map, slot, mine, remote);
        var image = Identify(link, slot, remote);
        if (FillLines(merge, group, map, mine, image, after))
        {
            return;
        }

        var byId = mine.ToDictionary(l => l.Id);
        var stands = image.ConvertAll(l => byId.TryGetValue(l.Id, out var own) && Fits(merge.Spoke, map, own.Fields, l.Fields) ? own : l);
        link.Shadow.Seen[slot] = FieldValue.From(new LineList(image));
        var lifted = new Row(golden.Entity.Schema);
        lifted[slot] = FieldValue.From(new LineList(stands));
        var equal = mine.Select(l => l.Id).SequenceEqual(stands.Select(l => l.Id)) && stands.TrueForAll(l => byId.TryGetValue(l.Id, out var own) && ReferenceEquals(own, l));
        var decision = equal ? new Decision(Verdict.Same, "equal")
            : image.Count == 0 && mine.Count > 0 ? new Decision(Verdict.Lose, "fill empty")
            : Decide(merge, group, [slot], lifted, moved: mine.Count > 0, first: true, after);
        link.Shadow.Base[slot] = lifted[slot];
        Conclude(merge, group, [slot], lifted, decision, moved: mine.Count > 0, after, Copy(link.Base, [slot]), since: null);
    }

    // The same lines on both sides, and what differs is empty on one of them (a field that the map gained): each side fills the other.
    private bool FillLines(GroupMerge merge, FieldGroup group, LineMap map, LineList mine, List<Line> image, DateTimeOffset? after)
    {
        var slot = group.Slots[0];
        if (!mine.Select(l => l.Id).SequenceEqual(image.Select(l => l.Id)))
        {
            return false;
        }

        int[] read = [.. map.Rules.Where(r => r.Reads).SelectMany(r => r.CanonicalSlots)];
        var (golden, agreed) = (new List<Line>(mine.Count), new List<Line>(mine.Count));
        bool gains = false, lacks = false;
        foreach (var (own, stored) in mine.Zip(image))
        {
            var (full, held) = (own.Fields.Clone(), own.Fields.Clone());
            var shown = ProjectLine(merge.Spoke, map, own.Fields);
            foreach (var s in read.Where(s => !stored.Fields[s].IsMissing && own.Fields[s].IsEmpty != stored.Fields[s].IsEmpty && (own.Fields[s].IsEmpty || !shown[s].IsEmpty)))
            {
                held[s] = stored.Fields[s];
                full[s] = own.Fields[s].IsEmpty ? stored.Fields[s] : own.Fields[s];
                gains |= own.Fields[s].IsEmpty;
                lacks |= stored.Fields[s].IsEmpty;
            }

            if (!Fits(merge.Spoke, map, held, stored.Fields))
            {
                return false;
            }

            golden.Add(own with { Fields = full });
            agreed.Add(own with { Fields = held });
        }

        if (!gains && !lacks)
        {
            return false;
        }

        merge.Link.Shadow.Seen[slot] = FieldValue.From(new LineList(image));
        merge.Link.Shadow.Base[slot] = FieldValue.From(new LineList(agreed));
        if (gains)
        {
            var lifted = new Row(merge.Golden.Entity.Schema);
            lifted[slot] = FieldValue.From(new LineList(golden));
            Conclude(merge, group, [slot], lifted, new(Verdict.Win, "fill"), moved: false, after, Copy(merge.Link.Base, [slot]), since: null);
        }

        return true;
    }

    protected virtual void PairOnContact(GroupMerge merge, LineMap map, int slot, LineList mine, LineList remote)
    {
        var ids = merge.Link.Shadow.LinesOf(slot);
        var left = remote.Where(r => !ids.ContainsValue(r.RemoteId!)).ToList();
        foreach (var own in mine.Where(l => !ids.ContainsKey(l.Id)))
        {
            if (left.Find(r => Fits(merge.Spoke, map, own.Fields, r.Fields)) is { } hit)
            {
                left.Remove(hit);
                ids[own.Id] = hit.RemoteId!;
            }
        }

        if (FirstReadSlot(map) is not { } key)
        {
            return;
        }

        foreach (var own in mine.Where(l => !ids.ContainsKey(l.Id)))
        {
            var value = own.Fields[key];
            var same = left.FindAll(r => SameValue(r.Fields[key], value));
            if (same.Count == 1 && !value.IsEmpty && mine.Count(l => SameValue(l.Fields[key], value)) == 1)
            {
                left.Remove(same[0]);
                ids[own.Id] = same[0].RemoteId!;
            }
        }
    }

    private static int? FirstReadSlot(LineMap map) =>
        map.Rules.Where(r => r.Reads && r.CanonicalSlots.Count > 0).Select(r => (int?)r.CanonicalSlots[0]).FirstOrDefault();

    /// <summary>R71 to R74: three-way by line id. An undelivered edit beats a removal, both ways; order is a unit of its own.</summary>
    private void MergeKnownLines(GroupMerge merge, FieldGroup group, LineMap map, LineList remote, DateTimeOffset? after)
    {
        var (link, golden, slot) = (merge.Link, merge.Golden, group.Slots[0]);
        var image = Identify(link, slot, remote);
        var seen = link.Seen[slot].LinesOrNull() ?? LineList.Empty;
        if (image.Count == seen.Count && image.Zip(seen).All(p => p.First.Id == p.Second.Id && SameLine(map, p.First.Fields, p.Second.Fields)))
        {
            return;
        }

        var work = new LineMerge(image, seen, link.Base[slot].LinesOrNull() ?? LineList.Empty, golden.Data[slot].LinesOrNull() ?? LineList.Empty);
        var policy = merge.Spoke.Flow.Policies[group.Index];
        var owner = policy.Owner?.Invoke(golden.Data);
        MergeContents(merge, group, map, work, owner, after);
        MergeRemovals(merge, group, map, work, link.Shadow.LinesOf(slot));
        MergeOrder(merge, group, work, after);
        var lifted = new Row(golden.Entity.Schema);
        lifted[slot] = FieldValue.From(new LineList(image.Select(l => new Line(l.Id, work.Stands[l.Id]))));
        link.Shadow.Seen[slot] = FieldValue.From(new LineList(image));
        link.Shadow.Base[slot] = lifted[slot];
        golden.Remove(OpenItemKind.FieldConflict, merge.Spoke.Spoke, group.Name);
        if (owner is not null && owner != merge.Spoke.Spoke.Connection)
        {
            Conclude(merge, group, [slot], lifted, new(Verdict.Lose, "owner"), false, after, lifted, null);
        }
        else if (work.Contested)
        {
            Conclude(merge, group, [slot], lifted, new(Verdict.Ask, "chain ended"), true, after, Copy(link.Base, [slot]), null);
        }
        else
        {
            var result = new Row(golden.Entity.Schema);
            result[slot] = FieldValue.From(work.Result());
            SetGolden(golden, group, [slot], result, Origin.Of(merge.Spoke.Spoke), "lines", after, merge.Modified);
        }
    }

    private void MergeContents(GroupMerge merge, FieldGroup group, LineMap map, LineMerge work, ConnectionId? owner, DateTimeOffset? after)
    {
        foreach (var line in work.Image)
        {
            if (work.Seen.Find(line.Id) is not { } before)
            {
                work.Stands[line.Id] = work.Golden[line.Id] = line.Fields;
                continue;
            }

            var lifted = LiftLine(map, line.Fields, before.Fields, work.Base.Find(line.Id)?.Fields ?? before.Fields);
            work.Stands[line.Id] = lifted;
            if (SameLine(map, line.Fields, before.Fields))
            {
                continue;
            }

            if (!work.Golden.TryGetValue(line.Id, out var own))
            {
                // R73: removed elsewhere, changed here: the edit wins and the line comes back under its id.
                work.Golden[line.Id] = lifted;
                _set.Audit("loser", merge.Golden, group.Name, null, "edit beats removal");
                continue;
            }

            var baseline = work.Base.Find(line.Id)?.Fields ?? before.Fields;
            var merged = own.Clone();
            foreach (var part in map.Entity.Groups)
            {
                MergeLineGroup(merge, group, map, part, new LineParts(own, baseline, lifted, merged), work, owner, after);
            }

            work.Golden[line.Id] = merged;
        }
    }

    private void MergeLineGroup(GroupMerge merge, FieldGroup group, LineMap map, FieldGroup part, LineParts parts, LineMerge work, ConnectionId? owner, DateTimeOffset? after)
    {
        int[] slots = [.. part.Slots.Where(s => Reads(map, s) && !parts.Lifted[s].IsMissing)];
        if (slots.All(s => SameValue(parts.Lifted[s], parts.Base[s]) || SameValue(parts.Lifted[s], parts.Golden[s])))
        {
            return;
        }

        var moved = slots.Any(s => !SameValue(parts.Golden[s], parts.Base[s]));
        if (moved && owner is null)
        {
            var verdict = DecideLine(merge, group, slots, parts, after);
            if (verdict is null)
            {
                work.Contested = true;
                return;
            }

            _set.Audit("loser", merge.Golden, group.Name, verdict.Value ? null : merge.Spoke.Spoke.ToString(), "lines", DetailCodec.Values(map.Entity, slots, verdict.Value ? parts.Golden : parts.Lifted));
            if (!verdict.Value)
            {
                return;
            }
        }

        foreach (var slot in slots)
        {
            parts.Merged[slot] = parts.Lifted[slot];
        }
    }

    private static bool? DecideLine(GroupMerge merge, FieldGroup group, int[] slots, LineParts parts, DateTimeOffset? after)
    {
        var mine = new ConflictCandidate(merge.Spoke.Spoke.Connection, [.. slots.Select(s => parts.Lifted[s])], after, merge.Modified, merge.Spoke.TimeError);
        var origin = merge.Golden.Provenance.Origins[group.Index];
        var theirs = new ConflictCandidate(origin?.Origin.Spoke?.Connection, [.. slots.Select(s => parts.Golden[s])], origin?.After, origin?.Before, TimeSpan.Zero);
        var candidates = new List<ConflictCandidate> { mine, theirs };
        candidates.Sort((a, b) => string.CompareOrdinal(a.Connection?.Value, b.Connection?.Value));
        foreach (var step in merge.Spoke.Flow.Policies[group.Index].Chain)
        {
            if (step.Decide(candidates) is { } winner)
            {
                return ReferenceEquals(candidates[winner], mine);
            }
        }

        return null;
    }

    protected virtual void MergeRemovals(GroupMerge merge, FieldGroup group, LineMap map, LineMerge work, Dictionary<LineId, string> ids)
    {
        foreach (var line in work.Seen.Where(l => !work.Stands.ContainsKey(l.Id)))
        {
            ids.Remove(line.Id);
            if (!work.Golden.TryGetValue(line.Id, out var own))
            {
                continue;
            }

            if (work.Base.Find(line.Id) is { } agreed && SameLine(map, own, agreed.Fields))
            {
                work.Golden.Remove(line.Id);
            }
            else
            {
                // R73: an edit that this side never got: the line is sent again.
                _set.Audit("loser", merge.Golden, group.Name, merge.Spoke.Spoke.ToString(), "edit beats removal");
            }
        }
    }

    private void MergeOrder(GroupMerge merge, FieldGroup group, LineMerge work, DateTimeOffset? after)
    {
        LineId[] was = [.. work.Seen.Where(l => work.Stands.ContainsKey(l.Id)).Select(l => l.Id)];
        LineId[] now = [.. work.Image.Where(l => work.Seen.Find(l.Id) is not null).Select(l => l.Id)];
        if (was.SequenceEqual(now))
        {
            return;
        }

        LineId[] mine = [.. work.GoldenOrder.Where(id => work.Base.Find(id) is not null && work.Stands.ContainsKey(id))];
        LineId[] agreed = [.. work.Base.Where(l => work.Golden.ContainsKey(l.Id) && work.Stands.ContainsKey(l.Id)).Select(l => l.Id)];
        if (mine.SequenceEqual(agreed))
        {
            work.TakesOrder = true;
        }
        else
        {
            _set.Audit("loser", merge.Golden, group.Name, merge.Spoke.Spoke.ToString(), "order");
        }
    }

    /// <summary>The four versions of one line during a merge.</summary>
    private sealed record LineParts(Row Golden, Row Base, Row Lifted, Row Merged);

    protected sealed class LineMerge
    {
        public LineMerge(IReadOnlyList<Line> image, LineList seen, LineList agreed, LineList golden)
        {
            Image = image;
            Seen = seen;
            Base = agreed;
            GoldenOrder = [.. golden.Select(l => l.Id)];
            Golden = golden.ToDictionary(l => l.Id, l => l.Fields);
        }

        public IReadOnlyList<Line> Image { get; }

        public LineList Seen { get; }

        public LineList Base { get; }

        public List<LineId> GoldenOrder { get; }

        public Dictionary<LineId, Row> Golden { get; }

        /// <summary>The golden value that each remote line stands for from now on.</summary>
        public Dictionary<LineId, Row> Stands { get; } = [];

        public bool TakesOrder { get; set; }

        public bool Contested { get; set; }

        public LineList Result()
        {
            LineId[] image = [.. Image.Select(l => l.Id)];
            var order = TakesOrder ? Weave(image, GoldenOrder) : Weave(GoldenOrder, image);
            return new LineList(order.Where(Golden.ContainsKey).Select(id => new Line(id, Golden[id])));
        }

        // The first keeps its order; what only the second has goes behind its predecessor there.
        public static List<LineId> Weave(IReadOnlyList<LineId> first, IReadOnlyList<LineId> second)
        {
            var result = new List<LineId>(first);
            for (var i = 0; i < second.Count; i++)
            {
                if (!result.Contains(second[i]))
                {
                    result.Insert(i == 0 ? 0 : result.IndexOf(second[i - 1]) + 1, second[i]);
                }
            }

            return result;
        }
    }
}
