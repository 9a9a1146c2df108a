namespace CrmErp.Sdk.Connectors;

/// <summary>What one kind of system can do. Immutable; the conformance kit compares it with what the connector implements and does.</summary>
public sealed class ConnectorDescriptor
{
    /// <summary>The system's short name, such as <c>salesforce</c>.</summary>
    public required string System { get; init; }

    /// <summary>The system's name for people.</summary>
    public required string DisplayName { get; init; }

    /// <summary>What scopes are called there (company, subsidiary); null where there are none.</summary>
    public string? ScopeName { get; init; }

    /// <summary>The capability interfaces that the connector implements.</summary>
    public required ConnectorCapabilities Capabilities { get; init; }

    /// <summary>The objects the standard maps use; others are served by metadata with <see cref="DefaultObject"/>.</summary>
    public required IReadOnlyList<ObjectDescriptor> Objects { get; init; }

    /// <summary>What holds for an object that is not in <see cref="Objects"/>; null where arbitrary objects are not served.</summary>
    public ObjectDescriptor? DefaultObject { get; init; }

    /// <summary>The quota pools the system counts.</summary>
    public IReadOnlyList<QuotaPoolDescriptor> Pools { get; init; } = [];

    /// <summary>The error bound of the system's clock against real time. The default is 3 seconds.</summary>
    public TimeSpan ClockError { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>The descriptor of an object.</summary>
    /// <exception cref="ArgumentException">The object is unknown and arbitrary objects are not served.</exception>
    public ObjectDescriptor For(string objectName)
    {
        foreach (var candidate in Objects)
        {
            if (string.Equals(candidate.Name, objectName, StringComparison.Ordinal))
            {
                return candidate;
            }
        }

        return DefaultObject ?? throw new ArgumentException($"{DisplayName} has no object '{objectName}'. Known objects: {string.Join(", ", Objects.Select(o => o.Name))}.", nameof(objectName));
    }
}

/// <summary>The capability interfaces, as flags.</summary>
[Flags]
public enum ConnectorCapabilities
{
    /// <summary>None.</summary>
    None = 0,
    /// <summary><see cref="IRecordReader"/>.</summary>
    Read = 1,
    /// <summary><see cref="IChangeReader"/>.</summary>
    Changes = 2,
    /// <summary><see cref="IRecordWriter"/>.</summary>
    Write = 4,
    /// <summary><see cref="IMetadataReader"/>.</summary>
    Metadata = 8,
    /// <summary><see cref="IWebhookReceiver"/>.</summary>
    Webhooks = 16,
    /// <summary><see cref="IProvisioner"/>.</summary>
    Provisioning = 32,
    /// <summary><see cref="IConnectionCheck"/>.</summary>
    Check = 64,
}

/// <summary>How changes are found.</summary>
public enum ChangeModel
{
    /// <summary>No feed: only a sweep finds changes.</summary>
    SweepOnly = 0,
    /// <summary>The system hands out a token that stands for a position (delta token, event log).</summary>
    Token = 1,
    /// <summary>Keyset on (modification time, id).</summary>
    Keyset = 2,
}

/// <summary>How deletions are found.</summary>
public enum DeleteModel
{
    /// <summary>Not at all: a sweep suspects, a direct read proves.</summary>
    None = 0,
    /// <summary>The feed reports them.</summary>
    Tombstones = 1,
}

/// <summary>What a version proves.</summary>
public enum VersionKind
{
    /// <summary>There is no version.</summary>
    None = 0,
    /// <summary>Changes with every write (etag, rowversion): proves sameness and serves as a precondition.</summary>
    Strict = 1,
    /// <summary>A time: proves sameness only together with the hash of the mapped fields, and is no precondition.</summary>
    Stamp = 2,
}

/// <summary>What a write's answer tells about the stored record.</summary>
public enum WriteReply
{
    /// <summary>Only that it was done.</summary>
    Acknowledgement = 0,
    /// <summary>The new version, not the values.</summary>
    Version = 1,
    /// <summary>The stored values and the version.</summary>
    Stored = 2,
}

/// <summary>How a create is made safe to verify. Listed from strongest to weakest.</summary>
public enum IdentityStrategy
{
    /// <summary>We choose the primary key.</summary>
    ClientKey = 1,
    /// <summary>Upsert on an external id field that is unique.</summary>
    ExternalId = 2,
    /// <summary>A natural number under a unique constraint that we set.</summary>
    NaturalKey = 3,
    /// <summary>A searchable field that carries our key; not unique.</summary>
    Marker = 4,
    /// <summary>Nothing: a lost create is found by content and decided by a person.</summary>
    None = 5,
}

/// <summary>Whether the items of a batch stand or fall together.</summary>
public enum BatchAtomicity
{
    /// <summary>Each item has its own outcome.</summary>
    PerItem = 0,
    /// <summary>One failure undoes all.</summary>
    AllOrNothing = 1,
}

/// <summary>What one object of a system can do.</summary>
public sealed class ObjectDescriptor
{
    /// <summary>The object, as the system calls it.</summary>
    public required string Name { get; init; }

