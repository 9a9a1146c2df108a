using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Mapping;
using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Reconcile;

// Three-way merge by field group (R1 to R6, R13, R14, R36, R51 to R54, R61).
internal partial class Reconciler
{
    private const string OscillationRule = "oscillation";

    /// <summary>Folds an image into golden and moves the link's shadow.</summary>
    public void Merge(FlowSpoke spoke, LinkWork link, Record record, FirstContact first)
    {
        var image = Image(spoke, record);
        // An image that reserved its own record may have merged the link's golden record away.
        var golden = link.Golden;
        var unmet = first.All ? null : Remake(spoke, link, image, record, skip: null);
        Fold(spoke, link, golden, image, record, first, unmet);
    }

    protected virtual void Fold(FlowSpoke spoke, LinkWork link, GoldenWork golden, Row image, Record record, FirstContact first, HashSet<int>? unmet = null)
    {
        var merge = new GroupMerge(spoke, link, golden, image, record.Modified);
        var isRemade = !first.All && link.MapHash != spoke.MapHash;
        var met = new HashSet<int>();
        foreach (var group in golden.Entity.Groups)
        {
            if (spoke.Map.GroupHash(group.Index) is not { } hash)
            {
                continue;
            }

            var isFirst = first.Includes(group.Index) || link.Shadow.Groups[group.Index].Hash is null;
            link.Shadow.Groups[group.Index] = new GroupMark(hash, Frozen: false);
            // R6, R54: without a fold there is no lower bound of the time of the change.
            var after = isFirst || link.Shadow.Loose.Contains(group.Index) ? null : link.Modified;
            link.Shadow.Loose.Remove(group.Index);
            if (golden.Entity.Fields[group.Slots[0]].Kind == FieldKind.Lines)
            {
                MergeLines(merge, group, isFirst || (unmet?.Contains(group.Slots[0]) ?? false), after);
            }
            else
            {
                MergeSlots(merge, group, unmet, isFirst, after);
            }

            if (!isFirst)
            {
                met.Add(group.Index);
            }
        }

        if (isRemade)
        {
            Reapply(merge, met, unmet, record);
        }

        FollowUnwritten(spoke, link, golden);
        foreach (var slot in _deadReferences)
        {
            // Nothing is agreed on it any more: it is sent again, with the living id.
            link.Shadow.Base[slot] = FieldValue.Missing;
        }

        StampRaw(spoke, link, record.Fields);
        // What was seen before and cannot be read now may be edited unseen: it is read again before anything is written.
        link.Version = spoke.Map.Entity.Fields.Any(f => image[f.Slot].IsMissing && !link.Seen[f.Slot].IsMissing && spoke.Map.RuleOf(f.Slot) is { Reads: true }) ? null : record.Version;
        link.Modified = record.Modified;
        link.Hash = record.Hash;
        link.MapHash = spoke.MapHash;
        link.Touch();
        golden.MarkDirty();
    }

    // A field that a met group gained is met for the first time, the rest of the group goes on (R53).
    private void MergeSlots(GroupMerge merge, FieldGroup group, HashSet<int>? unmet, bool first, DateTimeOffset? after)
    {
        if (first || unmet is null || !group.Slots.Any(unmet.Contains))
        {
            MergeGroup(merge, group, group.Slots, first, after);
            return;
        }

        MergeGroup(merge, group, [.. group.Slots.Where(unmet.Contains)], first: true, after: null);
        MergeGroup(merge, group, [.. group.Slots.Where(s => !unmet.Contains(s))], first: false, after);
    }

