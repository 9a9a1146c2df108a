namespace CrmErp.Sdk.Simulators.BusinessCentral.Webhooks;

/// <summary>A webhook subscription.</summary>
internal sealed record BcSubscription(
    string Id, string NotificationUrl, string Resource, string CompanyId, string Set, string ClientState, string Client,
    DateTimeOffset Created, DateTimeOffset Modified, DateTimeOffset Expires, long Version);

/// <summary>Changes of one record that are held back until the window ends.</summary>
internal sealed class BcPendingChange
{
    public required DateTimeOffset First { get; init; }

    public required string Type { get; set; }

    public DateTimeOffset Last { get; set; }
}

/// <summary>A notification request that has to be sent, or sent again.</summary>
internal sealed record BcDelivery(string Url, byte[] Body, IReadOnlyList<string> Subscriptions, DateTimeOffset Due, int Attempts);
