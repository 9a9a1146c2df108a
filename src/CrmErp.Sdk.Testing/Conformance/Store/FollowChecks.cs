using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Testing.Conformance;

/// <summary>What a commit does to rows that are not loaded, and to hints.</summary>
internal static class FollowChecks
{
    private static readonly MatchKey Key = new("TaxId", "DE1");

    public static IReadOnlyList<StoreCheck> All { get; } =
    [
        StoreCheck.On("A counterpart wakes the rows of its spoke that wait on it", WakeAsync),
        StoreCheck.On("A counterpart wakes a row that the same batch lets wait", WakeInBatchAsync),
        StoreCheck.On("Parked rows are released when every condition given holds", ReleaseAsync),
        StoreCheck.On("Moved match keys ask to look again at records in review and in the stage", KeysMovedAsync),
        StoreCheck.On("A counterpart that was made anew asks to look again at what refers to it on its spoke", RepointAsync),
        StoreCheck.On("A second hint renews the sequence and keeps the earlier time and lane", HintsMergeAsync),
        StoreCheck.On("A hint is closed only if no newer one came", HintCloseAsync),
        StoreCheck.On("Hints of a record with a write in flight are left for later", HintInFlightAsync),
    ];

    private static async Task WakeAsync(ISyncStore store)
    {
        await store.StoreAsync(b =>
        {
            b.PutOutbox.Add(Waiting(1, 8, 9));
            b.PutOutbox.Add(Waiting(2, 8));
            b.PutOutbox.Add(Waiting(3, 9) with { Spoke = Sample.Crm });
            b.PutOutbox.Add(Sample.Outbox(4, OutboxState.Parked) with { WaitsOn = [Sample.Id(9)] });
        }).ConfigureAwait(false);
        await store.StoreAsync(b => b.Wakes.Add(new Counterpart(Sample.Id(9), Sample.Erp))).ConfigureAwait(false);
        var due = await store.ListOutboxAsync(Sample.Tenant, new OutboxFilter { State = OutboxState.Due }).ConfigureAwait(false);
        Expect.Sequence([Sample.Id(1)], due.Select(o => o.GoldenId), "the rows that became due");
        var row = due[0];
        Expect.That(
            row is { Cause: "", Detail: null, Problem: null, WaitsOn.Count: 0, Attempts: 2 } && row.NotBefore == Sample.Now,
            "A woken row has no cause, detail, problem and waits on nothing; it is due since it was opened and keeps the rest.");
        await store.StoreAsync(b => b.Wakes.Add(new Counterpart(Sample.Id(8), Sample.Erp))).ConfigureAwait(false);
        due = await store.ListOutboxAsync(Sample.Tenant, new OutboxFilter { State = OutboxState.Due }).ConfigureAwait(false);
        Expect.Sequence([Sample.Id(1), Sample.Id(2)], due.Select(o => o.GoldenId), "the rows that are due after the second counterpart");
    }

    private static async Task WakeInBatchAsync(ISyncStore store)
    {
        await store.StoreAsync(b =>
        {
            b.Wakes.Add(new Counterpart(Sample.Id(9), Sample.Erp));
            b.PutOutbox.Add(Waiting(1, 9));
        }).ConfigureAwait(false);
        Expect.Equal(OutboxState.Due, (await store.ListOutboxAsync(Sample.Tenant, new OutboxFilter()).ConfigureAwait(false)).Single().State, "the row's state");
    }

    private static async Task ReleaseAsync(ISyncStore store)
    {
        await store.StoreAsync(b =>
        {
            b.PutOutbox.Add(Parked(1, "Rejected", "p1"));
            b.PutOutbox.Add(Parked(2, "Rejected", "p2"));
            b.PutOutbox.Add(Parked(3, "Duplicate", "p1"));
            b.PutOutbox.Add(Parked(4, "Rejected", "p1") with { Flight = "{}" });
            b.PutOutbox.Add(Parked(5, "Rejected", "p1") with { Spoke = Sample.Crm });
            b.PutOutbox.Add(Parked(6, "Rejected", "p1") with { State = OutboxState.Withheld });
            b.PutOutbox.Add(Parked(7, "Rejected", "p1") with { Entity = "Contact" });
        }).ConfigureAwait(false);
        await DueAfterAsync(new ParkedRelease(Sample.Erp, Sample.Entity, "Rejected", "p1"), 1).ConfigureAwait(false);
        await DueAfterAsync(new ParkedRelease(GoldenId: Sample.Id(3)), 1, 3).ConfigureAwait(false);
        await DueAfterAsync(new ParkedRelease(Spoke: Sample.Crm), 1, 3, 5).ConfigureAwait(false);
        await DueAfterAsync(new ParkedRelease(Sample.Erp, Sample.Entity, IncludeOpenFlights: true), 1, 2, 3, 4, 5).ConfigureAwait(false);
        await DueAfterAsync(new ParkedRelease(), 1, 2, 3, 4, 5, 7).ConfigureAwait(false);

        async Task DueAfterAsync(ParkedRelease release, params int[] expected)
        {
            await store.StoreAsync(b => b.Releases.Add(release)).ConfigureAwait(false);
            var due = await store.ListOutboxAsync(Sample.Tenant, new OutboxFilter { State = OutboxState.Due }).ConfigureAwait(false);
            Expect.Sequence(expected.Select(Sample.Id), due.Select(o => o.GoldenId).Order(), $"the rows that are due after {release}");
        }
    }

