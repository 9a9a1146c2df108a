using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Mapping;
using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Reconcile;

// Changing a golden value, and what ends with it.
internal partial class Reconciler
{
    /// <summary>
    /// The one place where golden values change: provenance, audit, conflicts that end by agreement, match keys, workflows.
    /// </summary>
    public virtual void SetGolden(GoldenWork golden, FieldGroup group, IReadOnlyList<int> slots, Row values, Origin origin, string rule, DateTimeOffset? after, DateTimeOffset? before)
    {
        foreach (var slot in slots)
        {
            values[slot] = IdentifyLines(values[slot]);
        }

        int[] changed = [.. slots.Where(s => !values[s].IsMissing && !golden.Data[s].Equals(values[s]))];
        if (changed.Length == 0)
        {
            return;
        }

        var old = DetailCodec.Values(golden.Entity, changed, golden.Data);
        var oldHash = ValueHash(slots, golden.Data);
        var data = golden.Mutable();
        foreach (var slot in changed)
        {
            data[slot] = values[slot];
        }

        var previous = golden.Provenance.Origins[group.Index];
        if (origin.Spoke is not null)
        {
            if (golden.Provenance.Recent[group.Index] is null && previous is not null)
            {
                golden.Provenance.Remember(group.Index, previous.Origin.Name, oldHash);
            }

            golden.Provenance.Remember(group.Index, origin.Name, ValueHash(slots, data));
        }

        golden.Provenance.Origins[group.Index] = new GroupOrigin(origin, Context.Now, rule, Context.RunId, after, before, previous is null ? null : old);
        if (previous is not null)
        {
            _set.Audit("set", golden, group.Name, origin.Name, rule, DetailCodec.Build(w =>
            {
                w.WritePropertyName("old");
                w.WriteRawValue(old);
                w.WritePropertyName("new");
                w.WriteRawValue(DetailCodec.Values(golden.Entity, changed, data));
            }));
        }

        EndAgreedConflicts(golden, group);
        _set.Reindex(golden);
        golden.NeedsWorkflows = true;
    }

    // Lines that a workflow or a person made have no identity yet.
    private FieldValue IdentifyLines(FieldValue value) =>
        value.LinesOrNull() is { } lines && lines.Any(l => l.Id.IsEmpty)
            ? FieldValue.From(new LineList(lines.Select(l => l.Id.IsEmpty ? l with { Id = new LineId(Context.NewId()) } : l)))
            : value;

    /// <summary>R14: a conflict ends when the values agree.</summary>
    private void EndAgreedConflicts(GoldenWork golden, FieldGroup group)
    {
        foreach (var item in golden.Items.Values.Where(i => i.Kind == OpenItemKind.FieldConflict && i.Group == group.Name).ToArray())
        {
            var detail = ConflictDetail.Read(item.Detail, golden.Entity);
            int[] slots = [.. group.Slots.Where(s => !detail.Candidate[s].IsMissing)];
            var spoke = Context.SpokeOf(golden.Entity.Name, item.Spoke);
            var projection = spoke is null ? null : Project(spoke, golden.Data);
            if (!slots.All(s => SameValue(detail.Candidate[s], golden.Data[s]) || (projection is not null && SameValue(projection[s], detail.Candidate[s]))))
            {
                // Who decides by what was listed before has not seen this value: the item moves, and that decision is stale.
                golden.Put(item with { Detail = detail.Write(golden.Entity, slots, golden.Data) });
                continue;
            }

            golden.Remove(OpenItemKind.FieldConflict, item.Spoke, group.Name);
            if (golden.LinkOn(item.Spoke) is { } link)
            {
                foreach (var slot in slots)
                {
                    link.Shadow.Base[slot] = golden.Data[slot];
                }

                link.MarkDirty();
            }
        }
    }
}
