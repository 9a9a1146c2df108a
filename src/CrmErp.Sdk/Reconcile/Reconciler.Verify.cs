using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Mapping;
using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Reconcile;

/// <summary>What was asked of a system about one open flight, and what it said.</summary>
internal sealed class VerifyEvidence
{
    /// <summary>When it was asked.</summary>
    public required DateTimeOffset Asked { get; init; }

    /// <summary>The store sequence before it was asked.</summary>
    public required long Started { get; init; }

    /// <summary>The linked record, or the one found by marker, key or content.</summary>
    public Record? Found { get; init; }

    /// <summary>Unlinked records born since the flight began; null when they were not asked for.</summary>
    public IReadOnlyList<Record>? Newborn { get; init; }

    /// <summary>Whether more were born than the list holds: what it does not hold is then no evidence.</summary>
    public bool Incomplete { get; init; }

    /// <summary>Whether another create of the entity is unresolved on that spoke.</summary>
    public bool Rival { get; init; }
}

// Closing an open flight by evidence: found, proven absent after every clock has run out, or still unknown (R24).
internal partial class Reconciler
{
    /// <summary>The moment after which "not found" proves absence, when asked after it.</summary>
    public static DateTimeOffset? Horizon(FlowSpoke spoke, Flight flight) =>
        spoke.Object.ConclusiveAfter == Timeout.InfiniteTimeSpan ? null : flight.NotAfter + spoke.Object.ConclusiveAfter;

    public virtual void Verify(FlowSpoke spoke, OutboxRow claimed, VerifyEvidence evidence)
    {
        if (Owned(spoke, claimed.GoldenId, claimed.Fence) is not { } golden || OpenFlight(golden, spoke) is not { } flight)
        {
            return;
        }

        var row = golden.Outbox[spoke.Spoke];
        var link = golden.ActiveLinkOn(spoke.Spoke);
        if (link is not null && IsStale(link, evidence.Started))
        {
            golden.SetRow(row with { LeaseUntil = null, NotBefore = Context.Now + TimeSpan.FromSeconds(1) });
            return;
        }

        if (flight.Operation == WriteOperation.Create && link is null)
        {
            VerifyCreate(golden, spoke, row, flight, evidence);
        }
        else if (link is null || evidence.Found is not { } record)
        {
            VerifyAbsent(golden, spoke, row, flight, link);
        }
        else if (flight.Acked)
        {
            // R10: a stamp does not prove that nobody wrote since; only a strict version makes the values ours.
            Settle(golden, spoke, row, flight, link, record, exact: spoke.HasPrecondition && flight.AckedVersion is not null && flight.AckedVersion == record.Version, certain: true);
        }
        else
        {
            VerifyUpdate(golden, spoke, row, flight, link, record, evidence);
        }
    }

    private void VerifyAbsent(GoldenWork golden, FlowSpoke spoke, OutboxRow row, Flight flight, LinkWork? link)
    {
        golden.SetRow(Close(row));
        if (flight.Operation == WriteOperation.Delete)
        {
            LandDelete(golden, spoke, row);
            return;
        }

        if (link is not null)
        {
            // The direct read that proves it comes with a canary: the hint's read decides.
            _set.Hint(spoke, link.Ref.Id, "not-found", TimeSpan.Zero);
        }

        Release(golden, spoke, Close(row), TimeSpan.FromSeconds(10));
    }

    private void VerifyCreate(GoldenWork golden, FlowSpoke spoke, OutboxRow row, Flight flight, VerifyEvidence evidence)
    {
        var proven = Horizon(spoke, flight) is { } horizon && evidence.Asked > horizon;
        var found = evidence.Found;
        if (found is not null && _set.Link(found.Ref) is { State: not LinkState.Reserved } known && known.Golden.Id != golden.Id)
        {
            // Somebody's record with our key is no evidence about our flight. Where the system guards the key it proves that ours was refused.
            if (proven && KeyOnWire(spoke, flight) is not null)
            {
                AdoptDuplicate(golden, spoke, Close(row), found.Ref.Id);
                return;
            }

            found = null;
        }

        var marked = found is not null && string.Equals(found.Marker, flight.Key, StringComparison.OrdinalIgnoreCase);
        if (marked || (found is { ModifiedByUs: true } && !evidence.Rival))
        {
            LandVerified(golden, spoke, row, flight, found!);
            return;
        }

        if (!proven)
        {
            // R24b: a user's twin, or nothing yet: our own request may still be in the air.
            Postpone(golden, spoke, row, flight);
            return;
        }

        Conclude(golden, spoke, row, flight, found, evidence);
    }

