using System.Globalization;
using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Mapping;
using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Reconcile;

/// <summary>What a delivery is told from outside the rules about what may leave now.</summary>
/// <param name="Paused">Golden records whose link with this connection is paused.</param>
/// <param name="Small">So little stands due that no guard against many creates or updates can be concerned.</param>
internal sealed record DeliveryGate(IReadOnlySet<GoldenId> Paused, bool Small);

// What is planned but must not leave: a paused link, the flow's mode, a guard. The row says why, and stands withheld until that ends.
internal partial class Reconciler
{
    public const string PausedCause = "Paused";
    public const string ProposeCause = "Mode.Propose";

    /// <summary>The lane of rows that a first load brings.</summary>
    public const int SeedLane = 4;

    // How many due rows of a kind there were when the pass began: what it plans meanwhile moves the rows.
    private readonly Dictionary<(SpokeId, string, GuardKind), long> _counted = [];

    /// <summary>The lane of rows that this pass makes: 1, or <see cref="SeedLane"/>.</summary>
    public int Lane { get; set; } = 1;

    /// <summary>Set for deliveries; without it nothing is withheld (plans show what would be sent).</summary>
    public DeliveryGate? Gate { get; set; }

    /// <summary>What this pass withheld, by cause.</summary>
    public Dictionary<string, int> Withheld { get; } = new(StringComparer.Ordinal);

    public static string ModeCause(SyncMode mode) => $"Mode.{mode}";

    // Answers the row to take off with, or null when it stays.
    private OutboxRow? Admit(GoldenWork golden, FlowSpoke spoke, OutboxRow row, Flight flight, LinkWork? link)
    {
        if (Gate is null)
        {
            return row;
        }

        if (Gate.Paused.Contains(golden.Id))
        {
            return Withhold(golden, spoke, row, PausedCause, DetailCodec.Text("operation", flight.Operation.ToString()));
        }

        if (spoke.Flow.Mode != SyncMode.Auto)
        {
            return AdmitByMode(golden, spoke, row, flight, link);
        }

        return GuardOf(golden, spoke, row, flight, link) is { } kind && !Passes(golden, spoke, row, kind, out row)
            ? Withhold(golden, spoke, row, GuardBook.Cause(kind), DetailCodec.Build(w =>
            {
                w.WriteString("guard", kind.ToString());
                w.WriteString("operation", flight.Operation.ToString());
            }))
            : row with { Cause = "", Problem = null };
    }

    private OutboxRow? Withhold(GoldenWork golden, FlowSpoke spoke, OutboxRow row, string cause, string detail)
    {
        _planned.Add((golden.Id, spoke.Spoke));
        Withheld[cause] = Withheld.GetValueOrDefault(cause) + 1;
        SetAside(golden, spoke, row, OutboxState.Withheld, cause, detail);
        return null;
    }

    // ---- modes

    private OutboxRow? AdmitByMode(GoldenWork golden, FlowSpoke spoke, OutboxRow row, Flight flight, LinkWork? link)
    {
        var hash = ContentHash(golden, flight);
        if (spoke.Flow.Mode == SyncMode.Propose && ApprovalMark.Read(row.Detail) is { What: ApprovalMark.Plan } mark && mark.Hash == hash && mark.Until > Context.Now)
        {
            return row with { Cause = "", Problem = null };
        }

        int[] slots = [.. SlotsOf(flight.Sent)];
        return Withhold(golden, spoke, row, ModeCause(spoke.Flow.Mode), DetailCodec.Build(w =>
        {
            w.WriteString("operation", flight.Operation.ToString());
            w.WriteString("plan", hash.ToString("x16", CultureInfo.InvariantCulture));
            w.WriteStartObject("new");
            DetailCodec.WriteSlots(w, golden.Entity, slots, flight.Sent);
            w.WriteEndObject();
            if (link is not null)
            {
                w.WriteStartObject("old");
                DetailCodec.WriteSlots(w, golden.Entity, slots, link.Seen);
                w.WriteEndObject();
            }
        }));
    }

