using System.Globalization;

namespace CrmErp.Sdk.Simulation.Running;

/// <summary>Seeds that once broke a law, with their worlds.</summary>
internal static class Regressions
{
    public static int Run(SimOptions options)
    {
        var broken = 0;
        var count = 0;
        foreach (var world in Read(options.Regressions!))
        {
            count++;
            using var run = new SeedRun(world.Setup(world.Start, new Coverage()));
            var result = run.Run();
            if (result.Law is not null)
            {
                broken++;
                Console.WriteLine($"regression {world.Start}, {world.Systems} systems: {result.Message}");
            }
        }

        Console.WriteLine($"{count} regression seeds, {broken} violations");
        return broken == 0 ? 0 : 1;
    }

    public static IReadOnlyList<SimOptions> Read(string file) =>
    [
        .. File.ReadLines(file).Where(l => l.Length > 0 && l[0] != '#').Select(l => l.Split(' ', 4)).Select(p => new SimOptions
        {
            Start = ulong.Parse(p[0], CultureInfo.InvariantCulture), Systems = int.Parse(p[1], CultureInfo.InvariantCulture), Sqlite = p[2] == "sqlite",
        }),
    ];
}
