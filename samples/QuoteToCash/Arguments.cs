using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace CrmErp.Samples.QuoteToCash;

/// <summary>What was asked for on the command line.</summary>
internal sealed record Arguments
{
    public const string Usage =
        """
        Keeps a simulated CRM and ERP in agreement through a working day, with crashes, and verifies it.
          --accounts N     how many accounts, 100 to 1,000,000 (default 2000)
          --seed N         seed of ids and of the moments at which the engine is killed (default 1)
          --json           the last line of standard output is one JSON object
          --keep DIR       leaves the database, the log and a report there
          --trace          the log holds everything down to the lowest level, spans and measurements too
          --tamper         changes one value of each compared field behind everyone's back at the end: all must be reported
          --crm NAME       salesforce
          --erp NAME       businesscentral
        """;

    // Fewer than the cases made by hand and some that are not are no day; more than a machine holds twice are none either.
    private const int Fewest = 100;
    private const int Most = 1_000_000;

    private static readonly string[] Names = ["--accounts", "--seed", "--json", "--keep", "--trace", "--tamper", "--crm", "--erp"];
    private static readonly string[] CrmNames = ["salesforce"];
    private static readonly string[] ErpNames = ["businesscentral"];

    public int Accounts { get; init; } = 2000;

    public int Seed { get; init; } = 1;

    public bool Json { get; init; }

    public bool Tamper { get; init; }

    public bool Trace { get; init; }

    public string? Keep { get; init; }

    public static bool TryParse(string[] args, [NotNullWhen(true)] out Arguments? arguments, [NotNullWhen(false)] out string? problem)
    {
        var result = new Arguments();
        (arguments, problem) = (null, null);
        for (var i = 0; i < args.Length && problem is null; i++)
        {
            var name = args[i];
            if (name is "--json" or "--tamper" or "--trace")
            {
                result = result with { Json = result.Json || name == "--json", Tamper = result.Tamper || name == "--tamper", Trace = result.Trace || name == "--trace" };
            }
            else if (!Names.Contains(name))
            {
                problem = $"'{name}' is no option. Options: {string.Join(", ", Names)}; --help explains them.";
            }
            else if (i + 1 == args.Length || args[i + 1].Length == 0)
            {
                problem = $"{name} needs a value.";
            }
            else
            {
                problem = Take(ref result, name, args[++i]);
            }
        }

        arguments = problem is null ? result : null;
        return problem is null;
    }

    // Gives what is wrong with the value.
    private static string? Take(ref Arguments result, string name, string value)
    {
        switch (name)
        {
            case "--keep":
                result = result with { Keep = value };
                return null;
            case "--crm":
                return CrmNames.Contains(value) ? null : $"'{value}' is no known CRM. Known: {string.Join(", ", CrmNames)}.";
            case "--erp":
                return ErpNames.Contains(value) ? null : $"'{value}' is no known ERP. Known: {string.Join(", ", ErpNames)}.";
        }

        var isNumber = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        if (name == "--seed")
        {
            result = result with { Seed = number };
            return isNumber ? null : $"--seed needs a whole number from 0 to {int.MaxValue}; '{value}' is none.";
        }

        result = result with { Accounts = number };
        return isNumber && number is >= Fewest and <= Most ? null : $"--accounts needs a whole number from {Fewest} to {Most}; '{value}' is none.";
    }
}
