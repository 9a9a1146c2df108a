using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Mapping;
using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Reconcile;

// What an answer proves, and nothing more (section 5 of the rules: R18, R20 to R23).
internal partial class Reconciler
{
    private const int MostDuplicateTries = 5;

    private static readonly TimeSpan[] BackOff = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(20), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15)];

    /// <summary>One answer. True: acknowledged, the values are to be read back.</summary>
    public bool Land(FlowSpoke spoke, PlannedWrite planned, WriteOutcome outcome)
    {
        if (Owned(spoke, planned.GoldenId, planned.Fence) is not { } golden || OpenFlight(golden, spoke) is not { } flight || flight.Id != planned.Flight.Id)
        {
            return false;
        }

        var row = golden.Outbox[spoke.Spoke];
        switch (outcome.Kind)
        {
            case WriteOutcomeKind.Created or WriteOutcomeKind.Updated or WriteOutcomeKind.Unchanged:
                return Landed(golden, spoke, row with { Attempts = 0 }, flight, outcome.Id, outcome.Version, outcome.Stored);
            case WriteOutcomeKind.Deleted:
                LandDelete(golden, spoke, row);
                return false;
            case WriteOutcomeKind.Unknown:
                // Stays in flight until evidence (R24).
                golden.SetRow(row with { Attempts = row.Attempts + 1, LeaseUntil = null, NotBefore = Context.Now + TimeSpan.FromSeconds(2), Flight = FlightCodec.Write(flight.WithStage(outcome.Stage)) });
                return false;
            default:
                LandRefusal(golden, spoke, Close(row) with { Attempts = row.Attempts + 1 }, outcome);
                return false;
        }
    }

    private static OutboxRow Close(OutboxRow row) => row with { Flight = null, CreateInFlight = false };

    private static Flight? OpenFlight(GoldenWork golden, FlowSpoke spoke) =>
        golden.Outbox.TryGetValue(spoke.Spoke, out var row) && row.Flight is { } text ? FlightCodec.Read(text, spoke.Map) : null;

    private bool Landed(GoldenWork golden, FlowSpoke spoke, OutboxRow row, Flight flight, string? id, string? version, Record? stored)
    {
        var link = golden.ActiveLinkOn(spoke.Spoke);
        if (flight.Operation == WriteOperation.Create)
        {
            if (id is null)
            {
                throw new InvalidOperationException($"{spoke.Connector.DisplayName} answered a create of {spoke.Map.Object} without the record's id.");
            }

            if (!LinkCreated(golden, spoke, row, flight, id))
            {
                return false;
            }

            link = golden.ActiveLinkOn(spoke.Spoke)!;
        }
        else if (link is null)
        {
            // The link ended while the write was on its way: what was written is gone with the record.
            golden.SetRow(Close(row) with { LeaseUntil = null });
            RefreshRow(golden, spoke);
            return false;
        }

        if (stored is null || LacksEvidence(spoke, link, stored))
        {
            link.Touch();
            golden.SetRow(row with { Flight = FlightCodec.Write(flight.With(acked: true, version)), CreateInFlight = false });
            return true;
        }

        Settle(golden, spoke, row, flight, link, stored, exact: true, certain: true);
        return false;
    }

    // The link is committed with the acknowledged write, before its values are known (R22).
    private bool LinkCreated(GoldenWork golden, FlowSpoke spoke, OutboxRow row, Flight flight, string id)
    {
        var known = _set.Link(spoke.Ref(id));
        if (known is { IsActive: true } && known.Golden.Id != golden.Id)
        {
            Park(golden, spoke, Close(row), "PossibleDuplicate", DetailCodec.Records("golden", [known.Golden.Id.ToString()]));
            return false;
        }

        if (known is not null && known.Golden.Id != golden.Id)
        {
            if (known.Golden.State == GoldenState.Reserved)
            {
                var reserved = known.Golden;
                _set.RemoveLink(known);
                Alias(reserved, golden);
                known = null;
            }
            else
            {
                Park(golden, spoke, Close(row), "PossibleDuplicate", DetailCodec.Records("golden", [known.Golden.Id.ToString()]));
                return false;
            }
        }

        var link = known ?? _set.AddLink(golden, spoke.Ref(id), LinkState.Active);
        link.State = LinkState.Active;
        var projection = Project(spoke, golden.Data);
        for (var slot = 0; slot < flight.Sent.Count; slot++)
        {
            if (flight.Sent[slot].IsMissing)
            {
                // Not sent: the record holds nothing there as far as we know, and nothing is agreed.
                link.Shadow.Seen[slot] = spoke.Map.RuleOf(slot) is { Reads: true } ? FieldValue.Null : FieldValue.Missing;
            }
            else
            {
                link.Shadow.Base[slot] = flight.Sent[slot];
                link.Shadow.Seen[slot] = SameValue(flight.Sent[slot], golden.Data[slot]) && !projection[slot].IsMissing ? projection[slot] : flight.Sent[slot];
            }
        }

        foreach (var group in golden.Entity.Groups)
        {
            if (spoke.Map.GroupHash(group.Index) is { } hash)
            {
                link.Shadow.Groups[group.Index] = new GroupMark(hash, Frozen: false);
            }
        }

        link.MapHash = spoke.MapHash;
        StampRaw(spoke, link, flight.Wire);
        link.Touch();
        _set.Audit("linked", golden, null, spoke.Spoke.ToString(), "created", DetailCodec.Text("id", id));
        Repoint(spoke, golden, id);
        Linked(spoke, golden);
        return true;
    }

    private void LandDelete(GoldenWork golden, FlowSpoke spoke, OutboxRow row)
    {
        if (golden.LinkOn(spoke.Spoke) is { } link)
        {
            link.State = LinkState.Gone;
            link.Version = null;
            link.Touch();
            ReopenReviews(golden);
        }

        _set.Audit("deleted", golden, null, null, "delivered", DetailCodec.Text("spoke", spoke.Spoke.ToString()));
        Release(golden, spoke, Close(row), TimeSpan.Zero);
    }

    private void LandRefusal(GoldenWork golden, FlowSpoke spoke, OutboxRow row, WriteOutcome outcome)
    {
        switch (outcome.Kind)
        {
            case WriteOutcomeKind.VersionConflict or WriteOutcomeKind.NotFound:
                Release(golden, spoke, row with { MustRead = true }, TimeSpan.Zero);
                break;
            case WriteOutcomeKind.Duplicate:
                AdoptDuplicate(golden, spoke, row, outcome.Id);
                break;
            case WriteOutcomeKind.Rejected:
                Reject(golden, spoke, row, outcome);
                break;
            case WriteOutcomeKind.RolledBack:
                Release(golden, spoke, row, TimeSpan.Zero);
                break;
            case WriteOutcomeKind.Throttled:
                // Costs no attempt.
                Release(golden, spoke, row with { Attempts = Math.Max(0, row.Attempts - 1), Cause = "Throttled" }, outcome.RetryAfter ?? TimeSpan.FromSeconds(5));
                break;
            default:
                Release(golden, spoke, row with { Cause = outcome.Kind.ToString() }, outcome.RetryAfter ?? BackOff[Math.Min(row.Attempts - 1, BackOff.Length - 1)]);
                break;
        }
    }

    private static void Reject(GoldenWork golden, FlowSpoke spoke, OutboxRow row, WriteOutcome outcome)
    {
        var error = outcome.Errors.Count > 0 ? outcome.Errors[0] : new SyncError(ErrorKind.Internal, "unspecified", $"{spoke.Connector.DisplayName} refused the record without saying why.");
        SetAside(
            golden, spoke, row, OutboxState.Parked, "Rejected", DetailCodec.Errors(outcome.Errors.Count > 0 ? outcome.Errors : [error], outcome.RequestId),
            $"{error.Kind}|{spoke.Spoke}|{golden.Entity.Name}|{error.Code}|{error.Field}");
    }

    // The system says the record exists. Unlinked: it is read and bind decides; linked elsewhere: two golden records, a person decides (R18).
    private void AdoptDuplicate(GoldenWork golden, FlowSpoke spoke, OutboxRow row, string? existing)
    {
        if (existing is null)
        {
            Park(golden, spoke, row, "DuplicateUnnamed", DetailCodec.Text("message", $"{spoke.Connector.DisplayName} says that the record exists but not which it is."));
            return;
        }

        var reference = spoke.Ref(existing);
        var known = _set.Link(reference);
        if (known is { State: not LinkState.Reserved } && known.Golden.Id != golden.Id)
        {
            Park(golden, spoke, row, "PossibleDuplicate", DetailCodec.Records("golden", [known.Golden.Id.ToString()]));
        }
        else if (_set.Staged(reference) is { Record: not null } || _set.Items(reference).Any(i => i.Kind is OpenItemKind.Ambiguous or OpenItemKind.PossibleDuplicate))
        {
            Park(golden, spoke, row, "Duplicate", DetailCodec.Text("existing", existing));
        }
        else if (!CarriesMarker(spoke) && _set.HasOpenCreate(spoke.Spoke, golden.Entity.Name))
        {
            _set.Hint(spoke, existing, "duplicate", TimeSpan.Zero);
            Park(golden, spoke, row, "Duplicate", DetailCodec.Text("existing", existing));
        }
        else if (row.Attempts >= MostDuplicateTries)
        {
            // It was read again and again and never bound: deleted, or hidden from this user. Asking for ever would help nobody.
            Park(golden, spoke, row, "DuplicateUnreadable", DetailCodec.Text("existing", existing));
        }
        else
        {
            _set.Hint(spoke, existing, "duplicate", TimeSpan.Zero);
            Release(golden, spoke, row with { Cause = "Duplicate" }, TimeSpan.FromSeconds(10));
        }
    }

    /// <summary>
    /// R21: the shadow after a write. Sent fields: base := what was sent (never golden now), seen := what is stored if provably ours.
    /// Everything else in the image is an ordinary observation.
    /// </summary>
    protected virtual void Settle(GoldenWork golden, FlowSpoke spoke, OutboxRow row, Flight flight, LinkWork link, Record record, bool exact, bool certain)
    {
        var image = Image(spoke, record);
        var unmet = Remake(spoke, link, image, record, flight.Sent);
        Row? projection = null;
        for (var slot = 0; slot < flight.Sent.Count; slot++)
        {
            if (flight.Sent[slot].IsMissing)
            {
                continue;
            }

            if (golden.Entity.Fields[slot].Kind == FieldKind.Lines)
            {
                SettleLines(spoke, flight, link, image, slot, exact, certain);
                continue;
            }

            var ours = exact || record.ModifiedByUs == true || IsOurs(spoke, flight, record, slot);
            if (!ours && !certain)
            {
                // R24e: the landing is only inferred; this field stays contested, and that is noted.
                if (!image[slot].IsMissing && !SameValue(image[slot], link.Seen[slot]))
                {
                    _set.Audit("ambiguous", golden, golden.Entity.Fields[slot].Name, spoke.Spoke.ToString(), "landing inferred", DetailCodec.Values(golden.Entity, [slot], image));
                }

                continue;
            }

            link.Shadow.Base[slot] = flight.Sent[slot];
            if (image[slot].IsMissing)
            {
                continue;
            }

            if (!ours)
            {
                projection ??= Project(spoke, flight.Sent);
                // R22: a coercion that nobody declared, or a later edit: undecidable. It counts as an edit, and is noted.
                _set.Audit("ambiguous", golden, golden.Entity.Fields[slot].Name, spoke.Spoke.ToString(), "stored otherwise", DetailCodec.Values(golden.Entity, [slot], image));
            }

            link.Shadow.Seen[slot] = ours ? image[slot] : projection![slot].IsMissing ? flight.Sent[slot] : projection[slot];
            if (ours && !SameValue(image[slot], flight.Sent[slot]))
            {
                _set.Audit("coerced", golden, golden.Entity.Fields[slot].Name, spoke.Spoke.ToString(), "stored");
            }
        }

        golden.SetRow(Close(row) with { MustRead = false });
        link.Shadow.Rewrites = flight.Operation == WriteOperation.Update ? link.Shadow.Rewrites.AfterWrite() : link.Shadow.Rewrites;
        Fold(spoke, link, golden, image, record, FirstContact.None, unmet);
        Release(golden, spoke, golden.Outbox.GetValueOrDefault(spoke.Spoke, Close(row)), TimeSpan.Zero);
    }

    // R21, R55: judged on wire values, with the system's declared coercions.
    private static bool IsOurs(FlowSpoke spoke, Flight flight, Record record, int slot)
    {
        if (spoke.Map.RuleOf(slot) is not { } rule)
        {
            return false;
        }

        var compared = false;
        foreach (var wire in rule.WireSlots)
        {
            if (flight.Wire[wire].IsMissing)
            {
                continue;
            }

            compared = true;
            if (!SameOnWire(spoke, wire, flight.Wire[wire], record.Fields[wire]))
            {
                return false;
            }
        }

        // Nothing of it was sent (an empty value on a create): ours only if it is empty there too.
        return compared || rule.WireSlots.All(w => record.Fields[w].IsEmpty);
    }

    /// <summary>
    /// R76: our adds are paired with lines that were not known before the write: by content, by a part of it, and in order only from
    /// an exact answer. No pair: the line was removed there. Untouched lines keep their shadow.
    /// </summary>
    private void SettleLines(FlowSpoke spoke, Flight flight, LinkWork link, Row image, int slot, bool exact, bool certain)
    {
        if (spoke.Map.RuleOf(slot)?.Lines is not { } map || image[slot].IsMissing)
        {
            link.Shadow.Base[slot] = flight.Sent[slot];
            return;
        }

        var sent = flight.Sent[slot].LinesOrNull() ?? LineList.Empty;
        var remote = image[slot].LinesOrNull() ?? LineList.Empty;
        var ids = link.Shadow.LinesOf(slot);
        var seen = (link.Seen[slot].LinesOrNull() ?? LineList.Empty).Where(l => ids.ContainsKey(l.Id)).ToDictionary(l => l.Id, l => l.Fields);
        var agreed = (link.Base[slot].LinesOrNull() ?? LineList.Empty).Where(l => ids.ContainsKey(l.Id)).ToDictionary(l => l.Id, l => l.Fields);
        var isCreate = flight.Operation == WriteOperation.Create;
        var adds = sent.Where(l => isCreate || flight.Lines.Any(c => c.Kind == LineChangeKind.Add && c.LineId == l.Id)).ToList();
        PairAdds(spoke, map, ids, adds, [.. remote.Where(r => !ids.ContainsValue(r.RemoteId!))], exact);
        foreach (var removed in flight.Lines.Where(c => c.Kind == LineChangeKind.Remove))
        {
            ids.Remove(removed.LineId);
            seen.Remove(removed.LineId);
            agreed.Remove(removed.LineId);
        }

        foreach (var line in sent.Where(l => adds.Contains(l) || flight.Lines.Any(c => c.Kind == LineChangeKind.Change && c.LineId == l.Id)))
        {
            var stored = ids.TryGetValue(line.Id, out var key) ? remote.FirstOrDefault(r => r.RemoteId == key)?.Fields : null;
            if (!adds.Contains(line) && !exact && !certain && (stored is null || !Fits(spoke, map, line.Fields, stored)))
            {
                continue;
            }

            agreed[line.Id] = line.Fields;
            seen[line.Id] = stored is not null && (exact || Fits(spoke, map, line.Fields, stored)) ? stored : ProjectLine(spoke, map, line.Fields);
        }

        List<LineId> order = [.. sent.Where(l => agreed.ContainsKey(l.Id)).Select(l => l.Id)];
        var all = LineMerge.Weave(order, [.. agreed.Keys]);
        link.Shadow.Base[slot] = FieldValue.From(new LineList(all.Select(id => new Line(id, agreed[id]))));
        link.Shadow.Seen[slot] = FieldValue.From(new LineList(SeenOrder(all, remote, ids, exact).Where(seen.ContainsKey).Select(id => new Line(id, seen[id]))));
    }

    private static List<LineId> SeenOrder(List<LineId> all, LineList remote, Dictionary<LineId, string> ids, bool exact)
    {
        if (!exact)
        {
            return all;
        }

        var byRemote = ids.ToDictionary(p => p.Value, p => p.Key, StringComparer.Ordinal);
        List<LineId> stored = [.. remote.Where(r => byRemote.ContainsKey(r.RemoteId!)).Select(r => byRemote[r.RemoteId!]).Where(all.Contains)];
        return LineMerge.Weave(stored, all);
    }

    protected virtual void PairAdds(FlowSpoke spoke, LineMap map, Dictionary<LineId, string> ids, List<Line> adds, List<Line> newcomers, bool exact)
    {
        Pair((add, line) => Fits(spoke, map, add.Fields, line.Fields));
        foreach (var slot in map.Rules.Where(r => r.Reads).SelectMany(r => r.CanonicalSlots))
        {
            Pair((add, line) => !add.Fields[slot].IsEmpty && SameValue(add.Fields[slot], line.Fields[slot]));
        }

        if (exact)
        {
            Pair((_, _) => true);
        }

        void Pair(Func<Line, Line, bool> matches)
        {
            foreach (var add in adds.Where(a => !ids.ContainsKey(a.Id)))
            {
                if (newcomers.Find(n => matches(add, n)) is { } hit)
                {
                    newcomers.Remove(hit);
                    ids[add.Id] = hit.RemoteId!;
                }
            }
        }
    }
}