    private void MergeGroup(GroupMerge merge, FieldGroup group, IReadOnlyList<int> members, bool first, DateTimeOffset? after)
    {
        var (spoke, link, golden, image) = (merge.Spoke, merge.Link, merge.Golden, merge.Image);
        // What was not observed says nothing, nor does a field on which nothing was agreed and nothing changed.
        int[] slots = [.. members.Where(s => spoke.Map.RuleOf(s) is { Reads: true } && !image[s].IsMissing && (first || !link.Base[s].IsMissing || !SameValue(image[s], link.Seen[s])))];
        if (slots.Length == 0 || (!first && slots.All(s => SameValue(image[s], link.Seen[s]))))
        {
            return;
        }

        if (!first)
        {
            link.Shadow.Rewrites = link.Shadow.Rewrites.AfterEdit(Context.Now);
        }

        // What was agreed to differ stands for itself: once a member moves, the group travels whole, or the rest would differ unnoted.
        var apart = golden.Item(OpenItemKind.Noted, spoke.Spoke, group.Name) is not null;
        var lifted = Lift(merge, slots, first || apart);
        var moved = slots.Any(s => first || link.Base[s].IsMissing ? !golden.Data[s].IsEmpty : !SameValue(golden.Data[s], link.Base[s]));
        var same = slots.All(s => SameValue(golden.Data[s], lifted[s]));
        var decision = same ? new Decision(Verdict.Same, "equal") : Decide(merge, group, slots, lifted, moved, first, after);
        Apply(merge, group, slots, lifted, decision, moved, after);
    }

    /// <summary>
    /// R3: an unchanged member of a changed group keeps the uncoerced golden value it stands for. R61: what equals golden's
    /// projection is golden.
    /// </summary>
    protected virtual Row Lift(GroupMerge merge, int[] slots, bool first)
    {
        var (link, golden, image) = (merge.Link, merge.Golden, merge.Image);
        var lifted = new Row(golden.Entity.Schema);
        foreach (var slot in slots)
        {
            var changed = first || !SameValue(image[slot], link.Seen[slot]);
            var value = changed ? image[slot] : link.Base[slot];
            lifted[slot] = SameValue(golden.Data[slot], value) || IsProjection(merge, slot, value) ? golden.Data[slot] : value;
        }

        return lifted;
    }

    protected virtual bool IsProjection(GroupMerge merge, int slot, FieldValue value)
    {
        var golden = merge.Golden.Data[slot];
        if (golden.IsMissing || golden.IsNull || merge.Spoke.Map.RuleOf(slot) is not { } rule)
        {
            return false;
        }

        if (SameValue(rule.Normalize(slot, golden), rule.Normalize(slot, value)))
        {
            return true;
        }

        if (!rule.WritesOnUpdate && !rule.WritesOnCreate)
        {
            return false;
        }

        if (!ReferenceEquals(merge.ProjectedFrom, merge.Golden.Data))
        {
            merge.Projection = Project(merge.Spoke, merge.Golden.Data);
            merge.ProjectedFrom = merge.Golden.Data;
        }

        return !merge.Projection![slot].IsMissing && SameValue(merge.Projection[slot], value);
    }

    private Decision Decide(GroupMerge merge, FieldGroup group, int[] slots, Row theirs, bool moved, bool first, DateTimeOffset? after)
    {
        var (golden, spoke) = (merge.Golden, merge.Spoke);
        var policy = spoke.Flow.Policies[group.Index];
        if (IsOscillation(golden, group, spoke, slots, theirs))
        {
            return new(Verdict.Ask, OscillationRule);
        }

        var theirsEmpty = slots.All(s => theirs[s].IsEmpty);
        if (first && moved && theirsEmpty)
        {
            // R13: at first contact an empty value is no claim, the owner's neither.
            return new(Verdict.Lose, "fill empty");
        }

        if (policy.Owner?.Invoke(golden.Data) is { } owner)
        {
            if (owner == spoke.Spoke.Connection)
            {
                return new(Verdict.Win, "owner");
            }

            // An owner whose system never showed the field has said nothing yet: there is nothing to send back.
            if (!slots.All(s => first ? golden.Data[s].IsEmpty : golden.Data[s].IsMissing))
            {
                return policy.OnForeignEdit == ForeignEdit.Note && !first ? new(Verdict.Note, "foreign edit") : new(Verdict.Lose, "owner");
            }
        }

        if (!first && theirsEmpty && slots.Any(s => !merge.Link.Base[s].IsEmpty) && policy.OnClear != Clears.Propagate)
        {
            return policy.OnClear == Clears.Ignore ? new(Verdict.Lose, "clear ignored") : new(Verdict.Ask, "clear");
        }

        return moved ? DecideByChain(merge, group, slots, theirs, policy, first, after) : new(Verdict.Win, first ? "fill" : "only side");
    }

