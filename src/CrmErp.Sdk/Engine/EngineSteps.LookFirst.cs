using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Mapping;
using CrmErp.Sdk.Reconcile;
using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Engine;

// Before records are made, the target is asked by match keys: what people typed there a moment ago is not in the feed yet.
internal sealed partial class EngineSteps
{
    /// <summary>Of rows that would make a record, those whose target holds an unlinked record with one of their strong keys, and its id.</summary>
    private async Task<IReadOnlyDictionary<GoldenId, string>> LookFirstAsync(FlowSpoke spoke, IReadOnlyList<GoldenAggregate> aggregates, CancellationToken cancellationToken)
    {
        var found = new Dictionary<GoldenId, string>();
        GoldenAggregate[] makes = [.. aggregates.Where(a => a.Golden.State == GoldenState.Live && !a.Links.Any(l => l.Ref.Spoke == spoke.Spoke))];
        if (makes.Length == 0 || _runtime.Connectors[spoke.Spoke.Connection] is not IRecordReader)
        {
            return found;
        }

        foreach (var rule in spoke.Flow.Match)
        {
            if (WireSlotOf(spoke, rule) is not { } wireSlot)
            {
                continue;
            }

            var asked = new Dictionary<string, GoldenId>(StringComparer.Ordinal);
            var values = new List<FieldValue>();
            foreach (var aggregate in makes.Where(a => !found.ContainsKey(a.Golden.Id)))
            {
                var row = RowJson.Read(spoke.Flow.Entity, aggregate.Golden.Data);
                if (rule.Key(row) is { } key && WireValue(spoke, rule.Slots[0], wireSlot, row) is { HasValue: true } value && asked.TryAdd(key, aggregate.Golden.Id))
                {
                    values.Add(value);
                }
            }

            if (values.Count > 0)
            {
                await AskAsync(spoke, rule, wireSlot, values, asked, found, cancellationToken).ConfigureAwait(false);
            }
        }

        return found;
    }

    private async Task AskAsync(FlowSpoke spoke, MatchRule rule, int wireSlot, List<FieldValue> values, Dictionary<string, GoldenId> asked, Dictionary<GoldenId, string> found, CancellationToken cancellationToken)
    {
        var records = await _runtime.Call<IRecordReader>(spoke, "find").FindAsync(
            new FindRequest { Scope = spoke.Spoke.Scope, Shape = spoke.Map.Shape, Field = spoke.Map.Shape.Fields[wireSlot].Path, Values = values, Limit = values.Count * 4 },
            cancellationToken).ConfigureAwait(false);
        if (records.Count == 0)
        {
            return;
        }

        var links = (await Store.ReadLinksAsync(Tenant, [.. records.Select(r => r.Ref)], cancellationToken).ConfigureAwait(false)).Where(l => l.State != LinkState.Reserved).Select(l => l.Ref).ToHashSet();
        foreach (var record in records.Where(r => !links.Contains(r.Ref) && spoke.Map.InScope(r.Fields)))
        {
            if (rule.Key(spoke.Map.Read(record.Fields, new MapProblems())) is { } key && asked.TryGetValue(key, out var golden))
            {
                found.TryAdd(golden, record.Ref.Id);
            }
        }
    }

    // Only a key of one field that one wire field carries can be asked for.
    private static int? WireSlotOf(FlowSpoke spoke, MatchRule rule)
    {
        if (rule.Slots.Count != 1 || spoke.Map.RuleOf(rule.Slots[0]) is not { Reads: true, WritesOnCreate: true, Lines: null, WireSlots.Count: 1 } map)
        {
            return null;
        }

        var slot = map.WireSlots[0];
        return spoke.Map.Metadata?.Find(spoke.Map.Shape.Fields[slot].Path) is { Filterable: false } ? null : slot;
    }

    private static FieldValue WireValue(FlowSpoke spoke, int slot, int wireSlot, Row golden)
    {
        var wire = new Row(spoke.Map.Shape.Schema);
        spoke.Map.RuleOf(slot)!.Write(golden, wire, new MapProblems());
        return spoke.Map.Declared(wireSlot, wire[wireSlot]);
    }
}
