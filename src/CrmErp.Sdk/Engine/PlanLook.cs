using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Reconcile;
using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Engine;

/// <summary>
/// Looks at what one dry pass of the rules came to, and lets the rules plan the writes: the same planning that a delivery does. What was
/// so before the pass is left out where that is asked.
/// </summary>
internal sealed class PlanLook(EngineView view, PassScope scope, PlanBefore before, Action<PlanItem> add)
{
    /// <summary>The rule of what waits only for records that the same plan makes.</summary>
    public const string Follows = "after its reference";

    private readonly Dictionary<(GoldenId, string Group), string> _rules = [];
    private readonly HashSet<(GoldenId, SpokeId)> _creates = [];

    public void Run(IEnumerable<GoldenWork> golden)
    {
        var batch = new StoreBatch { Tenant = view.Context.Tenant };
        scope.Set.Collect(batch);
        foreach (var entry in batch.Audit.Where(a => a is { GoldenId: not null, Field: not null, Rule: not null }))
        {
            _rules[(entry.GoldenId!.Value, entry.Field!)] = entry.Rule!;
        }

        foreach (var review in batch.PutOpenItems.Where(i => i.GoldenId is null && i.Ref is not null))
        {
            add(new PlanItem { Kind = review.Kind == OpenItemKind.ParkedRecord ? PlanItemKind.Parked : PlanItemKind.Review, Entity = review.Entity, Spoke = review.Spoke, Record = review.Ref, Rule = review.Cause });
        }

        foreach (var work in golden)
        {
            scope.Try(() => Look(work));
        }
    }

    private void Look(GoldenWork work)
    {
        foreach (var link in work.Links.Where(l => l is { IsNew: true, IsActive: true }))
        {
            add(new PlanItem { Kind = PlanItemKind.Link, Entity = work.Entity.Name, Spoke = link.Spoke, GoldenId = work.Id, Record = link.Ref, Rule = work.IsNew ? "new" : "match", IsNew = work.IsNew, Source = Source(work) });
        }

        foreach (var item in work.Items.Values.Where(i => i.Kind is OpenItemKind.FieldConflict or OpenItemKind.DeleteConflict && !before.HasItem(i.Key)).OrderBy(i => i.Key))
        {
            add(Conflict(work, item));
        }

        foreach (var spoke in view.Context.SpokesOf(work.Entity.Name))
        {
            if (spoke is { IsLive: true, HasActiveMap: true } && spoke.Flow.Mode == SyncMode.Auto && work.Outbox.TryGetValue(spoke.Spoke, out var row) && row.Flight is null && row.State != OutboxState.Withheld)
            {
                Write(work, spoke, row);
            }
        }
    }

    private void Write(GoldenWork work, FlowSpoke spoke, OutboxRow row)
    {
        var link = work.LinkOn(spoke.Spoke);
        var planned = scope.Rules.Plan(spoke, row, view.Context.Now);
        if (planned is null)
        {
            if (work.Outbox.GetValueOrDefault(spoke.Spoke) is { State: OutboxState.Waiting or OutboxState.Parked } held && !before.HasRow(work.Id, spoke.Spoke, held.State))
            {
                add(Held(work, spoke, link, held));
            }

            return;
        }

        PlanField[] fields = [.. Slots(planned.Flight.Sent).Union(Followed(work, spoke, planned.Flight)).Order().Where(s => !before.Lacked(work.Id, spoke.Spoke, s)).Select(s => Field(work, link, s))];
        if (fields.Length > 0 || (planned.Flight.Operation != WriteOperation.Update && !before.HasRow(work.Id, spoke.Spoke)))
        {
            _creates.Add((work.Id, spoke.Spoke));
            add(new PlanItem
            {
                Kind = planned.Flight.Operation switch { WriteOperation.Create => PlanItemKind.Create, WriteOperation.Delete => PlanItemKind.Delete, _ => PlanItemKind.Update },
                Entity = work.Entity.Name,
                Spoke = spoke.Spoke,
                GoldenId = work.Id,
                Record = planned.Flight.Operation == WriteOperation.Create ? null : link?.Ref,
                Fields = fields,
                Rule = RuleOf(work, fields),
                IsNew = work.IsNew,
                Source = Source(work),
            });
        }
    }

    // An optional reference to a record that the same plan makes first is sent with it.
    private IEnumerable<int> Followed(GoldenWork work, FlowSpoke spoke, Flight flight) => flight.Operation == WriteOperation.Delete ? [] : work.Entity.Fields
        .Where(f => f.Kind == FieldKind.Reference && flight.Sent[f.Slot].IsMissing && spoke.Writes(f.Slot, flight.Operation) && !work.IsHeld(f.GroupIndex, spoke.Spoke)
            && work.Data[f.Slot].ReferenceOrNull() is { } reference && _creates.Contains((reference.GoldenId, spoke.Spoke)))
        .Select(f => f.Slot);

