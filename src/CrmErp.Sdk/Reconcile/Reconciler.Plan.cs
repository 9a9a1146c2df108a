using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Mapping;
using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Reconcile;

// From "this spoke may lack something" to a stored flight (R2, R14, R20, R28, R45).
internal partial class Reconciler
{
    /// <summary>Plans a claimed row from the present state and stores its flight; null when nothing is to be sent now.</summary>
    public PlannedWrite? Plan(FlowSpoke spoke, OutboxRow claimed, DateTimeOffset notAfter)
    {
        if (Owned(spoke, claimed.GoldenId, claimed.Fence) is not { } golden || golden.HasFlight(spoke.Spoke))
        {
            return null;
        }

        var row = golden.Outbox[spoke.Spoke];
        if (!Needs(golden, spoke))
        {
            Release(golden, spoke, row, TimeSpan.Zero);
            return null;
        }

        var link = golden.LinkOn(spoke.Spoke);
        if (golden.State == GoldenState.Deleted)
        {
            return spoke.Object.CanDelete
                ? TakeOff(golden, spoke, row, NewFlight(golden, spoke, WriteOperation.Delete, link!.Version, notAfter), link, [])
                : Park(golden, spoke, row, "CannotDelete", DetailCodec.Text("message", $"{spoke.Connector.DisplayName} cannot delete {spoke.Map.Object} records."));
        }

        return link is null or { State: LinkState.Alias } ? PlanCreate(golden, spoke, row, notAfter) : PlanUpdate(golden, spoke, row, link, notAfter);
    }

    /// <summary>Folds what was read before an unconditional write (R25). False: the row is not to be planned now.</summary>
    public bool ReadBeforeWrite(FlowSpoke spoke, OutboxRow claimed, Record? record, bool absent, long started)
    {
        if (record is null && !absent)
        {
            return true;
        }

        if (Owned(spoke, claimed.GoldenId, claimed.Fence) is not { } golden || golden.ActiveLinkOn(spoke.Spoke) is not { } link)
        {
            return false;
        }

        var row = golden.Outbox[spoke.Spoke];
        if (IsStale(link, started))
        {
            // R11 holds for every read, not only for pages.
            Release(golden, spoke, row, TimeSpan.FromSeconds(1));
            return false;
        }

        if (record is null)
        {
            // The hint's read, with its canary, proves the absence.
            _set.Hint(spoke, link.Ref.Id, "not-found", TimeSpan.Zero);
            Release(golden, spoke, row, TimeSpan.FromSeconds(10));
            return false;
        }

        if (LacksEvidence(spoke, link, record))
        {
            _set.Hint(spoke, link.Ref.Id, BackfillReason, TimeSpan.Zero);
            Release(golden, spoke, row, TimeSpan.FromSeconds(1));
            return false;
        }

        golden.SetRow(row with { MustRead = false });
        if (!IsSame(spoke, link, record))
        {
            Merge(spoke, link, record, FirstContact.None);
        }
        else if (link.Version != record.Version)
        {
            link.Version = record.Version;
            link.MarkDirty();
            golden.MarkDirty();
        }

        return true;
    }

    /// <summary>The target holds an unlinked record with a strong key of ours: it is read and bound instead of made again.</summary>
    public void LeaveToBinding(FlowSpoke spoke, OutboxRow claimed, string existing)
    {
        if (Owned(spoke, claimed.GoldenId, claimed.Fence) is not { } golden)
        {
            return;
        }

        // The same questions as after a refusal: while the record is under review, the row waits with it instead of asking again and again.
        AdoptDuplicate(golden, spoke, golden.Outbox[spoke.Spoke], existing);
    }

    private PlannedWrite? PlanCreate(GoldenWork golden, FlowSpoke spoke, OutboxRow row, DateTimeOffset notAfter)
    {
        var missing = new List<(int Slot, GoldenId Target)>();
        var external = Externalize(spoke, golden.Data, missing);
        if (missing.Where(m => IsRequired(spoke, m.Slot)).Select(m => m.Target).Distinct().ToArray() is { Length: > 0 } waits)
        {
            return Wait(golden, spoke, row, waits);
        }

        var flight = NewFlight(golden, spoke, WriteOperation.Create, null, notAfter);
        var problems = new MapProblems();
        foreach (var rule in spoke.Map.Rules.Where(r => r.WritesOnCreate && r.Applies(golden.Data)))
        {
            if (rule.CanonicalSlots.Any(s => missing.Exists(m => m.Slot == s) || IsHeld(golden, golden.Entity.Fields[s].GroupIndex, spoke)))
            {
                // R28: written without, patched when the counterpart is there.
                continue;
            }

            rule.Write(external, flight.Wire, problems);
            foreach (var slot in rule.CanonicalSlots.Where(s => !golden.Data[s].IsMissing))
            {
                flight.Sent[slot] = golden.Data[slot];
            }
        }

        if (problems.Any)
        {
            return ParkUnmapped(golden, spoke, row, problems);
        }

        // What is empty is not sent when a record is made: the system's own default stands, and is read back.
        for (var slot = 0; slot < flight.Wire.Count; slot++)
        {
            flight.Wire[slot] = flight.Wire[slot].IsEmpty ? FieldValue.Missing : flight.Wire[slot];
        }

        return TakeOff(golden, spoke, row, flight, link: null, []);
    }

