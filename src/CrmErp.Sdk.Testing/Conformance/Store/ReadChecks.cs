using System.Globalization;
using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Testing.Conformance;

/// <summary>What reads answer, and in which order.</summary>
internal static class ReadChecks
{
    private static readonly MatchKey Key = new("TaxId", "DE1");

    public static IReadOnlyList<StoreCheck> All { get; } =
    [
        StoreCheck.On("Heads come in the order asked, whether the ids lie close or far apart", HeadsAsync),
        StoreCheck.On("A head knows whether a write to its record is open", HeadInFlightAsync),
        StoreCheck.On("An aggregate holds all that hangs on a golden record, in order", AggregateAsync),
        StoreCheck.On("Aliases are followed to the end, and a circle ends", AliasAsync),
        StoreCheck.On("Every asked match key is answered", KeysAsync),
        StoreCheck.On("Scans go on after where they stopped and reach everything once", ScansAsync),
        StoreCheck.On("Audit entries of one commit are never divided", AuditAsync),
        StoreCheck.On("Tenants never see each other", TenantsAsync),
        StoreCheck.On("Values come back as they were stored", ValuesAsync),
        StoreCheck.On("Counts follow every change", CountsAsync),
        StoreCheck.On("Open work is counted by problem, the largest first", ProblemsAsync),
    ];

    private static async Task HeadsAsync(ISyncStore store)
    {
        await store.StoreAsync(b => b.PutLinks.AddRange(Enumerable.Range(0, 3000).Where(i => i % 3 != 1).Select(i => Sample.Link(Sample.CrmRecord(Name(i)), i)))).ConfigureAwait(false);
        await store.StoreAsync(b => b.PutLinks.Add(Sample.Link(Sample.CrmRecord("zzz"), 9999) with { State = LinkState.Gone, Hash = UInt128.MaxValue, MapHash = ulong.MaxValue })).ConfigureAwait(false);
        foreach (var step in new[] { 1, 2, 7, 100, 2999 })
        {
            int[] asked = [.. Enumerable.Range(0, 3100).Where(i => i % step == 0)];
            var heads = await store.ReadLinkHeadsAsync(Sample.Tenant, Sample.Crm, "Account", [.. asked.Select(Name)]).ConfigureAwait(false);
            Expect.Sequence(asked.Where(i => i < 3000 && i % 3 != 1).Select(i => $"{Name(i)} {Sample.Id(i)}"), heads.Select(h => $"{h.Id} {h.GoldenId}"), $"the heads of every {step}. id");
        }

        var last = (await store.ReadLinkHeadsAsync(Sample.Tenant, Sample.Crm, "Account", ["a", "zz", "zzz", "zzzz"]).ConfigureAwait(false)).Single();
        Expect.Equal(new LinkHead("zzz", Sample.Id(9999), LinkState.Gone, "v1", UInt128.MaxValue, ulong.MaxValue, 2, false), last, "the head of the last link");
        var unsorted = await store.ReadLinkHeadsAsync(Sample.Tenant, Sample.Crm, "Account", [Name(900), Name(5), Name(5), Name(1), Name(3), Name(0)]).ConfigureAwait(false);
        Expect.Sequence([Name(900), Name(5), Name(5), Name(3), Name(0)], unsorted.Select(h => h.Id), "the heads of ids that are not sorted");
        Expect.Equal(0, (await store.ReadLinkHeadsAsync(Sample.Tenant, Sample.Erp, "Account", ["zzz"]).ConfigureAwait(false)).Count, "how many heads another spoke has");
        Expect.Equal(0, (await store.ReadLinkHeadsAsync(Sample.Tenant, Sample.Crm, "Account", []).ConfigureAwait(false)).Count, "how many heads are answered when none is asked");

        static string Name(int number) => $"001{number.ToString("d6", CultureInfo.InvariantCulture)}";
    }

    private static async Task HeadInFlightAsync(ISyncStore store)
    {
        await store.StoreAsync(b =>
        {
            b.PutLinks.AddRange([Sample.Link(Sample.ErpRecord("1"), 1), Sample.Link(Sample.ErpRecord("2"), 2), Sample.Link(Sample.ErpRecord("3"), 3)]);
            b.PutOutbox.AddRange([Sample.Outbox(1), Sample.Outbox(2) with { Flight = "{}" }, Sample.Outbox(3) with { Flight = "{}", Spoke = Sample.Crm }]);
        }).ConfigureAwait(false);
        var heads = await store.ReadLinkHeadsAsync(Sample.Tenant, Sample.Erp, "customer", ["1", "2", "3"]).ConfigureAwait(false);
        Expect.Sequence([false, true, false], heads.Select(h => h.InFlight), "whether a write is open");
    }