    private static ulong ContentHash(GoldenWork golden, Flight flight) =>
        unchecked((ValueHash([.. Enumerable.Range(0, golden.Entity.Fields.Count)], flight.Sent) * 31) ^ (ulong)flight.Operation);

    private static IEnumerable<int> SlotsOf(Row row) => Enumerable.Range(0, row.Count).Where(s => !row[s].IsMissing);

    /// <summary>Lets a proposed write pass, exactly as it was listed.</summary>
    public OperationOutcome ApprovePlan(GoldenWork golden, SpokeId spoke, long fence, DateTimeOffset until, OperationBy by)
    {
        if (!golden.Outbox.TryGetValue(spoke, out var row))
        {
            return OperationOutcome.AlreadyClosed;
        }

        if (row.Fence != fence || row.State != OutboxState.Withheld || row.Cause != ProposeCause || PlanHash(row.Detail) is not { } hash)
        {
            return OperationOutcome.Stale;
        }

        LetGo(golden, row, new ApprovalMark(ApprovalMark.Plan, hash, until, by.Actor).Write());
        _set.Audit("approved", golden, null, spoke.ToString(), ProposeCause, by.Reason is null ? null : DetailCodec.Text("reason", by.Reason), by.Actor);
        return OperationOutcome.Resolved;
    }

    private static ulong? PlanHash(string? detail)
    {
        using var document = System.Text.Json.JsonDocument.Parse(detail ?? "{}");
        return document.RootElement.TryGetProperty("plan", out var plan) ? ulong.Parse(plan.GetString()!, NumberStyles.HexNumber, CultureInfo.InvariantCulture) : null;
    }

    /// <summary>A withheld row is planned again: what withheld it ended, or may have.</summary>
    public void LetGo(GoldenWork golden, OutboxRow row, string? detail = null, TimeSpan wait = default)
    {
        golden.SetRow(row with { State = OutboxState.Due, Cause = "", Problem = null, Detail = detail, NotBefore = Context.Now + wait });
    }

    // ---- guards

    // What a write counts as; null: as nothing that is guarded.
    private static GuardKind? GuardOf(GoldenWork golden, FlowSpoke spoke, OutboxRow row, Flight flight, LinkWork? link)
    {
        var kind = KindOf(golden, row, link, flight.Operation == WriteOperation.Update ? [.. SlotsOf(flight.Sent)] : []);
        return kind is { } guarded && spoke.Flow.Guards.Of(guarded) is not null ? kind : null;
    }

    private static GuardKind? KindOf(GoldenWork golden, OutboxRow row, LinkWork? link, IReadOnlyList<int> slots)
    {
        if (golden.State == GoldenState.Deleted || IsDeactivation(golden, slots))
        {
            return GuardKind.Delete;
        }

        if (link is not null && slots.Any(s => golden.Data[s].IsEmpty && !link.Seen[s].IsEmpty))
        {
            return GuardKind.Clear;
        }

        // A first load was approved as a whole.
        return row.Lane == SeedLane ? null : link is null or { State: LinkState.Alias } ? GuardKind.Create : GuardKind.Update;
    }

    // Deactivated because the counterpart was deleted.
    private static bool IsDeactivation(GoldenWork golden, IReadOnlyList<int> slots) =>
        golden.Entity.Find("Active") is { Kind: FieldKind.Boolean } active && slots.Contains(active.Slot) && golden.Data[active.Slot].Equals(FieldValue.From(false))
        && golden.Provenance.Origins[active.GroupIndex] is { Rule: DeleteRule };

