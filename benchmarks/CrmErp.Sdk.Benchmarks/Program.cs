using CrmErp.Sdk.Benchmarks.Engine;
using CrmErp.Sdk.Benchmarks.Store;

// dotnet run -c Release --project benchmarks/CrmErp.Sdk.Benchmarks -- store [records]
// dotnet run -c Release --project benchmarks/CrmErp.Sdk.Benchmarks -- quiet [records]
switch (args)
{
    case ["store", .. var rest]:
        await StoreBenchmark.RunAsync(rest is [var count] ? int.Parse(count, System.Globalization.CultureInfo.InvariantCulture) : 100_000);
        return 0;
    case ["quiet", .. var rest]:
        await QuietReadBenchmark.RunAsync(rest is [var number] ? int.Parse(number, System.Globalization.CultureInfo.InvariantCulture) : 20_000);
        return 0;
    default:
        await Console.Error.WriteLineAsync("Usage: store [records] | quiet [records]");
        return 2;
}