    /// <summary>Whether records can be made. The default is true.</summary>
    public bool CanCreate { get; init; } = true;

    /// <summary>Whether records can be changed. The default is true.</summary>
    public bool CanUpdate { get; init; } = true;

    /// <summary>Whether records can be deleted. The default is true.</summary>
    public bool CanDelete { get; init; } = true;

    /// <summary>How changes are found.</summary>
    public ChangeModel Changes { get; init; } = ChangeModel.Keyset;

    /// <summary>How deletions are found.</summary>
    public DeleteModel Deletes { get; init; }

    /// <summary>What the version proves.</summary>
    public VersionKind Version { get; init; }

    /// <summary>What a write's answer tells.</summary>
    public WriteReply Reply { get; init; }

    /// <summary>How a create is made safe to verify.</summary>
    public IdentityStrategy Identity { get; init; } = IdentityStrategy.None;

    /// <summary>For <see cref="IdentityStrategy.ExternalId"/>, <see cref="IdentityStrategy.Marker"/> and <see cref="IdentityStrategy.NaturalKey"/>: the field that carries the key.</summary>
    public string? IdentityField { get; init; }

    /// <summary>The longest time between sending a request and the moment after which "not found" proves absence: longest time in flight plus search lag. <see cref="Timeout.InfiniteTimeSpan"/>: a person decides. The default is 2 minutes.</summary>
    public TimeSpan ConclusiveAfter { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How far behind the server's clock a change window ends, because commits become visible late.</summary>
    public TimeSpan SettleLag { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Records per page of a read. The default is 2000.</summary>
    public int PageSize { get; init; } = 2000;

    /// <summary>Records per write batch. The default is 100.</summary>
    public int WriteBatchSize { get; init; } = 100;

    /// <summary>Ids per multi-get. The default is 100.</summary>
    public int GetBatchSize { get; init; } = 100;

    /// <summary>Whether a batch stands or falls as a whole.</summary>
    public BatchAtomicity Atomicity { get; init; }

    /// <summary>Whether the object tells who changed a record last, so that <see cref="Record.ModifiedByUs"/> is set.</summary>
    public bool TellsModifier { get; init; }

    /// <summary>Objects in which a record of this one lives on after it vanished here (an order that became an invoice).</summary>
    public IReadOnlyList<SuccessorDescriptor> Successors { get; init; } = [];

    /// <summary>The vendor objects that a record is assembled from, if more than one.</summary>
    public IReadOnlyList<string> Parts { get; init; } = [];

    /// <summary>Line slots that are written as whole lists instead of operations by line key.</summary>
    public bool WholeLists { get; init; }
}

/// <summary>Where a vanished record lives on.</summary>
/// <param name="Object">The successor object.</param>
/// <param name="Field">The successor's field that holds the vanished record's <paramref name="SourceField"/>.</param>
/// <param name="SourceField">The vanished record's field; null means its id.</param>
public sealed record SuccessorDescriptor(string Object, string Field, string? SourceField = null);

/// <summary>How a quota pool fills.</summary>
public enum QuotaPoolKind
{
    /// <summary>Calls per day.</summary>
    Daily = 1,
    /// <summary>Calls per sliding window.</summary>
    Window = 2,
    /// <summary>Calls at once.</summary>
    Concurrency = 3,
    /// <summary>Searches.</summary>
    Search = 4,
}

/// <summary>A quota that the vendor counts.</summary>
/// <param name="Name">The pool's name, such as <c>daily</c>.</param>
/// <param name="Kind">How it fills.</param>
/// <param name="Limit">The most calls; a live reading replaces it.</param>
/// <param name="Window">The window, for pools per time.</param>
/// <param name="CountedPer">What the vendor counts by: org, account, user, app.</param>
/// <param name="MaxShare">The share of the pool that sync may use; the rest is for people and other tools.</param>
public sealed record QuotaPoolDescriptor(string Name, QuotaPoolKind Kind, int Limit, TimeSpan Window, string CountedPer, double MaxShare = 0.5);
