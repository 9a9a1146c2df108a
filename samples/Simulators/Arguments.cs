using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace CrmErp.Samples.Simulators;

/// <summary>What was asked for on the command line.</summary>
internal sealed record Arguments
{
    public const string Usage =
        """
        Starts the simulators on 127.0.0.1, with the data of the quote-to-cash sample, and runs until standard input closes or it is interrupted.
          --json                     one JSON line with addresses and credentials
          --accounts N               how many companies, 100 to 1,000,000 (default 2000); 0 starts empty
          --seed N                   seed of ids and tokens (default 1)
          --data DIR                 further records: DIR/salesforce/{Object}.jsonl, DIR/businesscentral/{set}.jsonl
          --salesforce-port N        a fixed port instead of a free one
          --businesscentral-port N   a fixed port instead of a free one
        """;

    private static readonly string[] Names = ["--json", "--accounts", "--seed", "--data", "--salesforce-port", "--businesscentral-port"];

    public bool Json { get; init; }

    public int Accounts { get; init; } = 2000;

    public int Seed { get; init; } = 1;

    public string? Data { get; init; }

    public int SalesforcePort { get; init; }

    public int BusinessCentralPort { get; init; }

    public static bool TryParse(string[] args, [NotNullWhen(true)] out Arguments? arguments, [NotNullWhen(false)] out string? problem)
    {
        var result = new Arguments();
        (arguments, problem) = (null, null);
        for (var i = 0; i < args.Length && problem is null; i++)
        {
            var name = args[i];
            if (name == "--json")
            {
                result = result with { Json = true };
            }
            else if (!Names.Contains(name))
            {
                problem = $"'{name}' is no option. Options: {string.Join(", ", Names)}; --help explains them.";
            }
            else
            {
                problem = i + 1 < args.Length && args[i + 1].Length > 0 ? Take(ref result, name, args[++i]) : $"{name} needs a value.";
            }
        }

        arguments = problem is null ? result : null;
        return problem is null;
    }

    // Gives what is wrong with the value.
    private static string? Take(ref Arguments result, string name, string value)
    {
        if (name == "--data")
        {
            result = result with { Data = value };
            return Directory.Exists(value) ? null : $"--data needs a folder; there is no '{value}'.";
        }

        var isNumber = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        var (fits, range) = name switch
        {
            "--accounts" => (number is 0 or (>= 100 and <= 1_000_000), "from 100 to 1000000, or 0"),
            "--seed" => (true, $"from 0 to {int.MaxValue}"),
            _ => (number <= 65535, "from 0 to 65535"),
        };
        result = name switch
        {
            "--accounts" => result with { Accounts = number },
            "--seed" => result with { Seed = number },
            "--salesforce-port" => result with { SalesforcePort = number },
            _ => result with { BusinessCentralPort = number },
        };
        return isNumber && fits ? null : $"{name} needs a whole number {range}; '{value}' is none.";
    }
}
