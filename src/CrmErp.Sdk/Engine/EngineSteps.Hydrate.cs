using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Diagnostics;
using CrmErp.Sdk.Mapping;
using CrmErp.Sdk.Reconcile;
using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Engine;

// Hints: read by id, then the same path as a page. Absence needs a canary (R9, R31).
internal sealed partial class EngineSteps
{
    private const int MostCanaries = 20;

    private async Task<StepResult> HydrateCoreAsync(EngineView view, FlowSpoke spoke, CancellationToken cancellationToken)
    {
        if (spoke.Phase == FlowPhase.New)
        {
            return StepResult.Idle;
        }

        var hints = await Store.ReadHintsAsync(Tenant, spoke.Spoke, spoke.Flow.Entity.Name, _runtime.Now, Math.Min(_runtime.Options.HintBatch, spoke.Object.GetBatchSize), cancellationToken).ConfigureAwait(false);
        if (hints.Count == 0)
        {
            return StepResult.Idle;
        }

        var started = await Store.GetSequenceAsync(cancellationToken).ConfigureAwait(false);
        string[] ids = [.. hints.Select(h => h.Ref.Id)];
        var earlier = hints.Any(h => h.Reason == Reconciler.BackfillReason);
        var records = await GetManyAsync(spoke, ids, earlier, cancellationToken).ConfigureAwait(false);
        if (records.All(r => r is null))
        {
            if (await AskWithCanaryAsync(spoke, ids, earlier, cancellationToken).ConfigureAwait(false) is not { } again)
            {
                return await SuspectPermissionAsync(spoke, hints, cancellationToken).ConfigureAwait(false);
            }

            records = again;
        }

        string[] absent = [.. ids.Where((_, i) => records[i] is null)];
        var consumed = await SuccessorsAsync(spoke, absent, cancellationToken).ConfigureAwait(false);
        Record[] found = [.. records.OfType<Record>()];
        var forced = hints.Where(h => h.Reason is "repoint" or "evidence" or Reconciler.BackfillReason or "person" or "review" or SweepReason).Select(h => h.Ref).ToHashSet();
        var survivors = hints.Where(h => h.Reason.StartsWith(Reconciler.MergedReason, StringComparison.Ordinal)).ToDictionary(h => h.Ref.Id, h => h.Reason[Reconciler.MergedReason.Length..], StringComparer.Ordinal);
        var heads = await Store.ReadLinkHeadsAsync(Tenant, spoke.Spoke, spoke.Map.Object, [.. found.Select(r => r.Ref.Id).Order(StringComparer.Ordinal)], cancellationToken).ConfigureAwait(false);
        var linked = heads.Where(h => h.State != LinkState.Reserved).Select(h => h.Id).ToHashSet(StringComparer.Ordinal);
        var outcomes = new List<ObserveOutcome>();
        await _runtime.NewPass(view).RunAsync(
            NeedsOf(view, spoke, found, [.. absent.Select(spoke.Ref)], found.Select(r => r.Ref.Id).Where(id => !linked.Contains(id)).ToHashSet(StringComparer.Ordinal)),
            scope =>
            {
                outcomes.Clear();
                scope.Each(absent, id => outcomes.Add(survivors.TryGetValue(id, out var survivor)
                    ? scope.Rules.ObserveMerged(spoke, id, survivor, started)
                    : scope.Rules.ObserveAbsent(spoke, id, started, consumed.Contains(id), "not-found")));
                scope.Each(found, r => outcomes.Add(scope.Rules.Observe(spoke, r, started, forced.Contains(r.Ref))));
            },
            batch => batch.CloseHints.AddRange(hints.Select(h => new HintClose(h.Ref, h.Sequence))),
            cancellationToken).ConfigureAwait(false);
        Count("hint", spoke, outcomes);
        return new StepResult(true, hints.Count);
    }

    // Everything is gone at once and nothing else is readable: that is a lost permission, not a deletion. The suspicion waits; the
    // connection's other objects, and what is to be written, go on.
    private async Task<StepResult> SuspectPermissionAsync(FlowSpoke spoke, IReadOnlyList<HintRow> hints, CancellationToken cancellationToken)
    {
        var next = _runtime.Now + _runtime.Options.MaxConnectionRest;
        _runtime.Logger.CanaryMissing(spoke.Spoke.ToString(), spoke.Flow.Entity.Name);
        _runtime.Counts.Add($"errors.{ErrorKind.Permission}");
        _runtime.Instruments.Failed(ErrorKind.Permission);
        var batch = new StoreBatch { Tenant = Tenant };
        batch.CloseHints.AddRange(hints.Select(h => new HintClose(h.Ref, h.Sequence)));
        batch.PutHints.AddRange(hints.Select(h => h with { NotBefore = next }));
        await Store.CommitAsync(batch, cancellationToken).ConfigureAwait(false);
        return StepResult.Until(next);
    }

