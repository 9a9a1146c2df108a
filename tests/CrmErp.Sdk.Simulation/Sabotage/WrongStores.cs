using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Engine;
using CrmErp.Sdk.Simulation.Model;
using CrmErp.Sdk.Simulation.World;
using CrmErp.Sdk.State;
using CrmErp.Sdk.Testing;

namespace CrmErp.Sdk.Simulation.Sabotage;

/// <summary>Changes a batch before it is committed.</summary>
internal sealed class ChangedBatches(ISyncStore inner, Action<StoreBatch> change) : DelegatingStore(inner)
{
    public override Task<CommitResult> CommitAsync(StoreBatch batch, CancellationToken cancellationToken = default)
    {
        change(batch);
        return Inner.CommitAsync(batch, cancellationToken);
    }
}

/// <summary>The cursor is stored before the effects of its page (R7).</summary>
internal sealed class CursorFirst(ISyncStore inner) : DelegatingStore(inner)
{
    public override async Task<CommitResult> CommitAsync(StoreBatch batch, CancellationToken cancellationToken = default)
    {
        if (batch.PutStreams.Count == 1 && (batch.Golden.Count > 0 || batch.PutHints.Count > 0 || batch.PutStage.Count > 0))
        {
            var cursor = new StoreBatch { Tenant = batch.Tenant };
            cursor.StreamFences.AddRange(batch.StreamFences);
            cursor.PutStreams.AddRange(batch.PutStreams);
            if (await Inner.CommitAsync(cursor, cancellationToken).ConfigureAwait(false) is { Succeeded: false } lost)
            {
                return lost;
            }
        }

        return await Inner.CommitAsync(batch, cancellationToken).ConfigureAwait(false);
    }
}

/// <summary>What is about to be sent is known to the process only (R20).</summary>
internal sealed class FlightsInMemory(ISyncStore inner) : DelegatingStore(inner)
{
    private readonly Dictionary<(GoldenId, SpokeId), OutboxRow> _flights = [];

    public override async Task<CommitResult> CommitAsync(StoreBatch batch, CancellationToken cancellationToken = default)
    {
        var rows = batch.PutOutbox.ToArray();
        for (var i = 0; i < rows.Length; i++)
        {
            batch.PutOutbox[i] = rows[i] with { Flight = null, CreateInFlight = false };
        }

        var result = await Inner.CommitAsync(batch, cancellationToken).ConfigureAwait(false);
        foreach (var row in rows)
        {
            if (!result.Succeeded || row.Flight is null)
            {
                _ = result.Succeeded && _flights.Remove((row.GoldenId, row.Spoke));
            }
            else
            {
                _flights[(row.GoldenId, row.Spoke)] = row;
            }
        }

        for (var i = 0; i < rows.Length; i++)
        {
            batch.PutOutbox[i] = rows[i];
        }

        return result;
    }

    public override async Task<IReadOnlyList<GoldenAggregate>> ReadAggregatesAsync(TenantId tenant, IReadOnlyList<GoldenId> ids, CancellationToken cancellationToken = default) =>
        [.. (await Inner.ReadAggregatesAsync(tenant, ids, cancellationToken).ConfigureAwait(false)).Select(a => new GoldenAggregate { Golden = a.Golden, Links = a.Links, Outbox = [.. a.Outbox.Select(Remembered)], OpenItems = a.OpenItems })];

    public override async Task<IReadOnlyList<OutboxRow>> ClaimOutboxAsync(OutboxClaim claim, CancellationToken cancellationToken = default) =>
        [.. (await Inner.ClaimOutboxAsync(claim, cancellationToken).ConfigureAwait(false)).Select(Remembered)];

    private OutboxRow Remembered(OutboxRow row) =>
        _flights.TryGetValue((row.GoldenId, row.Spoke), out var known) ? row with { Flight = known.Flight, CreateInFlight = known.CreateInFlight } : row;
}

/// <summary>Closing a hint does not ask whether it is still the same (R9).</summary>
internal sealed class HintsClosedBlindly(ISyncStore inner) : DelegatingStore(inner)
{
    public override async Task<CommitResult> CommitAsync(StoreBatch batch, CancellationToken cancellationToken = default)
    {
        for (var i = 0; i < batch.CloseHints.Count; i++)
        {
            var reference = batch.CloseHints[i].Ref;
            var now = await Inner.ReadHintsAsync(batch.Tenant, reference.Spoke, SimEntity.OfObject(reference.Object).Name, DateTimeOffset.MaxValue, 1000, cancellationToken).ConfigureAwait(false);
            batch.CloseHints[i] = now.FirstOrDefault(h => h.Ref == reference) is { } hint ? new HintClose(reference, hint.Sequence) : batch.CloseHints[i];
        }

        return await Inner.CommitAsync(batch, cancellationToken).ConfigureAwait(false);
    }
}

/// <summary>Links whose record is gone are forgotten (R32).</summary>
internal sealed class GoneForgotten(ISyncStore inner) : DelegatingStore(inner)
{
    public override async Task<IReadOnlyList<GoldenAggregate>> ReadAggregatesAsync(TenantId tenant, IReadOnlyList<GoldenId> ids, CancellationToken cancellationToken = default) =>
        [.. (await Inner.ReadAggregatesAsync(tenant, ids, cancellationToken).ConfigureAwait(false)).Select(a => new GoldenAggregate { Golden = a.Golden, Links = [.. a.Links.Where(l => l.State != LinkState.Gone)], Outbox = a.Outbox, OpenItems = a.OpenItems })];
}

