using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Mapping;
using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Reconcile;

/// <summary>
/// The pure heart: what one observation, one answer or one decision of a person does to golden records, links, outbox rows and open
/// items. Works on a closed <see cref="WorkingSet"/>; no I/O, no clock. The parts: images, binding, merging, existence, planning,
/// landing, verifying.
/// </summary>
internal partial class Reconciler(WorkingSet set)
{
    /// <summary>A hint's reason: the record is read with the fields of older map versions, and folded even if it is unchanged.</summary>
    public const string BackfillReason = "backfill";

    private readonly WorkingSet _set = set;

    protected WorkingSet Set => _set;

    // Rows that this pass planned and found to wait or to be parked: what it read for that is no reason to release them again.
    private readonly HashSet<(GoldenId Golden, SpokeId Spoke)> _planned = [];

    private ReconcileContext Context => _set.Context;

    /// <summary>One external record, read after the store sequence <paramref name="started"/>.</summary>
    /// <param name="spoke">The spoke.</param>
    /// <param name="record">The record.</param>
    /// <param name="started">The store sequence before the read.</param>
    /// <param name="forced">Fold it although it is the same as last time: a group is to be met, a reference to be re-pointed.</param>
    /// <returns>What became of it, for the run's counts.</returns>
    public ObserveOutcome Observe(FlowSpoke spoke, Record record, long started, bool forced = false)
    {
        var inScope = spoke.Map.InScope(record.Fields);
        var link = _set.Link(record.Ref);
        if (link is null or { State: LinkState.Reserved })
        {
            if (!inScope)
            {
                return ObserveOutcome.OutOfScope;
            }

            return IsPooled(spoke, record) ? ToStage(spoke, record, started, forced) : Bind(spoke, record, link);
        }

        if (!inScope)
        {
            return Freeze(link);
        }

        if (!forced && link.IsActive && IsKnown(spoke, link, record))
        {
            return ObserveOutcome.Unchanged;
        }

        if (IsInFlight(link))
        {
            // R12: our own write may be in this image.
            _set.Hint(spoke, record.Ref.Id, "in-flight", Context.HintDelay);
            return ObserveOutcome.Deferred;
        }

        if (IsStale(link, started))
        {
            // R11: this image may predate what we know.
            _set.Hint(spoke, record.Ref.Id, "stale", TimeSpan.Zero);
            return ObserveOutcome.Deferred;
        }

        if (LacksEvidence(spoke, link, record))
        {
            // R52: another map made the shadow, of fields that this read did not ask for.
            _set.Hint(spoke, record.Ref.Id, BackfillReason, TimeSpan.Zero);
            return ObserveOutcome.Deferred;
        }

        if (!link.IsActive && !Revive(spoke, link))
        {
            return ObserveOutcome.Review;
        }

        Merge(spoke, link, record, FirstContact.None);
        return ObserveOutcome.Merged;
    }

    /// <summary>The no-change test (R10): a version proves sameness only if it changes with every write, else together with the hash.</summary>
    public static bool IsSame(FlowSpoke spoke, LinkWork link, Record record) =>
        link.MapHash == spoke.MapHash && (link.Version is not null || spoke.Object.Version == VersionKind.None)
        && (spoke.Object.Version == VersionKind.Strict ? link.Version == record.Version : link.Hash == record.Hash);

    /// <summary>R10: nothing of the record is new to its link.</summary>
    protected virtual bool IsKnown(FlowSpoke spoke, LinkWork link, Record record) => IsSame(spoke, link, record);

    /// <summary>R12: while our own write is open, an image may hold it.</summary>
    protected virtual bool IsInFlight(LinkWork link) => link.Golden.HasFlight(link.Spoke);

    /// <summary>R11: the image was read before something that is stored about the link.</summary>
    protected virtual bool IsStale(LinkWork link, long started) => link.Row.Touched > started;

    /// <summary>R41: nothing is made, changed or deleted on a spoke that is not live.</summary>
    protected virtual bool MayWrite(FlowSpoke spoke) => spoke.IsLive;

