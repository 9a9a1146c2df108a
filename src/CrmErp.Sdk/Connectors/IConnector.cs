namespace CrmErp.Sdk.Connectors;

/// <summary>
/// Speaks to one configured account of one system. What it can do beyond this is said twice and must agree: by the capability
/// interfaces it implements (<see cref="IRecordReader"/>, <see cref="IChangeReader"/>, <see cref="IRecordWriter"/>,
/// <see cref="IMetadataReader"/>, <see cref="IWebhookReceiver"/>, <see cref="IProvisioner"/>, <see cref="IConnectionCheck"/>) and by
/// <see cref="Descriptor"/>. Implementations are safe for concurrent use and do no I/O in their constructor.
/// </summary>
public interface IConnector : IAsyncDisposable
{
    /// <summary>What the system can do, per object.</summary>
    ConnectorDescriptor Descriptor { get; }
}

/// <summary>Reads records.</summary>
public interface IRecordReader
{
    /// <summary>Reads one page of all records of an object in id order, for inventories and sweeps.</summary>
    /// <exception cref="ConnectorException">The call failed; the kind says what is to be done.</exception>
    Task<ReadPageResult> ReadPageAsync(ReadPageRequest request, CancellationToken cancellationToken = default);

    /// <summary>
    /// Reads records by id, in batches of the vendor's size. The answer holds one entry per id, in order: the record, or null when the
    /// system says that it does not exist (for this user). An error is thrown, never answered as "not found".
    /// </summary>
    /// <exception cref="ConnectorException">The call failed.</exception>
    Task<IReadOnlyList<Record?>> GetManyAsync(GetManyRequest request, CancellationToken cancellationToken = default);

    /// <summary>Finds records whose field has one of the values. The values are escaped for the system's query language.</summary>
    /// <exception cref="ConnectorException">The call failed.</exception>
    Task<IReadOnlyList<Record>> FindAsync(FindRequest request, CancellationToken cancellationToken = default);

    /// <summary>Counts the records of an object, or null where the system cannot.</summary>
    /// <exception cref="ConnectorException">The call failed.</exception>
    Task<long?> CountAsync(CountRequest request, CancellationToken cancellationToken = default);
}

/// <summary>Reads what changed.</summary>
public interface IChangeReader
{
    /// <summary>The cursor that stands for now, by the server's clock less the settle lag. Taken before a full read.</summary>
    /// <exception cref="ConnectorException">The call failed.</exception>
    Task<string> GetCurrentCursorAsync(CurrentCursorRequest request, CancellationToken cancellationToken = default);

    /// <summary>Reads one page of changes after a cursor, oldest first, with the cursor that is valid after it.</summary>
    /// <exception cref="ConnectorException">The call failed; <see cref="ErrorKind.CursorExpired"/> asks for a full read.</exception>
    Task<ChangePage> ReadChangesAsync(ChangesRequest request, CancellationToken cancellationToken = default);
}

/// <summary>Writes records.</summary>
public interface IRecordWriter
{
    /// <summary>
    /// Writes a batch and answers exactly one outcome per item, in order. A throw means
    /// <see cref="WriteOutcomeKind.Unknown"/> for every item, unless the error says <see cref="ConnectorException.NotSent"/>.
    /// Nothing is sent after <see cref="WriteRequest.NotAfter"/>: items not sent by then are <see cref="WriteOutcomeKind.NotSent"/>.
    /// </summary>
    Task<IReadOnlyList<WriteOutcome>> WriteAsync(WriteRequest request, CancellationToken cancellationToken = default);
}

/// <summary>Reads the system's schema as this user sees it.</summary>
public interface IMetadataReader
{
    /// <summary>Reads the metadata of objects; an object that does not exist (for this user) is left out of the answer.</summary>
    /// <exception cref="ConnectorException">The call failed.</exception>
    Task<IReadOnlyList<ObjectMetadata>> ReadMetadataAsync(MetadataRequest request, CancellationToken cancellationToken = default);
}

/// <summary>Checks a connection before anything is read or written.</summary>
public interface IConnectionCheck
{
    /// <summary>Signs in and says what is missing; throws nothing but for cancellation.</summary>
    Task<ConnectionCheckResult> CheckAsync(ConnectionCheckRequest request, CancellationToken cancellationToken = default);
}

/// <summary>Checks and makes what a connection needs on the system's side.</summary>
public interface IProvisioner
{
    /// <summary>What is needed, and whether it is there. Changes nothing.</summary>
    /// <exception cref="ConnectorException">The call failed.</exception>
    Task<IReadOnlyList<ProvisioningItem>> DescribeAsync(ProvisioningRequest request, CancellationToken cancellationToken = default);

    /// <summary>Makes what is missing and answers the new state; running it again changes nothing.</summary>
    /// <exception cref="ConnectorException">The call failed.</exception>
    Task<IReadOnlyList<ProvisioningItem>> ProvisionAsync(ProvisioningRequest request, CancellationToken cancellationToken = default);
}

/// <summary>Receives the system's pushes. A push is a hint: the record is always read again.</summary>
public interface IWebhookReceiver
{
    /// <summary>Verifies a push from its raw bytes and headers, answers handshakes, and turns it into hints.</summary>
    WebhookResult Receive(WebhookRequest request);

    /// <summary>Makes or renews the subscription; answers when it must be renewed next.</summary>
    /// <exception cref="ConnectorException">The call failed.</exception>
    Task<DateTimeOffset?> EnsureSubscriptionAsync(WebhookSubscriptionRequest request, CancellationToken cancellationToken = default);
}
