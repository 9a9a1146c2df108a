using CrmErp.Sdk.Engine;
using CrmErp.Sdk.Reconcile;
using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Operations;

// One answer to many conflicts, looked at before it is given.
internal sealed partial class SyncOperations
{
    private const int Bulk = 200;

    public async Task<ConflictPreview> PreviewConflictsAsync(IReadOnlyList<OpenEntry> conflicts, ConflictAnswer answer, CancellationToken cancellationToken = default)
    {
        Check(conflicts, answer);
        await engine.OpenAsync(cancellationToken).ConfigureAwait(false);
        var view = await runtime.ViewAsync(cancellationToken).ConfigureAwait(false);
        var by = new OperationBy("preview");
        var (outcomes, items) = (new List<OperationOutcome>(), new List<PlanItem>());
        foreach (var chunk in conflicts.Chunk(Bulk))
        {
            var part = new OperationOutcome[chunk.Length];
            var found = new List<PlanItem>();
            var before = new PlanBefore();
            await runtime.NewPass(view).PreviewAsync(
                Needs(chunk),
                scope =>
                {
                    before.Clear();
                    foreach (var golden in Touched(scope, chunk))
                    {
                        before.Remember(view, scope.Rules, golden);
                    }

                    DecideEach(scope, chunk, OpenItemKind.FieldConflict, part, (s, golden, item) => s.Rules.ResolveConflict(golden, item, answer, by));
                },
                scope =>
                {
                    found.Clear();
                    new PlanLook(view, scope, before, found.Add).Run(Touched(scope, chunk));
                },
                cancellationToken).ConfigureAwait(false);
            outcomes.AddRange(part);
            items.AddRange(found);
        }

        return new ConflictPreview { Outcomes = outcomes, Items = items };
    }

    public async Task<IReadOnlyList<OperationOutcome>> ResolveConflictsAsync(IReadOnlyList<OpenEntry> conflicts, ConflictAnswer answer, OperationBy by, CancellationToken cancellationToken = default)
    {
        Check(conflicts, answer);
        ArgumentNullException.ThrowIfNull(by);
        return await DecideAllAsync(conflicts, OpenItemKind.FieldConflict, (scope, golden, item) => scope.Rules.ResolveConflict(golden, item, answer, by), cancellationToken).ConfigureAwait(false);
    }

    private void Check(IReadOnlyList<OpenEntry> conflicts, ConflictAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(conflicts);
        ArgumentNullException.ThrowIfNull(answer);
        foreach (var conflict in conflicts)
        {
            Check(conflict, answer);
        }
    }

    private void Check(OpenEntry conflict, ConflictAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(conflict);
        if (runtime.Definition.FindFlow(conflict.Entity) is { } flow && flow.Entity.FindGroup(conflict.Group) is not null)
        {
            Check(answer, flow.Entity, conflict.Group);
        }
    }

    private async Task<OperationOutcome[]> DecideAllAsync(IReadOnlyList<OpenEntry> entries, OpenItemKind kind, Action<PassScope, GoldenWork, OpenItem> decide, CancellationToken cancellationToken)
    {
        await engine.OpenAsync(cancellationToken).ConfigureAwait(false);
        var outcomes = new List<OperationOutcome>(entries.Count);
        foreach (var chunk in entries.Chunk(Bulk))
        {
            var view = await runtime.ViewAsync(cancellationToken).ConfigureAwait(false);
            var part = new OperationOutcome[chunk.Length];
            await runtime.NewPass(view).RunAsync(Needs(chunk), scope => DecideEach(scope, chunk, kind, part, decide), finish: null, cancellationToken).ConfigureAwait(false);
            outcomes.AddRange(part);
        }

        return [.. outcomes];
    }

    private static void DecideEach(PassScope scope, OpenEntry[] entries, OpenItemKind kind, OperationOutcome[] outcomes, Action<PassScope, GoldenWork, OpenItem> decide)
    {
        for (var i = 0; i < entries.Length; i++)
        {
            var at = i;
            scope.Try(() => outcomes[at] = DecideOne(scope, entries[at], kind, decide));
        }
    }

    private static OperationOutcome DecideOne(PassScope scope, OpenEntry entry, OpenItemKind kind, Action<PassScope, GoldenWork, OpenItem> decide)
    {
        if (entry.GoldenId is not { } id || scope.Set.TryGolden(id) is not { } golden || golden.Entity.Name != entry.Entity)
        {
            return OperationOutcome.NotFound;
        }

        if (golden.Item(kind, entry.Spoke, entry.Group) is not { } item)
        {
            return OperationOutcome.AlreadyClosed;
        }

        if (item.Sequence != entry.Sequence)
        {
            return OperationOutcome.Stale;
        }

        decide(scope, golden, item);
        return OperationOutcome.Resolved;
    }

    private static IEnumerable<Need> Needs(IEnumerable<OpenEntry> entries) => entries.Select(e => e.GoldenId).OfType<GoldenId>().Distinct().Select(id => new Need.Golden(id));

    private static IReadOnlyList<GoldenWork> Touched(PassScope scope, IEnumerable<OpenEntry> entries) =>
        [.. entries.Select(e => e.GoldenId).OfType<GoldenId>().Distinct().Select(scope.Set.TryGolden).OfType<GoldenWork>().DistinctBy(g => g.Id).OrderBy(g => g.Id)];

    /// <summary>Field conflicts get their values, sides and suggestion.</summary>
    private async Task<List<OpenEntry>> WithConflictsAsync(List<(OpenEntry Entry, OpenItem? Item)> entries, CancellationToken cancellationToken)
    {
        var view = await runtime.ViewAsync(cancellationToken).ConfigureAwait(false);
        var golden = new Dictionary<GoldenId, GoldenRow>();
        foreach (var chunk in entries.Where(e => e.Item is { Kind: OpenItemKind.FieldConflict, GoldenId: not null }).Select(e => e.Item!.GoldenId!.Value).Distinct().Chunk(Page))
        {
            foreach (var aggregate in await Store.ReadAggregatesAsync(Tenant, chunk, cancellationToken).ConfigureAwait(false))
            {
                golden[aggregate.Golden.Id] = aggregate.Golden;
            }
        }

        return [.. entries.Select(e => e.Item is { Kind: OpenItemKind.FieldConflict, GoldenId: { } id } item && golden.TryGetValue(id, out var row) && runtime.Definition.Entities.TryGetValue(item.Entity, out var type)
            ? e.Entry with { Conflict = ConflictReading.Read(item, row, type, view.Context) }
            : e.Entry)];
    }
}
