using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace CrmErp.Samples.QuoteToCash;

/// <summary>What was asked for on the command line.</summary>
internal sealed record Arguments
{
    public const string Usage =
        """
        Keeps a simulated CRM and ERP in agreement through a working day, with crashes, and verifies it.
          --accounts N     how many accounts (default 2000)
          --seed N         seed of ids and of the moments at which the engine is killed (default 1)
          --json           the last line of standard output is one JSON object
          --keep DIR       leaves the database, the log and a report there
          --tamper         changes one value of each compared field behind everyone's back at the end: all must be reported
          --crm NAME       salesforce
          --erp NAME       businesscentral
        """;

    private static readonly string[] CrmNames = ["salesforce"];
    private static readonly string[] ErpNames = ["businesscentral"];

    public int Accounts { get; init; } = 2000;

    public int Seed { get; init; } = 1;

    public bool Json { get; init; }

    public bool Tamper { get; init; }

    public string? Keep { get; init; }

    public static bool TryParse(string[] args, [NotNullWhen(true)] out Arguments? arguments, [NotNullWhen(false)] out string? problem)
    {
        var result = new Arguments();
        (arguments, problem) = (null, null);
        for (var i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--json": result = result with { Json = true }; continue;
                case "--tamper": result = result with { Tamper = true }; continue;
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
                case "--accounts" when isNumber && number > 0: result = result with { Accounts = number }; break;
                case "--seed" when isNumber: result = result with { Seed = number }; break;
                case "--keep": result = result with { Keep = value }; break;
                case "--crm" when CrmNames.Contains(value): break;
                case "--crm": problem = $"'{value}' is no known CRM. Known: {string.Join(", ", CrmNames)}."; return false;
                case "--erp" when ErpNames.Contains(value): break;
                case "--erp": problem = $"'{value}' is no known ERP. Known: {string.Join(", ", ErpNames)}."; return false;
                default: problem = $"'{name} {value}' is not an option."; return false;
            }
        }

        arguments = result;
        return true;
    }
}
