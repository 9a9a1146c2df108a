using CrmErp.Sdk.Connectors;

namespace CrmErp.Sdk.Testing;

/// <summary>
/// A connector to a fake system. Every call passes two points at which the world may hold it; between them it takes effect. It
/// implements the capability interfaces that the system's descriptor names, and reading, metadata and the check always.
/// </summary>
internal class FakeConnector : IConnector, IRecordReader, IMetadataReader, IConnectionCheck
{
    private const ConnectorCapabilities Always = ConnectorCapabilities.Read | ConnectorCapabilities.Metadata | ConnectorCapabilities.Check;

    protected FakeConnector(FakeSystem system)
    {
        System = system;
        Reader = new FakeReader(system);
        Descriptor = new ConnectorDescriptor
        {
            System = system.Descriptor.System, DisplayName = system.Descriptor.DisplayName, ScopeName = system.Descriptor.ScopeName,
            Capabilities = (system.Descriptor.Capabilities & (ConnectorCapabilities.Changes | ConnectorCapabilities.Write)) | Always,
            Objects = system.Descriptor.Objects, DefaultObject = system.Descriptor.DefaultObject, Pools = system.Descriptor.Pools, ClockError = system.Descriptor.ClockError,
        };
    }

    /// <inheritdoc/>
    public ConnectorDescriptor Descriptor { get; }

    protected FakeSystem System { get; }

    protected FakeReader Reader { get; }

    public static FakeConnector For(FakeSystem system) => (system.Descriptor.Capabilities & (ConnectorCapabilities.Changes | ConnectorCapabilities.Write)) switch
    {
        ConnectorCapabilities.Changes | ConnectorCapabilities.Write => new ReadWriteConnector(system),
        ConnectorCapabilities.Changes => new ReadOnlyConnector(system),
        ConnectorCapabilities.Write => new SweptConnector(system),
        _ => new FakeConnector(system),
    };

    public Task<ReadPageResult> ReadPageAsync(ReadPageRequest request, CancellationToken cancellationToken = default) =>
        CallAsync(RemoteOperation.ReadPage, request.Scope, request.Shape.Object, fault => Reader.ReadPage(request, fault), cancellationToken, request.HeadsOnly);

    public Task<IReadOnlyList<Record?>> GetManyAsync(GetManyRequest request, CancellationToken cancellationToken = default) =>
        CallAsync(RemoteOperation.GetMany, request.Scope, request.Shape.Object, _ => Reader.GetMany(request), cancellationToken);

    public Task<IReadOnlyList<Record>> FindAsync(FindRequest request, CancellationToken cancellationToken = default) =>
        CallAsync(RemoteOperation.Find, request.Scope, request.Shape.Object, _ => Reader.Find(request), cancellationToken);

    public Task<long?> CountAsync(CountRequest request, CancellationToken cancellationToken = default) =>
        CallAsync(RemoteOperation.Count, request.Scope, request.Object, _ => Reader.Count(request), cancellationToken);

    public Task<IReadOnlyList<ObjectMetadata>> ReadMetadataAsync(MetadataRequest request, CancellationToken cancellationToken = default) =>
        CallAsync(RemoteOperation.Metadata, request.Scope, "", _ => Visible(request), cancellationToken);

    public async Task<ConnectionCheckResult> CheckAsync(ConnectionCheckRequest request, CancellationToken cancellationToken = default)
    {
        try
        {
            return await CallAsync(RemoteOperation.Check, "", "", _ => new ConnectionCheckResult { OrgFingerprint = System.Behavior.OrgFingerprint, ServerTime = System.ServerTime, Edition = "fake" }, cancellationToken).ConfigureAwait(false);
        }
        catch (ConnectorException error)
        {
            return new ConnectionCheckResult { Problems = [new ConnectionProblem(error.Kind, error.Message)] };
        }
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    protected async Task<T> CallAsync<T>(RemoteOperation operation, string scope, string objectName, Func<Fault?, T> serve, CancellationToken cancellationToken, bool headsOnly = false)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var call = NewCall(operation, scope, objectName) with { HeadsOnly = headsOnly };
        await BeforeAsync(call).ConfigureAwait(false);
        var fault = Count(call);
        if (Failure(call, fault) is { } error)
        {
            throw error;
        }

        var answer = serve(fault);
        await AfterAsync(call).ConfigureAwait(false);
        return fault?.Kind is FaultKind.LoseReply or FaultKind.LoseRequest or FaultKind.ExecuteLate
            ? throw new ConnectorException(ErrorKind.Transient, $"The answer of '{System.Name}' was lost. The read is repeated.") : answer;
    }

