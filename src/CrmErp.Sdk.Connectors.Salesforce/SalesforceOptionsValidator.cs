using CrmErp.Sdk.Connectors.Http;
using Microsoft.Extensions.Options;

namespace CrmErp.Sdk.Connectors.Salesforce;

/// <summary>Finds every problem of the options at once: those of single settings and those between them.</summary>
internal sealed partial class SalesforceOptionsValidator : IValidateOptions<SalesforceOptions>
{
    private static readonly SalesforceOptionsAttributes Attributes = new();

    public ValidateOptionsResult Validate(string? name, SalesforceOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var problems = new List<string>();
        if (Attributes.Validate(name, options) is { Failed: true, Failures: { } failures })
        {
            problems.AddRange(failures);
        }

        AddAddressProblems(options, problems);
        AddFlowProblems(options, problems);
        AddFeedProblems(options, problems);
        AddLineListProblems(options, problems);
        return problems.Count == 0
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(problems.Select(p => $"Salesforce connection '{name}': {p}"));
    }

    /// <summary>The flow that is given, or that the secrets belong to; null when neither says.</summary>
    public static SalesforceAuthFlow? FlowOf(SalesforceOptions options) => options.Flow
        ?? (options.PrivateKey is { Length: > 0 } ? SalesforceAuthFlow.JwtBearer
            : options.RefreshToken is { Length: > 0 } ? SalesforceAuthFlow.RefreshToken
            : options.ClientSecret is { Length: > 0 } ? SalesforceAuthFlow.ClientCredentials
            : null);

    private static void AddAddressProblems(SalesforceOptions options, List<string> problems)
    {
        foreach (var address in options.AllowedOrigins.Append(options.LoginUrl))
        {
            if (address is not null && OriginPolicy.FindProblem(address) is { } problem)
            {
                problems.Add(problem);
            }
        }
    }

    private static void AddFlowProblems(SalesforceOptions options, List<string> problems)
    {
        switch (FlowOf(options))
        {
            case null:
                problems.Add("No way to sign in: set Username and PrivateKey (JWT bearer), ClientSecret (client credentials) or RefreshToken.");
                break;
            case SalesforceAuthFlow.JwtBearer:
                Require(options.Username is { Length: > 0 }, "The JWT bearer flow needs Username.", problems);
                Require(options.PrivateKey is { Length: > 0 }, "The JWT bearer flow needs PrivateKey (PEM).", problems);
                break;
            case SalesforceAuthFlow.ClientCredentials:
                Require(options.ClientSecret is { Length: > 0 }, "The client credentials flow needs ClientSecret.", problems);
                Require(!IsSharedLoginHost(options.LoginUrl), "The client credentials flow needs the org's My Domain address as LoginUrl; the login and test hosts refuse it.", problems);
                break;
            case SalesforceAuthFlow.RefreshToken:
                Require(options.RefreshToken is { Length: > 0 }, "The refresh token flow needs RefreshToken.", problems);
                break;
        }
    }

    private static void AddFeedProblems(SalesforceOptions options, List<string> problems)
    {
        Require(options.SettleLag >= TimeSpan.Zero && options.SettleLag <= TimeSpan.FromHours(1), "SettleLag must be between zero and an hour.", problems);
        Require(options.Overlap >= TimeSpan.Zero && options.Overlap <= TimeSpan.FromDays(1), "Overlap must be between zero and a day.", problems);
        Require(options.Bulk.MaxDuration > TimeSpan.Zero && options.Bulk.MaxDuration <= TimeSpan.FromHours(6), "Bulk.MaxDuration must be positive and at most 6 hours.", problems);
        Require(options.Bulk.MaxPollInterval >= TimeSpan.FromSeconds(1), "Bulk.MaxPollInterval must be at least a second.", problems);
    }

    private static void AddLineListProblems(SalesforceOptions options, List<string> problems)
    {
        foreach (var list in options.LineLists)
        {
            string[] names = [list.Parent, list.Path, list.Relationship, list.Object, list.ParentField, .. list.OrderBy];
            Require(names.All(IsApiName), $"The line list '{list.Path}' of '{list.Parent}' needs Parent, Path, Relationship, Object and ParentField, each a plain API name.", problems);
        }
    }

    private static bool IsApiName(string name) => name.Length > 0 && char.IsAsciiLetter(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    private static bool IsSharedLoginHost(Uri? address) => address?.Host is "login.salesforce.com" or "test.salesforce.com";

    private static void Require(bool holds, string problem, List<string> problems)
    {
        if (!holds)
        {
            problems.Add(problem);
        }
    }
}

[OptionsValidator]
internal sealed partial class SalesforceOptionsAttributes : IValidateOptions<SalesforceOptions>;
