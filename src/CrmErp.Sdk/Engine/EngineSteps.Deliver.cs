using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Diagnostics;
using CrmErp.Sdk.Reconcile;
using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Engine;

// Delivery: claim, verify or read, plan and store the flight, send, land, read back (R20 to R34).
internal sealed partial class EngineSteps
{
    private async Task<StepResult> DeliverCoreAsync(EngineView view, FlowSpoke spoke, CancellationToken cancellationToken)
    {
        if (!spoke.IsLive)
        {
            return StepResult.Idle;
        }

        var (claimed, notAfter) = await ClaimRowsAsync(spoke, withFlight: null, cancellationToken).ConfigureAwait(false);
        if (claimed.Count == 0)
        {
            return StepResult.Idle;
        }

        OutboxRow[] open = [.. claimed.Where(r => r.Flight is not null)];
        if (open.Length > 0)
        {
            await VerifyAsync(view, spoke, open, cancellationToken).ConfigureAwait(false);
        }

        OutboxRow[] ready = [.. claimed.Where(r => r.Flight is null)];
        if (ready.Length > 0)
        {
            await SendAsync(view, spoke, ready, notAfter, cancellationToken).ConfigureAwait(false);
        }

        return new StepResult(true, claimed.Count);
    }

    // A batch of due rows, and until when the last byte of it may be sent.
    private async Task<(IReadOnlyList<OutboxRow> Rows, DateTimeOffset NotAfter)> ClaimRowsAsync(FlowSpoke spoke, bool? withFlight, CancellationToken cancellationToken)
    {
        var now = _runtime.Now;
        var leaseUntil = now + _runtime.Options.Lease;
        var rows = await Store.ClaimOutboxAsync(
            new OutboxClaim { Tenant = Tenant, Spoke = spoke.Spoke, Entity = spoke.Flow.Entity.Name, Now = now, LeaseUntil = leaseUntil, Limit = spoke.Object.WriteBatchSize, WithFlight = withFlight },
            cancellationToken).ConfigureAwait(false);
        return (rows, leaseUntil - _runtime.Options.SendMargin);
    }

