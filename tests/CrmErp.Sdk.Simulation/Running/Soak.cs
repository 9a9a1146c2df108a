using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace CrmErp.Sdk.Simulation.Running;

/// <summary>Many seeds, one after the other.</summary>
internal static class Soak
{
    private const int Shown = 12;

    public static int Run(SimOptions options)
    {
        var coverage = new Coverage();
        Expectations.AddTo(coverage, options.Systems);
        var failures = new List<SeedResult>();
        long steps = 0, faults = 0, crashes = 0, rows = 0, parked = 0;
        var watch = Stopwatch.StartNew();
        var done = 0;
        for (var i = 0; i < options.Seeds && (options.Seconds == 0 || watch.Elapsed.TotalSeconds < options.Seconds); i++)
        {
            done++;
            using var run = new SeedRun(options.Setup(options.Start + (ulong)i, coverage));
            var result = run.Run();
            steps += result.Steps;
            faults += result.Faults;
            crashes += result.Crashes;
            rows += result.RowsAtRest;
            parked += result.ParkedAtRest;
            if (result.Law is not null)
            {
                failures.Add(result);
            }
        }

        options = options with { Seeds = Math.Max(1, done) };
        Report(options, failures);
        WriteSummary(options, coverage, failures.Count, steps, faults, crashes, rows, parked, watch.Elapsed);
        return failures.Count == 0 ? 0 : 1;
    }

    private static void Report(SimOptions options, List<SeedResult> failures)
    {
        foreach (var group in failures.GroupBy(f => f.Law).OrderByDescending(g => g.Count()))
        {
            Console.WriteLine($"{group.Key}: {group.Count()} seeds, first {group.First().Seed}");
        }

        foreach (var failure in options.AllFailures ? failures : failures.Take(Shown))
        {
            var message = failure.Message!.Length > 900 && !options.AllFailures ? failure.Message[..900] : failure.Message;
            Console.WriteLine($"seed {failure.Seed}: {message}");
        }
    }

    private static void WriteSummary(SimOptions options, Coverage coverage, int violations, long steps, long faults, long crashes, long rows, long parked, TimeSpan elapsed)
    {
        var rate = options.Seeds / elapsed.TotalSeconds;
        if (!options.Json)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{options.Seeds} seeds, {violations} violations, {rate:F1} seeds/s ({options.Seeds / Environment.CpuUsage.TotalTime.TotalSeconds:F1} per second of processor time), {steps / (double)options.Seeds:F0} steps, {faults / (double)options.Seeds:F1} faults, {crashes / (double)options.Seeds:F1} crashes per seed, parked {parked} of {rows}"));
            return;
        }

        using var stream = Console.OpenStandardOutput();
        using var writer = new Utf8JsonWriter(stream);
        writer.WriteStartObject();
        writer.WriteNumber("seeds", options.Seeds);
        writer.WriteNumber("steps", steps);
        writer.WriteNumber("faults", faults);
        writer.WriteNumber("crashes", crashes);
        writer.WriteNumber("violations", violations);
        writer.WriteNumber("seedsPerSecond", Math.Round(rate, 1));
        writer.WriteNumber("seedsPerCpuSecond", Math.Round(options.Seeds / Environment.CpuUsage.TotalTime.TotalSeconds, 1));
        writer.WriteNumber("parkedAtRest", rows == 0 ? 0 : Math.Round(parked / (double)rows, 4));
        writer.WriteStartObject("coverage");
        foreach (var (name, count) in coverage.Counts)
        {
            writer.WriteNumber(name, count);
        }

        writer.WriteEndObject();
        writer.WriteStartArray("neverHappened");
        foreach (var (name, _) in coverage.Counts.Where(c => c.Value == 0))
        {
            writer.WriteStringValue(name);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.Flush();
        Console.WriteLine();
    }
}