    protected RemoteCall NewCall(RemoteOperation operation, string scope, string objectName) =>
        new(System.Name, System.CallCounts.Values.Sum() + 1, operation, scope, objectName, System.Clock.Now);

    protected Task BeforeAsync(RemoteCall call) => System.Gate?.BeforeAsync(call) ?? Task.CompletedTask;

    protected Task AfterAsync(RemoteCall call) => System.Gate?.AfterAsync(call) ?? Task.CompletedTask;

    /// <summary>The call arrives: it is counted, and its fault is decided.</summary>
    protected Fault? Count(RemoteCall call)
    {
        System.CallCounts[call.Operation] = System.CallCounts.GetValueOrDefault(call.Operation) + 1;
        return System.Quota.Exceeded(call) ?? System.Faults.Take(call);
    }

    protected ConnectorException? Failure(RemoteCall call, Fault? fault) =>
        fault is not { Kind: FaultKind.Fail } ? null
            : new ConnectorException(fault.Error, $"'{System.Name}' answered {call.Operation} of '{call.Object}' with {fault.Error}.") { RetryAfter = fault.RetryAfter, NotSent = true, VendorCode = fault.Error.ToString() };

    private IReadOnlyList<ObjectMetadata> Visible(MetadataRequest request) =>
        [.. request.Objects.Where(o => !System.Faults.Hides(o)).Select(System.Schema.Find).OfType<ObjectMetadata>()
            .Select(o => FakeSchema.With(o, [.. o.Fields.Where(f => !System.Faults.Hides(o.Name, f.Path))]))];

    private sealed class ReadOnlyConnector(FakeSystem system) : FakeConnector(system), IChangeReader
    {
        public Task<string> GetCurrentCursorAsync(CurrentCursorRequest request, CancellationToken cancellationToken = default) =>
            CallAsync(RemoteOperation.CurrentCursor, request.Scope, request.Object, _ => new FakeChangeFeed(System, Reader).Current(request), cancellationToken);

        public Task<ChangePage> ReadChangesAsync(ChangesRequest request, CancellationToken cancellationToken = default) =>
            CallAsync(RemoteOperation.Changes, request.Scope, request.Shape.Object, fault => new FakeChangeFeed(System, Reader).Read(request, fault), cancellationToken);
    }

    private sealed class SweptConnector(FakeSystem system) : WritingConnector(system);

    private sealed class ReadWriteConnector(FakeSystem system) : WritingConnector(system), IChangeReader
    {
        public Task<string> GetCurrentCursorAsync(CurrentCursorRequest request, CancellationToken cancellationToken = default) =>
            CallAsync(RemoteOperation.CurrentCursor, request.Scope, request.Object, _ => new FakeChangeFeed(System, Reader).Current(request), cancellationToken);

        public Task<ChangePage> ReadChangesAsync(ChangesRequest request, CancellationToken cancellationToken = default) =>
            CallAsync(RemoteOperation.Changes, request.Scope, request.Shape.Object, fault => new FakeChangeFeed(System, Reader).Read(request, fault), cancellationToken);
    }

    private abstract class WritingConnector(FakeSystem system) : FakeConnector(system), IRecordWriter
    {
        public async Task<IReadOnlyList<WriteOutcome>> WriteAsync(WriteRequest request, CancellationToken cancellationToken = default)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var call = NewCall(RemoteOperation.Write, request.Scope, request.Shape.Object) with { Writes = [.. request.Items.Select(i => i.Operation)] };
            await BeforeAsync(call).ConfigureAwait(false);
            if (System.Clock.Now > request.NotAfter)
            {
                return All(request, WriteOutcomeKind.NotSent);
            }

            var fault = Count(call);
            if (FakeWriteFaults.Refused(request, fault) is { } refused)
            {
                return refused;
            }

            if (Failure(call, fault) is { } error)
            {
                throw error;
            }

            var answer = new FakeWriteFaults(System, new FakeWriter(System, Reader)).Execute(request, fault);
            await AfterAsync(call).ConfigureAwait(false);
            return answer ?? (fault!.ByThrow
                ? throw new ConnectorException(ErrorKind.OutcomeUnknown, $"The answer of '{System.Name}' to a write of '{request.Shape.Object}' was lost. It is verified.")
                : All(request, WriteOutcomeKind.Unknown));
        }

        private static IReadOnlyList<WriteOutcome> All(WriteRequest request, WriteOutcomeKind kind) => [.. request.Items.Select(_ => new WriteOutcome(kind))];
    }
}
