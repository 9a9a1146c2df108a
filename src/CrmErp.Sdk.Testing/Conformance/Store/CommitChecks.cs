using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Testing.Conformance;

/// <summary>What a commit is: all or nothing, under presumptions that are checked inside.</summary>
internal static class CommitChecks
{
    private static readonly MatchKey Key = new("TaxId", "DE1");

    public static IReadOnlyList<StoreCheck> All { get; } =
    [
        StoreCheck.On("Each commit takes the next sequence", SequenceAsync),
        StoreCheck.On("An empty batch checks its presumptions and takes no sequence", EmptyAsync),
        StoreCheck.On("A refused batch stores nothing of any kind", NothingAsync),
        StoreCheck.On("A golden record is stored only over the version it builds on", GoldenVersionAsync),
        StoreCheck.On("A golden record that must be unchanged is checked, also one that must not exist", UnchangedAsync),
        StoreCheck.On("A look-up of a match key must still give the same live golden records", LookupAsync),
        StoreCheck.On("A link must still be as it was loaded, or not be there", LinkExpectationAsync),
        StoreCheck.On("A record must not have been staged after a sequence, or at all", StageExpectationAsync),
        StoreCheck.On("A stream is held until somebody else claims it", StreamFenceAsync),
        StoreCheck.On("An outbox row is stored and removed only under the fence that is known", OutboxFenceAsync),
        StoreCheck.On("A golden record never has two active links on one spoke", TwoActiveAsync),
        StoreCheck.On("A link moves between golden records within one batch", MovedLinkAsync),
        StoreCheck.On("A row that stands twice in a batch is a fault of the caller", TwiceAsync),
        StoreCheck.On("A link is touched when it asks for it, and keeps its mark otherwise", TouchedAsync),
        StoreCheck.On("A moved version changes nothing else of a link", LinkVersionAsync),
        StoreCheck.On("Settings are compared and exchanged", SettingsAsync),
        StoreCheck.On("A map version must still be the active one", ActiveMapAsync),
        StoreCheck.On("Removals come before stores", RemovalsFirstAsync),
        StoreCheck.On("A stream that is stored keeps its lease and fence", StreamLeaseAsync),
    ];

    private static async Task SequenceAsync(ISyncStore store)
    {
        Expect.Equal(0, await store.GetSequenceAsync().ConfigureAwait(false), "the sequence of an empty store");
        for (var i = 1; i <= 3; i++)
        {
            Expect.Equal(i, await store.StoreAsync(b => b.PutHints.Add(Sample.Hint("1"))).ConfigureAwait(false), "the sequence of a commit");
            Expect.Equal(i, await store.GetSequenceAsync().ConfigureAwait(false), "the sequence of the store");
        }
    }

    private static async Task ActiveMapAsync(ISyncStore store)
    {
        var map = new ActiveMap(Sample.Erp.Connection, "Account", ulong.MaxValue);
        await store.RefuseAsync("the map is not stored", b => b.ActiveMaps.Add(map)).ConfigureAwait(false);
        await store.StoreAsync(b => b.PutMaps.Add(new MapVersionRow(map.Connection, map.Entity, map.Hash, "{}", "active", Sample.Now))).ConfigureAwait(false);
        await store.StoreAsync(b =>
        {
            b.ActiveMaps.Add(map);
            b.PutHints.Add(Sample.Hint("1"));
        }).ConfigureAwait(false);
        await store.RefuseAsync("it is another version", b => b.ActiveMaps.Add(map with { Hash = 7 })).ConfigureAwait(false);
        await store.RefuseAsync("it is the map of another connection", b => b.ActiveMaps.Add(map with { Connection = Sample.Crm.Connection })).ConfigureAwait(false);
        await store.StoreAsync(b => b.PutMaps.Add(new MapVersionRow(map.Connection, map.Entity, map.Hash, "{}", "retired", Sample.Now))).ConfigureAwait(false);
        await store.RefuseAsync("the version was replaced", b => b.ActiveMaps.Add(map)).ConfigureAwait(false);
    }

    private static async Task EmptyAsync(ISyncStore store)
    {
        var result = await store.CommitAsync(Sample.Batch()).ConfigureAwait(false);
        Expect.That(result is { Succeeded: true, Sequence: 0 }, "An empty batch succeeds with sequence 0.");
        await store.RefuseAsync("it presumes a golden record that is not there", b => b.Unchanged.Add(new GoldenVersion(Sample.Id(1), 1))).ConfigureAwait(false);
        Expect.Equal(0, await store.GetSequenceAsync().ConfigureAwait(false), "the sequence after empty batches");
    }