    /// <summary>R53, R54: whether golden and the record ever met on a group, and its map still stands.</summary>
    protected virtual bool IsMet(GroupMark mark) => mark.Hash is not null && !mark.Frozen;

    /// <summary>R14: a group that a person is asked about is held from that spoke.</summary>
    protected virtual bool IsHeld(GoldenWork golden, int group, FlowSpoke spoke) => golden.IsHeld(group, spoke.Spoke);

    /// <summary>R2: whether this map writes a field of records that exist.</summary>
    protected virtual bool IsWritten(FlowSpoke spoke, int slot) => spoke.Writes(slot, WriteOperation.Update);

    /// <summary>Recomputes the outbox rows of a golden record (R23): a row exists exactly while its spoke may lack something.</summary>
    public void Refresh(GoldenWork golden)
    {
        golden.Refreshed();
        if (golden.State is GoldenState.Reserved or GoldenState.Merged || golden.Flow is null)
        {
            return;
        }

        foreach (var spoke in Context.SpokesOf(golden.Entity.Name))
        {
            RefreshRow(golden, spoke);
        }
    }

    protected void RefreshRow(GoldenWork golden, FlowSpoke spoke)
    {
        var need = Needs(golden, spoke);
        if (!golden.Outbox.TryGetValue(spoke.Spoke, out var row))
        {
            if (need)
            {
                golden.SetRow(new OutboxRow
                {
                    GoldenId = golden.Id,
                    Spoke = spoke.Spoke,
                    Entity = golden.Entity.Name,
                    State = spoke.Flow.Mode == SyncMode.Off ? OutboxState.Withheld : OutboxState.Due,
                    Cause = spoke.Flow.Mode == SyncMode.Off ? ModeCause(SyncMode.Off) : "",
                    NotBefore = Context.Now,
                    Since = Context.Now,
                    Lane = Lane,
                });
            }

            return;
        }

        if (row.Flight is not null)
        {
            return;
        }

        if (!need)
        {
            golden.RemoveRow(spoke.Spoke);
        }
        else if (row.State != OutboxState.Due && spoke.Flow.Mode != SyncMode.Off && !_planned.Contains((golden.Id, spoke.Spoke)) && (golden.DataChanged || golden.LinkOn(spoke.Spoke) is { Touched: true }))
        {
            // A parked or waiting row is released by a change of its source or of its target.
            // What was withheld is planned again, and knows why it was: a guard that holds others of its kind holds it again.
            golden.SetRow(row.State == OutboxState.Withheld
                ? row with { State = OutboxState.Due, NotBefore = Context.Now }
                : row with { State = OutboxState.Due, Cause = "", Detail = null, Problem = null, WaitsOn = [], NotBefore = Context.Now });
        }
    }

    /// <summary>Whether a spoke lacks something of a golden record that would be sent there.</summary>
    public bool Lacks(GoldenWork golden, FlowSpoke spoke) => Needs(golden, spoke);

    protected virtual bool Needs(GoldenWork golden, FlowSpoke spoke)
    {
        if (golden.HasItem(OpenItemKind.DeleteConflict))
        {
            return false;
        }

        var link = golden.LinkOn(spoke.Spoke);
        if (golden.State == GoldenState.Deleted)
        {
            // Before the spoke is live too: going live looks at the living only. Nothing is sent there until then.
            return link is { IsActive: true };
        }

        if (!MayWrite(spoke))
        {
            return false;
        }

        if (link is not null and not { State: LinkState.Alias })
        {
            return link.IsActive && Difference(golden, link, spoke).Count > 0;
        }

        return MayCreate(golden, spoke) && !IsClaimed(golden, spoke);
    }

    protected static bool MayCreate(GoldenWork golden, FlowSpoke spoke)
    {
        var flow = spoke.Flow;
        if (!spoke.Member.Creates || !spoke.Object.CanCreate || (flow.Gate is { } gate && !gate(spoke.Spoke.Connection, golden.Data)))
        {
            return false;
        }

        // A connection with several scopes takes a record on the one that the route names; a link on another scope is its counterpart.
        if (golden.Links.Exists(l => l.Spoke.Connection == spoke.Spoke.Connection && l.State is not (LinkState.Reserved or LinkState.Alias)))
        {
            return false;
        }

        return flow.Route is not { } route || route(spoke.Spoke.Connection, golden.Data) is not { } scope || scope == spoke.Spoke.Scope;
    }

