using CrmErp.Sdk.Connectors.BusinessCentral.Metadata;

namespace CrmErp.Sdk.Connectors.BusinessCentral;

/// <summary>What Business Central can do. Facts from the vendor's documentation and the page sources of API v2.0 (2026-11).</summary>
public static class BusinessCentralDescriptor
{
    /// <summary>The pool of requests: 6,000 per user in a sliding window of five minutes. Every app registration counts as a user.</summary>
    public const string RequestPool = "requests";

    /// <summary>The pool of requests at once: five execute per user, others wait on the server.</summary>
    public const string ConcurrencyPool = "concurrency";

    // An operation may run for 8 minutes after it waited in the queue for 8; a gateway answers for it after 10.
    private static readonly TimeSpan LongestInFlight = TimeSpan.FromMinutes(16);

    /// <summary>The descriptor of a connection with these options.</summary>
    public static ConnectorDescriptor Create(BusinessCentralOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new ConnectorDescriptor
        {
            System = "businesscentral",
            DisplayName = "Business Central",
            ScopeName = "company",
            Capabilities = ConnectorCapabilities.Read | ConnectorCapabilities.Changes | ConnectorCapabilities.Write | ConnectorCapabilities.Metadata | ConnectorCapabilities.Webhooks | ConnectorCapabilities.Check,
            Objects = [.. StandardSchema.Objects.Select(o => Describe(o, options))],
            DefaultObject = Plain("", options),
            Pools =
            [
                new QuotaPoolDescriptor(RequestPool, QuotaPoolKind.Window, 6000, TimeSpan.FromMinutes(5), "user", 0.9),
                new QuotaPoolDescriptor(ConcurrencyPool, QuotaPoolKind.Concurrency, 5, TimeSpan.Zero, "user", 0.8),
            ],
        };
    }

    private static ObjectDescriptor Describe(ObjectMetadata metadata, BusinessCentralOptions options) => metadata.Name switch
    {
        // The number is unique, but it is the map's to give, or the number series'. Without one a lost create is found by content.
        "items" => Plain("items", options, IdentityStrategy.NaturalKey, "number"),
        "salesOrders" => Plain("salesOrders", options, IdentityStrategy.Marker, "externalDocumentNumber", successors: [new SuccessorDescriptor("salesInvoices", "orderId")]),
        "salesInvoices" => Plain("salesInvoices", options, IdentityStrategy.Marker, "externalDocumentNumber"),
        "salesCreditMemos" => Plain("salesCreditMemos", options, IdentityStrategy.Marker, "externalDocumentNumber"),
        "customerPayments" => Plain("customerPayments", options, IdentityStrategy.Marker, "externalDocumentNumber", create: options.PaymentJournal is not null),
        "itemLedgerEntries" or "itemInventories" => Plain(metadata.Name, options, create: false, change: false),
        _ => Plain(metadata.Name, options),
    };

    private static ObjectDescriptor Plain(string name, BusinessCentralOptions options, IdentityStrategy identity = IdentityStrategy.None, string? field = null, bool create = true, bool change = true, IReadOnlyList<SuccessorDescriptor>? successors = null) => new()
    {
        Name = name,
        CanCreate = create && change,
        CanUpdate = change,
        CanDelete = change,
        Changes = ChangeModel.Keyset,
        Deletes = DeleteModel.None,
        Version = VersionKind.Strict,
        Reply = change ? WriteReply.Stored : WriteReply.Acknowledgement,
        Identity = identity,
        IdentityField = field,
        ConclusiveAfter = LongestInFlight,
        SettleLag = options.SettleLag,
        PageSize = ApiPages.Of(name).Lines is null ? 1000 : 200,
        WriteBatchSize = 100,
        GetBatchSize = ApiPages.Of(name).Lines is null ? 1000 : 200,
        Successors = successors ?? [],
        Parts = ApiPages.Of(name) is { Lines: { } lines } page ? [page.Set, lines] : [],
    };
}
