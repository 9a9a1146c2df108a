using CrmErp.Sdk.Mapping;
using CrmErp.Sdk.Reconcile;
using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Engine;

// When there is something to do again: from what is open and what is polled, for streams that are worked on at all.
internal sealed partial class EngineSteps
{
    // Of more open work than this it is not looked up when it is due: then soon.
    private const int DueLook = 200;

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    /// <summary>The earliest time at which something becomes due; never now, so that nobody who goes by it runs without a pause.</summary>
    public async Task<DateTimeOffset> NextDueAsync(EngineView view, StoreCounts counts, CancellationToken cancellationToken)
    {
        var now = _runtime.Now;
        var due = now + _runtime.Options.PollInterval;
        foreach (var spoke in view.Spokes)
        {
            if (await NextDueAsync(view, spoke, counts, cancellationToken).ConfigureAwait(false) is { } next && next < due)
            {
                due = next;
            }
        }

        return due < now + Soon ? now + Soon : due;
    }

    private async Task<DateTimeOffset?> NextDueAsync(EngineView view, FlowSpoke spoke, StoreCounts counts, CancellationToken cancellationToken)
    {
        if (spoke.Flow.Mode == SyncMode.Off || !spoke.HasActiveMap || IsBlocked(spoke.Spoke.Connection, spoke.Flow.Entity.Name) || view.Stream(spoke) is not { } stream
            || await IsPausedAsync(spoke, cancellationToken).ConfigureAwait(false))
        {
            return null;
        }

        var times = new List<DateTimeOffset?>
        {
            spoke.Member.Captures && spoke.Phase != FlowPhase.New && spoke.Object.Changes != Connectors.ChangeModel.SweepOnly ? stream.NextDue ?? _runtime.Now : null,
            spoke.Phase is FlowPhase.New or FlowPhase.Inventory || spoke.IsBackfilling ? _runtime.Now : null,
            SweepDue(spoke, stream),
            await RowsDueAsync(spoke, counts, cancellationToken).ConfigureAwait(false),
            await HintsDueAsync(spoke, counts, cancellationToken).ConfigureAwait(false),
        };
        // What somebody else holds, or a connection that rests, is not due before that ends.
        DateTimeOffset?[] waits = [stream.LeaseUntil, _runtime.Health.RestsUntil(spoke.Spoke.Connection, _runtime.Now)];
        return times.Min() is { } first ? waits.Append(first).Max() : null;
    }

    private DateTimeOffset? SweepDue(FlowSpoke spoke, StreamRow stream)
    {
        var checkpoints = Checkpoints.Read(stream.Checkpoints);
        return !spoke.IsLive || !spoke.Member.Captures ? null
            : checkpoints.Sweeping ? _runtime.Now
            : _runtime.Options.SweepInterval == Timeout.InfiniteTimeSpan ? null
            : (checkpoints.Swept ?? stream.LastDrained) + _runtime.Options.SweepInterval;
    }

    private async Task<DateTimeOffset?> RowsDueAsync(FlowSpoke spoke, StoreCounts counts, CancellationToken cancellationToken)
    {
        var open = counts.Outbox.Where(o => o.Entity == spoke.Flow.Entity.Name && o.Spoke == spoke.Spoke && (o.State == OutboxState.Due || (o.InFlight && o.State != OutboxState.Parked))).Sum(o => o.Count);
        if (open is 0 or > DueLook)
        {
            return open == 0 ? null : _runtime.Now;
        }

        var rows = new List<OutboxRow>();
        foreach (var (state, inFlight) in new (OutboxState?, bool?)[] { (OutboxState.Due, null), (null, true) })
        {
            rows.AddRange(await Store.ListOutboxAsync(Tenant, new OutboxFilter { Entity = spoke.Flow.Entity.Name, Spoke = spoke.Spoke, State = state, WithFlight = inFlight, Take = DueLook }, cancellationToken).ConfigureAwait(false));
        }

        return rows.Where(r => r.State != OutboxState.Parked).Select(r => r.LeaseUntil > r.NotBefore ? r.LeaseUntil : r.NotBefore).Min();
    }

    private async Task<DateTimeOffset?> HintsDueAsync(FlowSpoke spoke, StoreCounts counts, CancellationToken cancellationToken)
    {
        if (!counts.Hints.Any(h => h.Entity == spoke.Flow.Entity.Name && h.Count > 0))
        {
            return null;
        }

        // Those of records with a write in flight are not listed: the write's end is due then.
        var hints = await Store.ReadHintsAsync(Tenant, spoke.Spoke, spoke.Flow.Entity.Name, DateTimeOffset.MaxValue, DueLook, cancellationToken).ConfigureAwait(false);
        return hints.Count == DueLook ? _runtime.Now : hints.Select(h => (DateTimeOffset?)h.NotBefore).Min();
    }
}