/// <summary>Nobody knows of unresolved creates (R17).</summary>
internal sealed class NoOpenCreates(ISyncStore inner) : DelegatingStore(inner)
{
    public override Task<bool> HasOpenCreateAsync(TenantId tenant, SpokeId spoke, string entity, GoldenId? except, CancellationToken cancellationToken = default) => Task.FromResult(false);
}

/// <summary>A step of one kind sees other streams than there are.</summary>
internal sealed class OtherStreams(ISyncStore inner, Func<bool> concerns, Func<StreamRow, StreamRow> change) : DelegatingStore(inner)
{
    public override async Task<IReadOnlyList<StreamRow>> ReadStreamsAsync(TenantId tenant, CancellationToken cancellationToken = default)
    {
        var streams = await Inner.ReadStreamsAsync(tenant, cancellationToken).ConfigureAwait(false);
        return concerns() ? [.. streams.Select(change)] : streams;
    }
}

/// <summary>The feed's position is taken when the inventory ends (R42).</summary>
internal sealed class PositionLast(ISyncStore inner, SimWorld world) : DelegatingStore(inner)
{
    public override Task<CommitResult> CommitAsync(StoreBatch batch, CancellationToken cancellationToken = default)
    {
        for (var i = 0; i < batch.PutStreams.Count; i++)
        {
            var stream = batch.PutStreams[i];
            if (stream.Phase == FlowPhase.Inventory)
            {
                batch.PutStreams[i] = stream with { NextDue = world.Clock.Now.AddHours(1) };
            }
            else if (stream is { Phase: FlowPhase.Matched, NextDue: { } due } && due > world.Clock.Now + TimeSpan.FromMinutes(10))
            {
                var system = world.System(stream.Spoke.Connection.Value);
                var cursor = system.HasFeed(SimEntity.Of(stream.Entity)) ? new FakeChangeFeed(system.Fake, new FakeReader(system.Fake)).Current(new CurrentCursorRequest { Object = stream.Object }) : stream.Cursor;
                batch.PutStreams[i] = stream with { NextDue = null, Cursor = cursor };
            }
        }

        return Inner.CommitAsync(batch, cancellationToken);
    }
}

/// <summary>After its cursor expired a feed goes on from now (R8).</summary>
internal sealed class FromNow(ISyncStore inner, SimWorld world) : DelegatingStore(inner)
{
    public override Task<CommitResult> CommitAsync(StoreBatch batch, CancellationToken cancellationToken = default)
    {
        for (var i = 0; i < batch.PutStreams.Count; i++)
        {
            var stream = batch.PutStreams[i];
            var system = world.System(stream.Spoke.Connection.Value);
            if (stream is { Cursor: null, Phase: not FlowPhase.New } && system.HasFeed(SimEntity.Of(stream.Entity)))
            {
                batch.PutStreams[i] = stream with { Cursor = new FakeChangeFeed(system.Fake, new FakeReader(system.Fake)).Current(new CurrentCursorRequest { Object = stream.Object }) };
            }
        }

        return Inner.CommitAsync(batch, cancellationToken);
    }
}

/// <summary>Of records of one side with the same key only the first is seen (R44).</summary>
internal sealed class FirstOfAGroup(ISyncStore inner) : DelegatingStore(inner)
{
    public override async Task<IReadOnlyList<StageRow>> FindStagedAsync(TenantId tenant, string entity, IReadOnlyList<MatchKey> keys, CancellationToken cancellationToken = default) =>
        [.. (await Inner.FindStagedAsync(tenant, entity, keys, cancellationToken).ConfigureAwait(false)).GroupBy(r => r.Ref.Spoke).Select(g => g.OrderBy(r => r.Ref.Id, StringComparer.Ordinal).First()).OrderBy(r => r.Ref)];

    public override async Task<IReadOnlyList<StageRow>> ScanStageAsync(TenantId tenant, string entity, RecordRef? after, int limit, CancellationToken cancellationToken = default)
    {
        var rows = await Inner.ScanStageAsync(tenant, entity, after, limit, cancellationToken).ConfigureAwait(false);
        return rows;
    }
}

/// <summary>Pages are compared without asking which map made the links (R10 with R51).</summary>
internal sealed class HeadsOfAnyMap(ISyncStore inner, Func<RecordRef, ulong?> mapOf) : DelegatingStore(inner)
{
    public override async Task<IReadOnlyList<LinkHead>> ReadLinkHeadsAsync(TenantId tenant, SpokeId spoke, string objectName, IReadOnlyList<string> ids, CancellationToken cancellationToken = default) =>
        [.. (await Inner.ReadLinkHeadsAsync(tenant, spoke, objectName, ids, cancellationToken).ConfigureAwait(false))
            .Select(h => mapOf(new RecordRef(spoke.Connection, spoke.Scope, objectName, h.Id)) is { } map ? h with { MapHash = map } : h)];
}

/// <summary>What people judged is forgotten.</summary>
internal sealed class NoJudgements(ISyncStore inner) : DelegatingStore(inner)
{
    public override Task<IReadOnlyList<JudgementRow>> ReadJudgementsAsync(TenantId tenant, string entity, IReadOnlyList<string> nodes, CancellationToken cancellationToken = default) =>
        Task.FromResult<IReadOnlyList<JudgementRow>>([]);
}
