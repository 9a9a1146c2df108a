namespace CrmErp.Sdk.Simulation.Running;

/// <summary>Leaves out steps of chaos while the same law still breaks. Every step draws from its own source, so the others stay as they are.</summary>
internal static class Shrinking
{
    private const int Steps = 210;
    private const int Budget = 400;

    /// <summary>The steps that can be left out; none when the seed breaks no law.</summary>
    public static IReadOnlySet<int> Shrink(SimOptions options, out string? law)
    {
        var skipped = new HashSet<int>();
        law = Run(options, skipped);
        if (law is null)
        {
            return skipped;
        }

        var runs = 0;
        for (var size = Steps / 2; size >= 1 && runs < Budget; size /= 2)
        {
            for (var from = 0; from < Steps && runs < Budget; from += size)
            {
                var trial = new HashSet<int>(skipped);
                trial.UnionWith(Enumerable.Range(from, Math.Min(size, Steps - from)));
                if (trial.Count > skipped.Count)
                {
                    runs++;
                    skipped = Run(options, trial) == law ? trial : skipped;
                }
            }
        }

        return skipped;
    }

    private static string? Run(SimOptions options, IReadOnlySet<int> skipped)
    {
        using var run = new SeedRun(options.Setup(options.Start, new Coverage()) with { Skipped = skipped });
        return run.Run().Law;
    }
}
