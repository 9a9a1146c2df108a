using CrmErp.Sdk.Connectors.BusinessCentral.Actions;
using CrmErp.Sdk.Connectors.BusinessCentral.Changes;
using CrmErp.Sdk.Connectors.BusinessCentral.Metadata;
using CrmErp.Sdk.Connectors.BusinessCentral.Read;
using CrmErp.Sdk.Connectors.BusinessCentral.Webhooks;
using CrmErp.Sdk.Connectors.BusinessCentral.Write;
using CrmErp.Sdk.Connectors.Http;

namespace CrmErp.Sdk.Connectors.BusinessCentral;

/// <summary>
/// Speaks to one Business Central environment through API v2.0; its companies are the scopes. Changes are read by stamp and by what moves
/// computed values, deletions are not told by the service, writes carry etags. Safe for concurrent use.
/// </summary>
public sealed class BusinessCentralConnector : IConnector, IRecordReader, IChangeReader, IRecordWriter, IMetadataReader, IWebhookReceiver, IConnectionCheck
{
    private readonly BusinessCentralSession _session;
    private readonly RecordReader _reader;
    private readonly ChangeReader _changes;
    private readonly RecordWriter _writer;
    private readonly MetadataReader _metadata;
    private readonly WebhookReceiver _webhooks;
    private readonly Subscriptions _subscriptions;
    private readonly ConnectionCheck _check;
    private readonly ActionRunner _actions;

    /// <summary>Creates a connector; no call is made.</summary>
    /// <param name="connection">The connection's name.</param>
    /// <param name="options">Its options, validated.</param>
    /// <param name="http">Makes its HTTP client.</param>
    /// <exception cref="ConnectorException">The addresses in the options are unusable.</exception>
    public BusinessCentralConnector(ConnectionId connection, BusinessCentralOptions options, ConnectorHttpFactory http)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(http);
        _session = new BusinessCentralSession(connection, options, http);
        var lists = new ListReader(_session);
        var numbers = new NumberResolver(_session, lists);
        var pages = new PageReader(_session, lists, numbers);
        _reader = new RecordReader(_session, pages);
        _changes = new ChangeReader(_session, pages, new FollowedReader(_session, pages));
        _writer = new RecordWriter(_session, new WriteAnswers(pages, _reader), pages, new CodeTables(_session, lists, numbers), new DocumentWriter(_session, pages, _reader));
        _metadata = new MetadataReader(_session);
        _webhooks = new WebhookReceiver(_session);
        _subscriptions = new Subscriptions(_session);
        _check = new ConnectionCheck(_session);
        _actions = new ActionRunner(_session);
    }

    /// <inheritdoc/>
    public ConnectorDescriptor Descriptor => _session.Descriptor;

    /// <inheritdoc/>
    public Task<ReadPageResult> ReadPageAsync(ReadPageRequest request, CancellationToken cancellationToken = default) => _reader.ReadPageAsync(NotNull(request), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<Record?>> GetManyAsync(GetManyRequest request, CancellationToken cancellationToken = default) => _reader.GetManyAsync(NotNull(request), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<Record>> FindAsync(FindRequest request, CancellationToken cancellationToken = default) => _reader.FindAsync(NotNull(request), cancellationToken);

    /// <inheritdoc/>
    public Task<long?> CountAsync(CountRequest request, CancellationToken cancellationToken = default) => _reader.CountAsync(NotNull(request), cancellationToken);

    /// <inheritdoc/>
    public Task<string> GetCurrentCursorAsync(CurrentCursorRequest request, CancellationToken cancellationToken = default) => _changes.GetCurrentCursorAsync(NotNull(request), cancellationToken);

    /// <inheritdoc/>
    public Task<ChangePage> ReadChangesAsync(ChangesRequest request, CancellationToken cancellationToken = default) => _changes.ReadChangesAsync(NotNull(request), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<WriteOutcome>> WriteAsync(WriteRequest request, CancellationToken cancellationToken = default) => _writer.WriteAsync(NotNull(request), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ObjectMetadata>> ReadMetadataAsync(MetadataRequest request, CancellationToken cancellationToken = default) => _metadata.ReadAsync(NotNull(request), cancellationToken);

    /// <inheritdoc/>
    public WebhookResult Receive(WebhookRequest request) => _webhooks.Receive(NotNull(request));

    /// <inheritdoc/>
    public Task<DateTimeOffset?> EnsureSubscriptionAsync(WebhookSubscriptionRequest request, CancellationToken cancellationToken = default) => _subscriptions.EnsureAsync(NotNull(request), cancellationToken);

    /// <inheritdoc/>
    public Task<ConnectionCheckResult> CheckAsync(ConnectionCheckRequest request, CancellationToken cancellationToken = default) => _check.CheckAsync(NotNull(request), cancellationToken);

    /// <summary>Runs a bound action (posting, sending, cancelling). It is tried once; an unknown outcome must be verified by reading the document.</summary>
    /// <returns>Updated, with the id of the posted invoice where the service tells it; otherwise what became of it.</returns>
    public Task<WriteOutcome> RunActionAsync(BusinessCentralAction action, CancellationToken cancellationToken = default) => _actions.RunAsync(NotNull(action), cancellationToken);

    /// <summary>Nothing to release: HTTP connections belong to the factory.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static T NotNull<T>(T request)
        where T : class => request ?? throw new ArgumentNullException(nameof(request));
}
