using System.Diagnostics;
using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Mapping;
using CrmErp.Sdk.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace CrmErp.Sdk.Benchmarks.Engine;

/// <summary>
/// The path that every poll and sweep takes: records that did not change, read in full beside their links. Fakes and the in-memory
/// store, so the figure is the engine's own work.
/// </summary>
internal static class QuietReadBenchmark
{
    public static async Task RunAsync(int records)
    {
        await using var world = SyncWorld.Create(Define);
        for (var i = 0; i < records; i++)
        {
            world["crm"].Add("Account", ("Name", $"Company {i}"), ("TaxNumber", $"DE{i:000000000}"), ("City", $"Town {i % 500}"));
        }

        var load = await MeasureAsync(() => world.SettleAsync());
        Console.WriteLine($"first load      {records,9:N0} records  {load.Elapsed.TotalSeconds,7:0.0} s  {records / load.Elapsed.TotalSeconds,9:N0}/s");
        for (var round = 1; round <= 3; round++)
        {
            var quiet = await MeasureAsync(() => world.RunAsync(new RunOptions { ResetCursors = true }));
            Console.WriteLine($"quiet full read {2 * records,9:N0} records  {quiet.Elapsed.TotalSeconds,7:0.0} s  {2 * records / quiet.Elapsed.TotalSeconds,9:N0}/s  {quiet.Allocated / (2 * records),6:N0} bytes each");
        }
    }

    private static async Task<(TimeSpan Elapsed, long Allocated)> MeasureAsync(Func<Task> work)
    {
        GC.Collect();
        var (started, allocated) = (Stopwatch.GetTimestamp(), GC.GetTotalAllocatedBytes());
        await work();
        return (Stopwatch.GetElapsedTime(started), GC.GetTotalAllocatedBytes() - allocated);
    }

    private static void Define(ICrmErpSyncBuilder sync) => sync
        .AddFake("crm", [Schema("Account", "Name", "TaxNumber", "City")], new StandardMaps().Map<Account>("Account", m => m
            .Field(x => x.Name, "Name").Field(x => x.TaxId, "TaxNumber").Field(x => x.BillingAddress.City, "City")))
        .AddFake("erp", [Schema("customers", "name", "vatId", "city")], new StandardMaps().Map<Account>("customers", m => m
            .Field(x => x.Name, "name").Field(x => x.TaxId, "vatId").Field(x => x.BillingAddress.City, "city")))
        .Sync<Account>(a => a.Between("crm", "erp").Match(x => x.TaxId));

    private static ObjectMetadata Schema(string name, params string[] fields) => new()
    {
        Name = name,
        Fields = [.. fields.Select(f => new FieldMetadata { Path = f, Kind = FieldKind.Text, MaxLength = 255 })],
    };
}