    // Asks again, in one call with records that are known to live: a permission that came back between two calls would else make the
    // first one look like evidence. Null: nothing at all can be read.
    private async Task<IReadOnlyList<Record?>?> AskWithCanaryAsync(FlowSpoke spoke, string[] ids, bool earlier, CancellationToken cancellationToken)
    {
        var known = await Store.ScanLinksAsync(Tenant, spoke.Spoke, spoke.Map.Object, null, ids.Length + MostCanaries, cancellationToken).ConfigureAwait(false);
        string[] alive = [.. known.Where(l => l.State == LinkState.Active).Select(l => l.Ref.Id)];
        if (alive.Length == 0)
        {
            return new Record?[ids.Length];
        }

        string[] asked = [.. ids, .. alive.Except(ids, StringComparer.Ordinal).Take(Math.Clamp(spoke.Object.GetBatchSize - ids.Length, 0, MostCanaries))];
        var records = await GetManyAsync(spoke, asked, earlier, cancellationToken).ConfigureAwait(false);
        if (records.Any(r => r is not null))
        {
            return [.. records.Take(ids.Length)];
        }

        // The few that were asked may really be gone: any readable record will do.
        var page = await _runtime.Call<IRecordReader>(spoke, "page").ReadPageAsync(new ReadPageRequest { Scope = spoke.Spoke.Scope, Shape = spoke.Map.Shape, PageSize = 1, HeadsOnly = true }, cancellationToken).ConfigureAwait(false);
        using (page.Page)
        {
            return page.Page.Count > 0 ? await GetManyAsync(spoke, ids, earlier, cancellationToken).ConfigureAwait(false) : null;
        }
    }

    /// <summary>Of vanished records, those that live on in a successor (R30c).</summary>
    private async Task<HashSet<string>> SuccessorsAsync(FlowSpoke spoke, string[] ids, CancellationToken cancellationToken)
    {
        var consumed = new HashSet<string>(StringComparer.Ordinal);
        if (ids.Length == 0 || spoke.Object.Successors.Count == 0)
        {
            return consumed;
        }

        foreach (var successor in spoke.Object.Successors)
        {
            var keys = await SuccessorKeysAsync(spoke, ids, successor.SourceField, cancellationToken).ConfigureAwait(false);
            if (keys.Count == 0)
            {
                continue;
            }

            var shape = new RecordShape(successor.Object, [new RecordField(successor.Field, FieldKind.Text)]);
            var found = await _runtime.Call<IRecordReader>(spoke, "find").FindAsync(
                new FindRequest { Scope = spoke.Spoke.Scope, Shape = shape, Field = successor.Field, Values = [.. keys.Keys.Select(k => FieldValue.From(k))], Limit = ids.Length * 10 },
                cancellationToken).ConfigureAwait(false);
            consumed.UnionWith(found.Select(r => r.Fields[0].TextOrNull()).OfType<string>().Where(keys.ContainsKey).SelectMany(k => keys[k]));
        }

        return consumed;
    }

    /// <summary>What successors name vanished records by, with the records' ids: the id itself, or a field as it was agreed last.</summary>
    private async Task<Dictionary<string, List<string>>> SuccessorKeysAsync(FlowSpoke spoke, string[] ids, string? field, CancellationToken cancellationToken)
    {
        if (field is null)
        {
            return ids.Distinct(StringComparer.Ordinal).ToDictionary(id => id, id => new List<string> { id }, StringComparer.Ordinal);
        }

        var keys = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        if (!spoke.Map.Shape.Schema.TryGetSlot(field, out var slot) || spoke.Map.Rules.FirstOrDefault(r => r.WireSlots.Contains(slot)) is not { } rule)
        {
            return keys;
        }

        var links = await Store.ReadLinksAsync(Tenant, [.. ids.Select(spoke.Ref)], cancellationToken).ConfigureAwait(false);
        var golden = (await Store.ReadAggregatesAsync(Tenant, [.. links.Select(l => l.GoldenId)], cancellationToken).ConfigureAwait(false)).ToDictionary(a => a.Golden.Id, a => a.Golden);
        foreach (var link in links)
        {
            var wire = new Row(spoke.Map.Shape.Schema);
            rule.Write(RowJson.Read(spoke.Flow.Entity, golden[link.GoldenId].Data), wire, new MapProblems());
            if (spoke.Map.Declared(slot, wire[slot]).TextOrNull() is { Length: > 0 } key)
            {
                (keys.TryGetValue(key, out var known) ? known : keys[key] = []).Add(link.Ref.Id);
            }
        }

        return keys;
    }
}