    private static async Task AggregateAsync(ISyncStore store)
    {
        await store.StoreAsync(b =>
        {
            b.Golden.AddRange([Sample.Golden(1), Sample.Golden(2)]);
            b.PutLinks.AddRange([Sample.Link(Sample.ErpRecord("1"), 1), Sample.Link(Sample.CrmRecord("9"), 1, LinkState.Gone), Sample.Link(Sample.CrmRecord("2"), 1), Sample.Link(Sample.CrmRecord("1"), 2)]);
            b.PutOutbox.AddRange([Sample.Outbox(1), Sample.Outbox(1) with { Spoke = Sample.Crm }, Sample.Outbox(2)]);
            b.PutOpenItems.AddRange([Sample.Item(golden: 1), Sample.Item("5", golden: 1), Sample.Item(golden: 2), Sample.Item("6")]);
        }).ConfigureAwait(false);
        var answer = await store.ReadAggregatesAsync(Sample.Tenant, [Sample.Id(2), Sample.Id(7), Sample.Id(1), Sample.Id(2)]).ConfigureAwait(false);
        Expect.Sequence([Sample.Id(1), Sample.Id(2)], answer.Select(a => a.Golden.Id), "the golden records, each once, by identity");
        Expect.Sequence(["crm:Account/2", "crm:Account/9", "erp/10:customer/1"], answer[0].Links.Select(l => l.Ref.ToString()), "the links by record");
        Expect.Sequence([Sample.Crm, Sample.Erp], answer[0].Outbox.Select(o => o.Spoke), "the outbox rows by spoke");
        Expect.Sequence([null, Sample.CrmRecord("5")], answer[0].OpenItems.Select(i => i.Ref), "the open items by key");
        Expect.Equal((1, 1, 1), (answer[1].Links.Count, answer[1].Outbox.Count, answer[1].OpenItems.Count), "what hangs on the second");
    }

    private static async Task AliasAsync(ISyncStore store)
    {
        await store.StoreAsync(b =>
        {
            b.Golden.Add(Sample.Golden(9, 0, GoldenState.Merged) with { MergedInto = Sample.Id(5) });
            b.Golden.Add(Sample.Golden(5, 0, GoldenState.Merged) with { MergedInto = Sample.Id(7) });
            b.Golden.Add(Sample.Golden(7));
            b.Golden.Add(Sample.Golden(2, 0, GoldenState.Merged) with { MergedInto = Sample.Id(3) });
            b.Golden.Add(Sample.Golden(3, 0, GoldenState.Merged) with { MergedInto = Sample.Id(2) });
        }).ConfigureAwait(false);
        var answer = await store.ReadAggregatesAsync(Sample.Tenant, [Sample.Id(9), Sample.Id(2)]).ConfigureAwait(false);
        Expect.Sequence(new[] { 2, 3, 5, 7, 9 }.Select(Sample.Id), answer.Select(a => a.Golden.Id), "the records on the way of the aliases");
    }

    private static async Task KeysAsync(ISyncStore store)
    {
        await store.StoreAsync(b =>
        {
            b.Golden.AddRange([Sample.Golden(3, keys: [Key, new("Name", "x")]), Sample.Golden(1, keys: Key), Sample.Golden(2, keys: Key) with { Entity = "Contact" }]);
        }).ConfigureAwait(false);
        MatchKey[] asked = [new("Name", "x"), new("Name", "y"), Key, new("Nobody", "x")];
        var answers = await store.FindByKeysAsync(Sample.Tenant, Sample.Entity, asked).ConfigureAwait(false);
        Expect.Sequence(asked, answers.Select(a => a.Key), "the keys answered");
        Expect.Sequence(["3", "", "1 3", ""], answers.Select(a => string.Join(' ', a.Hits.Select(h => h == Sample.Id(3) ? "3" : "1"))), "the hits");
        await store.StoreAsync(b => b.Golden.Add(Sample.Golden(3, 1, keys: new MatchKey("Name", "y")))).ConfigureAwait(false);
        answers = await store.FindByKeysAsync(Sample.Tenant, Sample.Entity, asked).ConfigureAwait(false);
        Expect.Sequence([0, 1, 1, 0], answers.Select(a => a.Hits.Count), "how many hits there are after the keys moved");
    }