    private static async Task NothingAsync(ISyncStore store)
    {
        await store.StoreAsync(b =>
        {
            b.Golden.Add(Sample.Golden(1));
            b.PutOutbox.Add(Sample.Outbox(1, OutboxState.Waiting) with { WaitsOn = [Sample.Id(9)] });
            b.PutStage.Add(Sample.Staged("kept", Key));
        }).ConfigureAwait(false);
        var before = await WholeAsync(store).ConfigureAwait(false);
        await store.RefuseAsync("the last golden record in it builds on a wrong version", b =>
        {
            b.PutStreams.Add(Sample.Stream());
            b.PutHints.Add(Sample.Hint("1"));
            b.PutStage.Add(Sample.Staged("2"));
            b.RemoveStage.Add(Sample.CrmRecord("kept"));
            b.PutLinks.Add(Sample.Link(Sample.CrmRecord("1"), 2));
            b.PutOpenItems.Add(Sample.Item(golden: 1));
            b.PutSettings.Add(new SettingRow("pause", "1", 0));
            b.PutJudgements.Add(new JudgementRow(Sample.Entity, "a", "b", true, "person", Sample.Now));
            b.PutDerived.Add(new DerivedRow(Sample.Id(1), "order", null));
            b.Audit.Add(Sample.Audit(1));
            b.Wakes.Add(new Counterpart(Sample.Id(9), Sample.Erp));
            b.KeysMoved.Add(new KeysMoved(Sample.Entity, [Key], Sample.Now));
            b.Golden.Add(Sample.Golden(2));
            b.Golden.Add(Sample.Golden(1, version: 7));
        }).ConfigureAwait(false);
        Expect.Equal(before, await WholeAsync(store).ConfigureAwait(false), "the store after a refused batch");
    }

    private static async Task GoldenVersionAsync(ISyncStore store)
    {
        await store.StoreAsync(b => b.Golden.Add(Sample.Golden(1))).ConfigureAwait(false);
        await store.RefuseAsync("the record exists, the batch thinks it is new", b => b.Golden.Add(Sample.Golden(1))).ConfigureAwait(false);
        await store.RefuseAsync("the batch builds on version 2 of 1", b => b.Golden.Add(Sample.Golden(1, version: 2))).ConfigureAwait(false);
        await store.RefuseAsync("the record does not exist, the batch builds on version 1", b => b.Golden.Add(Sample.Golden(2, version: 1))).ConfigureAwait(false);
        await store.StoreAsync(b => b.Golden.Add(Sample.Golden(1, version: 1))).ConfigureAwait(false);
        Expect.Equal(2, (await store.AggregateAsync(1).ConfigureAwait(false)).Golden.Version, "the version after two commits");
    }

    private static async Task UnchangedAsync(ISyncStore store)
    {
        await store.StoreAsync(b => b.Golden.Add(Sample.Golden(1))).ConfigureAwait(false);
        await store.StoreAsync(b => Presume(b, 1, 1)).ConfigureAwait(false);
        await store.StoreAsync(b => Presume(b, 2, 0)).ConfigureAwait(false);
        await store.RefuseAsync("the record must not exist and does", b => Presume(b, 1, 0)).ConfigureAwait(false);
        await store.RefuseAsync("the record must have version 1 and does not exist", b => Presume(b, 2, 1)).ConfigureAwait(false);

        static void Presume(StoreBatch batch, int golden, long version)
        {
            batch.Unchanged.Add(new GoldenVersion(Sample.Id(golden), version));
            batch.PutHints.Add(Sample.Hint("1"));
        }
    }

