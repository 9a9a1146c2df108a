using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Testing.Conformance;

/// <summary>Opening, closing, cancelling.</summary>
internal static class LifeChecks
{
    public static IReadOnlyList<StoreCheck> All { get; } =
    [
        StoreCheck.On("Opening again changes nothing", OpenTwiceAsync),
        StoreCheck.On("A cancelled call does nothing", CancelledAsync),
        new("What was committed is there after the store was opened again, and fences go on growing", ReopenAsync),
    ];

    private static async Task OpenTwiceAsync(ISyncStore store)
    {
        await store.StoreAsync(b => b.Golden.Add(Sample.Golden(1))).ConfigureAwait(false);
        await store.OpenAsync().ConfigureAwait(false);
        Expect.Equal(1, (await store.AggregateAsync(1).ConfigureAwait(false)).Golden.Version, "the version of the golden record");
    }

    private static async Task CancelledAsync(ISyncStore store)
    {
        using var source = new CancellationTokenSource();
        await source.CancelAsync().ConfigureAwait(false);
        await CancelsAsync(() => store.CommitAsync(Sample.Batch(b => b.Golden.Add(Sample.Golden(1))), source.Token)).ConfigureAwait(false);
        await CancelsAsync(() => store.ReadStreamsAsync(Sample.Tenant, source.Token)).ConfigureAwait(false);
        await CancelsAsync(() => store.ClaimOutboxAsync(Sample.Claim(), source.Token)).ConfigureAwait(false);
        Expect.Equal(0, await store.GetSequenceAsync().ConfigureAwait(false), "the sequence after a cancelled commit");

        static async Task CancelsAsync(Func<Task> call)
        {
            try
            {
                await call().ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            throw new ConformanceException("A call with a cancelled token throws OperationCanceledException.");
        }
    }

    private static async Task ReopenAsync(IStoreConformanceHost host, CancellationToken cancellationToken)
    {
        var store = await host.CreateAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await store.StoreAsync(b =>
            {
                b.Golden.Add(Sample.Golden(1));
                b.PutOutbox.Add(Sample.Outbox(1));
                b.PutStreams.Add(Sample.Stream());
            }).ConfigureAwait(false);
            var claimed = (await store.ClaimOutboxAsync(Sample.Claim(), cancellationToken).ConfigureAwait(false)).Single();
            store = await host.ReopenAsync(store, cancellationToken).ConfigureAwait(false);
            Expect.Equal(1, await store.GetSequenceAsync(cancellationToken).ConfigureAwait(false), "the sequence");
            var stored = (await store.AggregateAsync(1).ConfigureAwait(false)).Outbox.Single();
            Expect.Equal((claimed.Fence, claimed.LeaseUntil), (stored.Fence, stored.LeaseUntil), "fence and lease of a claimed row");
            var stream = await store.ClaimStreamAsync(Sample.Tenant, Sample.Crm, Sample.Entity, Sample.Now, Sample.Later, cancellationToken).ConfigureAwait(false);
            Expect.That(stream!.Fence > claimed.Fence, "A fence after opening is larger than those before.");
            Expect.Equal(2, await store.StoreAsync(b => b.PutHints.Add(Sample.Hint("1"))).ConfigureAwait(false), "the next sequence");
        }
        finally
        {
            await store.DisposeAsync().ConfigureAwait(false);
        }
    }
}