    private async Task SendAsync(EngineView view, FlowSpoke spoke, OutboxRow[] rows, DateTimeOffset notAfter, CancellationToken cancellationToken)
    {
        var planned = await PlanAsync(view, spoke, rows, notAfter, allows: null, cancellationToken).ConfigureAwait(false);
        if (planned.Count > 0)
        {
            await SendPlannedAsync(view, spoke, planned, notAfter, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task SendPlannedAsync(EngineView view, FlowSpoke spoke, IReadOnlyList<PlannedWrite> all, DateTimeOffset notAfter, CancellationToken cancellationToken)
    {
        var planned = await StopPausedAsync(view, spoke, all, cancellationToken).ConfigureAwait(false);
        if (planned.Count == 0)
        {
            return;
        }

        using var span = Span(CrmErpDiagnostics.PushSpan, spoke, planned.Count);
        var outcomes = await WriteAsync(spoke, planned, notAfter, cancellationToken).ConfigureAwait(false);
        var acknowledged = new HashSet<GoldenId>();
        // The answers may take long: the rules see the time at which they came.
        var landing = await _runtime.ViewAsync(cancellationToken).ConfigureAwait(false);
        await _runtime.NewPass(landing).RunAsync(
            planned.Zip(outcomes).SelectMany(p => NeedsOfAnswer(landing, spoke, p.First, p.Second)),
            scope =>
            {
                acknowledged.Clear();
                scope.Each(planned.Zip(outcomes), pair =>
                {
                    if (scope.Rules.Land(spoke, pair.First, pair.Second))
                    {
                        acknowledged.Add(pair.First.GoldenId);
                    }
                });
            },
            finish: null,
            cancellationToken).ConfigureAwait(false);
        foreach (var error in outcomes.SelectMany(o => o.Errors))
        {
            NoteDrift(spoke.Spoke.Connection, error.Kind);
        }

        foreach (var group in outcomes.GroupBy(o => o.Kind))
        {
            _runtime.Counts.Add($"write.{spoke.Spoke.Connection}.{group.Key}", group.Count());
            _runtime.Instruments.Written(spoke.Flow.Entity.Name, group.Key, group.Count());
        }

        _runtime.Logger.BatchDelivered(spoke.Spoke.ToString(), spoke.Flow.Entity.Name, planned.Count);
        if (acknowledged.Count > 0)
        {
            await ReadBackAsync(spoke, [.. planned.Where(p => acknowledged.Contains(p.GoldenId))], cancellationToken).ConfigureAwait(false);
        }
    }

    private static IEnumerable<Need> NeedsOfAnswer(EngineView view, FlowSpoke spoke, PlannedWrite planned, WriteOutcome outcome)
    {
        yield return new Need.Golden(planned.GoldenId);
        if (outcome.Id is { } id)
        {
            yield return new Need.Link(spoke.Ref(id));
        }

        if (outcome.Stored is { } stored)
        {
            foreach (var need in Prefetch.Of(view.Context, spoke, stored))
            {
                yield return need;
            }
        }
    }

    /// <summary>One transaction: what has to be read first is merged, then every row is planned from the present state and its flight stored.</summary>
    private async Task<IReadOnlyList<PlannedWrite>> PlanAsync(EngineView view, FlowSpoke spoke, OutboxRow[] rows, DateTimeOffset notAfter, Func<GoldenWork, PlannedWrite, bool>? allows, CancellationToken cancellationToken)
    {
        var aggregates = await Store.ReadAggregatesAsync(Tenant, [.. rows.Select(r => r.GoldenId)], cancellationToken).ConfigureAwait(false);
        var (started, read, absent) = await ReadFirstAsync(spoke, aggregates, cancellationToken).ConfigureAwait(false);
        var occupied = await LookFirstAsync(spoke, aggregates, cancellationToken).ConfigureAwait(false);
        var gate = await GateAsync(spoke, cancellationToken).ConfigureAwait(false);
        var planned = new List<PlannedWrite>();
        Reconciler? rules = null;
        await _runtime.NewPass(view).RunAsync(
            rows.Select(r => (Need)new Need.Golden(r.GoldenId)).Concat(read.Values.SelectMany(r => Prefetch.Of(view.Context, spoke, r))),
            scope =>
            {
                planned.Clear();
                rules = scope.Rules;
                rules.Gate = gate;
                scope.Each(rows, row =>
                {
                    if (occupied.TryGetValue(row.GoldenId, out var existing))
                    {
                        scope.Rules.LeaveToBinding(spoke, row, existing);
                    }
                    else if (scope.Rules.ReadBeforeWrite(spoke, row, read.GetValueOrDefault(row.GoldenId), absent.Contains(row.GoldenId), started)
                        && scope.Rules.Plan(spoke, row, notAfter) is { } write
                        && (allows is null || Allowed(scope, spoke, row, write, allows)))
                    {
                        planned.Add(write);
                    }
                });
            },
            batch => batch.OutboxFences.AddRange(planned.Select(p => new OutboxFence(p.GoldenId, spoke.Spoke, p.Fence))),
            cancellationToken).ConfigureAwait(false);
        TellWithheld(spoke, rules!.Withheld);
        return planned;
    }

    // A write that is not to go leaves its row as it was claimed.
    private static bool Allowed(PassScope scope, FlowSpoke spoke, OutboxRow claimed, PlannedWrite write, Func<GoldenWork, PlannedWrite, bool> allows)
    {
        var golden = scope.Set.Golden(write.GoldenId);
        if (allows(golden, write))
        {
            return true;
        }

        golden.SetRow(golden.Outbox[spoke.Spoke] with { Flight = null, CreateInFlight = false, LeaseUntil = claimed.LeaseUntil });
        return false;
    }

    /// <summary>Reads the records that must be read before they are written: no precondition, version unknown, or told so (R25).</summary>
    private async Task<(long Started, Dictionary<GoldenId, Record> Read, HashSet<GoldenId> Absent)> ReadFirstAsync(FlowSpoke spoke, IReadOnlyList<GoldenAggregate> aggregates, CancellationToken cancellationToken)
    {
        var read = new Dictionary<GoldenId, Record>();
        var absent = new HashSet<GoldenId>();
        var started = await Store.GetSequenceAsync(cancellationToken).ConfigureAwait(false);
        var must = new Dictionary<string, GoldenId>(StringComparer.Ordinal);
        foreach (var aggregate in aggregates)
        {
            var link = aggregate.Links.FirstOrDefault(l => l.Ref.Spoke == spoke.Spoke && l.State == LinkState.Active);
            var row = aggregate.Outbox.FirstOrDefault(o => o.Spoke == spoke.Spoke);
            if (link is not null && row is not null && (row.MustRead || link.Version is null || !spoke.HasPrecondition))
            {
                must[link.Ref.Id] = aggregate.Golden.Id;
            }
        }

        if (must.Count > 0)
        {
            string[] ids = [.. must.Keys.Order(StringComparer.Ordinal)];
            var records = await GetManyAsync(spoke, ids, earlier: false, cancellationToken).ConfigureAwait(false);
            for (var i = 0; i < ids.Length; i++)
            {
                if (records[i] is { } record)
                {
                    read[must[ids[i]]] = record;
                }
                else
                {
                    absent.Add(must[ids[i]]);
                }
            }
        }

        return (started, read, absent);
    }

    private async Task<IReadOnlyList<WriteOutcome>> WriteAsync(FlowSpoke spoke, IReadOnlyList<PlannedWrite> planned, DateTimeOffset notAfter, CancellationToken cancellationToken)
    {
        // R34: fencing cannot stop a remote call; only the sender's deadline can.
        if (_runtime.Now > notAfter)
        {
            return [.. planned.Select(_ => new WriteOutcome(WriteOutcomeKind.NotSent))];
        }

        try
        {
            var outcomes = await _runtime.Call<IRecordWriter>(spoke, "write").WriteAsync(
                new WriteRequest { Scope = spoke.Spoke.Scope, Shape = spoke.Map.Shape, Items = [.. planned.Select(p => p.Item)], NotAfter = notAfter },
                cancellationToken).ConfigureAwait(false);
            RestIfThrottled(spoke, outcomes);
            return outcomes.Count == planned.Count
                ? outcomes
                : throw new InvalidOperationException($"{spoke.Connector.DisplayName} answered {outcomes.Count} outcomes for {planned.Count} writes.");
        }
        catch (ConnectorException error)
        {
            _runtime.Logger.WriteFailed(spoke.Spoke.ToString(), spoke.Flow.Entity.Name, planned.Count, error.Kind, ErrorText.Of(error));
            _runtime.Instruments.Failed(error.Kind);
            var kind = error.NotSent ? (error.Kind == ErrorKind.Throttled ? WriteOutcomeKind.Throttled : WriteOutcomeKind.NotSent) : WriteOutcomeKind.Unknown;
            if (error.NotSent)
            {
                _runtime.Health.Failed(spoke.Spoke.Connection, error, _runtime.Now);
            }

            return [.. planned.Select(_ => new WriteOutcome(kind) { RetryAfter = error.RetryAfter, Pool = error.Pool })];
        }
    }

    // A limit is the connection's, not the record's: rows that were not sent yet would only run into it too.
    private void RestIfThrottled(FlowSpoke spoke, IReadOnlyList<WriteOutcome> outcomes)
    {
        WriteOutcome[] throttled = [.. outcomes.Where(o => o.Kind == WriteOutcomeKind.Throttled)];
        if (throttled.Length > 0)
        {
            var error = new ConnectorException(ErrorKind.Throttled, $"'{spoke.Spoke.Connection}' turned writes away because a limit is reached.") { RetryAfter = throttled.Max(o => o.RetryAfter), Pool = throttled[0].Pool };
            _runtime.Health.Failed(spoke.Spoke.Connection, error, _runtime.Now);
        }
    }

    // R78: landing is certain, values are read back, in one call for the batch.
    private async Task ReadBackAsync(FlowSpoke spoke, PlannedWrite[] planned, CancellationToken cancellationToken)
    {
        var rows = await Store.ReadAggregatesAsync(Tenant, [.. planned.Select(p => p.GoldenId)], cancellationToken).ConfigureAwait(false);
        OutboxRow[] open = [.. rows.Select(a => a.Outbox.FirstOrDefault(o => o.Spoke == spoke.Spoke)).OfType<OutboxRow>().Where(o => o.Flight is not null && planned.Any(p => p.GoldenId == o.GoldenId && p.Fence == o.Fence))];
        if (open.Length > 0)
        {
            await VerifyAsync(await _runtime.ViewAsync(cancellationToken).ConfigureAwait(false), spoke, open, cancellationToken).ConfigureAwait(false);
        }
    }
}