    private static async Task LookupAsync(ISyncStore store)
    {
        await store.StoreAsync(b =>
        {
            b.Golden.Add(Sample.Golden(2, keys: Key));
            b.Golden.Add(Sample.Golden(1, keys: Key));
            b.Golden.Add(Sample.Golden(3, 0, GoldenState.Reserved, Key));
        }).ConfigureAwait(false);
        await store.StoreAsync(b => Presume(b, 1, 2)).ConfigureAwait(false);
        await store.RefuseAsync("the key gives two records, the batch thinks one", b => Presume(b, 1)).ConfigureAwait(false);
        await store.RefuseAsync("the key gives two records, the batch thinks none", b => Presume(b)).ConfigureAwait(false);
        await store.RefuseAsync("a reserved record is no hit", b => Presume(b, 1, 2, 3)).ConfigureAwait(false);
        await store.StoreAsync(b => b.Golden.Add(Sample.Golden(1, 1, GoldenState.Deleted, Key))).ConfigureAwait(false);
        await store.StoreAsync(b => Presume(b, 2)).ConfigureAwait(false);

        static void Presume(StoreBatch batch, params int[] hits)
        {
            batch.KeyLookups.Add(new KeyLookup(Sample.Entity, Key, [.. hits.Select(Sample.Id)]));
            batch.PutHints.Add(Sample.Hint("1"));
        }
    }

    private static async Task LinkExpectationAsync(ISyncStore store)
    {
        var record = Sample.CrmRecord("1");
        await store.StoreAsync(b => Presume(b, -1)).ConfigureAwait(false);
        var touched = await store.StoreAsync(b => b.PutLinks.Add(Sample.Link(record, 1))).ConfigureAwait(false);
        await store.StoreAsync(b => Presume(b, touched)).ConfigureAwait(false);
        await store.RefuseAsync("the link must not exist and does", b => Presume(b, -1)).ConfigureAwait(false);
        await store.StoreAsync(b => b.PutLinks.Add(Sample.Link(record, 1))).ConfigureAwait(false);
        await store.RefuseAsync("the link was touched again", b => Presume(b, touched)).ConfigureAwait(false);

        void Presume(StoreBatch batch, long expected)
        {
            batch.Links.Add(new LinkExpectation(record, expected));
            batch.PutHints.Add(Sample.Hint("1"));
        }
    }

    private static async Task StageExpectationAsync(ISyncStore store)
    {
        await store.StoreAsync(b => Presume(b, -1)).ConfigureAwait(false);
        var staged = await store.StoreAsync(b => b.PutStage.Add(Sample.Staged("1") with { Record = null })).ConfigureAwait(false);
        await store.RefuseAsync("the record must not be staged, and its tombstone is", b => Presume(b, -1)).ConfigureAwait(false);
        await store.RefuseAsync("the record was staged after the read began", b => Presume(b, staged - 1)).ConfigureAwait(false);
        await store.StoreAsync(b => Presume(b, staged)).ConfigureAwait(false);
        await store.StoreAsync(b => b.RemoveStage.Add(Sample.CrmRecord("1"))).ConfigureAwait(false);
        await store.StoreAsync(b => Presume(b, staged - 1)).ConfigureAwait(false);

        static void Presume(StoreBatch batch, long notAfter)
        {
            batch.Staged.Add(new StageExpectation(Sample.CrmRecord("1"), notAfter));
            batch.PutHints.Add(Sample.Hint("1"));
        }
    }

    private static async Task StreamFenceAsync(ISyncStore store)
    {
        await store.StoreAsync(b => b.PutStreams.Add(Sample.Stream())).ConfigureAwait(false);
        var first = await store.ClaimStreamAsync(Sample.Tenant, Sample.Crm, Sample.Entity, Sample.Now, Sample.Later).ConfigureAwait(false);
        await store.StoreAsync(b => Hold(b, first!.Fence)).ConfigureAwait(false);
        var second = await store.ClaimStreamAsync(Sample.Tenant, Sample.Crm, Sample.Entity, Sample.Later, Sample.Later.AddMinutes(1)).ConfigureAwait(false);
        await store.RefuseAsync("somebody else claimed the stream", b => Hold(b, first!.Fence)).ConfigureAwait(false);
        await store.RefuseAsync("somebody else claimed the stream, it cannot be released", b => b.ReleaseStreams.Add(new StreamFence(Sample.Crm, Sample.Entity, first!.Fence))).ConfigureAwait(false);
        await store.StoreAsync(b => Hold(b, second!.Fence)).ConfigureAwait(false);

        static void Hold(StoreBatch batch, long fence)
        {
            batch.StreamFences.Add(new StreamFence(Sample.Crm, Sample.Entity, fence));
            batch.PutHints.Add(Sample.Hint("1"));
        }
    }

