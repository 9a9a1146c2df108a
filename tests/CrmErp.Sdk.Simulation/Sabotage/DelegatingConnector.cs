using CrmErp.Sdk.Connectors;

namespace CrmErp.Sdk.Simulation.Sabotage;

/// <summary>A connector that passes everything on; what breaks a rule overrides one call.</summary>
internal abstract class DelegatingConnector(IConnector inner) : IConnector, IRecordReader, IChangeReader, IRecordWriter
{
    public virtual ConnectorDescriptor Descriptor => inner.Descriptor;

    public virtual Task<ReadPageResult> ReadPageAsync(ReadPageRequest request, CancellationToken cancellationToken = default) => ((IRecordReader)inner).ReadPageAsync(request, cancellationToken);

    public virtual Task<IReadOnlyList<Record?>> GetManyAsync(GetManyRequest request, CancellationToken cancellationToken = default) => ((IRecordReader)inner).GetManyAsync(request, cancellationToken);

    public virtual Task<IReadOnlyList<Record>> FindAsync(FindRequest request, CancellationToken cancellationToken = default) => ((IRecordReader)inner).FindAsync(request, cancellationToken);

    public Task<long?> CountAsync(CountRequest request, CancellationToken cancellationToken = default) => ((IRecordReader)inner).CountAsync(request, cancellationToken);

    public virtual Task<string> GetCurrentCursorAsync(CurrentCursorRequest request, CancellationToken cancellationToken = default) => ((IChangeReader)inner).GetCurrentCursorAsync(request, cancellationToken);

    public virtual Task<ChangePage> ReadChangesAsync(ChangesRequest request, CancellationToken cancellationToken = default) => ((IChangeReader)inner).ReadChangesAsync(request, cancellationToken);

    public virtual Task<IReadOnlyList<WriteOutcome>> WriteAsync(WriteRequest request, CancellationToken cancellationToken = default) => ((IRecordWriter)inner).WriteAsync(request, cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
