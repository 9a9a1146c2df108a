using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace CrmErp.Sdk.Connectors.Salesforce;

/// <summary>How one connection reaches one Salesforce org. Bound from configuration; every problem is reported at startup, all at once.</summary>
public sealed class SalesforceOptions
{
    /// <summary>Where tokens are asked for. The default is the production login host; use <c>https://test.salesforce.com</c> for a sandbox, or the org's My Domain address. The client credentials flow works with My Domain only.</summary>
    [Required]
    public Uri LoginUrl { get; set; } = new("https://login.salesforce.com");

    /// <summary>How the connection signs in. Null takes the flow that the given secrets belong to.</summary>
    public SalesforceAuthFlow? Flow { get; set; }

    /// <summary>The consumer key of the external client app (or connected app).</summary>
    [Required]
    public string ClientId { get; set; } = "";

    /// <summary>The consumer secret; for the client credentials flow, and for refresh tokens of apps that have one.</summary>
    public string? ClientSecret { get; set; }

    /// <summary>The user to act as; for the JWT bearer flow. An administrator must have authorised the app for this user.</summary>
    public string? Username { get; set; }

    /// <summary>The private key (PEM, RSA) whose certificate stands in the app; for the JWT bearer flow.</summary>
    public string? PrivateKey { get; set; }

    /// <summary>The first refresh token; for the refresh token flow. When the org rotates tokens, the newest one lives in the credential store.</summary>
    public string? RefreshToken { get; set; }

    /// <summary>The audience of the JWT. Null takes the login or test host, whichever <see cref="LoginUrl"/> belongs to.</summary>
    public Uri? JwtAudience { get; set; }

    /// <summary>Further hosts, beside those of Salesforce, that an instance address may have: proxies and simulators.</summary>
    public IList<Uri> AllowedOrigins { get; } = [];

    /// <summary>The API version, pinned per connection. The default is 67.0 (Summer '26).</summary>
    [RegularExpression(@"^\d{2,3}\.0$", ErrorMessage = "ApiVersion must look like 67.0.")]
    public string ApiVersion { get; set; } = "67.0";

    /// <summary>The name of this client as the org sees it (change events, logs). Letters and digits.</summary>
    [RegularExpression("^[A-Za-z][A-Za-z0-9]{0,30}$", ErrorMessage = "ClientName must be 1 to 31 letters and digits.")]
    public string ClientName { get; set; } = "CrmErpSdk";

    /// <summary>The text field on every written object that carries our key: an external id, unique and case-sensitive. The default is <c>Erp_Id__c</c>.</summary>
    [RegularExpression("^[A-Za-z][A-Za-z0-9_]*$", ErrorMessage = "ExternalIdField must be a field's API name.")]
    public string ExternalIdField { get; set; } = "Erp_Id__c";

    /// <summary>Objects that have no <see cref="ExternalIdField"/> and get none: they can be read and changed, and records made there have no safe identity.</summary>
    public IList<string> ObjectsWithoutExternalId { get; } = [];

    /// <summary>Whether the org has several currencies, so that records carry <c>CurrencyIsoCode</c>. The default is false.</summary>
    public bool MultiCurrency { get; set; }

    /// <summary>The ISO 4217 code of the org's amounts. In orgs with several currencies: of the standard prices that are read and written.</summary>
    [Required]
    [RegularExpression("^[A-Z]{3}$", ErrorMessage = "Currency must be an ISO 4217 code such as EUR.")]
    public string Currency { get; set; } = "";

    /// <summary>How changes are found. The default asks Salesforce's replication log for the time up to which nothing is still open.</summary>
    public SalesforceChangeFeed Feed { get; set; } = SalesforceChangeFeed.Replication;