    private static async Task OutboxFenceAsync(ISyncStore store)
    {
        await store.RefuseAsync("the row that is known is gone", b => b.PutOutbox.Add(Sample.Outbox(1) with { Fence = 3 })).ConfigureAwait(false);
        await store.StoreAsync(b => b.PutOutbox.Add(Sample.Outbox(1))).ConfigureAwait(false);
        await store.StoreAsync(b => b.PutOutbox.Add(Sample.Outbox(1) with { Attempts = 1 })).ConfigureAwait(false);
        var claimed = (await store.ClaimOutboxAsync(Sample.Claim()).ConfigureAwait(false)).Single();
        Expect.Equal(1, claimed.Attempts, "the attempts of the row that was stored over an unclaimed one");
        await store.RefuseAsync("the row was claimed since", b => b.PutOutbox.Add(Sample.Outbox(1))).ConfigureAwait(false);
        await store.RefuseAsync("the row was claimed since, it cannot be removed", b => b.RemoveOutbox.Add(new OutboxFence(Sample.Id(1), Sample.Erp, 0))).ConfigureAwait(false);
        await store.RefuseAsync("the row is not held under that fence", b => Hold(b, claimed.Fence + 1)).ConfigureAwait(false);
        await store.StoreAsync(b => Hold(b, claimed.Fence)).ConfigureAwait(false);
        await store.StoreAsync(b => b.PutOutbox.Add(claimed with { Attempts = 2 })).ConfigureAwait(false);
        var stored = (await store.ListOutboxAsync(Sample.Tenant, new OutboxFilter()).ConfigureAwait(false)).Single();
        Expect.Equal((claimed.Fence, claimed.LeaseUntil, 2), (stored.Fence, stored.LeaseUntil, stored.Attempts), "fence, lease and attempts of the stored row");
        await store.StoreAsync(b => b.RemoveOutbox.Add(new OutboxFence(Sample.Id(1), Sample.Erp, claimed.Fence))).ConfigureAwait(false);
        await store.RefuseAsync("the row is gone", b => b.RemoveOutbox.Add(new OutboxFence(Sample.Id(1), Sample.Erp, claimed.Fence))).ConfigureAwait(false);
        await store.RefuseAsync("nothing is held", b => Hold(b, claimed.Fence)).ConfigureAwait(false);

        static void Hold(StoreBatch batch, long fence)
        {
            batch.OutboxFences.Add(new OutboxFence(Sample.Id(1), Sample.Erp, fence));
            batch.PutHints.Add(Sample.Hint("1"));
        }
    }

    private static async Task TwoActiveAsync(ISyncStore store)
    {
        await store.StoreAsync(b => b.PutLinks.Add(Sample.Link(Sample.CrmRecord("1"), 1))).ConfigureAwait(false);
        await store.RefuseAsync("a second record becomes active", b => b.PutLinks.Add(Sample.Link(Sample.CrmRecord("2"), 1))).ConfigureAwait(false);
        await store.RefuseAsync("two records become active at once", b =>
        {
            b.PutLinks.Add(Sample.Link(Sample.ErpRecord("1"), 2));
            b.PutLinks.Add(Sample.Link(Sample.ErpRecord("2"), 2));
        }).ConfigureAwait(false);
        await store.StoreAsync(b =>
        {
            b.PutLinks.Add(Sample.Link(Sample.CrmRecord("2"), 1, LinkState.Gone));
            b.PutLinks.Add(Sample.Link(Sample.ErpRecord("1"), 1));
        }).ConfigureAwait(false);
        await store.RefuseAsync("a gone record becomes active beside an active one", b => b.PutLinks.Add(Sample.Link(Sample.CrmRecord("2"), 1))).ConfigureAwait(false);
        await store.StoreAsync(b =>
        {
            b.PutLinks.Add(Sample.Link(Sample.CrmRecord("2"), 1));
            b.PutLinks.Add(Sample.Link(Sample.CrmRecord("1"), 1, LinkState.Gone));
        }).ConfigureAwait(false);
    }

