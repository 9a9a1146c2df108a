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

        foreach (var golden in run.World.Snapshot().Golden.Values.Where(g => g.Outbox.Count > 0 || result.Message?.Contains(g.Golden.Id.ToString(), StringComparison.Ordinal) == true))
        {
            Console.WriteLine($"golden {golden.Golden.Id} {golden.Golden.State} {golden.Golden.Data}");
            foreach (var row in golden.Outbox)
            {
                Console.WriteLine($"  open {row.Entity} {row.GoldenId} {row.Spoke} {row.State} {row.Cause} {row.Detail} {row.Flight}");
            }

            foreach (var item in golden.OpenItems)
            {
                Console.WriteLine($"  item {item.Kind} {item.Spoke} {item.Group} {item.Cause} {item.Detail}");
            }

            foreach (var link in golden.Links)
            {
                Console.WriteLine($"  link {link.Ref} {link.State} {link.Version} {(run.World.Snapshot().Hints.Contains(link.Ref) ? "hinted " : "")}{link.Shadow}");
            }
        }

        foreach (var stream in run.World.Snapshot().Streams.Values)
        {
            Console.WriteLine($"stream {stream.Spoke} {stream.Entity} {stream.Phase} {stream.Cursor} due {stream.NextDue:HH:mm:ss} lease {stream.LeaseUntil:HH:mm:ss} {stream.Checkpoints}");
        }

        Console.WriteLine(law is null ? $"seed {options.Start}: clean, {result.Steps} steps, fingerprint {result.Fingerprint:x16}" : $"seed {options.Start}, {result.Steps} of {result.Steps + skipped.Count} steps: {result.Message}");
        return law is null ? 0 : 1;
    }
}