    private void Conclude(GoldenWork golden, FlowSpoke spoke, OutboxRow row, Flight flight, Record? found, VerifyEvidence evidence)
    {
        string[] newborn = [.. (evidence.Newborn ?? []).Where(r => _set.Link(r.Ref) is null or { State: LinkState.Reserved }).Select(r => r.Ref.Id)];
        if (found is not null)
        {
            if (evidence.Rival || evidence.Incomplete || newborn.Any(id => id != found.Ref.Id))
            {
                // Somebody carries our key, somebody else may be ours: a person decides.
                ParkUnknown(golden, spoke, row, [found.Ref.Id, .. newborn.Where(id => id != found.Ref.Id)]);
            }
            else if (IsWhatWeSent(spoke, flight, found))
            {
                LandVerified(golden, spoke, row, flight, found);
            }
            else
            {
                AdoptFound(golden, spoke, row, flight, found);
            }
        }
        else if (newborn.Length > 0 || evidence.Incomplete)
        {
            ParkUnknown(golden, spoke, row, newborn);
        }
        else
        {
            _set.Audit("not-landed", golden, null, spoke.Spoke.ToString(), "absent after the horizon");
            Release(golden, spoke, Close(row), TimeSpan.Zero);
        }
    }

    private void Postpone(GoldenWork golden, FlowSpoke spoke, OutboxRow row, Flight flight)
    {
        if (Horizon(spoke, flight) is not { } horizon)
        {
            ParkUnknown(golden, spoke, row, []);
            return;
        }

        var next = Context.Now + TimeSpan.FromSeconds(20);
        golden.SetRow(row with { LeaseUntil = null, NotBefore = horizon < next ? horizon + TimeSpan.FromSeconds(1) : next });
    }

    // The flight stays open: until a person has said what became of it nothing is sent again.
    private static void ParkUnknown(GoldenWork golden, FlowSpoke spoke, OutboxRow row, IReadOnlyList<string> candidates) =>
        SetAside(golden, spoke, row, OutboxState.Parked, "UnknownCreate", DetailCodec.Records("candidates", candidates));

    /// <summary>The wire slot of the natural key that was sent; null when the system has none, or none was sent.</summary>
    public static int? KeyOnWire(FlowSpoke spoke, Flight flight) =>
        spoke.Object is { Identity: IdentityStrategy.NaturalKey, IdentityField: { } field } && spoke.Map.Shape.Schema.TryGetSlot(field, out var slot) && flight.Wire[slot].HasValue ? slot : null;

    public static bool IsWhatWeSent(FlowSpoke spoke, Flight flight, Record record)
    {
        for (var slot = 0; slot < flight.Wire.Count; slot++)
        {
            if (!flight.Wire[slot].IsMissing && flight.Wire[slot].Kind != FieldKind.Lines && !SameOnWire(spoke, slot, flight.Wire[slot], record.Fields[slot]))
            {
                return false;
            }
        }

        return true;
    }

    private void LandVerified(GoldenWork golden, FlowSpoke spoke, OutboxRow row, Flight flight, Record record)
    {
        if (LinkCreated(golden, spoke, row, flight, record.Ref.Id))
        {
            Settle(golden, spoke, row, flight, golden.ActiveLinkOn(spoke.Spoke)!, record, exact: false, certain: true);
        }
    }

    /// <summary>
    /// R16: found by key but not equal to what we sent: ours and edited, or somebody else's. Both sides agree on every field that equals
    /// what was sent; the rest is first contact.
    /// </summary>
    private void AdoptFound(GoldenWork golden, FlowSpoke spoke, OutboxRow row, Flight flight, Record record)
    {
        if (_set.Link(record.Ref) is { } known && known.Golden.Id != golden.Id)
        {
            var reserved = known.Golden;
            _set.RemoveLink(known);
            Alias(reserved, golden);
        }

        var link = _set.AddLink(golden, record.Ref, LinkState.Active);
        var image = Image(spoke, record);
        var first = new HashSet<int>();
        foreach (var group in golden.Entity.Groups)
        {
            if (spoke.Map.GroupHash(group.Index) is not { } hash)
            {
                continue;
            }

            foreach (var slot in group.Slots.Where(s => !image[s].IsMissing))
            {
                if (!flight.Sent[slot].IsMissing && golden.Entity.Fields[slot].Kind != FieldKind.Lines && IsOurs(spoke, flight, record, slot))
                {
                    link.Shadow.Seen[slot] = image[slot];
                    link.Shadow.Base[slot] = flight.Sent[slot];
                }
                else
                {
                    first.Add(group.Index);
                }
            }

            link.Shadow.Groups[group.Index] = new GroupMark(hash, Frozen: false);
        }

        link.MapHash = spoke.MapHash;
        _set.Audit("linked", golden, null, spoke.Spoke.ToString(), "found", DetailCodec.Text("id", record.Ref.Id));
        golden.SetRow(Close(row));
        Linked(spoke, golden);
        Fold(spoke, link, golden, image, record, FirstContact.Of(first));
        Release(golden, spoke, Close(row), TimeSpan.Zero);
    }

