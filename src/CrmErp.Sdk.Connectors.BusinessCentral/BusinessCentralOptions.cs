using System.ComponentModel.DataAnnotations;

namespace CrmErp.Sdk.Connectors.BusinessCentral;

/// <summary>How one connection reaches one Business Central environment. Bound from configuration; every problem is reported at startup, all at once.</summary>
public sealed class BusinessCentralOptions
{
    /// <summary>The Entra tenant: its id or its domain.</summary>
    [Required]
    [RegularExpression("^[A-Za-z0-9][A-Za-z0-9.-]*$", ErrorMessage = "TenantId must be the tenant's id or domain.")]
    public string TenantId { get; set; } = "";

    /// <summary>The environment. The default is <c>Production</c>.</summary>
    [Required]
    [RegularExpression("^[A-Za-z0-9][A-Za-z0-9_-]*$", ErrorMessage = "Environment must be the environment's name.")]
    public string Environment { get; set; } = "Production";

    /// <summary>The companies that flows use as scopes: ids or names. With one, flows need not name it.</summary>
    public IList<string> Companies { get; } = [];

    /// <summary>The client id of the app registration. It must also be registered inside Business Central, on the page "Microsoft Entra Applications".</summary>
    [Required]
    public string ClientId { get; set; } = "";

    /// <summary>The client secret of the app registration.</summary>
    [Required]
    public string ClientSecret { get; set; } = "";

    /// <summary>The service's address. The default is the public cloud's.</summary>
    [Required]
    public Uri Address { get; set; } = new("https://api.businesscentral.dynamics.com");

    /// <summary>Where tokens are asked for. Null takes the tenant's endpoint of the public cloud.</summary>
    public Uri? TokenAddress { get; set; }

    /// <summary>The API below the environment. The default is the standard <c>v2.0</c>; a custom API is <c>publisher/group/version</c>.</summary>
    [Required]
    [RegularExpression("^[A-Za-z0-9][A-Za-z0-9./_-]*$", ErrorMessage = "Api must look like v2.0 or publisher/group/v1.0.")]
    public string Api { get; set; } = "v2.0";

    /// <summary>The local currency of the companies, as an ISO 4217 code. Credit limits and balances are in it; prices of items too.</summary>
    [Required]
    [RegularExpression("^[A-Z]{3}$", ErrorMessage = "Currency must be an ISO 4217 code such as EUR.")]
    public string Currency { get; set; } = "";

    /// <summary>The language of error texts. The default is <c>en-US</c>, which also pins how they write numbers and dates.</summary>
    [Required]
    public string Language { get; set; } = "en-US";

    /// <summary>
    /// The customer payment journal that payments are lines of, by its code. Null: payments take no part and have no standard map; the
    /// remaining amounts and states of invoices tell of what was paid either way.
    /// </summary>
    public string? PaymentJournal { get; set; }

    /// <summary>
    /// The shared secret that webhook subscriptions are made with and notifications must carry. Null: webhooks are refused.
    /// </summary>
    public string? WebhookSecret { get; set; }

    /// <summary>How far behind the server's clock a change window ends, because transactions become visible after their stamp. The default is 30 seconds.</summary>
    public TimeSpan SettleLag { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How often values that no stamp follows are read again: the remaining amounts of open invoices and the balances of their customers.
    /// The default is zero: whenever the feed has been read to its end. It costs one call per 200 open invoices for the invoices, and two per 1,000 for the balances of customers; raise it where there are many.
    /// </summary>
    public TimeSpan OpenItemsInterval { get; set; } = TimeSpan.Zero;
}
