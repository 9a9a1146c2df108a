using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Testing.Conformance;

/// <summary>Who may work on what: leases and fences.</summary>
internal static class ClaimChecks
{
    public static IReadOnlyList<StoreCheck> All { get; } =
    [
        StoreCheck.On("A stream is claimed by one at a time, under ever larger fences", StreamAsync),
        StoreCheck.On("Outbox rows are claimed by lane, due time, golden record", OrderAsync),
        StoreCheck.On("Outbox rows are claimed once until the lease ends", LeaseAsync),
        StoreCheck.On("Only what is due is claimed: an unfinished flight is, a parked row is not", DueAsync),
        StoreCheck.On("Claims ask for rows with or without a flight", WithFlightAsync),
        StoreCheck.On("A fence is never given twice, not even when the row was removed meanwhile", FenceOfNewRowAsync),
        StoreCheck.On("An open create is seen, parked ones included", OpenCreateAsync),
    ];

    private static async Task StreamAsync(ISyncStore store)
    {
        Expect.That(await ClaimAsync(Sample.Now).ConfigureAwait(false) is null, "A stream that does not exist cannot be claimed.");
        await store.StoreAsync(b => b.PutStreams.Add(Sample.Stream() with { Cursor = "c1" })).ConfigureAwait(false);
        var first = await ClaimAsync(Sample.Now).ConfigureAwait(false);
        Expect.That(first is { Cursor: "c1", Fence: > 0 } && first.LeaseUntil == Sample.Now.AddMinutes(1), "A claim answers with the row, its new fence and its lease.");
        Expect.That(await ClaimAsync(Sample.Now.AddSeconds(59)).ConfigureAwait(false) is null, "A stream that is held cannot be claimed.");
        var second = await ClaimAsync(Sample.Now.AddMinutes(1)).ConfigureAwait(false);
        Expect.That(second is not null && second.Fence > first!.Fence, "A stream whose lease has ended is claimed under a larger fence.");
        await store.StoreAsync(b => b.ReleaseStreams.Add(new StreamFence(Sample.Crm, Sample.Entity, second!.Fence))).ConfigureAwait(false);
        var third = await ClaimAsync(Sample.Now.AddMinutes(1)).ConfigureAwait(false);
        Expect.That(third is not null && third.Fence > second!.Fence, "A released stream is claimed at once under a larger fence.");

        Task<StreamRow?> ClaimAsync(DateTimeOffset now) => store.ClaimStreamAsync(Sample.Tenant, Sample.Crm, Sample.Entity, now, now.AddMinutes(1));
    }

    private static async Task OrderAsync(ISyncStore store)
    {
        await store.StoreAsync(b =>
        {
            b.PutOutbox.Add(Sample.Outbox(1) with { Lane = 2, NotBefore = Sample.Now.AddHours(-9) });
            b.PutOutbox.Add(Sample.Outbox(2) with { NotBefore = Sample.Now.AddTicks(-1) });
            b.PutOutbox.Add(Sample.Outbox(4) with { NotBefore = Sample.Now.AddTicks(-2) });
            b.PutOutbox.Add(Sample.Outbox(3) with { NotBefore = Sample.Now.AddTicks(-2) });
            b.PutOutbox.Add(Sample.Outbox(5) with { Lane = 0 });
            b.PutOutbox.Add(Sample.Outbox(6) with { NotBefore = Sample.Now.AddTicks(1) });
        }).ConfigureAwait(false);
        var first = await store.ClaimOutboxAsync(Sample.Claim(limit: 3)).ConfigureAwait(false);
        Expect.Sequence(new[] { 5, 3, 4 }.Select(Sample.Id), first.Select(o => o.GoldenId), "the first three claimed");
        var rest = await store.ClaimOutboxAsync(Sample.Claim()).ConfigureAwait(false);
        Expect.Sequence(new[] { 2, 1 }.Select(Sample.Id), rest.Select(o => o.GoldenId), "the rest that is due");
    }

    private static async Task LeaseAsync(ISyncStore store)
    {
        await store.StoreAsync(b => b.PutOutbox.AddRange([Sample.Outbox(1), Sample.Outbox(2)])).ConfigureAwait(false);
        var first = await store.ClaimOutboxAsync(Sample.Claim()).ConfigureAwait(false);
        Expect.Equal(2, first.Count, "how many rows are claimed");
        Expect.That(first.All(o => o.LeaseUntil == Sample.Now.AddMinutes(1)) && first[0].Fence != first[1].Fence, "Each row has the lease and a fence of its own.");
        Expect.Equal(0, (await store.ClaimOutboxAsync(Sample.Claim(now: Sample.Now.AddSeconds(59))).ConfigureAwait(false)).Count, "how many rows are claimed again before the lease ends");
        await store.StoreAsync(b => b.PutOutbox.Add(first[0] with { LeaseUntil = null })).ConfigureAwait(false);
        var freed = await store.ClaimOutboxAsync(Sample.Claim(now: Sample.Now.AddSeconds(1))).ConfigureAwait(false);
        Expect.Sequence([first[0].GoldenId], freed.Select(o => o.GoldenId), "the row whose lease was given back");
        var late = await store.ClaimOutboxAsync(Sample.Claim(now: Sample.Now.AddMinutes(1))).ConfigureAwait(false);
        Expect.Sequence([first[1].GoldenId], late.Select(o => o.GoldenId), "the row whose lease has ended");
        Expect.That(late[0].Fence > freed[0].Fence && freed[0].Fence > first.Max(o => o.Fence), "Fences only grow.");
    }