    // What waits only for records that are made by the same plan is made after them.
    private PlanItem Held(GoldenWork work, FlowSpoke spoke, LinkWork? link, OutboxRow row)
    {
        var follows = row.State == OutboxState.Waiting && row.WaitsOn.All(w => _creates.Contains((w, spoke.Spoke)));
        if (follows)
        {
            _creates.Add((work.Id, spoke.Spoke));
        }

        return new PlanItem
        {
            Kind = follows ? (link is null ? PlanItemKind.Create : PlanItemKind.Update) : row.State == OutboxState.Waiting ? PlanItemKind.Wait : PlanItemKind.Parked,
            Entity = work.Entity.Name,
            Spoke = spoke.Spoke,
            GoldenId = work.Id,
            Record = link?.Ref,
            Fields = follows ? [.. Slots(work.Data).Where(s => spoke.Writes(s, link is null ? WriteOperation.Create : WriteOperation.Update) && (link is null || !work.Data[s].Equals(link.Base[s]))).Select(s => Field(work, link, s))] : [],
            Rule = follows ? Follows : row.Cause,
            IsNew = work.IsNew,
            Source = Source(work),
        };
    }

    private static PlanItem Conflict(GoldenWork work, OpenItem item)
    {
        var fields = new List<PlanField>();
        if (item.Kind == OpenItemKind.FieldConflict)
        {
            var detail = ConflictDetail.Read(item.Detail, work.Entity);
            fields.AddRange(Slots(detail.Candidate).Select(s => new PlanField(work.Entity.Fields[s].Name, item.Group, work.Data[s], detail.Candidate[s])));
        }

        return new PlanItem
        {
            Kind = PlanItemKind.Conflict,
            Entity = work.Entity.Name,
            Spoke = item.Spoke,
            GoldenId = work.Id,
            Record = work.LinkOn(item.Spoke)?.Ref,
            Fields = fields,
            Rule = item.Cause,
        };
    }

    // A record that is not stored yet gets its identity when it is: until then it is known by what it is made of.
    private static RecordRef? Source(GoldenWork work) => work.IsNew && work.Links.Count > 0 ? work.Links.Min(l => l.Ref) : null;

    private static PlanField Field(GoldenWork work, LinkWork? link, int slot) => new(
        work.Entity.Fields[slot].Name,
        work.Entity.Groups[work.Entity.Fields[slot].GroupIndex].Name,
        link is null ? FieldValue.Missing : link.Seen[slot],
        work.Data[slot]);

    private string RuleOf(GoldenWork work, IReadOnlyList<PlanField> fields) =>
        string.Join(", ", fields.Select(f => _rules.GetValueOrDefault((work.Id, f.Group)) ?? Origin(work, f.Group)).Where(r => r.Length > 0).Distinct());

    private static string Origin(GoldenWork work, string group) =>
        work.Provenance.Origins[work.Entity.FindGroup(group)!.Index] is { } origin ? $"{origin.Rule} ({origin.Origin.Name})" : "";

    private static IEnumerable<int> Slots(Row row) => Enumerable.Range(0, row.Count).Where(s => !row[s].IsMissing);
}

/// <summary>What was open before a dry pass, so that only what the pass adds is listed. Empty: everything is.</summary>
internal sealed class PlanBefore
{
    private readonly Dictionary<(GoldenId, SpokeId), (OutboxState? State, HashSet<int> Slots)> _rows = [];
    private readonly HashSet<OpenItemKey> _items = [];

    public void Clear()
    {
        _rows.Clear();
        _items.Clear();
    }

    /// <summary>Remembers one golden record as it is. Parked work counts as not there: the change releases it.</summary>
    public void Remember(EngineView view, Reconciler rules, GoldenWork work)
    {
        _items.UnionWith(work.Items.Keys);
        foreach (var spoke in view.Context.SpokesOf(work.Entity.Name))
        {
            if (work.Outbox.TryGetValue(spoke.Spoke, out var row) && row is not { State: OutboxState.Parked, Flight: null } && work.LinkOn(spoke.Spoke) is var link)
            {
                _rows[(work.Id, spoke.Spoke)] = (row.State, link is null ? [] : [.. rules.Difference(work, link, spoke)]);
            }
        }
    }

    public bool HasItem(OpenItemKey key) => _items.Contains(key);

    public bool HasRow(GoldenId golden, SpokeId spoke) => _rows.ContainsKey((golden, spoke));

    public bool HasRow(GoldenId golden, SpokeId spoke, OutboxState state) => _rows.TryGetValue((golden, spoke), out var row) && row.State == state;

    public bool Lacked(GoldenId golden, SpokeId spoke, int slot) => _rows.TryGetValue((golden, spoke), out var row) && (row.Slots.Count == 0 || row.Slots.Contains(slot));
}
