using CrmErp.Sdk.Simulators.Hosting;
using CrmErp.Sdk.Simulators.OAuth;

namespace CrmErp.Sdk.Simulators.Salesforce;

/// <summary>What the Salesforce simulator can be told.</summary>
public sealed class SalesforceOptions : SimulatorOptions
{
    /// <summary>Who may ask for tokens. Default: <c>sdk</c> and <c>other</c>.</summary>
    public IReadOnlyList<RegisteredClient> Clients { get; set; } =
    [
        new("sdk", "3MVG9.simulator.sdk.consumer.key", "salesforce-simulator-secret") { Username = "integration@simulator.example" },
        new("other", "3MVG9.simulator.other.consumer.key", "salesforce-simulator-other-secret") { Username = "other@simulator.example" },
    ];

    /// <summary>How long a session is good. Default two hours, the vendor's.</summary>
    public TimeSpan TokenLifetime { get; set; } = TimeSpan.FromHours(2);

    /// <summary>Whether a refresh token is used up by its use and a new one comes with the answer. Default false, the vendor's.</summary>
    public bool RotateRefreshTokens { get; set; }

    /// <summary>Whether the org starts with the custom fields and objects that a quote-to-cash sync needs. Default false: a standard org.</summary>
    public bool Provisioned { get; set; }

    /// <summary>
    /// Whether custom objects and fields made through the API are visible to nobody until a permission set that somebody has grants them
    /// (<c>PermissionSet</c>, <c>ObjectPermissions</c>, <c>FieldPermissions</c>, <c>PermissionSetAssignment</c>). Default true, as in a real org.
    /// Once granted they are visible to every client: permissions are not told apart by user here.
    /// </summary>
    public bool HideNewFields { get; set; } = true;

    /// <summary>ISO codes of an org with several currencies, the corporate one first; empty for an org with one currency and no <c>CurrencyIsoCode</c> fields. Default empty.</summary>
    public IReadOnlyList<string> Currencies { get; set; } = [];

    /// <summary>Calls per 24 hours. Default 100,000, those of an Enterprise org.</summary>
    public long DailyApiRequests { get; set; } = 100_000;

    /// <summary>The org's duplicate rules. Default none.</summary>
    public IReadOnlyList<DuplicateRule> DuplicateRules { get; set; } = [];

    /// <summary>How many children of one row a query returns before it links to the rest. Default 2,000.</summary>
    public int ChildPageSize { get; set; } = 2_000;

    /// <summary>A bulk job is done when it was asked for its state this often after its upload, or when <see cref="BulkDuration"/> is over. Default 2.</summary>
    public int BulkPolls { get; set; } = 2;

    /// <summary>How long a bulk job takes at most, by the simulator's clock. Default 30 seconds.</summary>
    public TimeSpan BulkDuration { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The organization's name.</summary>
    public string OrganizationName { get; set; } = "Simulated Company";

    /// <summary>Tells two orgs apart: the number in the organization's id. A sandbox copy has another. Default 1.</summary>
    public int OrganizationNumber { get; set; } = 1;

    /// <summary>Whether the org says that it is a sandbox. Default false.</summary>
    public bool IsSandbox { get; set; }
}