    // R24d, e: landed iff modified by us, or some sent field shows what was sent and none still shows what was there before.
    private void VerifyUpdate(GoldenWork golden, FlowSpoke spoke, OutboxRow row, Flight flight, LinkWork link, Record record, VerifyEvidence evidence)
    {
        var proven = Horizon(spoke, flight) is { } horizon && evidence.Asked > horizon;
        var moved = record.Version != flight.BaseVersion || (spoke.Object.Version != VersionKind.Strict && record.Hash != link.Hash);
        var byUs = record.ModifiedByUs == true;
        var (hit, stale) = Compare(spoke, flight, link, record);
        var landed = moved && (byUs || (hit && !stale));
        if (landed && (spoke.HasPrecondition || byUs || proven))
        {
            Settle(golden, spoke, row, flight, link, record, exact: false, certain: byUs);
            return;
        }

        if (!proven && !(spoke.HasPrecondition && moved))
        {
            Postpone(golden, spoke, row, flight);
            return;
        }

        if (MayHaveAdded(flight, moved, hit))
        {
            // R77: an add is never repeated while its absence is not proven.
            SetAside(golden, spoke, row, OutboxState.Parked, "UnknownLines", DetailCodec.Text("id", link.Ref.Id));
            return;
        }

        _set.Audit("not-landed", golden, null, spoke.Spoke.ToString(), moved ? "moved otherwise" : "unchanged after the horizon");
        golden.SetRow(Close(row));
        if (moved || !IsSame(spoke, link, record))
        {
            Merge(spoke, link, record, FirstContact.None);
        }

        Release(golden, spoke, golden.Outbox.GetValueOrDefault(spoke.Spoke, Close(row)), TimeSpan.Zero);
    }

    /// <summary>R77: whether lines that were to be added may be among those that are there.</summary>
    protected virtual bool MayHaveAdded(Flight flight, bool moved, bool hit) => flight.Lines.Any(l => l.Kind == LineChangeKind.Add) && moved && hit;

    private (bool Hit, bool Stale) Compare(FlowSpoke spoke, Flight flight, LinkWork link, Record record)
    {
        bool hit = false, stale = false;
        var fields = spoke.Map.Shape.Fields;
        for (var slot = 0; slot < flight.Wire.Count; slot++)
        {
            if (flight.Wire[slot].IsMissing || flight.Wire[slot].Kind == FieldKind.Lines || record.Fields[slot].IsMissing)
            {
                continue;
            }

            var before = link.Shadow.Raw.TryGetValue(fields[slot].Path, out var known) ? known : (ulong?)null;
            if (before == WireHash(flight.Wire[slot]) || before == WireHash(spoke.Map.Declared(slot, flight.Wire[slot])))
            {
                continue;
            }

            hit |= SameOnWire(spoke, slot, flight.Wire[slot], record.Fields[slot]);
            stale |= before == WireHash(record.Fields[slot]);
        }

        CompareLines(spoke, flight, link, record, ref hit, ref stale);
        return (hit, stale);
    }

    private void CompareLines(FlowSpoke spoke, Flight flight, LinkWork link, Record record, ref bool hit, ref bool stale)
    {
        foreach (var rule in spoke.Map.Rules.Where(r => r.Lines is not null && flight.Lines.Any(l => l.Slot == r.WireSlots[0])))
        {
            var slot = rule.CanonicalSlots[0];
            var image = new Row(spoke.Map.Entity.Schema);
            rule.Read(record.Fields, image, new MapProblems());
            var remote = (image[slot].LinesOrNull() ?? LineList.Empty).Select(l => l with { Fields = ResolveLine(spoke, rule.Lines!.Entity, l.Fields) }).ToList();
            var sent = flight.Sent[slot].LinesOrNull() ?? LineList.Empty;
            var known = link.Shadow.LinesOf(slot);
            var newcomers = remote.FindAll(r => !known.ContainsValue(r.RemoteId!));
            foreach (var change in flight.Lines.Where(l => l.Slot == rule.WireSlots[0]))
            {
                var stored = remote.Find(r => r.RemoteId == change.RemoteId);
                switch (change.Kind)
                {
                    case LineChangeKind.Remove:
                        hit |= stored is null;
                        stale |= stored is not null;
                        break;
                    case LineChangeKind.Change when stored is not null && sent.Find(change.LineId) is { } line:
                        hit |= Fits(spoke, rule.Lines!, line.Fields, stored.Fields);
                        stale |= link.Seen[slot].LinesOrNull()?.Find(change.LineId) is { } seen && SameLine(rule.Lines!, seen.Fields, stored.Fields);
                        break;
                    case LineChangeKind.Add when sent.Find(change.LineId) is { } line:
                        var match = newcomers.Find(n => Fits(spoke, rule.Lines!, line.Fields, n.Fields));
                        newcomers.Remove(match!);
                        hit |= match is not null || newcomers.Count > 0;
                        stale |= match is null;
                        break;
                }
            }
        }
    }
}
