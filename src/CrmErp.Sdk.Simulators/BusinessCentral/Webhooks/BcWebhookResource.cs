using CrmErp.Sdk.Simulators.BusinessCentral.Api;
using CrmErp.Sdk.Simulators.BusinessCentral.Data;

namespace CrmErp.Sdk.Simulators.BusinessCentral.Webhooks;

/// <summary>What a subscription may name: a set of one company, no lines, nothing made while reading.</summary>
internal static class BcWebhookResource
{
    private static readonly string[] Refused = ["salesOrderLines", "salesInvoiceLines", "salesCreditMemoLines", "contactsInformation"];

    public static (BcCompany Company, string Set) Parse(BcEnvironment environment, string resource)
    {
        var marker = resource.IndexOf("api/v2.0/", StringComparison.Ordinal);
        var path = marker < 0 ? resource : resource[(marker + "api/v2.0/".Length)..];
        var question = path.IndexOf('?', StringComparison.Ordinal);
        var segments = BcSegment.Parse(question < 0 ? path : path[..question]);
        if (segments is not [{ Name: "companies", Key: { } companyId }, { Key: null } set] || environment.Company(companyId) is not { } company
            || environment.Model.Find(set.Name) is null || Refused.Contains(set.Name))
        {
            throw BcException.BadRequest($"The resource '{resource}' cannot be subscribed to.");
        }

        return (company, set.Name);
    }

    /// <summary>The sets of a company that can be subscribed to.</summary>
    public static IEnumerable<string> Supported(BcEnvironment environment) =>
        environment.Model.Entities.Select(e => e.Set).Except(Refused);
}