    private static async Task ScansAsync(ISyncStore store)
    {
        await store.StoreAsync(b =>
        {
            for (var i = 1; i <= 25; i++)
            {
                b.Golden.Add(Sample.Golden(i, 0, i % 5 == 0 ? GoldenState.Deleted : i % 2 == 0 ? GoldenState.Reserved : GoldenState.Live));
                b.PutLinks.Add(Sample.Link(Sample.CrmRecord($"{i:d3}"), i));
                b.PutStage.Add(Sample.Staged($"{i:d3}") with { Ref = i % 2 == 0 ? Sample.CrmRecord($"{i:d3}") : Sample.ErpRecord($"{i:d3}"), Record = i % 4 == 0 ? null : "{}" });
            }
        }).ConfigureAwait(false);
        List<GoldenId> golden = [];
        for (IReadOnlyList<GoldenId> page = [default]; page.Count > 0; golden.AddRange(page))
        {
            page = await store.ScanGoldenAsync(Sample.Tenant, Sample.Entity, golden.Count == 0 ? null : golden[^1], 4).ConfigureAwait(false);
        }

        Expect.Sequence(Enumerable.Range(1, 25).Where(i => i % 5 != 0).Select(Sample.Id), golden, "the live and reserved golden records");
        List<LinkRow> links = [];
        for (IReadOnlyList<LinkRow> page = [Sample.Link(default, 0)]; page.Count > 0; links.AddRange(page))
        {
            page = await store.ScanLinksAsync(Sample.Tenant, Sample.Crm, "Account", links.Count == 0 ? null : links[^1].Ref.Id, 7).ConfigureAwait(false);
        }

        Expect.Sequence(Enumerable.Range(1, 25).Select(i => $"{i:d3}"), links.Select(l => l.Ref.Id), "the links");
        List<StageRow> staged = [];
        for (IReadOnlyList<StageRow> page = [Sample.Staged("")]; page.Count > 0; staged.AddRange(page))
        {
            page = await store.ScanStageAsync(Sample.Tenant, Sample.Entity, staged.Count == 0 ? null : staged[^1].Ref, 7).ConfigureAwait(false);
        }

        Expect.Sequence(
            Enumerable.Range(1, 25).Select(i => i % 2 == 0 ? Sample.CrmRecord($"{i:d3}") : Sample.ErpRecord($"{i:d3}")).Order(),
            staged.Select(s => s.Ref),
            "the staged records, tombstones included");
    }

    private static async Task AuditAsync(ISyncStore store)
    {
        for (var i = 0; i < 3; i++)
        {
            await store.StoreAsync(b => b.Audit.AddRange([Sample.Audit(1), Sample.Audit(2), Sample.Audit(1)])).ConfigureAwait(false);
        }

        Expect.Sequence([1, 1, 1], await SequencesAsync(null, 0, 2).ConfigureAwait(false), "the first two entries, and the rest of their commit");
        Expect.Sequence([2, 2, 2, 3, 3, 3], await SequencesAsync(null, 1, 4).ConfigureAwait(false), "the entries after the first commit");
        Expect.Sequence([2, 2], await SequencesAsync(Sample.Id(1), 1, 1).ConfigureAwait(false), "the first entry of one golden record, and the rest of its commit");
        Expect.Sequence<long>([], await SequencesAsync(null, 3, 9).ConfigureAwait(false), "the entries after the last commit");

        async Task<IEnumerable<long>> SequencesAsync(GoldenId? golden, long after, int limit) =>
            (await store.ReadAuditAsync(Sample.Tenant, golden, after, limit).ConfigureAwait(false)).Select(a => a.Sequence);
    }