    private static async Task KeysMovedAsync(ISyncStore store)
    {
        await store.StoreAsync(b =>
        {
            b.PutOpenItems.Add(Sample.Item("item", keys: Key));
            b.PutOpenItems.Add(Sample.Item("other", keys: new MatchKey("Name", "DE1")));
            b.PutOpenItems.Add(Sample.Item(golden: 1, keys: Key));
            b.PutStage.Add(Sample.Staged("strong", Key));
            b.PutStage.Add(Sample.Staged("weak") with { WeakKeys = [Key] });
            b.PutStage.Add(Sample.Staged("gone", Key) with { Record = null });
            b.PutStage.Add(Sample.Staged("contact", Key) with { Entity = "Contact" });
        }).ConfigureAwait(false);
        var sequence = await store.StoreAsync(b => b.KeysMoved.Add(new KeysMoved(Sample.Entity, [new("TaxId", "none"), Key], Sample.Now))).ConfigureAwait(false);
        var hints = await store.ReadHintsAsync(Sample.Tenant, Sample.Crm, Sample.Entity, Sample.Now, 99).ConfigureAwait(false);
        Expect.Sequence(["item", "strong", "weak"], hints.Select(h => h.Ref.Id), "the records to look at again");
        Expect.That(hints.All(h => h.Reason == "review" && h.Sequence == sequence && h.NotBefore == Sample.Now), "Such hints say review, bear the commit's sequence and the time given.");
        await store.StoreAsync(b =>
        {
            b.RemoveOpenItems.Add(Sample.Item("item").Key);
            b.RemoveStage.Add(Sample.CrmRecord("strong"));
            b.PutStage.Add(Sample.Staged("weak"));
            b.CloseHints.AddRange(hints.Select(h => new HintClose(h.Ref, h.Sequence)));
        }).ConfigureAwait(false);
        await store.StoreAsync(b => b.KeysMoved.Add(new KeysMoved(Sample.Entity, [Key], Sample.Now))).ConfigureAwait(false);
        Expect.Equal(0, (await store.ReadHintsAsync(Sample.Tenant, Sample.Crm, Sample.Entity, Sample.Now, 99).ConfigureAwait(false)).Count, "how many records are to be looked at when none has the key any more");
    }

    private static async Task RepointAsync(ISyncStore store)
    {
        await store.StoreAsync(b =>
        {
            b.Golden.Add(Sample.Golden(1) with { References = [Sample.Id(9), Sample.Id(8)] });
            b.Golden.Add(Sample.Golden(2) with { References = [Sample.Id(8)] });
            b.Golden.Add(Sample.Golden(3) with { References = [Sample.Id(9)] });
            b.PutLinks.Add(Sample.Link(Sample.CrmRecord("1"), 1));
            b.PutLinks.Add(Sample.Link(Sample.ErpRecord("1"), 1));
            b.PutLinks.Add(Sample.Link(Sample.CrmRecord("2"), 2));
            b.PutLinks.Add(Sample.Link(Sample.CrmRecord("3"), 3, LinkState.Gone));
        }).ConfigureAwait(false);
        var sequence = await store.StoreAsync(b => b.Repoints.Add(new Repointing(Sample.Id(9), Sample.Crm, Sample.Now))).ConfigureAwait(false);
        var hints = await store.ReadHintsAsync(Sample.Tenant, Sample.Crm, Sample.Entity, Sample.Now, 99).ConfigureAwait(false);
        Expect.Sequence(["1"], hints.Select(h => h.Ref.Id), "the records that refer to it");
        Expect.That(hints.All(h => h.Reason == "repoint" && h.Sequence == sequence && h.NotBefore == Sample.Now), "Such hints say repoint, bear the commit's sequence and the time given.");
        await store.StoreAsync(b =>
        {
            b.Golden.Add(Sample.Golden(1, version: 1) with { References = [Sample.Id(8)] });
            b.CloseHints.AddRange(hints.Select(h => new HintClose(h.Ref, h.Sequence)));
        }).ConfigureAwait(false);
        await store.StoreAsync(b => b.Repoints.Add(new Repointing(Sample.Id(9), Sample.Crm, Sample.Now))).ConfigureAwait(false);
        Expect.Equal(0, (await store.ReadHintsAsync(Sample.Tenant, Sample.Crm, Sample.Entity, Sample.Now, 99).ConfigureAwait(false)).Count, "how many records refer to it when none does any more");
    }

