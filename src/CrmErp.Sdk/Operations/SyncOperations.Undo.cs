using System.Text.Json;
using CrmErp.Sdk.Reconcile;
using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Operations;

// Taking back what was set, where it still stands.
internal sealed partial class SyncOperations
{
    public async Task<UndoResult> PreviewUndoAsync(UndoScope scope, CancellationToken cancellationToken = default)
    {
        var changes = await ChangesAsync(scope, cancellationToken).ConfigureAwait(false);
        return new UndoResult { Items = await UndoEachAsync(changes, by: null, cancellationToken).ConfigureAwait(false) };
    }

    public async Task<UndoResult> UndoAsync(UndoScope scope, OperationBy by, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(by);
        var changes = await ChangesAsync(scope, cancellationToken).ConfigureAwait(false);
        return new UndoResult { Items = await UndoEachAsync(changes, by, cancellationToken).ConfigureAwait(false) };
    }

    private async Task<List<Change>> ChangesAsync(UndoScope scope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        var field = scope.Entity is { } entity ? Known(Flowing(entity, nameof(scope)), scope.Field) : null;
        await engine.OpenAsync(cancellationToken).ConfigureAwait(false);
        var changes = new Dictionary<(GoldenId, string), Change>();
        for (var after = 0L; await Store.ReadAuditAsync(Tenant, field is null ? null : scope.GoldenId, after, AuditPage, cancellationToken).ConfigureAwait(false) is { Count: > 0 } page;)
        {
            after = page[^1].Sequence;
            foreach (var entry in page.Where(e => e.GoldenId is not null && runtime.Definition.FindFlow(e.Entity) is not null))
            {
                if (field is null ? entry.RunId == scope.RunId : entry.Kind == "set" && entry.Entity == scope.Entity && entry.Field == field.Group)
                {
                    Add(changes, entry, restart: field is not null);
                }
            }
        }

        return [.. changes.Values];
    }

    // Several changes of one group in one run are one: from the first old value to the last new one.
    private void Add(Dictionary<(GoldenId, string), Change> changes, AuditRow entry, bool restart)
    {
        if (entry.Kind == "set" && entry.Field is { } group)
        {
            var type = runtime.Definition.Entities[entry.Entity];
            using var document = JsonDocument.Parse(entry.Detail!);
            var (old, fresh) = (DetailCodec.ReadSlots(document.RootElement.GetProperty("old"), type), DetailCodec.ReadSlots(document.RootElement.GetProperty("new"), type));
            var key = (entry.GoldenId!.Value, group);
            if (restart || !changes.TryGetValue(key, out var change))
            {
                changes[key] = change = new Change(entry.Entity, entry.GoldenId.Value, group, new Row(type.Schema), new Row(type.Schema), null);
            }

            foreach (var slot in Enumerable.Range(0, fresh.Count).Where(s => !fresh[s].IsMissing))
            {
                // What was missing before is empty again.
                change.Old[slot] = !change.New[slot].IsMissing ? change.Old[slot] : old[slot].IsMissing ? FieldValue.Null : old[slot];
                change.New[slot] = fresh[slot];
            }
        }
        else if (Irreversible(entry) is { } why)
        {
            changes.TryAdd((entry.GoldenId!.Value, $"/{entry.Kind}/{entry.Origin}"), new Change(entry.Entity, entry.GoldenId.Value, "", null!, null!, why));
        }
    }

    private static string? Irreversible(AuditRow entry) => entry.Kind switch
    {
        "linked" when entry.Rule == "created" => $"a record was made on {entry.Origin}",
        "linked" => $"a record of {entry.Origin} was linked: unlink it if it is another one",
        "deleted" => "a record was deleted",
        "joined" or "merged" => "it was merged with another one",
        _ => null,
    };

    private async Task<IReadOnlyList<UndoItem>> UndoEachAsync(List<Change> changes, OperationBy? by, CancellationToken cancellationToken)
    {
        var items = new List<UndoItem>(changes.Count);
        foreach (var chunk in changes.Chunk(Bulk))
        {
            var view = await runtime.ViewAsync(cancellationToken).ConfigureAwait(false);
            var part = new UndoItem[chunk.Length];
            var needs = chunk.Select(c => c.GoldenId).Distinct().Select(id => (Need)new Need.Golden(id));
            void UndoAll(PassScope scope)
            {
                for (var i = 0; i < chunk.Length; i++)
                {
                    var at = i;
                    scope.Try(() => part[at] = UndoOne(scope, chunk[at], by));
                }
            }

            if (by is null)
            {
                await runtime.NewPass(view).PreviewAsync(needs, UndoAll, _ => { }, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                await runtime.NewPass(view).RunAsync(needs, UndoAll, finish: null, cancellationToken).ConfigureAwait(false);
            }

            items.AddRange(part);
        }

        return items;
    }

    private static UndoItem UndoOne(PassScope scope, Change change, OperationBy? by)
    {
        var item = new UndoItem { Entity = change.Entity, GoldenId = change.GoldenId, Group = change.Group, Outcome = UndoOutcome.NotReversible, Why = change.Why ?? "" };
        if (change.Why is not null)
        {
            return item;
        }

        if (scope.Set.TryGolden(change.GoldenId) is not { IsLive: true } golden || golden.Id != change.GoldenId || golden.Entity.FindGroup(change.Group) is not { } group)
        {
            return item with { Why = "the record does not exist as such any more" };
        }

        int[] slots = [.. group.Slots.Where(s => !change.New[s].IsMissing)];
        item = item with { Outcome = UndoOutcome.ChangedSince, Fields = [.. slots.Select(s => new PlanField(golden.Entity.Fields[s].Name, change.Group, golden.Data[s], change.Old[s]))] };
        if (golden.Items.Values.Any(i => i.Kind == OpenItemKind.FieldConflict && i.Group == change.Group))
        {
            return item with { Why = "a conflict about it is open" };
        }

        if (!slots.All(s => golden.Data[s].Equals(change.New[s])))
        {
            return item with { Why = $"it was changed since{(golden.Provenance.Origins[group.Index] is { } origin ? $" by {origin.Origin.Name}" : "")}" };
        }

        scope.Rules.SetGolden(golden, group, slots, Copy(change.Old), Reconcile.Origin.Person(by?.Actor ?? "preview"), "undo", null, null);
        if (by?.Reason is { } reason)
        {
            scope.Set.Audit("undone", golden, change.Group, null, "undo", DetailCodec.Decision(reason), by.Actor);
        }

        return item with { Outcome = UndoOutcome.Undone };
    }

    // The rules give new lines their identity in the row they are handed; a pass may run again.
    private static Row Copy(Row row) => row.Clone();

    private sealed record Change(string Entity, GoldenId GoldenId, string Group, Row Old, Row New, string? Why);
}
