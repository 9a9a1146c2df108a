using CrmErp.Sdk.Connectors.Http;
using Microsoft.Extensions.Options;

namespace CrmErp.Sdk.Connectors.BusinessCentral;

/// <summary>Finds every problem of the options at once: those of single settings and those between them.</summary>
internal sealed partial class BusinessCentralOptionsValidator : IValidateOptions<BusinessCentralOptions>
{
    private static readonly BusinessCentralOptionsAttributes Attributes = new();

    public ValidateOptionsResult Validate(string? name, BusinessCentralOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var problems = new List<string>();
        if (Attributes.Validate(name, options) is { Failed: true, Failures: { } failures })
        {
            problems.AddRange(failures);
        }

        foreach (var address in (Uri?[])[options.Address, options.TokenAddress])
        {
            if (address is not null && OriginPolicy.FindProblem(address) is { } problem)
            {
                problems.Add(problem);
            }
        }

        Require(options.SettleLag >= TimeSpan.Zero && options.SettleLag <= TimeSpan.FromHours(1), "SettleLag must be between zero and an hour.", problems);
        Require(options.OpenItemsInterval >= TimeSpan.Zero && options.OpenItemsInterval <= TimeSpan.FromDays(1), "OpenItemsInterval must be between zero and a day.", problems);
        Require(options.Companies.Count > 0, "Companies must name at least one company, by id or name.", problems);
        Require(options.WebhookSecret is null or { Length: >= 16 }, "WebhookSecret must have at least 16 characters.", problems);
        Require(!options.Companies.Any(string.IsNullOrWhiteSpace), "Companies must not hold an empty name.", problems);
        Require(options.Companies.Distinct(StringComparer.OrdinalIgnoreCase).Count() == options.Companies.Count, "Companies names a company twice.", problems);
        return problems.Count == 0
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(problems.Select(p => $"Business Central connection '{name}': {p}"));
    }

    private static void Require(bool holds, string problem, List<string> problems)
    {
        if (!holds)
        {
            problems.Add(problem);
        }
    }
}

[OptionsValidator]
internal sealed partial class BusinessCentralOptionsAttributes : IValidateOptions<BusinessCentralOptions>;