    private static async Task HintsMergeAsync(ISyncStore store)
    {
        await store.StoreAsync(b => b.PutHints.Add(Sample.Hint("1") with { NotBefore = Sample.Later, Lane = 1 })).ConfigureAwait(false);
        var sequence = await store.StoreAsync(b => b.PutHints.Add(Sample.Hint("1") with { Lane = 4, Since = Sample.Later, Reason = "webhook" })).ConfigureAwait(false);
        var hint = (await store.ReadHintsAsync(Sample.Tenant, Sample.Crm, Sample.Entity, Sample.Now, 9).ConfigureAwait(false)).Single();
        Expect.Equal(
            StoreText.Hint(Sample.Hint("1") with { Sequence = sequence, Reason = "webhook", Lane = 1 }),
            StoreText.Hint(hint),
            "the hint that two hints became");
    }

    private static async Task HintCloseAsync(ISyncStore store)
    {
        var read = await store.StoreAsync(b => b.PutHints.Add(Sample.Hint("1"))).ConfigureAwait(false);
        await store.StoreAsync(b => b.PutHints.Add(Sample.Hint("1"))).ConfigureAwait(false);
        await store.StoreAsync(b => b.CloseHints.Add(new HintClose(Sample.CrmRecord("1"), read))).ConfigureAwait(false);
        var hint = (await store.ReadHintsAsync(Sample.Tenant, Sample.Crm, Sample.Entity, Sample.Now, 9).ConfigureAwait(false)).Single();
        await store.StoreAsync(b => b.CloseHints.Add(new HintClose(hint.Ref, hint.Sequence))).ConfigureAwait(false);
        Expect.Equal(0, (await store.ReadHintsAsync(Sample.Tenant, Sample.Crm, Sample.Entity, Sample.Now, 9).ConfigureAwait(false)).Count, "how many hints are left");
    }

    private static async Task HintInFlightAsync(ISyncStore store)
    {
        await store.StoreAsync(b =>
        {
            b.PutLinks.Add(Sample.Link(Sample.CrmRecord("1"), 1));
            b.PutLinks.Add(Sample.Link(Sample.CrmRecord("2"), 2));
            b.PutOutbox.Add(Sample.Outbox(1) with { Spoke = Sample.Crm, Flight = "{}" });
            b.PutOutbox.Add(Sample.Outbox(2) with { Flight = "{}" });
            b.PutHints.AddRange([Sample.Hint("1"), Sample.Hint("2"), Sample.Hint("3")]);
        }).ConfigureAwait(false);
        var hints = await store.ReadHintsAsync(Sample.Tenant, Sample.Crm, Sample.Entity, Sample.Now, 9).ConfigureAwait(false);
        Expect.Sequence(["2", "3"], hints.Select(h => h.Ref.Id), "the hints while a write to the first record is open");
        await store.StoreAsync(b => b.PutOutbox.Add(Sample.Outbox(1) with { Spoke = Sample.Crm })).ConfigureAwait(false);
        hints = await store.ReadHintsAsync(Sample.Tenant, Sample.Crm, Sample.Entity, Sample.Now, 9).ConfigureAwait(false);
        Expect.Sequence(["1", "2", "3"], hints.Select(h => h.Ref.Id), "the hints when no write is open");
    }

    private static OutboxRow Waiting(int golden, params int[] waitsOn) => Sample.Outbox(golden, OutboxState.Waiting) with
    {
        Cause = "Reference",
        Detail = "{}",
        Problem = "p",
        Attempts = 2,
        NotBefore = Sample.Later,
        WaitsOn = [.. waitsOn.Select(Sample.Id)],
    };

    private static OutboxRow Parked(int golden, string cause, string problem) => Sample.Outbox(golden, OutboxState.Parked) with { Cause = cause, Problem = problem };
}