    /// <summary>R36: the same value from the same spoke again and again.</summary>
    protected virtual bool IsOscillation(GoldenWork golden, FieldGroup group, FlowSpoke spoke, int[] slots, Row theirs) =>
        golden.Provenance.CountRecent(group.Index, Origin.Of(spoke.Spoke).Name, ValueHash(slots, theirs)) >= 3
        || golden.LinkOn(spoke.Spoke)?.Shadow.Rewrites.IsTooMany(Context.Now) == true;

    /// <summary>Law 6: candidates stand in the order of their connections, never "the incoming one" first.</summary>
    protected virtual void Order(List<ConflictCandidate> candidates) =>
        candidates.Sort((a, b) => string.CompareOrdinal(a.Connection?.Value, b.Connection?.Value));

    private Decision DecideByChain(GroupMerge merge, FieldGroup group, int[] slots, Row theirs, GroupPolicy policy, bool first, DateTimeOffset? after)
    {
        var candidate = new ConflictCandidate(merge.Spoke.Spoke.Connection, [.. slots.Select(s => theirs[s])], after, merge.Modified, merge.Spoke.TimeError);
        var candidates = new List<ConflictCandidate> { candidate, GoldenCandidate(merge.Golden, group, slots) };
        Order(candidates);
        foreach (var step in (first ? policy.FirstContactChain : null) ?? policy.Chain)
        {
            if (step.Decide(candidates) is { } winner)
            {
                return ReferenceEquals(candidates[winner], candidate) ? new(Verdict.Win, step.Name) : new(Verdict.Lose, step.Name);
            }
        }

        return new(Verdict.Ask, "chain ended");
    }

    private ConflictCandidate GoldenCandidate(GoldenWork golden, FieldGroup group, int[] slots)
    {
        var origin = golden.Provenance.Origins[group.Index];
        var error = origin?.Origin.Spoke is { } spoke ? Context.SpokeOf(golden.Entity.Name, spoke)?.TimeError ?? TimeSpan.Zero : TimeSpan.Zero;
        return new ConflictCandidate(origin?.Origin.Spoke?.Connection, [.. slots.Select(s => golden.Data[s])], origin?.After, origin?.Before, error);
    }

    private void Apply(GroupMerge merge, FieldGroup group, int[] slots, Row lifted, Decision decision, bool moved, DateTimeOffset? after)
    {
        var (spoke, link, golden) = (merge.Spoke, merge.Link, merge.Golden);
        var before = Copy(link.Base, slots);
        foreach (var slot in slots)
        {
            // R4: after any verdict the shadow advances; a loser's too, which is what sends the correction.
            link.Shadow.Seen[slot] = merge.Image[slot];
            link.Shadow.Base[slot] = lifted[slot];
        }

        var open = golden.Item(OpenItemKind.FieldConflict, spoke.Spoke, group.Name);
        golden.Remove(OpenItemKind.FieldConflict, spoke.Spoke, group.Name);
        golden.Remove(OpenItemKind.Noted, spoke.Spoke, group.Name);
        if (open is not null && decision.Verdict == Verdict.Ask)
        {
            before = ConflictDetail.Read(open.Detail, golden.Entity).Before;
            if (slots.All(s => SameValue(lifted[s], before[s])))
            {
                // R14: the spoke went back to what was agreed; golden is sent.
                decision = new(Verdict.Lose, "withdrawn");
            }
        }

        Conclude(merge, group, slots, lifted, decision, moved, after, before, open?.Since);
    }