    /// <summary>golden - base over what this map writes, without held groups and groups that were never met (R2, R14, R53, R54).</summary>
    public List<int> Difference(GoldenWork golden, LinkWork link, FlowSpoke spoke)
    {
        var slots = new List<int>();
        foreach (var group in golden.Entity.Groups)
        {
            var mark = link.Shadow.Groups[group.Index];
            if (spoke.Map.GroupHash(group.Index) is null || !IsMet(mark) || IsHeld(golden, group.Index, spoke))
            {
                continue;
            }

            foreach (var slot in group.Slots)
            {
                if (!IsUnmet(spoke, group, mark, slot) && IsObserved(spoke, link, slot) && IsWritten(spoke, slot) && !golden.Data[slot].IsMissing && spoke.Map.RuleOf(slot)!.Applies(golden.Data) && Differs(golden, link, spoke, slot))
                {
                    slots.Add(slot);
                }
            }
        }

        return slots;
    }

    // R53 for a single field: what was never read and never agreed on is not overwritten; it was not readable when the record was met.
    private static bool IsObserved(FlowSpoke spoke, LinkWork link, int slot) =>
        !link.Seen[slot].IsMissing || !link.Base[slot].IsMissing || spoke.Map.RuleOf(slot) is not { Reads: true };

    protected virtual bool Differs(GoldenWork golden, LinkWork link, FlowSpoke spoke, int slot) =>
        golden.Entity.Fields[slot].Kind == FieldKind.Lines
            ? PlanLines(spoke, slot, golden.Data[slot], link.Base[slot]).Count > 0 || (spoke.Object.WholeLists && IsMoved(golden.Data[slot], link.Base[slot]))
            : !SameValue(golden.Data[slot], link.Base[slot]);

    /// <summary>Whether the lines that both lists have stand in another order (R74).</summary>
    private static bool IsMoved(FieldValue left, FieldValue right)
    {
        var (mine, theirs) = (left.LinesOrNull() ?? LineList.Empty, right.LinesOrNull() ?? LineList.Empty);
        return !mine.Select(l => l.Id).Where(id => theirs.Find(id) is not null).SequenceEqual(theirs.Select(l => l.Id).Where(id => mine.Find(id) is not null));
    }

    /// <summary>Equality of canonical values, references through aliases.</summary>
    protected bool SameValue(FieldValue left, FieldValue right)
    {
        if (left.Equals(right))
        {
            return true;
        }

        return left.Kind == FieldKind.Reference && right.Kind == FieldKind.Reference
            && left.AsReference().Type == right.AsReference().Type
            && _set.Canonical(left.AsReference().GoldenId) == _set.Canonical(right.AsReference().GoldenId);
    }

    private ObserveOutcome Freeze(LinkWork link)
    {
        if (link.State == LinkState.Active)
        {
            link.State = LinkState.Frozen;
            link.Touch();
            link.Golden.MarkDirty();
            _set.Audit("out-of-scope", link.Golden, null, link.Spoke.ToString(), "filter");
        }

        return ObserveOutcome.OutOfScope;
    }
}

/// <summary>What became of one observed record.</summary>
internal enum ObserveOutcome
{
    Unchanged,
    Merged,
    Bound,
    Created,
    Staged,
    Deferred,
    Review,
    OutOfScope,
    Gone,
}

/// <summary>Which groups meet golden for the first time in a merge.</summary>
internal readonly record struct FirstContact(bool All, IReadOnlySet<int>? Groups)
{
    public static FirstContact None => new(false, null);

    public static FirstContact Everything => new(true, null);

    public static FirstContact Of(IReadOnlySet<int> groups) => new(false, groups);

    public bool Includes(int group) => All || (Groups?.Contains(group) ?? false);
}