    private PlannedWrite? PlanUpdate(GoldenWork golden, FlowSpoke spoke, OutboxRow row, LinkWork link, DateTimeOffset notAfter)
    {
        var wanted = Difference(golden, link, spoke);
        var missing = new List<(int Slot, GoldenId Target)>();
        var external = Externalize(spoke, golden.Data, missing);
        var problems = new MapProblems();
        var flight = NewFlight(golden, spoke, WriteOperation.Update, link.Version, notAfter);
        var lines = new List<LineChange>();
        foreach (var rule in wanted.Select(s => spoke.Map.RuleOf(s)!).Distinct())
        {
            if (rule.CanonicalSlots.Any(s => missing.Exists(m => m.Slot == s)))
            {
                continue;
            }

            if (rule.Lines is { } map)
            {
                WriteLines(spoke, rule, map, golden, link, external, lines, problems);
            }
            else
            {
                rule.Write(external, flight.Wire, problems);
            }

            foreach (var slot in rule.CanonicalSlots.Where(s => !golden.Data[s].IsMissing))
            {
                flight.Sent[slot] = golden.Data[slot];
            }
        }

        if (problems.Any)
        {
            return ParkUnmapped(golden, spoke, row, problems);
        }

        if (flight.Sent.Values.IndexOfAnyExcept(FieldValue.Missing) < 0)
        {
            return missing.Count > 0 ? Wait(golden, spoke, row, [.. missing.Where(m => wanted.Contains(m.Slot)).Select(m => m.Target).Distinct()]) : Released(golden, spoke, row);
        }

        return TakeOff(golden, spoke, row, flight, link, lines);
    }

    private void WriteLines(FlowSpoke spoke, MapRule rule, LineMap map, GoldenWork golden, LinkWork link, Row external, List<LineChange> changes, MapProblems problems)
    {
        var slot = rule.CanonicalSlots[0];
        var ids = link.Shadow.LinesOf(slot);
        var lines = external[slot].LinesOrNull() ?? LineList.Empty;
        foreach (var operation in PlanLines(spoke, slot, golden.Data[slot], link.Base[slot]))
        {
            Row? wire = null;
            if (operation.Kind != LineChangeKind.Remove)
            {
                wire = new Row(map.Shape.Schema);
                var line = lines.Find(operation.Line.Id)!;
                var written = operation.Kind == LineChangeKind.Add ? WriteOperation.Create : WriteOperation.Update;
                foreach (var part in map.Rules.Where(r => r.Writes(written) && (operation.Kind == LineChangeKind.Add || r.CanonicalSlots.Any(operation.Slots.Contains))))
                {
                    part.Write(line.Fields, wire, problems);
                }
            }

            // R72: a change without its key is an append in some systems: no key, no change.
            var remote = ids.GetValueOrDefault(operation.Line.Id);
            if (operation.Kind == LineChangeKind.Add || remote is not null)
            {
                changes.Add(new LineChange(rule.WireSlots[0], operation.Kind, operation.Line.Id, operation.Kind == LineChangeKind.Add ? null : remote, wire, operation.Position));
            }
        }
    }

    private PlannedWrite? TakeOff(GoldenWork golden, FlowSpoke spoke, OutboxRow row, Flight flight, LinkWork? link, List<LineChange> lines)
    {
        if (Admit(golden, spoke, row, flight, link) is not { } admitted)
        {
            return null;
        }

        row = admitted;
        flight = lines.Count == 0 ? flight : new Flight
        {
            Id = flight.Id,
            Operation = flight.Operation,
            Key = flight.Key,
            Sent = flight.Sent,
            Wire = flight.Wire,
            BaseVersion = flight.BaseVersion,
            Started = flight.Started,
            NotAfter = flight.NotAfter,
            Lines = lines,
        };
        golden.SetRow(row with { Flight = FlightCodec.Write(flight), CreateInFlight = flight.Operation == WriteOperation.Create });
        return new PlannedWrite(golden.Id, row.Fence, flight, new WriteItem
        {
            Operation = flight.Operation,
            Key = flight.Key,
            Id = link?.Ref.Id,
            Fields = FieldsOf(flight.Wire),
            Lines = lines,
            WholeLists = link is not null && spoke.Object.WholeLists ? WholeLists(spoke, golden, link, flight) : [],
            IfVersion = spoke.HasPrecondition && flight.Operation != WriteOperation.Create ? link?.Version : null,
            Stage = flight.Stage,
        });
    }

