using System.Globalization;
using CrmErp.Sdk.State;
using CrmErp.Sdk.Stores.Sqlite;
using CrmErp.Sdk.Testing;

namespace CrmErp.Sdk.Benchmarks.Store;

/// <summary>
/// The SQLite store against the raw-bind floor, both in one process, page by page in turn: first load (capture a page, deliver it),
/// then pages of link heads, close together and far apart. Ratios are what counts; absolute times move with the machine.
/// </summary>
internal static class StoreBenchmark
{
    public const string Flight = """{"op":"create","key":"0190000000000000","sent":{"Name":"Account number 1","Number":"1","TaxId":"DE000000001"},"notAfter":"2031-05-04T03:03:01Z"}""";

    private const int PageSize = 2_000;
    private const int WriteSize = 200;

    public static async Task RunAsync(int records)
    {
        var folder = Directory.CreateTempSubdirectory("crmerp-bench-");
        try
        {
            await LoadAsync(folder.FullName, records);
            await MemoryAsync(Math.Min(records, 20_000));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task LoadAsync(string folder, int records)
    {
        var floorFile = Path.Combine(folder, "floor.db");
        await (await OpenAsync(floorFile)).DisposeAsync();
        await using var store = await OpenAsync(Path.Combine(folder, "store.db"));
        using var floor = new RawFloor(floorFile);
        (Measure Store, Measure Floor) capture = (new(), new()), deliver = (new(), new());
        var make = new Measure();
        for (var first = 0; first < records; first += PageSize)
        {
            StoreBatch? batch = null;
            make.Add(() => batch = StoreRows.Captured(first, PageSize));
            await capture.Store.AddAsync(() => CommitAsync(store, batch!));
            capture.Floor.Add(() => floor.Captured(first, PageSize));
            for (var part = first; part < first + PageSize; part += WriteSize)
            {
                await deliver.Store.AddAsync(() => DeliverAsync(store, WriteSize));
                deliver.Floor.Add(() => floor.Delivered(part, WriteSize));
            }
        }

        Report("capture, per record", capture.Store, capture.Floor, records, $"(the floor's figure contains making the rows: {make.Per(records)})");
        Report("deliver, per record", deliver.Store, deliver.Floor, records, "(both contain making the rows)");
        var counts = await store.CountAsync(TenantId.Default);
        Require(counts.Links.Sum(l => l.Count) == 2L * records && counts.Outbox.Count == 0, "the load stored two links per record and left no outbox row");
        await HeadsAsync(store, floor, records);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"file {new FileInfo(Path.Combine(folder, "store.db")).Length / 1048576} MiB, peak {Environment.WorkingSet / 1048576} MiB working set"));
    }

    private static async Task MemoryAsync(int records)
    {
        await using var store = new InMemorySyncStore();
        var single = new Measure();
        await single.AddAsync(async () =>
        {
            for (var i = 0; i < records; i++)
            {
                await CommitAsync(store, StoreRows.Captured(i, 1));
                await DeliverAsync(store, 1);
            }
        });
        Console.WriteLine($"in memory, one record per commit: capture and deliver (three commits, one claim)\n  store {single.Per(records)}");
    }

    private static async Task DeliverAsync(ISyncStore store, int count)
    {
        var claimed = await store.ClaimOutboxAsync(new OutboxClaim { Tenant = TenantId.Default, Spoke = StoreRows.Erp, Entity = "Account", Now = StoreRows.Now, LeaseUntil = StoreRows.Now.AddMinutes(1), Limit = count });
        Require(claimed.Count == count, "every row is claimed");
        var start = new StoreBatch { Tenant = TenantId.Default };
        var settle = new StoreBatch { Tenant = TenantId.Default };
        foreach (var row in claimed)
        {
            var i = Number(row.GoldenId);
            start.PutOutbox.Add(row with { Flight = Flight, CreateInFlight = true });
            settle.Golden.Add(StoreRows.GoldenRow(i, version: 1));
            settle.PutLinks.Add(StoreRows.ErpLink(i));
            settle.RemoveOutbox.Add(new OutboxFence(row.GoldenId, row.Spoke, row.Fence));
        }

        await CommitAsync(store, start);
        await CommitAsync(store, settle);
    }

    private static async Task HeadsAsync(SqliteSyncStore store, RawFloor floor, int records)
    {
        string[] crm = [.. Enumerable.Range(0, records).Select(StoreRows.CrmId).Order(StringComparer.Ordinal)];
        string[] erp = [.. Enumerable.Range(0, records).Select(StoreRows.ErpId).Order(StringComparer.Ordinal)];
        foreach (var (text, spoke, name, ids, step) in new[]
        {
            ("heads of whole pages, growing ids", StoreRows.Crm, "Account", crm, 1),
            ("heads of whole pages, random ids", StoreRows.Erp, "customers", erp, 1),
            ("heads of every 50th record", StoreRows.Erp, "customers", erp, 50),
        })
        {
            var (mine, bare, asked) = (new Measure(), new Measure(), 0);
            var objectId = name == "Account" ? 1 : 2;
            string[] chosen = [.. ids.Where((_, i) => i % step == 0)];
            for (var round = 0; round < 3; round++)
            {
                foreach (var page in chosen.Chunk(PageSize))
                {
                    asked += page.Length;
                    await mine.AddAsync(async () => Require((await store.ReadLinkHeadsAsync(TenantId.Default, spoke, name, page)).Count == page.Length, "every head is found"));
                    bare.Add(() => Require(floor.Heads(objectId, page) == page.Length, "the floor finds every head"));
                }
            }

            Report(text, mine, bare, asked, step > 1 ? "(the floor reads the whole range)" : "");
        }
    }

    private static int Number(GoldenId id)
    {
        var bytes = id.Value.ToByteArray(bigEndian: true);
        return (((bytes[0] << 24 | bytes[1] << 16 | bytes[2] << 8 | bytes[3]) - 0x0190_0000) << 12) | (bytes[4] << 8 | bytes[5]);
    }

    private static async Task<SqliteSyncStore> OpenAsync(string file)
    {
        var store = new SqliteSyncStore($"Data Source={file}");
        await store.OpenAsync();
        return store;
    }

    private static async Task CommitAsync(ISyncStore store, StoreBatch batch) =>
        Require((await store.CommitAsync(batch)).Succeeded, "every commit is stored");

    private static void Require(bool holds, string what)
    {
        if (!holds)
        {
            throw new InvalidOperationException($"The run is void: not true that {what}.");
        }
    }

    private static void Report(string what, Measure store, Measure floor, int records, string note)
    {
        Console.WriteLine($"{what} {note}");
        Console.WriteLine($"  store {store.Per(records)}");
        Console.WriteLine($"  floor {floor.Per(records)}");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  ratio {store.MicrosecondsPer(records) / floor.MicrosecondsPer(records):f2}"));
    }
}
