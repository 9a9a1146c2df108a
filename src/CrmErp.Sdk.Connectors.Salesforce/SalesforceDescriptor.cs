using CrmErp.Sdk.Connectors.Salesforce.Metadata;

namespace CrmErp.Sdk.Connectors.Salesforce;

/// <summary>What Salesforce can do, per object, for one connection's options.</summary>
public static class SalesforceDescriptor
{
    /// <summary>The system's short name.</summary>
    public const string SystemName = "salesforce";

    /// <summary>The pool of calls per 24 hours, counted per org and shared with everybody who calls it.</summary>
    public const string DailyPool = "daily";

    /// <summary>The pool of long-running calls at once, counted per org.</summary>
    public const string ConcurrentPool = "concurrent";

    // Records per call of the collections resources.
    internal const int CollectionSize = 200;

    // Documents per call: a graph request takes 500 nodes in all, so this is 20 lines each.
    private const int DocumentBatchSize = 25;
    private const int MultiGetSize = 2000;
    private const int AggregateGetSize = 200;

    private static readonly string[] Flat = ["Account", "Contact"];
    private static readonly string[] Documents = ["Opportunity", "Quote", "Order", "Invoice__c", "Payment__c", "Pricebook2"];

    /// <summary>The descriptor for a connection with default options.</summary>
    public static ConnectorDescriptor Default { get; } = Create(new SalesforceOptions());

    /// <summary>The descriptor for a connection.</summary>
    public static ConnectorDescriptor Create(SalesforceOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var aggregates = new Aggregates(options.LineLists);
        string[] added = [.. options.LineLists.Select(l => l.Parent).Distinct(StringComparer.Ordinal).Where(p => !Documents.Contains(p) && !Flat.Contains(p))];
        return new ConnectorDescriptor
        {
            System = SystemName,
            DisplayName = "Salesforce",
            Capabilities = ConnectorCapabilities.Read | ConnectorCapabilities.Changes | ConnectorCapabilities.Write | ConnectorCapabilities.Metadata
                | ConnectorCapabilities.Provisioning | ConnectorCapabilities.Check,
            Objects = [.. Flat.Select(n => One(options, aggregates, n)), One(options, aggregates, Aggregates.Product), .. Documents.Concat(added).Select(n => One(options, aggregates, n))],
            DefaultObject = One(options, aggregates, "*"),
            Pools =
            [
                new QuotaPoolDescriptor(DailyPool, QuotaPoolKind.Daily, options.DailyLimit, TimeSpan.FromHours(24), "org", options.DailyShare),
                new QuotaPoolDescriptor(ConcurrentPool, QuotaPoolKind.Concurrency, 25, TimeSpan.Zero, "org"),
            ],
        };
    }

    private static ObjectDescriptor One(SalesforceOptions options, Aggregates aggregates, string name)
    {
        var parts = aggregates.PartsOf(name);
        var hasKey = !options.ObjectsWithoutExternalId.Contains(name, StringComparer.Ordinal);
        var bulk = options.Bulk.Enabled && parts.Count == 0;
        return new ObjectDescriptor
        {
            Name = name,
            Changes = ChangeModel.Keyset,
            Deletes = DeleteModel.Tombstones,
            // SystemModstamp has a resolution of one second: two edits within it share a stamp.
            Version = VersionKind.Stamp,
            Reply = WriteReply.Acknowledgement,
            Identity = hasKey ? IdentityStrategy.ExternalId : IdentityStrategy.None,
            IdentityField = hasKey ? options.ExternalIdField : null,
            // A transaction is cut off after 10 minutes; a bulk job may still run when its caller has died.
            ConclusiveAfter = bulk ? options.Bulk.MaxDuration + TimeSpan.FromMinutes(15) : TimeSpan.FromMinutes(10),
            // The replication log counts in whole minutes.
            SettleLag = options.Feed == SalesforceChangeFeed.Query ? options.SettleLag : TimeSpan.FromMinutes(1),
            PageSize = parts.Count == 0 ? MultiGetSize : AggregateGetSize,
            WriteBatchSize = bulk ? options.Bulk.BatchSize : name == Aggregates.Product || parts.Count == 0 ? CollectionSize : DocumentBatchSize,
            GetBatchSize = parts.Count == 0 ? MultiGetSize : AggregateGetSize,
            Atomicity = BatchAtomicity.PerItem,
            TellsModifier = true,
            Parts = parts.Count == 0 ? [] : [name, .. parts],
        };
    }
}