    private bool Passes(GoldenWork golden, FlowSpoke spoke, OutboxRow row, GuardKind kind, out OutboxRow admitted)
    {
        admitted = row;
        if (ApprovalMark.Read(row.Detail) is { } mark && mark.What == kind.ToString() && mark.Until > Context.Now)
        {
            return true;
        }

        var daily = kind is GuardKind.Delete or GuardKind.Clear;
        if (!daily && Gate!.Small && GuardBook.KindOf(row.Cause) != kind)
        {
            return true;
        }

        var book = _set.Guards(spoke.Spoke, golden.Entity.Name);
        if (book.Approval(kind, Context.Now) is { } approval)
        {
            book.Take(kind, approval);
            admitted = row with { Detail = new ApprovalMark(kind.ToString(), 0, approval.Until, approval.Actor).Write() };
        }
        else if (GuardBook.KindOf(row.Cause) == kind || book.IsWithheld(kind) || IsMass(golden, spoke, kind, daily ? book.Sent(kind, Context.Now) : 0))
        {
            return false;
        }

        if (daily)
        {
            book.CountSent(kind, Context.Now);
        }

        return true;
    }

    private bool IsMass(GoldenWork golden, FlowSpoke spoke, GuardKind kind, long sent)
    {
        var backlog = _set.Backlog(spoke.Spoke, golden.Entity.Name);
        var allowed = spoke.Flow.Guards.Of(kind)!.Allows(backlog.Linked);
        if (!_counted.TryGetValue((spoke.Spoke, golden.Entity.Name, kind), out var due))
        {
            _counted[(spoke.Spoke, golden.Entity.Name, kind)] = due = Count(spoke, backlog, kind);
        }

        // At once not more than allowed, in a day not more than twice that.
        return due > allowed || sent + 1 > 2 * allowed;
    }

    private long Count(FlowSpoke spoke, Backlog backlog, GuardKind kind)
    {
        var count = 0L;
        foreach (var id in backlog.Due)
        {
            if (_set.TryGolden(id) is { } golden && golden.Id == id && golden.Outbox.TryGetValue(spoke.Spoke, out var row) && Needs(golden, spoke))
            {
                var link = golden.LinkOn(spoke.Spoke);
                count += KindOf(golden, row, link, link is { IsActive: true } && golden.State != GoldenState.Deleted ? Difference(golden, link, spoke) : []) == kind ? 1 : 0;
            }
        }

        return count;
    }

    /// <summary>The flow was switched off: what it owes is withheld, visibly.</summary>
    public void SwitchOff(GoldenWork golden, FlowSpoke spoke)
    {
        if (golden.Outbox.TryGetValue(spoke.Spoke, out var row) && row is { State: OutboxState.Due, Flight: null })
        {
            Withhold(golden, spoke, row, ModeCause(SyncMode.Off), "{}");
        }
    }

    /// <summary>A write that was planned and not sent: its flight never left, and the row is planned again.</summary>
    public void TakeBack(FlowSpoke spoke, PlannedWrite planned)
    {
        if (Owned(spoke, planned.GoldenId, planned.Fence) is { } golden && OpenFlight(golden, spoke) is { } flight && flight.Id == planned.Flight.Id)
        {
            Release(golden, spoke, Close(golden.Outbox[spoke.Spoke]), TimeSpan.Zero);
        }
    }

    /// <summary>
    /// What withheld a row ended, or a guard's row was approved: it is planned again. Before a deletion is carried out its evidence is asked for once
    /// more: what was brought back meanwhile is not deleted elsewhere.
    /// </summary>
    public void Release(GoldenWork golden, SpokeId spoke, string cause)
    {
        if (!golden.Outbox.TryGetValue(spoke, out var row) || row.State != OutboxState.Withheld || row.Cause != cause)
        {
            return;
        }

        var wait = TimeSpan.Zero;
        if (GuardBook.KindOf(cause) == GuardKind.Delete)
        {
            wait = Context.HintDelay;
            foreach (var gone in golden.Links.Where(l => l.State == LinkState.Gone && l.Spoke != spoke))
            {
                _set.Hint(gone.Ref, golden.Entity.Name, "evidence", TimeSpan.Zero, lane: 0);
            }
        }

        LetGo(golden, row, detail: null, wait);
    }
}