    /// <summary>For <see cref="SalesforceChangeFeed.Query"/>: how far behind the server's clock a window ends. The default is one minute.</summary>
    public TimeSpan SettleLag { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>For <see cref="SalesforceChangeFeed.Query"/>: how much of the last window is read again for late commits. The default is 10 minutes.</summary>
    public TimeSpan Overlap { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Saves records although a duplicate rule of the kind "allow, with alert" matches. The default is false: the match is reported as a duplicate.</summary>
    public bool SaveDespiteDuplicateRules { get; set; }

    /// <summary>Lets assignment rules change the owner of records that sync writes. The default is false.</summary>
    public bool RunAssignmentRules { get; set; }

    /// <summary>The Bulk API 2.0 for first loads.</summary>
    [Required]
    [ValidateObjectMembers]
    public SalesforceBulkOptions Bulk { get; } = new();

    /// <summary>Lines of objects that the standard maps do not know, to be read and written as lists of their parent.</summary>
    public IList<SalesforceLineList> LineLists { get; } = [];

    /// <summary>The calls per 24 hours the org may make, until its own answers tell. The default is 100,000.</summary>
    [Range(1, int.MaxValue)]
    public int DailyLimit { get; set; } = 100_000;

    /// <summary>The share of the daily calls that sync may use; the rest is for people and other tools. The default is 0.5.</summary>
    [Range(0.01, 1.0)]
    public double DailyShare { get; set; } = 0.5;
}

/// <summary>How a connection signs in.</summary>
public enum SalesforceAuthFlow
{
    /// <summary>A signed assertion for a user that an administrator authorised. Preferred for servers: no secret travels.</summary>
    JwtBearer = 1,
    /// <summary>Client id and secret; acts as the app's run-as user. Needs the org's My Domain address.</summary>
    ClientCredentials = 2,
    /// <summary>A refresh token that a user granted in the browser.</summary>
    RefreshToken = 3,
}

/// <summary>How changes are found.</summary>
public enum SalesforceChangeFeed
{
    /// <summary>The window ends where Salesforce says that every change is visible (getUpdated's latestDateCovered): no lag, no overlap, one more call per poll.</summary>
    Replication = 1,
    /// <summary>The window ends a settle lag behind the server's clock, and overlaps with the one before: for objects that are not replicated.</summary>
    Query = 2,
}

/// <summary>When batches go through the Bulk API 2.0, which takes large files, costs few calls and answers minutes later.</summary>
public sealed class SalesforceBulkOptions
{
    /// <summary>Whether large batches use it. The default is false; a first load of many thousand records is the reason to turn it on.</summary>
    public bool Enabled { get; set; }

    /// <summary>The fewest records of a batch that use it; smaller ones go through collections of 200. The default is 2,000.</summary>
    [Range(1, 100_000)]
    public int Threshold { get; set; } = 2_000;

    /// <summary>The most records of a batch. The default is 10,000, Salesforce's own internal batch.</summary>
    [Range(200, 100_000)]
    public int BatchSize { get; set; } = 10_000;

    /// <summary>How long a job may take before it is aborted and its unprocessed rows are sent again. The default is 20 minutes.</summary>
    public TimeSpan MaxDuration { get; set; } = TimeSpan.FromMinutes(20);

    /// <summary>The longest pause between two questions for a job's state. The default is 30 seconds.</summary>
    public TimeSpan MaxPollInterval { get; set; } = TimeSpan.FromSeconds(30);
}

/// <summary>A child object that is read and written as a list of its parent.</summary>
public sealed class SalesforceLineList
{
    /// <summary>The parent object, such as <c>Project__c</c>.</summary>
    public string Parent { get; set; } = "";

    /// <summary>The path maps use for the list, such as <c>Lines</c>.</summary>
    public string Path { get; set; } = "Lines";

    /// <summary>The child relationship's name, such as <c>Tasks__r</c>.</summary>
    public string Relationship { get; set; } = "";

    /// <summary>The child object, such as <c>Task__c</c>.</summary>
    public string Object { get; set; } = "";

    /// <summary>The child's field that points to the parent, such as <c>Project__c</c>.</summary>
    public string ParentField { get; set; } = "";

    /// <summary>The fields lines are ordered by. The default is the order of creation.</summary>
    public IList<string> OrderBy { get; } = [];
}
