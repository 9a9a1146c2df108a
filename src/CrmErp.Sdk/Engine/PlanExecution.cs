using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Reconcile;
using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Engine;

/// <summary>
/// One plan while it is carried out: finds the item that a write carries out, and whether the write is still the one that was planned.
/// Records that were new when the plan was made have another identity by now; they are found again by a record they were made of.
/// </summary>
internal sealed class PlanExecution
{
    private readonly Dictionary<PlanItem, AppliedOutcome> _outcomes = new(ReferenceEqualityComparer.Instance);
    private readonly ILookup<(GoldenId, SpokeId), PlanItem> _byGolden;
    private readonly ILookup<(RecordRef, SpokeId), PlanItem> _bySource;
    private readonly ILookup<(string Entity, SpokeId Spoke), PlanItem> _derived;
    private readonly Dictionary<GoldenId, GoldenId> _identities = [];
    private readonly Dictionary<(GoldenId, SpokeId), OutboxRow> _held = [];
    private readonly HashSet<(GoldenId, SpokeId)> _strangers = [];

    public PlanExecution(SyncPlan plan)
    {
        Items = plan.Items;
        PlanItem[] writes = [.. plan.Items.Where(IsWrite)];
        Entities = [.. writes.Select(i => i.Entity).Distinct(StringComparer.Ordinal)];
        _byGolden = writes.Where(i => i is { GoldenId: not null, IsNew: false }).ToLookup(i => (i.GoldenId!.Value, i.Spoke));
        _bySource = writes.Where(i => i is { IsNew: true, Source: not null }).ToLookup(i => (i.Source!.Value, i.Spoke));
        _derived = writes.Where(i => i is { IsNew: true, Source: null }).ToLookup(i => (i.Entity, i.Spoke));
    }

    public IReadOnlyList<PlanItem> Items { get; }

    public IReadOnlyList<string> Entities { get; }

    /// <summary>Rows that were claimed and not sent: leased until the execution ends, so that they are not claimed again.</summary>
    public IEnumerable<OutboxRow> Held => _held.Values;

    public long LeftOut => _strangers.Count;

    public static bool IsWrite(PlanItem item) => item.Kind is PlanItemKind.Create or PlanItemKind.Update or PlanItemKind.Delete;

    public AppliedOutcome? OutcomeOf(PlanItem item) => _outcomes.TryGetValue(item, out var outcome) ? outcome : null;

    public void Set(PlanItem item, AppliedOutcome outcome) => _outcomes[item] = outcome;

    /// <summary>Whether the plan may say something about a row: others are not even read.</summary>
    public bool Covers(OutboxRow row, GoldenAggregate? aggregate)
    {
        var covered = _byGolden.Contains((row.GoldenId, row.Spoke))
            || (aggregate?.Links.Any(l => _bySource.Contains((l.Ref, row.Spoke))) ?? false)
            || (_derived.Contains((row.Entity, row.Spoke)) && (aggregate?.Links.Count ?? 0) == 0);
        if (!covered)
        {
            _strangers.Add((row.GoldenId, row.Spoke));
        }

        return covered;
    }

    public void Hold(OutboxRow row) => _held[(row.GoldenId, row.Spoke)] = row;

    /// <summary>The item that a planned write carries out; null when it is not what was planned. A pure look.</summary>
    public PlanItem? Match(GoldenWork golden, FlowSpoke spoke, PlannedWrite write)
    {
        var link = golden.LinkOn(spoke.Spoke);
        foreach (var item in Candidates(golden, spoke.Spoke).Where(i => !_outcomes.ContainsKey(i)))
        {
            if (item.Kind == KindOf(write.Flight.Operation) && (item.Kind == PlanItemKind.Create || item.Record == link?.Ref) && Same(item, golden, link, write.Flight.Sent))
            {
                return item;
            }
        }

        return null;
    }

    /// <summary>The planned identity of a record is this one now.</summary>
    public void Identify(PlanItem item, GoldenId golden)
    {
        if (item.GoldenId is { } planned)
        {
            _identities[planned] = golden;
        }
    }

    public IEnumerable<PlanItem> Candidates(GoldenWork golden, SpokeId spoke)
    {
        var known = _byGolden[(golden.Id, spoke)].Concat(golden.Links.SelectMany(l => _bySource[(l.Ref, spoke)]));
        return golden.Links.Count == 0 ? known.Concat(_derived[(golden.Entity.Name, spoke)]) : known;
    }

    public static PlanItemKind KindOf(WriteOperation operation) => operation switch
    {
        WriteOperation.Create => PlanItemKind.Create,
        WriteOperation.Delete => PlanItemKind.Delete,
        _ => PlanItemKind.Update,
    };

    // Every field that would be sent, from the same value to the same value. What follows a reference was planned without knowing the exact set.
    private bool Same(PlanItem item, GoldenWork golden, LinkWork? link, Row sent)
    {
        var planned = item.Fields.ToDictionary(f => f.Field, StringComparer.Ordinal);
        var count = 0;
        for (var slot = 0; slot < sent.Count; slot++)
        {
            if (sent[slot].IsMissing)
            {
                continue;
            }

            count++;
            if (!planned.TryGetValue(golden.Entity.Fields[slot].Name, out var field) || !SameValue(field.New, golden.Data[slot]) || !SameValue(field.Old, link is null ? FieldValue.Missing : link.Seen[slot]))
            {
                return false;
            }
        }

        return count == planned.Count || item.Rule == PlanLook.Follows;
    }

    private bool SameValue(FieldValue planned, FieldValue now)
    {
        if (planned.Equals(now))
        {
            return true;
        }

        if (planned.ReferenceOrNull() is { } expected && now.ReferenceOrNull() is { } actual)
        {
            // A reference to what was new has its new identity; one that a workflow made in the same plan is not known by source.
            return expected.Type == actual.Type && (_identities.TryGetValue(expected.GoldenId, out var identity) ? identity == actual.GoldenId : IsNewIdentity(expected.GoldenId));
        }

        return planned.LinesOrNull() is { } left && now.LinesOrNull() is { } right && left.Count == right.Count
            && left.Zip(right).All(p => p.First.Fields.Count == p.Second.Fields.Count && Enumerable.Range(0, p.First.Fields.Count).All(s => SameValue(p.First.Fields[s], p.Second.Fields[s])));
    }

    private bool IsNewIdentity(GoldenId id) => Items.Any(i => i.IsNew && i.GoldenId == id);
}
