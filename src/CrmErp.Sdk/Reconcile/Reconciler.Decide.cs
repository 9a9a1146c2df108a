using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Reconcile;

// What a person decides about one golden record.
internal partial class Reconciler
{
    public void ResolveConflict(GoldenWork golden, OpenItem item, ConflictAnswer answer, OperationBy by)
    {
        var group = golden.Entity.FindGroup(item.Group) ?? throw new InvalidOperationException($"'{golden.Entity.Name}' has no field group '{item.Group}'.");
        var detail = ConflictDetail.Read(item.Detail, golden.Entity);
        int[] slots = [.. group.Slots.Where(s => !detail.Candidate[s].IsMissing)];
        golden.Remove(OpenItemKind.FieldConflict, item.Spoke, item.Group);
        if (item.Cause == OscillationRule && golden.LinkOn(item.Spoke) is { } rewritten)
        {
            // It was looked at: what comes now is counted anew.
            rewritten.Shadow.Rewrites = default;
            rewritten.MarkDirty();
        }

        // Golden may have moved since the question was asked: what stands now is what the answer is about.
        var decided = detail.Write(golden.Entity, slots, golden.Data);
        switch (answer.Kind)
        {
            case "takeCandidate":
                SetGolden(golden, group, slots, detail.Candidate, new Origin(item.Spoke, item.Spoke.ToString()), $"person:{by.Actor}", detail.After, detail.NotLaterThan);
                break;
            case "custom":
                SetGolden(golden, group, group.Slots, CustomValues(golden, answer), Origin.Person(by.Actor), "custom", null, null);
                break;
            case "keepApart":
                if (golden.LinkOn(item.Spoke) is { } link)
                {
                    foreach (var slot in slots)
                    {
                        link.Shadow.Base[slot] = golden.Data[slot];
                    }

                    link.MarkDirty();
                }

                golden.Put(item with { Kind = OpenItemKind.Noted, Cause = "KeptApart", Problem = null, Detail = decided });
                break;
        }

        _set.Audit("resolved", golden, item.Group, item.Spoke.ToString(), answer.Kind, DetailCodec.Decision(by.Reason, decided), by.Actor);
        golden.MarkDirty();
    }

    private static Row CustomValues(GoldenWork golden, ConflictAnswer answer)
    {
        var values = new Row(golden.Entity.Schema);
        foreach (var (name, value) in answer.Values!)
        {
            values[golden.Entity.Field(name).Slot] = value;
        }

        return values;
    }

    public void ResolveDelete(GoldenWork golden, OpenItem item, bool delete, OperationBy by)
    {
        golden.Remove(OpenItemKind.DeleteConflict, item.Spoke);
        if (delete)
        {
            if (Context.SpokeOf(golden.Entity.Name, item.Spoke) is { } spoke)
            {
                PropagateDeletion(spoke, golden);
            }
        }
        else if (golden.LinkOn(item.Spoke) is { State: LinkState.Gone } link)
        {
            // R32: an explicit restore. The record is made anew; the dead id stays an alias.
            link.State = LinkState.Alias;
            link.Touch();
        }

        _set.Audit("resolved", golden, null, item.Spoke.ToString(), delete ? "delete" : "keep", DetailCodec.Decision(by.Reason), by.Actor);
        golden.MarkDirty();
    }

    public OperationOutcome ResolveUnknown(FlowSpoke spoke, GoldenWork golden, Record? record, OperationBy by, long fence)
    {
        if (!golden.Outbox.TryGetValue(spoke.Spoke, out var row) || row.State != OutboxState.Parked || OpenFlight(golden, spoke) is not { } flight)
        {
            return OperationOutcome.AlreadyClosed;
        }

        if (row.Fence != fence)
        {
            return OperationOutcome.Stale;
        }

        row = row with { State = OutboxState.Due, Cause = "", Detail = null, Problem = null, Attempts = 0 };
        if (record is null)
        {
            golden.SetRow(Close(row));
            Release(golden, spoke, Close(row), TimeSpan.Zero);
        }
        else if (flight.Operation == WriteOperation.Create)
        {
            golden.SetRow(row);
            LandVerified(golden, spoke, row, flight, record);
        }
        else if (golden.ActiveLinkOn(spoke.Spoke) is { } link)
        {
            Settle(golden, spoke, row, flight, link, record, exact: false, certain: true);
        }

        _set.Audit("resolved", golden, null, spoke.Spoke.ToString(), record is null ? "not landed" : "landed", DetailCodec.Decision(by.Reason), by.Actor);
        return OperationOutcome.Resolved;
    }
}
