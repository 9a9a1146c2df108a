using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace CrmErp.Samples.Simulators;

/// <summary>What was asked for on the command line.</summary>
internal sealed record Arguments(bool Json, int Seed, string? Data, int SalesforcePort, int BusinessCentralPort)
{
    public const string Usage =
        """
        Starts the simulators on 127.0.0.1 and runs until standard input closes or it is interrupted.
          --json                     one JSON line with addresses and credentials
          --seed N                   seed of ids and tokens (default 1)
          --data DIR                 records to start with: DIR/salesforce/{Object}.jsonl, DIR/businesscentral/{set}.jsonl
          --salesforce-port N        a fixed port instead of a free one
          --businesscentral-port N   a fixed port instead of a free one
        """;

    public static bool TryParse(string[] args, [NotNullWhen(true)] out Arguments? arguments, [NotNullWhen(false)] out string? problem)
    {
        var result = new Arguments(false, 1, null, 0, 0);
        (arguments, problem) = (null, null);
        for (var i = 0; i < args.Length; i++)
        {
            if (args[i] == "--json")
            {
                result = result with { Json = true };
                continue;
            }

            if (i + 1 == args.Length)
            {
                problem = $"'{args[i]}' is not an option, or lacks its value.";
                return false;
            }

            var (name, value) = (args[i], args[++i]);
            var isNumber = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
            switch (name)
            {
                case "--seed" when isNumber: result = result with { Seed = number }; break;
                case "--data" when Directory.Exists(value): result = result with { Data = value }; break;
                case "--salesforce-port" when isNumber: result = result with { SalesforcePort = number }; break;
                case "--businesscentral-port" when isNumber: result = result with { BusinessCentralPort = number }; break;
                default:
                    problem = $"'{name} {value}' is not an option.";
                    return false;
            }
        }

        arguments = result;
        return true;
    }
}
