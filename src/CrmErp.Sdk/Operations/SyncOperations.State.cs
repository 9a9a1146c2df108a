using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Engine;
using CrmErp.Sdk.Reconcile;
using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Operations;

// Couplings of another tool, feeds from the beginning, the comparison of both sides.
internal sealed partial class SyncOperations
{
    public async Task<IReadOnlyList<OperationOutcome>> AdoptAsync(string entity, IReadOnlyList<Coupling> couplings, OperationBy by, CancellationToken cancellationToken = default)
    {
        Flowing(entity, nameof(entity));
        ArgumentNullException.ThrowIfNull(couplings);
        ArgumentNullException.ThrowIfNull(by);
        if (couplings.FirstOrDefault(c => c.First.Spoke == c.Second.Spoke) is { } same)
        {
            throw new ArgumentException($"'{same.First}' and '{same.Second}' are of one spoke: two records of one system are not coupled, they are merged there.", nameof(couplings));
        }

        await engine.OpenAsync(cancellationToken).ConfigureAwait(false);
        var outcomes = new List<OperationOutcome>(couplings.Count);
        foreach (var chunk in couplings.Chunk(Bulk))
        {
            outcomes.AddRange(await AdoptChunkAsync(entity, chunk, by, cancellationToken).ConfigureAwait(false));
        }

        return outcomes;
    }

    public async Task<OperationOutcome> RewindAsync(string entity, SpokeId spoke, OperationBy by, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(entity);
        ArgumentNullException.ThrowIfNull(by);
        await engine.OpenAsync(cancellationToken).ConfigureAwait(false);
        var view = await runtime.ViewAsync(cancellationToken).ConfigureAwait(false);
        if (view.Find(spoke, entity) is not { } found)
        {
            return OperationOutcome.NotFound;
        }

        if (!found.IsLive || !found.Member.Captures || found.Object.Changes == ChangeModel.SweepOnly)
        {
            return OperationOutcome.Refused;
        }

        if (view.Stream(found) is { Cursor: null })
        {
            return OperationOutcome.AlreadyClosed;
        }

        var now = runtime.Now;
        if (await Store.ClaimStreamAsync(Tenant, spoke, entity, now, now + runtime.Options.Lease, cancellationToken).ConfigureAwait(false) is not { } stream)
        {
            return OperationOutcome.Refused;
        }

        var batch = new StoreBatch { Tenant = Tenant };
        batch.StreamFences.Add(new StreamFence(spoke, entity, stream.Fence));
        batch.PutStreams.Add(stream with { Cursor = null, WindowFrom = 0, NextDue = null });
        batch.ReleaseStreams.Add(new StreamFence(spoke, entity, stream.Fence));
        batch.Audit.Add(Audit("rewound", entity, null, null, by) with { Origin = spoke.ToString() });
        return (await Store.CommitAsync(batch, cancellationToken).ConfigureAwait(false)).Succeeded ? OperationOutcome.Resolved : OperationOutcome.Refused;
    }

    public async Task<ReconciliationReport> ReconcileAsync(IReadOnlyList<string>? entities = null, CancellationToken cancellationToken = default)
    {
        foreach (var entity in entities ?? [])
        {
            Flowing(entity, nameof(entities));
        }

        await engine.OpenAsync(cancellationToken).ConfigureAwait(false);
        var view = await runtime.ViewAsync(cancellationToken).ConfigureAwait(false);
        var (lines, findings) = (new List<ReconciliationLine>(), new List<ReconciliationFinding>());
        foreach (var spoke in view.Spokes.Where(s => s is { IsLive: true, HasActiveMap: true } && (entities?.Contains(s.Flow.Entity.Name) ?? true)))
        {
            var tally = new ComparisonTally(spoke.Flow.Entity.Name, spoke.Spoke, findings);
            await engine.Steps.CompareAsync(view, spoke, tally, cancellationToken).ConfigureAwait(false);
            lines.Add(tally.ToLine());
        }

        return new ReconciliationReport { At = runtime.Now, Lines = lines, Findings = findings };
    }

    private async Task<OperationOutcome[]> AdoptChunkAsync(string entity, Coupling[] chunk, OperationBy by, CancellationToken cancellationToken)
    {
        var view = await runtime.ViewAsync(cancellationToken).ConfigureAwait(false);
        var outcomes = new OperationOutcome[chunk.Length];
        Array.Fill(outcomes, OperationOutcome.NotFound);
        if (view.Context.SpokesOf(entity).Any(s => !s.IsLive))
        {
            for (var i = 0; i < chunk.Length; i++)
            {
                outcomes[i] = await JudgeAsync(entity, chunk[i].First.ToString(), chunk[i].Second.ToString(), same: true, by, cancellationToken).ConfigureAwait(false);
            }

            return outcomes;
        }

        var records = await ReadAsync(view, entity, [.. chunk.SelectMany(c => new[] { c.First, c.Second }).Distinct()], cancellationToken).ConfigureAwait(false);
        await runtime.NewPass(view).RunAsync(
            records.Values.SelectMany(r => Prefetch.Of(view.Context, view.Find(r.Ref.Spoke, entity)!, r)),
            scope =>
            {
                for (var i = 0; i < chunk.Length; i++)
                {
                    var at = i;
                    scope.Try(() => outcomes[at] = records.TryGetValue(chunk[at].First, out var first) && records.TryGetValue(chunk[at].Second, out var second)
                        ? scope.Rules.Couple(view.Find(first.Ref.Spoke, entity)!, first, view.Find(second.Ref.Spoke, entity)!, second, by)
                        : OperationOutcome.NotFound);
                }
            },
            finish: null,
            cancellationToken).ConfigureAwait(false);
        return outcomes;
    }

    private async Task<Dictionary<RecordRef, Record>> ReadAsync(EngineView view, string entity, RecordRef[] refs, CancellationToken cancellationToken)
    {
        var records = new Dictionary<RecordRef, Record>();
        foreach (var group in refs.GroupBy(r => r.Spoke))
        {
            foreach (var ids in group.Where(r => view.Context.SpokeOfObject(entity, r.Spoke, r.Object) is not null).Select(r => r.Id).Chunk(view.Find(group.Key, entity)?.Object.GetBatchSize ?? Bulk))
            {
                var spoke = view.Find(group.Key, entity)!;
                var found = await runtime.Capability<IRecordReader>(group.Key.Connection).GetManyAsync(new GetManyRequest { Scope = spoke.Spoke.Scope, Shape = spoke.Map.Shape, Ids = ids }, cancellationToken).ConfigureAwait(false);
                foreach (var record in found.OfType<Record>())
                {
                    records[record.Ref] = record;
                }
            }
        }

        return records;
    }
}
