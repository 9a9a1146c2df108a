using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.State;
using CrmErp.Sdk.Testing.Store;

namespace CrmErp.Sdk.Testing;

/// <summary>
/// A store that keeps everything in memory, for tests, simulations and dry runs; nothing survives the process. It keeps the whole
/// contract: atomic commits, versions, fences, claims, and the same order of every answer. Every call completes on the caller's
/// thread, so a world that is driven by one thread stays on it. <see cref="Clone"/> takes a snapshot.
/// </summary>
public sealed partial class InMemorySyncStore : ISyncStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TenantId, TenantTables> _tenants;
    private long _sequence;
    private long _fence;

    /// <summary>Creates an empty store.</summary>
    public InMemorySyncStore() => _tenants = [];

    private InMemorySyncStore(Dictionary<TenantId, TenantTables> tenants, long sequence, long fence)
    {
        _tenants = tenants;
        _sequence = sequence;
        _fence = fence;
    }

    /// <summary>Called inside every commit that stores something, before and after it takes effect. What it throws leaves the store as it is at that point.</summary>
    internal Action<CommitPoint>? CommitHook { get; set; }

    /// <summary>A store with the same state that goes its own way from now on: a snapshot to come back to.</summary>
    public InMemorySyncStore Clone()
    {
        lock (_gate)
        {
            return new InMemorySyncStore(_tenants.ToDictionary(t => t.Key, t => t.Value.Clone()), _sequence, _fence);
        }
    }

    /// <inheritdoc/>
    public Task OpenAsync(CancellationToken cancellationToken = default) =>
        cancellationToken.IsCancellationRequested ? Task.FromCanceled(cancellationToken) : Task.CompletedTask;

    /// <inheritdoc/>
    public ValueTask<long> GetSequenceAsync(CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            return ValueTask.FromResult(_sequence);
        }
    }

    /// <inheritdoc/>
    public Task<CommitResult> CommitAsync(StoreBatch batch, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        batch.Validate();
        return Locked(batch.Tenant, tables =>
        {
            if (BatchPresumptions.FirstBroken(batch, tables) is { } broken)
            {
                return new CommitResult(0, broken);
            }

            if (batch.IsEmpty)
            {
                return new CommitResult(0, null);
            }

            CommitHook?.Invoke(CommitPoint.BeforeCommit);
            BatchChanges.Apply(batch, tables, ++_sequence);
            CommitHook?.Invoke(CommitPoint.AfterCommit);
            return new CommitResult(_sequence, null);
        }, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<StreamRow?> ClaimStreamAsync(TenantId tenant, SpokeId spoke, string entity, DateTimeOffset now, DateTimeOffset leaseUntil, CancellationToken cancellationToken = default) =>
        Locked(tenant, tables =>
        {
            if (!tables.Streams.TryGetValue((spoke, entity), out var stream) || stream.LeaseUntil > now)
            {
                return null;
            }

            return tables.Streams[(spoke, entity)] = stream with { Fence = ++_fence, LeaseUntil = leaseUntil };
        }, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<OutboxRow>> ClaimOutboxAsync(OutboxClaim claim, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(claim);
        return Locked<IReadOnlyList<OutboxRow>>(claim.Tenant, tables => tables.Outbox.Claim(claim, () => ++_fence), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private Task<T> Locked<T>(TenantId tenant, Func<TenantTables, T> work, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<T>(cancellationToken);
        }

        lock (_gate)
        {
            if (!_tenants.TryGetValue(tenant, out var tables))
            {
                _tenants.Add(tenant, tables = new TenantTables());
            }

            return Task.FromResult(work(tables));
        }
    }
}