    protected virtual void Conclude(GroupMerge merge, FieldGroup group, int[] slots, Row lifted, Decision decision, bool moved, DateTimeOffset? after, Row before, DateTimeOffset? since)
    {
        var (spoke, link, golden) = (merge.Spoke, merge.Link, merge.Golden);
        switch (decision.Verdict)
        {
            case Verdict.Same:
                break;
            case Verdict.Win:
                if (moved)
                {
                    var loser = golden.Provenance.Origins[group.Index]?.Origin.Name;
                    _set.Audit("loser", golden, group.Name, loser, decision.Rule, DetailCodec.Values(golden.Entity, slots, golden.Data));
                }

                SetGolden(golden, group, slots, lifted, Origin.Of(spoke.Spoke), decision.Rule, after, merge.Modified);
                ReopenDeleted(golden, spoke);
                break;
            case Verdict.Lose:
                _set.Audit("loser", golden, group.Name, spoke.Spoke.ToString(), decision.Rule, DetailCodec.Values(golden.Entity, slots, lifted));
                break;
            case Verdict.Note:
                foreach (var slot in slots)
                {
                    link.Shadow.Base[slot] = golden.Data[slot];
                }

                golden.Put(Item(OpenItemKind.Noted, golden, group, spoke.Spoke, "ForeignEdit", DetailCodec.Values(golden.Entity, slots, lifted), since));
                break;
            default:
                var detail = new ConflictDetail(lifted, before, after, merge.Modified, decision.Rule);
                golden.Put(Item(OpenItemKind.FieldConflict, golden, group, spoke.Spoke, decision.Rule, detail.Write(golden.Entity, slots, golden.Data), since));
                _set.Audit("conflict", golden, group.Name, spoke.Spoke.ToString(), decision.Rule, DetailCodec.Values(golden.Entity, slots, lifted));
                break;
        }
    }

    private OpenItem Item(OpenItemKind kind, GoldenWork golden, FieldGroup? group, SpokeId spoke, string cause, string detail, DateTimeOffset? since = null) => new()
    {
        Kind = kind,
        Entity = golden.Entity.Name,
        GoldenId = golden.Id,
        Group = group?.Name ?? "",
        Spoke = spoke,
        Cause = cause,
        Problem = group is null ? $"{kind}|{golden.Entity.Name}|{spoke}" : $"{kind}|{golden.Entity.Name}.{group.Name}|{spoke}",
        Detail = detail,
        Since = since ?? Context.Now,
    };

    // R2: over fields that this map does not write, base follows golden in the same commit.
    private void FollowUnwritten(FlowSpoke spoke, LinkWork link, GoldenWork golden)
    {
        foreach (var rule in spoke.Map.Rules)
        {
            foreach (var slot in rule.CanonicalSlots)
            {
                if (!IsWritten(spoke, slot))
                {
                    link.Shadow.Base[slot] = golden.Data[slot];
                }
            }
        }
    }

    private static Row Copy(Row row, int[] slots)
    {
        var copy = new Row(row.Schema);
        foreach (var slot in slots)
        {
            copy[slot] = row[slot];
        }

        return copy;
    }

    private static ulong ValueHash(IReadOnlyList<int> slots, Row values)
    {
        var hash = 17UL;
        foreach (var slot in slots)
        {
            hash = unchecked((hash * 31) ^ WireHash(values[slot]));
        }

        return hash;
    }

    protected sealed class GroupMerge(FlowSpoke spoke, LinkWork link, GoldenWork golden, Row image, DateTimeOffset? modified)
    {
        public FlowSpoke Spoke { get; } = spoke;

        public LinkWork Link { get; } = link;

        public GoldenWork Golden { get; } = golden;

        public Row Image { get; } = image;

        public DateTimeOffset? Modified { get; } = modified;

        public Row? Projection { get; set; }

        public Row? ProjectedFrom { get; set; }
    }

    protected enum Verdict
    {
        Same,
        Win,
        Lose,
        Note,
        Ask,
    }

    protected readonly record struct Decision(Verdict Verdict, string Rule);
}