    private static async Task MovedLinkAsync(ISyncStore store)
    {
        await store.StoreAsync(b =>
        {
            b.Golden.Add(Sample.Golden(1));
            b.Golden.Add(Sample.Golden(2));
            b.PutLinks.Add(Sample.Link(Sample.CrmRecord("1"), 1));
            b.PutLinks.Add(Sample.Link(Sample.CrmRecord("2"), 2));
        }).ConfigureAwait(false);
        await store.StoreAsync(b =>
        {
            b.PutLinks.Add(Sample.Link(Sample.CrmRecord("1"), 2));
            b.PutLinks.Add(Sample.Link(Sample.CrmRecord("2"), 1));
        }).ConfigureAwait(false);
        Expect.Sequence(["2"], (await store.AggregateAsync(1).ConfigureAwait(false)).Links.Select(l => l.Ref.Id), "the links of the first golden record");
        Expect.Sequence(["1"], (await store.AggregateAsync(2).ConfigureAwait(false)).Links.Select(l => l.Ref.Id), "the links of the second golden record");
    }

    private static async Task TwiceAsync(ISyncStore store)
    {
        await ThrowsAsync(b => b.Golden.AddRange([Sample.Golden(1), Sample.Golden(1)])).ConfigureAwait(false);
        await ThrowsAsync(b =>
        {
            b.PutLinks.Add(Sample.Link(Sample.CrmRecord("1"), 1));
            b.RemoveLinks.Add(Sample.CrmRecord("1"));
        }).ConfigureAwait(false);
        await ThrowsAsync(b => b.PutOutbox.AddRange([Sample.Outbox(1), Sample.Outbox(1)])).ConfigureAwait(false);
        Expect.Equal(0, await store.GetSequenceAsync().ConfigureAwait(false), "the sequence after faulty batches");

        async Task ThrowsAsync(Action<StoreBatch> fill)
        {
            try
            {
                await store.CommitAsync(Sample.Batch(fill)).ConfigureAwait(false);
            }
            catch (ArgumentException)
            {
                return;
            }

            throw new ConformanceException("A batch in which a row stands twice is an ArgumentException.");
        }
    }

    private static async Task TouchedAsync(ISyncStore store)
    {
        var record = Sample.CrmRecord("1");
        await store.StoreAsync(b => b.PutLinks.Add(Sample.Link(record, 1, touch: false) with { Touched = 5 })).ConfigureAwait(false);
        Expect.Equal(5, await TouchedOfAsync().ConfigureAwait(false), "the mark of a new link that does not ask to be touched");
        var touched = await store.StoreAsync(b => b.PutLinks.Add(Sample.Link(record, 1))).ConfigureAwait(false);
        Expect.Equal(touched, await TouchedOfAsync().ConfigureAwait(false), "the mark of a touched link");
        await store.StoreAsync(b => b.PutLinks.Add(Sample.Link(record, 1, touch: false) with { Touched = 1 })).ConfigureAwait(false);
        Expect.Equal(touched, await TouchedOfAsync().ConfigureAwait(false), "the mark of a link that was stored without being touched");

        async Task<long> TouchedOfAsync() => (await store.ReadLinksAsync(Sample.Tenant, [record]).ConfigureAwait(false)).Single().Touched;
    }

    private static async Task LinkVersionAsync(ISyncStore store)
    {
        var record = Sample.CrmRecord("1");
        await store.StoreAsync(b => b.PutLinks.Add(Sample.Link(record, 1) with { Shadow = """{"s":1}""" })).ConfigureAwait(false);
        var before = (await store.ReadLinksAsync(Sample.Tenant, [record]).ConfigureAwait(false)).Single();
        await store.StoreAsync(b => b.LinkVersions.AddRange([new LinkVersion(record, "v2"), new LinkVersion(Sample.CrmRecord("2"), "v2")])).ConfigureAwait(false);
        var after = await store.ReadLinksAsync(Sample.Tenant, [record, Sample.CrmRecord("2")]).ConfigureAwait(false);
        Expect.Equal(StoreText.Link(before with { Version = "v2" }), string.Join('\n', after.Select(StoreText.Link)), "the links after a moved version");
    }

    private static async Task SettingsAsync(ISyncStore store)
    {
        await store.StoreAsync(b => b.PutSettings.Add(new SettingRow("mode", "1", 0))).ConfigureAwait(false);
        await store.RefuseAsync("the setting exists", b => b.PutSettings.Add(new SettingRow("mode", "2", 0))).ConfigureAwait(false);
        await store.StoreAsync(b => b.PutSettings.Add(new SettingRow("mode", "2", 1))).ConfigureAwait(false);
        Expect.Equal(new SettingRow("mode", "2", 2), (await store.ReadSettingsAsync(Sample.Tenant, "mo").ConfigureAwait(false)).Single(), "the setting");
        await store.StoreAsync(b => b.RemoveSettings.AddRange(["mode", "none"])).ConfigureAwait(false);
        await store.RefuseAsync("the setting is gone", b => b.PutSettings.Add(new SettingRow("mode", "3", 2))).ConfigureAwait(false);
        Expect.Equal(0, (await store.ReadSettingsAsync(Sample.Tenant, "").ConfigureAwait(false)).Count, "how many settings there are");
    }

