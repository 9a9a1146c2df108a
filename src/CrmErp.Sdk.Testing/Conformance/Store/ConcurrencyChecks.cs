using System.Collections.Concurrent;
using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Testing.Conformance;

/// <summary>What holds when many callers use a store at once.</summary>
internal static class ConcurrencyChecks
{
    private const int Callers = 8;
    private const int Rounds = 25;

    public static IReadOnlyList<StoreCheck> All { get; } =
    [
        StoreCheck.On("Parallel claims never give a row or a fence to two callers", ClaimsAsync),
        StoreCheck.On("Parallel claims of a stream let one in at a time", StreamsAsync),
        StoreCheck.On("Parallel changes of one golden record lose none", LostUpdateAsync),
        StoreCheck.On("Parallel commits take all sequences once", SequencesAsync),
        StoreCheck.On("A reader sees a commit whole or not at all", WholeAsync),
        StoreCheck.On("Parallel binds under the same look-up make one golden record", LookupAsync),
    ];

    private static async Task ClaimsAsync(ISyncStore store)
    {
        const int Count = 400;
        await store.StoreAsync(b => b.PutOutbox.AddRange(Enumerable.Range(1, Count).Select(i => Sample.Outbox(i)))).ConfigureAwait(false);
        var claimed = new ConcurrentBag<OutboxRow>();
        await AllAsync(async _ =>
        {
            var last = 0L;
            for (IReadOnlyList<OutboxRow> rows = [Sample.Outbox(0)]; rows.Count > 0;)
            {
                rows = await store.ClaimOutboxAsync(Sample.Claim(limit: 7)).ConfigureAwait(false);
                foreach (var row in rows)
                {
                    Expect.That(row.Fence > last, "The fences that one caller gets only grow.");
                    last = row.Fence;
                    claimed.Add(row);
                }
            }
        }).ConfigureAwait(false);
        Expect.Equal(Count, claimed.Count, "how many rows were claimed");
        Expect.Equal(Count, claimed.Select(o => o.GoldenId).Distinct().Count(), "how many different rows were claimed");
        Expect.Equal(Count, claimed.Select(o => o.Fence).Distinct().Count(), "how many different fences were given");
    }

    private static async Task StreamsAsync(ISyncStore store)
    {
        await store.StoreAsync(b => b.PutStreams.Add(Sample.Stream())).ConfigureAwait(false);
        var inside = 0;
        var entered = 0;
        await AllAsync(async _ =>
        {
            for (var i = 0; i < Rounds; i++)
            {
                var stream = await store.ClaimStreamAsync(Sample.Tenant, Sample.Crm, Sample.Entity, Sample.Now, Sample.Later).ConfigureAwait(false);
                if (stream is not null)
                {
                    Expect.Equal(1, Interlocked.Increment(ref inside), "how many callers hold the stream");
                    Interlocked.Increment(ref entered);
                    Interlocked.Decrement(ref inside);
                    await store.StoreAsync(b => b.ReleaseStreams.Add(new StreamFence(Sample.Crm, Sample.Entity, stream.Fence))).ConfigureAwait(false);
                }
            }
        }).ConfigureAwait(false);
        Expect.That(entered > 0, "Somebody gets the stream.");
    }

    private static async Task LostUpdateAsync(ISyncStore store)
    {
        await store.StoreAsync(b => b.Golden.Add(Sample.Golden(1) with { Data = "0" })).ConfigureAwait(false);
        await AllAsync(async _ =>
        {
            for (var done = 0; done < Rounds;)
            {
                var golden = (await store.AggregateAsync(1).ConfigureAwait(false)).Golden;
                var next = golden with { Data = $"{int.Parse(golden.Data, System.Globalization.CultureInfo.InvariantCulture) + 1}" };
                done += (await store.CommitAsync(Sample.Batch(b => b.Golden.Add(next))).ConfigureAwait(false)).Succeeded ? 1 : 0;
            }
        }).ConfigureAwait(false);
        var result = (await store.AggregateAsync(1).ConfigureAwait(false)).Golden;
        Expect.Equal(($"{Callers * Rounds}", (Callers * Rounds) + 1L), (result.Data, result.Version), "the sum and the version after all increments");
    }

    private static async Task SequencesAsync(ISyncStore store)
    {
        var taken = new ConcurrentBag<long>();
        await AllAsync(async caller =>
        {
            for (var i = 0; i < Rounds; i++)
            {
                taken.Add(await store.StoreAsync(b => b.PutHints.Add(Sample.Hint($"{caller}-{i}"))).ConfigureAwait(false));
            }
        }).ConfigureAwait(false);
        Expect.Sequence(Enumerable.Range(1, Callers * Rounds).Select(i => (long)i), taken.Order(), "the sequences taken");
        Expect.Equal(Callers * Rounds, (int)(await store.CountAsync(Sample.Tenant).ConfigureAwait(false)).Hints.Single().Count, "the hints stored");
    }

    private static async Task WholeAsync(ISyncStore store)
    {
        await StoreAsync(0).ConfigureAwait(false);
        var stop = false;
        var writer = Task.Run(async () =>
        {
            try
            {
                for (var i = 1; i <= Rounds * 4; i++)
                {
                    await StoreAsync(i).ConfigureAwait(false);
                }
            }
            finally
            {
                Volatile.Write(ref stop, true);
            }
        });
        await AllAsync(async _ =>
        {
            while (!Volatile.Read(ref stop))
            {
                var aggregate = await store.AggregateAsync(1).ConfigureAwait(false);
                Expect.Equal(
                    (aggregate.Golden.Data, aggregate.Golden.Data, aggregate.Golden.Data),
                    (aggregate.Links[0].Shadow, aggregate.Outbox[0].Detail, aggregate.OpenItems[0].Detail),
                    "link, outbox row and open item beside a golden record");
            }
        }).ConfigureAwait(false);
        await writer.ConfigureAwait(false);

        Task<long> StoreAsync(int number) => store.StoreAsync(b =>
        {
            b.Golden.Add(Sample.Golden(1, version: number) with { Data = $"{number}" });
            b.PutLinks.Add(Sample.Link(Sample.CrmRecord("1"), 1) with { Shadow = $"{number}" });
            b.PutOutbox.Add(Sample.Outbox(1) with { Detail = $"{number}" });
            b.PutOpenItems.Add(Sample.Item(golden: 1) with { Detail = $"{number}" });
        });
    }

    private static async Task LookupAsync(ISyncStore store)
    {
        for (var round = 0; round < Rounds; round++)
        {
            var key = new MatchKey("TaxId", $"{round}");
            var number = round * Callers;
            var stored = 0;
            await AllAsync(async caller =>
            {
                var hits = (await store.FindByKeysAsync(Sample.Tenant, Sample.Entity, [key]).ConfigureAwait(false))[0];
                var result = await store.CommitAsync(Sample.Batch(b =>
                {
                    b.KeyLookups.Add(hits with { Hits = [] });
                    b.Golden.Add(Sample.Golden(number + caller + 1, keys: key));
                })).ConfigureAwait(false);
                Interlocked.Add(ref stored, result.Succeeded ? 1 : 0);
            }).ConfigureAwait(false);
            Expect.Equal(1, stored, "how many callers made the golden record");
        }
    }

    private static Task AllAsync(Func<int, Task> caller) => Task.WhenAll(Enumerable.Range(0, Callers).Select(i => Task.Run(() => caller(i))));
}