    // R74: a list that is written as a whole carries its order; a move alone is no operation on a line, but a difference.
    private List<FieldChange> WholeLists(FlowSpoke spoke, GoldenWork golden, LinkWork link, Flight flight)
    {
        var lists = new List<FieldChange>();
        MapRule[] sent = [.. spoke.Map.Rules.Where(r => r.Lines is not null && !flight.Sent[r.CanonicalSlots[0]].IsMissing)];
        if (sent.Length == 0)
        {
            return lists;
        }

        var external = Externalize(spoke, golden.Data, null);
        foreach (var rule in sent)
        {
            var wireSlot = rule.WireSlots[0];
            var wire = new Row(spoke.Map.Shape.Schema);
            rule.Write(external, wire, new MapProblems());
            var ids = link.Shadow.LinesOf(rule.CanonicalSlots[0]);
            lists.Add(new FieldChange(wireSlot, FieldValue.From(new LineList((wire[wireSlot].LinesOrNull() ?? LineList.Empty).Select(l => l with { RemoteId = ids.GetValueOrDefault(l.Id) })))));
        }

        return lists;
    }

    private static List<FieldChange> FieldsOf(Row wire)
    {
        var fields = new List<FieldChange>(wire.Count);
        for (var slot = 0; slot < wire.Count; slot++)
        {
            if (!wire[slot].IsMissing)
            {
                fields.Add(new FieldChange(slot, wire[slot]));
            }
        }

        return fields;
    }

    private Flight NewFlight(GoldenWork golden, FlowSpoke spoke, WriteOperation operation, string? version, DateTimeOffset notAfter) => new()
    {
        Id = Context.NewId(),
        Operation = operation,
        Key = IdentityKey.Of(Context.Tenant, golden.Id, spoke.Spoke),
        Sent = new Row(golden.Entity.Schema),
        Wire = new Row(spoke.Map.Shape.Schema),
        BaseVersion = version,
        Started = Context.Now,
        NotAfter = notAfter,
    };

    private static bool IsRequired(FlowSpoke spoke, int slot) =>
        spoke.Map.Entity.Fields[slot] is { Required: true } or { Kind: FieldKind.Lines };

    private PlannedWrite? Wait(GoldenWork golden, FlowSpoke spoke, OutboxRow row, IReadOnlyList<GoldenId> waits)
    {
        _planned.Add((golden.Id, spoke.Spoke));
        golden.SetRow(row with { State = OutboxState.Waiting, Cause = "Reference", WaitsOn = waits, LeaseUntil = null });
        return null;
    }

    private PlannedWrite? ParkUnmapped(GoldenWork golden, FlowSpoke spoke, OutboxRow row, MapProblems problems)
    {
        var first = problems.Items[0];
        _planned.Add((golden.Id, spoke.Spoke));
        SetAside(golden, spoke, row, OutboxState.Parked, first.Code, DetailCodec.Problems(problems.Items), $"{first.Code}|{spoke.Spoke}|{golden.Entity.Name}.{first.Field}|{first.Value}");
        return null;
    }

    private PlannedWrite? Park(GoldenWork golden, FlowSpoke spoke, OutboxRow row, string cause, string detail)
    {
        _planned.Add((golden.Id, spoke.Spoke));
        SetAside(golden, spoke, row, OutboxState.Parked, cause, detail);
        return null;
    }

    private PlannedWrite? Released(GoldenWork golden, FlowSpoke spoke, OutboxRow row)
    {
        Release(golden, spoke, row, TimeSpan.Zero);
        return null;
    }

    // A row that time alone does not release. Rows with one problem are shown as one.
    private static void SetAside(GoldenWork golden, FlowSpoke spoke, OutboxRow row, OutboxState state, string cause, string detail, string? problem = null) => golden.SetRow(row with
    {
        State = state,
        Cause = cause,
        Problem = problem ?? $"{cause}|{spoke.Spoke}|{golden.Entity.Name}",
        Detail = detail,
        LeaseUntil = null,
    });

    /// <summary>The golden record of a row whose fence still is the one that was claimed (R33); null when the row was lost.</summary>
    protected virtual GoldenWork? Owned(FlowSpoke spoke, GoldenId id, long fence)
    {
        var golden = _set.Golden(id);
        return golden.Id == id && golden.Outbox.TryGetValue(spoke.Spoke, out var row) && row.Fence == fence ? golden : null;
    }

    /// <summary>Ends the lease and recomputes the row (R23): never deleted on success, never remembered.</summary>
    private void Release(GoldenWork golden, FlowSpoke spoke, OutboxRow row, TimeSpan wait)
    {
        golden.SetRow(row with { State = row.State == OutboxState.Waiting ? OutboxState.Due : row.State, LeaseUntil = null, NotBefore = Context.Now + wait });
        if (row.Flight is null)
        {
            _set.Extra(b => b.Releases.Add(new ParkedRelease(spoke.Spoke, golden.Entity.Name, Cause: "Duplicate")));
        }

        RefreshRow(golden, spoke);
    }
}

/// <summary>A write that is stored and may be sent.</summary>
internal sealed record PlannedWrite(GoldenId GoldenId, long Fence, Flight Flight, WriteItem Item);