    private static async Task RemovalsFirstAsync(ISyncStore store)
    {
        var item = Sample.Item("1");
        await store.StoreAsync(b =>
        {
            b.PutOpenItems.Add(item);
            b.PutStage.Add(Sample.Staged("1"));
            b.PutHints.Add(Sample.Hint("1"));
        }).ConfigureAwait(false);
        await store.StoreAsync(b =>
        {
            b.PutOpenItems.Add(item with { Cause = "new" });
            b.RemoveOpenItems.Add(item.Key);
            b.PutStage.Add(Sample.Staged("1") with { Record = """{"new":1}""" });
            b.RemoveStage.Add(Sample.CrmRecord("1"));
            b.PutHints.Add(Sample.Hint("1") with { Reason = "new" });
            b.CloseHints.Add(new HintClose(Sample.CrmRecord("1"), long.MaxValue));
        }).ConfigureAwait(false);
        Expect.Equal("new", (await store.ReadOpenItemsAsync(Sample.Tenant, [Sample.CrmRecord("1")]).ConfigureAwait(false)).Single().Cause, "the item's cause");
        Expect.Equal("""{"new":1}""", (await store.ReadStageAsync(Sample.Tenant, [Sample.CrmRecord("1")]).ConfigureAwait(false)).Single().Record, "the staged record");
        Expect.Equal("new", (await store.ReadHintsAsync(Sample.Tenant, Sample.Crm, Sample.Entity, Sample.Now, 9).ConfigureAwait(false)).Single().Reason, "the hint's reason");
    }

    private static async Task StreamLeaseAsync(ISyncStore store)
    {
        await store.StoreAsync(b => b.PutStreams.Add(Sample.Stream() with { Fence = 9, LeaseUntil = Sample.Later })).ConfigureAwait(false);
        var claimed = await store.ClaimStreamAsync(Sample.Tenant, Sample.Crm, Sample.Entity, Sample.Now, Sample.Later).ConfigureAwait(false);
        Expect.That(claimed is not null, "A stream that is stored is free, whatever its row says.");
        await store.StoreAsync(b => b.PutStreams.Add(Sample.Stream() with { Cursor = "c" })).ConfigureAwait(false);
        var stored = (await store.ReadStreamsAsync(Sample.Tenant).ConfigureAwait(false)).Single();
        Expect.Equal((claimed!.Fence, claimed.LeaseUntil, "c"), (stored.Fence, stored.LeaseUntil, stored.Cursor), "fence, lease and cursor");
    }

    private static async Task<string> WholeAsync(ISyncStore store)
    {
        var text = new StoreText(FenceMap.OfModel());
        var counts = StoreText.Counts(await store.CountAsync(Sample.Tenant).ConfigureAwait(false));
        var aggregates = StoreText.Lines(await store.ReadAggregatesAsync(Sample.Tenant, [Sample.Id(1), Sample.Id(2)]).ConfigureAwait(false), text.Aggregate);
        var streams = StoreText.Lines(await store.ReadStreamsAsync(Sample.Tenant).ConfigureAwait(false), text.Stream);
        var settings = StoreText.Lines(await store.ReadSettingsAsync(Sample.Tenant, "").ConfigureAwait(false), StoreText.Setting);
        var judgements = StoreText.Lines(await store.ReadJudgementsAsync(Sample.Tenant, Sample.Entity, ["a"]).ConfigureAwait(false), StoreText.Judgement);
        var derived = StoreText.Lines(await store.ReadDerivedAsync(Sample.Tenant, [Sample.Id(1)]).ConfigureAwait(false), StoreText.Derived);
        var audit = StoreText.Lines(await store.ReadAuditAsync(Sample.Tenant, null, 0, 99).ConfigureAwait(false), StoreText.Audit);
        return $"{await store.GetSequenceAsync().ConfigureAwait(false)} {counts}{aggregates}{streams}{settings}{judgements}{derived}{audit}";
    }
}
