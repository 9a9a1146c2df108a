using CrmErp.Sdk.Connectors.Http;
using CrmErp.Sdk.Connectors.Salesforce.Changes;
using CrmErp.Sdk.Connectors.Salesforce.Metadata;
using CrmErp.Sdk.Connectors.Salesforce.Provisioning;
using CrmErp.Sdk.Connectors.Salesforce.Read;
using CrmErp.Sdk.Connectors.Salesforce.Write;

namespace CrmErp.Sdk.Connectors.Salesforce;

/// <summary>
/// Speaks to one Salesforce org: reads by SOQL and the replication log, writes through collections, composite graphs and bulk jobs.
/// Push (change data capture) is not offered: changes are polled. Safe for concurrent use.
/// </summary>
public sealed class SalesforceConnector : IConnector, IRecordReader, IChangeReader, IRecordWriter, IMetadataReader, IProvisioner, IConnectionCheck
{
    private readonly RecordReader _reader;
    private readonly ChangeReader _changes;
    private readonly RecordWriter _writer;
    private readonly MetadataReader _metadata;
    private readonly Provisioner _provisioner;
    private readonly ConnectionCheck _check;

    /// <summary>Creates a connector; no call is made.</summary>
    /// <param name="connection">The connection's name.</param>
    /// <param name="options">Its options, validated.</param>
    /// <param name="http">Makes its HTTP client.</param>
    /// <exception cref="ConnectorException">The addresses in the options are unusable.</exception>
    public SalesforceConnector(ConnectionId connection, SalesforceOptions options, ConnectorHttpFactory http)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(http);
        Descriptor = SalesforceDescriptor.Create(options);
        var client = new SalesforceClient(connection, options, http);
        var aggregates = new Aggregates(options.LineLists);
        var source = new RecordSource(client, new Selections(aggregates, options));
        _reader = new RecordReader(client, source);
        _changes = new ChangeReader(client, source, _reader, aggregates);
        _writer = new RecordWriter(client, aggregates);
        _metadata = new MetadataReader(client, aggregates);
        _provisioner = new Provisioner(client, _metadata);
        _check = new ConnectionCheck(client);
    }

    /// <inheritdoc/>
    public ConnectorDescriptor Descriptor { get; }

    /// <inheritdoc/>
    public Task<ReadPageResult> ReadPageAsync(ReadPageRequest request, CancellationToken cancellationToken = default) => _reader.ReadPageAsync(request, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<Record?>> GetManyAsync(GetManyRequest request, CancellationToken cancellationToken = default) => _reader.GetManyAsync(request, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<Record>> FindAsync(FindRequest request, CancellationToken cancellationToken = default) => _reader.FindAsync(request, cancellationToken);

    /// <inheritdoc/>
    public Task<long?> CountAsync(CountRequest request, CancellationToken cancellationToken = default) => _reader.CountAsync(request, cancellationToken);

    /// <inheritdoc/>
    public Task<string> GetCurrentCursorAsync(CurrentCursorRequest request, CancellationToken cancellationToken = default) => _changes.GetCurrentCursorAsync(request, cancellationToken);

    /// <inheritdoc/>
    public Task<ChangePage> ReadChangesAsync(ChangesRequest request, CancellationToken cancellationToken = default) => _changes.ReadChangesAsync(request, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<WriteOutcome>> WriteAsync(WriteRequest request, CancellationToken cancellationToken = default) => _writer.WriteAsync(request, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ObjectMetadata>> ReadMetadataAsync(MetadataRequest request, CancellationToken cancellationToken = default) => _metadata.ReadMetadataAsync(request, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ProvisioningItem>> DescribeAsync(ProvisioningRequest request, CancellationToken cancellationToken = default) => _provisioner.DescribeAsync(request, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ProvisioningItem>> ProvisionAsync(ProvisioningRequest request, CancellationToken cancellationToken = default) => _provisioner.ProvisionAsync(request, cancellationToken);

    /// <inheritdoc/>
    public Task<ConnectionCheckResult> CheckAsync(ConnectionCheckRequest request, CancellationToken cancellationToken = default) => _check.CheckAsync(request, cancellationToken);

    /// <summary>Nothing to release: HTTP connections belong to the factory.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