    private static async Task DueAsync(ISyncStore store)
    {
        await store.StoreAsync(b =>
        {
            b.PutOutbox.Add(Sample.Outbox(1, OutboxState.Waiting));
            b.PutOutbox.Add(Sample.Outbox(2, OutboxState.Waiting) with { Flight = "{}" });
            b.PutOutbox.Add(Sample.Outbox(3, OutboxState.Withheld));
            b.PutOutbox.Add(Sample.Outbox(4, OutboxState.Withheld) with { Flight = "{}" });
            b.PutOutbox.Add(Sample.Outbox(5, OutboxState.Parked) with { Flight = "{}" });
            b.PutOutbox.Add(Sample.Outbox(6) with { Flight = "{}", NotBefore = Sample.Later });
            b.PutOutbox.Add(Sample.Outbox(7) with { Flight = "{}" });
            b.PutOutbox.Add(Sample.Outbox(8) with { Entity = "Contact" });
            b.PutOutbox.Add(Sample.Outbox(9) with { Spoke = Sample.Crm });
        }).ConfigureAwait(false);
        var claimed = await store.ClaimOutboxAsync(Sample.Claim()).ConfigureAwait(false);
        Expect.Sequence(new[] { 2, 4, 7 }.Select(Sample.Id), claimed.Select(o => o.GoldenId), "the rows that are due");
    }

    private static async Task WithFlightAsync(ISyncStore store)
    {
        await store.StoreAsync(b => b.PutOutbox.AddRange([Sample.Outbox(1), Sample.Outbox(2) with { Flight = "{}" }, Sample.Outbox(3)])).ConfigureAwait(false);
        var with = await store.ClaimOutboxAsync(Sample.Claim(withFlight: true)).ConfigureAwait(false);
        Expect.Sequence([Sample.Id(2)], with.Select(o => o.GoldenId), "the rows with a flight");
        var without = await store.ClaimOutboxAsync(Sample.Claim(limit: 1, withFlight: false)).ConfigureAwait(false);
        Expect.Sequence([Sample.Id(1)], without.Select(o => o.GoldenId), "the first row without a flight");
    }

    private static async Task FenceOfNewRowAsync(ISyncStore store)
    {
        await store.StoreAsync(b => b.PutOutbox.Add(Sample.Outbox(1))).ConfigureAwait(false);
        var old = (await store.ClaimOutboxAsync(Sample.Claim()).ConfigureAwait(false)).Single();
        await store.StoreAsync(b => b.RemoveOutbox.Add(new OutboxFence(old.GoldenId, old.Spoke, old.Fence))).ConfigureAwait(false);
        await store.StoreAsync(b => b.PutOutbox.Add(Sample.Outbox(1))).ConfigureAwait(false);
        var renewed = (await store.ClaimOutboxAsync(Sample.Claim()).ConfigureAwait(false)).Single();
        Expect.That(renewed.Fence > old.Fence, "The fence of a row that was made anew is larger than every fence before it.");
        await store.RefuseAsync("the fence is that of a row that was removed", b => b.PutOutbox.Add(old)).ConfigureAwait(false);
    }

    private static async Task OpenCreateAsync(ISyncStore store)
    {
        Expect.That(!await OpenAsync(null).ConfigureAwait(false), "There is no create in an empty store.");
        await store.StoreAsync(b =>
        {
            b.PutOutbox.Add(Sample.Outbox(1, OutboxState.Parked) with { Flight = "{}", CreateInFlight = true });
            b.PutOutbox.Add(Sample.Outbox(2) with { Flight = "{}" });
            b.PutOutbox.Add(Sample.Outbox(3) with { Flight = "{}", CreateInFlight = true, Spoke = Sample.Crm });
        }).ConfigureAwait(false);
        Expect.That(await OpenAsync(null).ConfigureAwait(false), "A parked create in flight is an open create.");
        Expect.That(await OpenAsync(Sample.Id(2)).ConfigureAwait(false), "It is one for every other golden record.");
        Expect.That(!await OpenAsync(Sample.Id(1)).ConfigureAwait(false), "It is none for the golden record that is left out.");
        await store.StoreAsync(b => b.PutOutbox.Add(Sample.Outbox(1, OutboxState.Parked))).ConfigureAwait(false);
        Expect.That(!await OpenAsync(null).ConfigureAwait(false), "A closed flight is no open create.");

        Task<bool> OpenAsync(GoldenId? except) => store.HasOpenCreateAsync(Sample.Tenant, Sample.Erp, Sample.Entity, except);
    }
}
