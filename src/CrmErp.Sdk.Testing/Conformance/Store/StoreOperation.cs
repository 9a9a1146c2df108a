using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Testing.Conformance;

/// <summary>One thing done to a store, with its answer as text.</summary>
/// <param name="Text">What is done, for the report.</param>
/// <param name="RunAsync">Does it.</param>
internal sealed record StoreOperation(string Text, Func<ISyncStore, FenceMap, Task<string>> RunAsync)
{
    /// <summary>The same with one of its parts left out; empty when it has no parts that could be.</summary>
    public IReadOnlyList<Func<StoreOperation>> Smaller { get; private init; } = [];

    /// <summary>Closes the store and opens it again; the runner does it.</summary>
    public static StoreOperation Reopen { get; } = new("reopen", static (_, _) => Task.FromResult(""));

    /// <summary>Commits a batch that is made of parts anew each time, because running it changes its lists.</summary>
    public static StoreOperation Commit(TenantId tenant, IReadOnlyList<Action<StoreBatch>> parts) => new(BatchText.Of(Batch(tenant, parts)), async (store, fences) =>
    {
        var result = await store.CommitAsync(fences.Translate(Batch(tenant, parts))).ConfigureAwait(false);
        if (!result.Succeeded && result.Sequence != 0)
        {
            throw new ConformanceException($"A refused commit has sequence 0, but got {result.Sequence}.");
        }

        return $"{(result.Succeeded ? "stored" : "conflict")} {result.Sequence}";
    })
    {
        Smaller = [.. parts.Select((_, left) => (Func<StoreOperation>)(() => Commit(tenant, [.. parts.Where((_, i) => i != left)])))],
    };

    public static StoreOperation ClaimStream(TenantId tenant, SpokeId spoke, string entity, DateTimeOffset now, DateTimeOffset until) =>
        new($"claim stream {spoke} {entity} of {tenant} at {StoreText.Time(now)} until {StoreText.Time(until)}", async (store, fences) =>
        {
            var stream = await store.ClaimStreamAsync(tenant, spoke, entity, now, until).ConfigureAwait(false);
            return stream is null ? "none" : new StoreText(fences).Stream(fences.Learn(stream));
        });

    public static StoreOperation ClaimOutbox(OutboxClaim claim) =>
        new($"claim {claim.Limit} of {claim.Entity} on {claim.Spoke} of {claim.Tenant} at {StoreText.Time(claim.Now)} until {StoreText.Time(claim.LeaseUntil)} with flight: {claim.WithFlight?.ToString() ?? "any"}", async (store, fences) =>
        {
            var rows = await store.ClaimOutboxAsync(claim).ConfigureAwait(false);
            foreach (var row in rows)
            {
                fences.Learn(row.Fence);
            }

            return StoreText.Lines(rows, new StoreText(fences).Outbox);
        });

    /// <summary>A read that answers with rows.</summary>
    public static StoreOperation Read<T>(string text, Func<ISyncStore, Task<IReadOnlyList<T>>> read, Func<StoreText, Func<T, string>> row) =>
        new(text, async (store, fences) => StoreText.Lines(await read(store).ConfigureAwait(false), row(new StoreText(fences))));

    private static StoreBatch Batch(TenantId tenant, IReadOnlyList<Action<StoreBatch>> parts)
    {
        var batch = new StoreBatch { Tenant = tenant };
        foreach (var part in parts)
        {
            part(batch);
        }

        return batch;
    }
}
