using CrmErp.Sdk.Simulation.Sabotage;

namespace CrmErp.Sdk.Simulation.Running;

/// <summary>Breaks rules on purpose: each must break a law on a seed that is clean without it.</summary>
internal static class SabotageRun
{
    private const int MostSeeds = 1000;

    public static int Run(SimOptions options)
    {
        var chosen = Sabotages.All.Where(s => options.Sabotage is "all" || s.Name == options.Sabotage).ToArray();
        if (chosen.Length == 0)
        {
            Console.Error.WriteLine($"No sabotage '{options.Sabotage}'. They are: {string.Join(", ", Sabotages.All.Select(s => s.Name))}.");
            return 2;
        }

        var missed = 0;
        var output = new Lock();
        Parallel.ForEach(chosen, new ParallelOptions { MaxDegreeOfParallelism = options.Jobs }, sabotage =>
        {
            var line = Find(options, sabotage, out var caught);
            lock (output)
            {
                missed += caught ? 0 : 1;
                Console.WriteLine(line);
            }
        });
        Console.WriteLine($"{chosen.Length} sabotages, {missed} not caught");
        return missed == 0 ? 0 : 1;
    }

    private static string Find(SimOptions options, Sabotage.Sabotage sabotage, out bool caught)
    {
        caught = true;
        if (sabotage.CannotMatter is { } reason)
        {
            return $"{sabotage.Name} cannot matter: {reason}";
        }

        string? other = null;
        for (var i = 0; i < Math.Min(options.Seeds, MostSeeds); i++)
        {
            var seed = options.Start + (ulong)i;
            if (Broken(options, seed, sabotage, sabotage.OwnWorld) is not { } law)
            {
                continue;
            }

            if (law == "exception")
            {
                // Caught by chance, not by a law.
                other ??= $"; an exception at seed {seed}";
            }
            else if (Broken(options, seed, null, sabotage.OwnWorld) is null)
            {
                return $"{sabotage.Name} caught at seed {seed} ({law}){(sabotage.OwnWorld is { } world ? $" in the world '{world}'" : "")}";
            }
        }

        caught = false;
        return $"{sabotage.Name} NOT CAUGHT{other}";
    }

    private static string? Broken(SimOptions options, ulong seed, Sabotage.Sabotage? sabotage, string? world)
    {
        using var run = new SeedRun(options.Setup(seed, new Coverage()) with { Sabotage = sabotage, Special = world });
        return run.Run().Law;
    }
}
