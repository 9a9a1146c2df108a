using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Testing.Conformance;

/// <summary>The store as the contract describes it, with nothing added: what a real one is compared with. Not for concurrent use.</summary>
internal sealed partial class ModelStore : ISyncStore
{
    private readonly Dictionary<TenantId, ModelState> _tenants = [];
    private long _sequence;
    private long _fence;

    /// <summary>The state of a tenant, to draw operations from.</summary>
    public ModelState Of(TenantId tenant) => _tenants.TryGetValue(tenant, out var state) ? state : _tenants[tenant] = new ModelState();

    public long Sequence => _sequence;

    public Task OpenAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    public ValueTask<long> GetSequenceAsync(CancellationToken cancellationToken = default) => ValueTask.FromResult(_sequence);

    public Task<CommitResult> CommitAsync(StoreBatch batch, CancellationToken cancellationToken = default)
    {
        batch.Validate();
        if (!ModelCommit.Holds(batch, Of(batch.Tenant)))
        {
            return Task.FromResult(new CommitResult(0, "a presumption does not hold"));
        }

        var next = Of(batch.Tenant).Copy();
        ModelCommit.Apply(batch, next, _sequence + 1);
        if (!ModelCommit.IsValid(next))
        {
            return Task.FromResult(new CommitResult(0, "two active links"));
        }

        if (batch.IsEmpty)
        {
            return Task.FromResult(new CommitResult(0, null));
        }

        _tenants[batch.Tenant] = next;
        return Task.FromResult(new CommitResult(++_sequence, null));
    }

    public Task<StreamRow?> ClaimStreamAsync(TenantId tenant, SpokeId spoke, string entity, DateTimeOffset now, DateTimeOffset leaseUntil, CancellationToken cancellationToken = default)
    {
        var streams = Of(tenant).Streams;
        if (!streams.TryGetValue((spoke, entity), out var stream) || stream.LeaseUntil > now)
        {
            return Task.FromResult<StreamRow?>(null);
        }

        return Task.FromResult<StreamRow?>(streams[(spoke, entity)] = stream with { Fence = ++_fence, LeaseUntil = leaseUntil });
    }

    public Task<IReadOnlyList<OutboxRow>> ClaimOutboxAsync(OutboxClaim claim, CancellationToken cancellationToken = default)
    {
        var outbox = Of(claim.Tenant).Outbox;
        var rows = outbox.Values
            .Where(o => o.Spoke == claim.Spoke && o.Entity == claim.Entity)
            .Where(o => o.State == OutboxState.Due || (o.State != OutboxState.Parked && o.Flight is not null))
            .Where(o => o.NotBefore <= claim.Now && (o.LeaseUntil is null || o.LeaseUntil <= claim.Now))
            .Where(o => claim.WithFlight is null || claim.WithFlight == (o.Flight is not null))
            .OrderBy(o => o.Lane).ThenBy(o => o.NotBefore).ThenBy(o => o.GoldenId)
            .Take(claim.Limit)
            .ToArray();
        return Answer(rows.Select(o => outbox[(o.GoldenId, o.Spoke)] = o with { Fence = ++_fence, LeaseUntil = claim.LeaseUntil }));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static Task<IReadOnlyList<T>> Answer<T>(IEnumerable<T> rows) => Task.FromResult<IReadOnlyList<T>>([.. rows]);
}
