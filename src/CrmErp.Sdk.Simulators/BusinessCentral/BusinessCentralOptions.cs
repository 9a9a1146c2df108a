using CrmErp.Sdk.Simulators.Hosting;
using CrmErp.Sdk.Simulators.OAuth;

namespace CrmErp.Sdk.Simulators.BusinessCentral;

/// <summary>What the Business Central simulator can be told.</summary>
public sealed class BusinessCentralOptions : SimulatorOptions
{
    /// <summary>The tenant in the URL. Default: a fixed GUID.</summary>
    public string TenantId { get; set; } = "0f1d4a52-9c4b-4a65-8f0a-2f6d1b7c3e90";

    /// <summary>The environment in the URL; its case does not matter. Default <c>Production</c>.</summary>
    public string Environment { get; set; } = "Production";

    /// <summary>The companies; people work in the first unless they say otherwise.</summary>
    public IReadOnlyList<BusinessCentralCompany> Companies { get; set; } = [new()];

    /// <summary>Who may ask for tokens. Default: <c>sdk</c> and <c>other</c>.</summary>
    public IReadOnlyList<RegisteredClient> Clients { get; set; } =
    [
        new("sdk", "6a0a3f0e-5f0b-4d53-8d0e-6b1f6f0c9a11", "bc-simulator-secret"),
        new("other", "b1c7a9d4-2d5e-4f0e-9f7b-1e0f4c3b2a22", "bc-simulator-other-secret"),
    ];

    /// <summary>How long an access token is good. Default 3,599 seconds.</summary>
    public TimeSpan TokenLifetime { get; set; } = TimeSpan.FromSeconds(3599);

    /// <summary>Requests per client in five minutes; 0 for no limit. Default 6,000, the vendor's.</summary>
    public int RequestsPerFiveMinutes { get; set; } = 6000;

    /// <summary>Requests of one client that execute at once; the vendor's is 5.</summary>
    public int ConcurrentRequests { get; set; } = 5;

    /// <summary>Requests of one client that wait for their turn; the next one gets 429. The vendor's is 95.</summary>
    public int QueuedRequests { get; set; } = 95;

    /// <summary>The largest page. Default 20,000, the vendor's.</summary>
    public int MaxPageSize { get; set; } = 20_000;

    /// <summary>
    /// Whether a part payment moves the stamp of its invoice. Default false: the remaining amount is computed while reading, and only a
    /// change of the status writes the row (from the page's source).
    /// </summary>
    public bool PartPaymentsStampInvoices { get; set; }

    /// <summary>Sends webhook handshakes and notifications; null uses a plain HTTP client of its own.</summary>
    public HttpMessageInvoker? WebhookSender { get; set; }
}