    private static async Task TenantsAsync(ISyncStore store)
    {
        var other = new TenantId("other");
        var batch = new StoreBatch { Tenant = other };
        Fill(batch, "other");
        Expect.That((await store.CommitAsync(batch).ConfigureAwait(false)).Succeeded, "The other tenant's batch is stored.");
        await store.StoreAsync(b => Fill(b, "mine")).ConfigureAwait(false);
        foreach (var (tenant, name) in new[] { (other, "other"), (Sample.Tenant, "mine") })
        {
            var aggregate = (await store.ReadAggregatesAsync(tenant, [Sample.Id(1)]).ConfigureAwait(false)).Single();
            Expect.Equal(name, aggregate.Golden.Data, "the golden record's data");
            Expect.Equal((1, 1, 1), (aggregate.Links.Count, aggregate.Outbox.Count, aggregate.OpenItems.Count), "what hangs on it");
            Expect.Equal(name, aggregate.Links[0].Shadow, "the link's shadow");
            Expect.Equal(name, (await store.ReadStageAsync(tenant, [Sample.CrmRecord("s")]).ConfigureAwait(false)).Single().Record, "the staged record");
            Expect.Equal(1, (await store.FindByKeysAsync(tenant, Sample.Entity, [Key]).ConfigureAwait(false))[0].Hits.Count, "the hits of a key");
            Expect.Equal(name, (await store.ReadSettingsAsync(tenant, "").ConfigureAwait(false)).Single().Value, "the setting");
            Expect.Equal(1, (await store.ClaimOutboxAsync(Sample.Claim() with { Tenant = tenant }).ConfigureAwait(false)).Count, "the rows claimed");
            Expect.Equal(1, (await store.ReadAuditAsync(tenant, null, 0, 9).ConfigureAwait(false)).Count, "the audit entries");
            Expect.Equal(1, (await store.CountAsync(tenant).ConfigureAwait(false)).Golden.Single().Count, "the golden records counted");
        }

        static void Fill(StoreBatch batch, string name)
        {
            batch.Golden.Add(Sample.Golden(1, keys: Key) with { Data = name });
            batch.PutLinks.Add(Sample.Link(Sample.CrmRecord("1"), 1) with { Shadow = name });
            batch.PutOutbox.Add(Sample.Outbox(1));
            batch.PutOpenItems.Add(Sample.Item(golden: 1));
            batch.PutStage.Add(Sample.Staged("s") with { Record = name });
            batch.PutSettings.Add(new SettingRow("mode", name, 0));
            batch.Audit.Add(Sample.Audit(1));
        }
    }

    private static async Task ValuesAsync(ISyncStore store)
    {
        string[] texts = ["", " ", "a'b\"c\\d", "line\nline\r\n\t", "Zoë Ωμέγα 中文 😀 e\u0301", "%_?*", new string('x', 300_000)];
        for (var i = 0; i < texts.Length; i++)
        {
            var text = texts[i];
            var link = new LinkRow
            {
                Ref = Sample.CrmRecord($"id{text[..Math.Min(text.Length, 40)]}"),
                Entity = Sample.Entity,
                GoldenId = new GoldenId(new Guid(-1 - i, -1, -1, [255, 128, 0, 1, 2, 3, 4, 5])),
                State = LinkState.Active,
                Version = text,
                Modified = DateTimeOffset.MaxValue,
                Hash = UInt128.MaxValue - (UInt128)i,
                MapHash = 1UL << 63,
                Shadow = text,
                Touch = true,
            };
            var golden = Sample.Golden(i + 1) with { Id = link.GoldenId, Data = text, Provenance = text, Keys = [new(text, text)] };
            var touched = await store.StoreAsync(b =>
            {
                b.Golden.Add(golden);
                b.PutLinks.Add(link);
            }).ConfigureAwait(false);
            var read = (await store.ReadAggregatesAsync(Sample.Tenant, [golden.Id]).ConfigureAwait(false)).Single();
            Expect.Equal(StoreText.Golden(golden with { Version = 1 }), StoreText.Golden(read.Golden), "the golden record");
            Expect.Equal(StoreText.Link(link with { Touched = touched, Touch = false }), StoreText.Link(read.Links.Single()), "the link");
        }

        var local = new DateTimeOffset(2031, 5, 4, 3, 2, 1, TimeSpan.FromHours(5)).AddTicks(7);
        await store.StoreAsync(b => b.PutHints.Add(Sample.Hint("t") with { NotBefore = DateTimeOffset.MinValue, Since = local })).ConfigureAwait(false);
        var hint = (await store.ReadHintsAsync(Sample.Tenant, Sample.Crm, Sample.Entity, Sample.Now, 1).ConfigureAwait(false)).Single();
        Expect.Equal((DateTimeOffset.MinValue, local), (hint.NotBefore, hint.Since), "the times");
    }

