using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Reconcile;
using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Engine;

// After a change of the map every link is made again, page by page (R51, R53): newly mapped groups are met, unmapped ones freeze, old
// values take the new form where that was asked. A page and its checkpoint are one transaction: a crash goes on where it stopped.
internal sealed partial class EngineSteps
{
    private const int DriftSample = 20;

    private async Task<StepResult> BackfillCoreAsync(EngineView view, FlowSpoke spoke, CancellationToken cancellationToken)
    {
        if (!spoke.IsBackfilling || await ClaimAsync(spoke, _runtime.Now, cancellationToken).ConfigureAwait(false) is not { } stream)
        {
            return StepResult.Idle;
        }

        try
        {
            return await BackfillPageAsync(view, spoke, stream, cancellationToken).ConfigureAwait(false);
        }
        catch (ConnectorException)
        {
            await ReleaseStreamAsync(stream, cancellationToken).ConfigureAwait(false);
            throw;
        }
    }

    private async Task<StepResult> BackfillPageAsync(EngineView view, FlowSpoke spoke, StreamRow stream, CancellationToken cancellationToken)
    {
        var checkpoints = Checkpoints.Read(stream.Checkpoints);
        var started = await Store.GetSequenceAsync(cancellationToken).ConfigureAwait(false);
        // A position in another version's backfill says nothing about this one.
        var after = checkpoints.Making == spoke.MapHash ? checkpoints.Backfill : null;
        var links = await Store.ScanLinksAsync(Tenant, spoke.Spoke, spoke.Map.Object, after, spoke.Object.GetBatchSize, cancellationToken).ConfigureAwait(false);
        var done = links.Count < spoke.Object.GetBatchSize;
        string[] ids = [.. links.Where(l => l.State == LinkState.Active).Select(l => l.Ref.Id)];
        var records = ids.Length == 0 ? [] : await GetManyAsync(spoke, ids, earlier: true, cancellationToken).ConfigureAwait(false);
        string[] absent = [.. ids.Where((_, i) => records[i] is null)];
        Record[] found = [.. records.OfType<Record>()];
        var known = await Store.ListOpenItemsAsync(Tenant, new OpenItemFilter { Kind = OpenItemKind.MapDrift, Entity = spoke.Flow.Entity.Name, Spoke = spoke.Spoke, Take = 1000 }, cancellationToken).ConfigureAwait(false);
        var position = done
            ? checkpoints with { Made = spoke.MapHash, Making = null, Backfill = null }
            : checkpoints with { Making = spoke.MapHash, Backfill = links[^1].Ref.Id };
        var drift = new DriftTally(spoke, _runtime.Now);
        BackfillEvent[] events = [.. ids.Zip(records, (id, record) => new BackfillEvent(id, record))];
        var outcomes = await InPartsAsync(view, stream, events, new PageWork<BackfillEvent>
        {
            Needs = some => some.Where(e => e.Record is not null).SelectMany(e => Prefetch.Of(view.Context, spoke, e.Record!)),
            Body = (scope, some, said) =>
            {
                drift.Restart();
                scope.Each(some, e => BackfillOne(scope, spoke, e, started, said, drift));
            },
            Committed = drift.Keep,
            Finish = batch =>
            {
                batch.PutStreams.Add(stream with { Checkpoints = position.Write() });
                batch.PutOpenItems.AddRange(drift.Onto(known));
            },
        }, cancellationToken).ConfigureAwait(false);
        Count("backfill", spoke, outcomes);
        return new StepResult(true, links.Count);
    }

    private static void BackfillOne(PassScope scope, FlowSpoke spoke, BackfillEvent seen, long started, List<ObserveOutcome> outcomes, DriftTally drift)
    {
        if (seen.Record is not { } record)
        {
            // The hint's read, with its canary, proves the absence.
            scope.Set.Hint(spoke, seen.Id, Reconciler.BackfillReason, TimeSpan.Zero);
            return;
        }

        // What the feed met in the meantime is not folded again.
        if (scope.Set.Link(record.Ref) is not { IsActive: true } link)
        {
            return;
        }

        var outcome = link.MapHash == spoke.MapHash ? ObserveOutcome.Unchanged : scope.Rules.Observe(spoke, record, started, forced: true);
        if (outcome == ObserveOutcome.Deferred)
        {
            scope.Set.Hint(spoke, record.Ref.Id, Reconciler.BackfillReason, scope.Set.Context.HintDelay);
        }

        outcomes.Add(outcome);
        foreach (var (group, _, _) in scope.Rules.Drift(spoke, record))
        {
            drift.Add(group, link.Golden.Id);
        }
    }

    private readonly record struct BackfillEvent(string Id, Record? Record);

    /// <summary>
    /// Counts what drifted, in one open item per group and spoke with a sample: one per record would be as many as there are records.
    /// </summary>
    private sealed class DriftTally(FlowSpoke spoke, DateTimeOffset now)
    {
        private readonly List<(string Group, GoldenId Golden)> _found = [];
        private int _kept;

        /// <summary>Forgets what the part at hand counted so far: it starts again.</summary>
        public void Restart() => _found.RemoveRange(_kept, _found.Count - _kept);

        /// <summary>The part at hand is stored.</summary>
        public void Keep() => _kept = _found.Count;

        public void Add(string group, GoldenId golden) => _found.Add((group, golden));

        public IEnumerable<OpenItem> Onto(IReadOnlyList<OpenItem> known)
        {
            foreach (var found in _found.GroupBy(f => f.Group, f => f.Golden).OrderBy(f => f.Key, StringComparer.Ordinal))
            {
                var name = DriftName(spoke.Flow.Entity.Name, found.Key);
                var old = known.FirstOrDefault(i => i.Group == name);
                var before = old is null ? new DriftDetail(0, []) : DriftDetail.Read(old.Detail);
                var detail = new DriftDetail(before.Count + found.Count(), [.. before.Sample.Concat(found.Select(g => g.ToString())).Take(DriftSample)]);
                yield return new OpenItem
                {
                    Kind = OpenItemKind.MapDrift,
                    Entity = spoke.Flow.Entity.Name,
                    Group = name,
                    Spoke = spoke.Spoke,
                    Cause = "MapDrift",
                    Problem = $"MapDrift|{name}|{spoke.Spoke}",
                    Detail = detail.Write(),
                    Since = old?.Since ?? now,
                };
            }
        }
    }

    // The key of an open item has no entity.
    private static string DriftName(string entity, string group) => $"{entity}.{group}";

    private sealed record DriftDetail(long Count, IReadOnlyList<string> Sample)
    {
        public string Write() => DetailCodec.Build(writer =>
        {
            writer.WriteNumber("count", Count);
            writer.WriteStartArray("sample");
            foreach (var golden in Sample)
            {
                writer.WriteStringValue(golden);
            }

            writer.WriteEndArray();
        });

        public static DriftDetail Read(string text)
        {
            using var document = System.Text.Json.JsonDocument.Parse(text);
            return new DriftDetail(
                document.RootElement.GetProperty("count").GetInt64(),
                [.. document.RootElement.GetProperty("sample").EnumerateArray().Select(e => e.GetString()!)]);
        }
    }
}
