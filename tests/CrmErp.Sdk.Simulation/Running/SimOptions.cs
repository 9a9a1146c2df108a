using System.Globalization;
using CrmErp.Sdk.Simulation.Driving;
using CrmErp.Sdk.Simulation.World;
using CrmErp.Sdk.Testing;

namespace CrmErp.Sdk.Simulation.Running;

/// <summary>What the command line asks for.</summary>
internal sealed record SimOptions
{
    public const string Usage = "usage: [--seeds N] [--start N] [--systems 2|3] [--store memory|sqlite] [--json] [--all-failures] [--seed N --trace] [--regressions FILE] [--seconds N] [--sabotage NAME|all] [--jobs N]";

    public int Seeds { get; init; } = 200;

    public ulong Start { get; init; }

    public int Systems { get; init; } = 2;

    public bool Sqlite { get; init; }

    public bool Json { get; init; }

    public bool AllFailures { get; init; }

    public bool Trace { get; init; }

    /// <summary>A file of seeds that once broke a law.</summary>
    public string? Regressions { get; init; }

    /// <summary>No seed begins after this time; 0: no bound.</summary>
    public int Seconds { get; init; }

    /// <summary>The rule to break on purpose, or all.</summary>
    public string? Sabotage { get; init; }

    public int Jobs { get; init; } = 1;

    public static SimOptions? Parse(string[] args)
    {
        var options = new SimOptions();
        for (var i = 0; i < args.Length; i++)
        {
            var value = i + 1 < args.Length && ulong.TryParse(args[i + 1], CultureInfo.InvariantCulture, out var number) ? number : (ulong?)null;
            switch (args[i])
            {
                case "--seeds" when value is not null:
                    options = options with { Seeds = (int)value };
                    i++;
                    break;
                case "--start" or "--seed" when value is not null:
                    options = options with { Start = value.Value };
                    i++;
                    break;
                case "--systems" when value is 2 or 3:
                    options = options with { Systems = (int)value };
                    i++;
                    break;
                case "--sabotage" when i + 1 < args.Length:
                    options = options with { Sabotage = args[i + 1] };
                    i++;
                    break;
                case "--regressions" when i + 1 < args.Length:
                    options = options with { Regressions = args[i + 1] };
                    i++;
                    break;
                case "--seconds" when value is not null:
                    options = options with { Seconds = (int)value };
                    i++;
                    break;
                case "--jobs" when value is > 0:
                    options = options with { Jobs = (int)value };
                    i++;
                    break;
                case "--store" when i + 1 < args.Length && args[i + 1] is ("memory" or "sqlite"):
                    options = options with { Sqlite = args[i + 1] == "sqlite" };
                    i++;
                    break;
                case "--json":
                    options = options with { Json = true };
                    break;
                case "--all-failures":
                    options = options with { AllFailures = true };
                    break;
                case "--trace":
                    options = options with { Trace = true };
                    break;
                default:
                    return null;
            }
        }

        return options;
    }

    public SimSetup Setup(ulong seed, Coverage coverage) => new(seed)
    {
        Systems = Systems,
        Coverage = coverage,
        CreateStore = () => Sqlite ? SqliteFile.Create() : new InMemorySyncStore(),
        CreateEngine = (world, _) => new EngineProcess(world),
    };
}
