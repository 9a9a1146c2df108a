namespace CrmErp.Sdk.Simulation.Running;

/// <summary>One seed, with everything that happens; shrunk when it breaks a law.</summary>
internal static class Tracing
{
    public static int Run(SimOptions options)
    {
        var skipped = Shrinking.Shrink(options, out var law);
        using var run = new SeedRun(options.Setup(options.Start, new Coverage()) with { Tracing = true, Skipped = skipped });
        var result = run.Run();
        foreach (var line in result.Trace)
        {
            Console.WriteLine(line);
        }

        foreach (var entry in run.World.Snapshot().Audit)
        {
            Console.WriteLine("audit " + entry);
        }

        Console.WriteLine(law is null ? $"seed {options.Start}: clean, {result.Steps} steps, fingerprint {result.Fingerprint:x16}" : $"seed {options.Start}, {result.Steps} of {result.Steps + skipped.Count} steps: {result.Message}");
        return law is null ? 0 : 1;
    }
}
