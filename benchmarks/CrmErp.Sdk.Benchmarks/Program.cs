using CrmErp.Sdk.Benchmarks.Store;

// dotnet run -c Release --project benchmarks/CrmErp.Sdk.Benchmarks -- store [records]
switch (args)
{
    case ["store", .. var rest]:
        await StoreBenchmark.RunAsync(rest is [var count] ? int.Parse(count, System.Globalization.CultureInfo.InvariantCulture) : 100_000);
        return 0;
    default:
        await Console.Error.WriteLineAsync("Usage: store [records]");
        return 2;
}
