using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Engine;
using CrmErp.Sdk.Reconcile;
using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Operations;

// A person's decisions.
internal sealed partial class SyncOperations
{
    public async Task<OperationOutcome> JudgeAsync(string entity, string first, string second, bool same, OperationBy by, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(entity);
        ArgumentException.ThrowIfNullOrWhiteSpace(first);
        ArgumentException.ThrowIfNullOrWhiteSpace(second);
        ArgumentNullException.ThrowIfNull(by);
        if (first == second)
        {
            throw new ArgumentException($"'{first}' cannot be judged against itself.", nameof(second));
        }

        await engine.OpenAsync(cancellationToken).ConfigureAwait(false);
        var view = await runtime.ViewAsync(cancellationToken).ConfigureAwait(false);
        if (!await IsKnownAsync(view, entity, first, cancellationToken).ConfigureAwait(false) || !await IsKnownAsync(view, entity, second, cancellationToken).ConfigureAwait(false))
        {
            return OperationOutcome.NotFound;
        }

        var (low, high) = string.CompareOrdinal(first, second) < 0 ? (first, second) : (second, first);
        var known = await Store.ReadJudgementsAsync(Tenant, entity, [low], cancellationToken).ConfigureAwait(false);
        if (known.Any(j => j.First == low && j.Second == high && j.Same == same))
        {
            return OperationOutcome.AlreadyClosed;
        }

        var batch = new StoreBatch { Tenant = Tenant };
        batch.PutJudgements.Add(new JudgementRow(entity, low, high, same, by.Actor, runtime.Now));
        foreach (var node in new[] { first, second })
        {
            // A record that waits outside the stage is looked at again; a staged one is found by the next binding.
            if (RecordRef.TryParse(node, out var reference))
            {
                batch.PutHints.Add(new HintRow { Ref = reference, Entity = entity, Reason = "review", NotBefore = runtime.Now, Since = runtime.Now, Lane = 0 });
            }
        }

        batch.Audit.Add(Audit(same ? "judged-same" : "judged-different", entity, null, $"{low}|{high}", by));
        await Store.CommitAsync(batch, cancellationToken).ConfigureAwait(false);
        return OperationOutcome.Resolved;
    }

    public async Task<OperationOutcome> ResolveConflictAsync(OpenEntry conflict, ConflictAnswer answer, OperationBy by, CancellationToken cancellationToken = default) =>
        (await ResolveConflictsAsync([conflict], answer, by, cancellationToken).ConfigureAwait(false))[0];

    public async Task<OperationOutcome> ResolveDeleteAsync(OpenEntry conflict, bool delete, OperationBy by, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(conflict);
        ArgumentNullException.ThrowIfNull(by);
        return (await DecideAllAsync([conflict], OpenItemKind.DeleteConflict, (scope, golden, item) => scope.Rules.ResolveDelete(golden, item, delete, by), cancellationToken).ConfigureAwait(false))[0];
    }

    public async Task<OperationOutcome> ResolveUnknownAsync(OpenEntry unknown, string? recordId, OperationBy by, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(unknown);
        ArgumentNullException.ThrowIfNull(by);
        if (recordId is not null)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(recordId);
        }

        if (unknown.GoldenId is not { } id)
        {
            return OperationOutcome.NotFound;
        }

        await engine.OpenAsync(cancellationToken).ConfigureAwait(false);
        var view = await runtime.ViewAsync(cancellationToken).ConfigureAwait(false);
        if (view.Find(unknown.Spoke, unknown.Entity) is not { } spoke)
        {
            return OperationOutcome.NotFound;
        }

        Record? record = null;
        if (recordId is not null)
        {
            var found = await runtime.Call<IRecordReader>(spoke, "get").GetManyAsync(new GetManyRequest { Scope = spoke.Spoke.Scope, Shape = spoke.Map.Shape, Ids = [recordId] }, cancellationToken).ConfigureAwait(false);
            if (found[0] is null)
            {
                return OperationOutcome.NotFound;
            }

            record = found[0];
        }

        var outcome = OperationOutcome.NotFound;
        await runtime.NewPass(view).RunAsync(
            [new Need.Golden(id), .. record is null ? [] : new Need[] { new Need.Link(record.Ref), new Need.Item(record.Ref) }],
            scope => scope.Try(() => outcome = scope.Set.TryGolden(id) is { } golden ? scope.Rules.ResolveUnknown(spoke, golden, record, by, unknown.Sequence) : OperationOutcome.NotFound),
            finish: null,
            cancellationToken).ConfigureAwait(false);
        return outcome;
    }
}