    private static async Task CountsAsync(ISyncStore store)
    {
        await store.StoreAsync(b =>
        {
            b.Golden.AddRange([Sample.Golden(1), Sample.Golden(2), Sample.Golden(3, 0, GoldenState.Reserved)]);
            b.PutLinks.AddRange([Sample.Link(Sample.CrmRecord("1"), 1), Sample.Link(Sample.CrmRecord("2"), 2), Sample.Link(Sample.ErpRecord("1"), 1)]);
            b.PutOutbox.AddRange([Sample.Outbox(1), Sample.Outbox(2, OutboxState.Parked) with { Cause = "Rejected", Flight = "{}" }]);
            b.PutOpenItems.AddRange([Sample.Item("1"), Sample.Item("2")]);
            b.PutHints.Add(Sample.Hint("1"));
            b.PutStage.AddRange([Sample.Staged("1"), Sample.Staged("2"), Sample.Staged("3") with { Record = null }]);
        }).ConfigureAwait(false);
        await store.StoreAsync(b =>
        {
            b.Golden.AddRange([Sample.Golden(2, 1, GoldenState.Deleted), Sample.Golden(3, 1)]);
            b.RemoveLinks.Add(Sample.CrmRecord("1"));
            b.PutLinks.Add(Sample.Link(Sample.CrmRecord("2"), 2, LinkState.Gone));
            b.RemoveStage.Add(Sample.CrmRecord("1"));
            b.PutStage.Add(Sample.Staged("3"));
        }).ConfigureAwait(false);
        await store.RefuseAsync("it builds on a wrong version", b =>
        {
            b.PutLinks.Add(Sample.Link(Sample.CrmRecord("7"), 1));
            b.Golden.Add(Sample.Golden(1, 9));
        }).ConfigureAwait(false);
        var counts = await store.CountAsync(Sample.Tenant).ConfigureAwait(false);
        Expect.Equal(
            "golden [(Account, Live, 2), (Account, Deleted, 1)] links [(Account, crm, Gone, 1), (Account, erp/10, Active, 1)] "
            + "outbox [(Account, erp/10, Due, , False, 1), (Account, erp/10, Parked, Rejected, True, 1)] "
            + "items [(Account, Ambiguous, keys, 2)] hints [(Account, 1)] staged [(Account, 2)]",
            StoreText.Counts(counts),
            "the counts");
    }

    private static async Task ProblemsAsync(ISyncStore store)
    {
        await store.StoreAsync(b =>
        {
            b.PutOutbox.Add(Sample.Outbox(1, OutboxState.Parked) with { Cause = "Rejected", Problem = "few" });
            b.PutOutbox.Add(Sample.Outbox(2, OutboxState.Parked) with { Cause = "Rejected", Problem = "many", Since = Sample.Now.AddHours(1) });
            b.PutOutbox.Add(Sample.Outbox(3, OutboxState.Parked) with { Cause = "Rejected", Problem = "many", Since = Sample.Now.AddHours(-1) });
            b.PutOutbox.Add(Sample.Outbox(4, OutboxState.Parked) with { Cause = "Rejected", Problem = "many", Spoke = Sample.Crm });
            b.PutOutbox.Add(Sample.Outbox(5, OutboxState.Parked) with { Cause = "Rejected" });
        }).ConfigureAwait(false);
        var all = await store.ListProblemsAsync(Sample.Tenant, new ProblemFilter()).ConfigureAwait(false);
        Expect.Sequence([("many", Sample.Erp, 2L), ("few", Sample.Erp, 1L), ("many", Sample.Crm, 1L)], all.Select(p => (p.Problem, p.Spoke, p.Count)), "the problems");
        Expect.That(all[0] is { Cause: "Rejected", State: OutboxState.Parked, Kind: null } && all[0].Since == Sample.Now.AddHours(-1), "A problem has its rows' cause and state and the age of the oldest.");
        var one = await store.ListProblemsAsync(Sample.Tenant, new ProblemFilter { Spoke = Sample.Crm, Problem = "many" }).ConfigureAwait(false);
        Expect.Sequence([1L], one.Select(p => p.Count), "the problem of one spoke");
        Expect.Sequence(["few"], (await store.ListProblemsAsync(Sample.Tenant, new ProblemFilter { Skip = 1, Take = 1 }).ConfigureAwait(false)).Select(p => p.Problem), "one page of problems");
    }
}
