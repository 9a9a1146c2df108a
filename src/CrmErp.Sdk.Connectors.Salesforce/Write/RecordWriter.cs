using CrmErp.Sdk.Connectors.Salesforce.Metadata;
using CrmErp.Sdk.Connectors.Salesforce.Read;

namespace CrmErp.Sdk.Connectors.Salesforce.Write;

/// <summary>
/// Writes a batch on the way that its object needs: plain records in collections (or a bulk job), documents and priced products in
/// graphs. Every item gets its own outcome; what a failed call leaves open is unknown, what was never sent is said to be.
/// </summary>
internal sealed class RecordWriter(SalesforceClient client, Aggregates aggregates) : IRecordWriter
{
    private readonly PriceBooks _books = new(client);
    private readonly GraphWriter _graphs = new(client);

    public async Task<IReadOnlyList<WriteOutcome>> WriteAsync(WriteRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var batch = new WriteBatch(request);
        var keyField = RecordSelection.KeyField(request.Shape.Object, client.Options);
        RefuseUnsendable(batch);
        try
        {
            await SendAsync(batch, keyField, cancellationToken).ConfigureAwait(false);
            await new FlatWriter(client, keyField).AskForMatchesAsync(batch, cancellationToken).ConfigureAwait(false);
            await ExistingRecords.CompleteAsync(client, batch, keyField, cancellationToken).ConfigureAwait(false);
        }
        catch (ConnectorException error)
        {
            // A question of ours failed (price books, duplicates), not a write: whatever was not sent by then was not sent at all.
            batch.Stop ??= error;
        }

        return batch is { Stop: { } stop, Sent: false } ? throw AsNotSent(stop) : batch.Finish();
    }

    private async Task SendAsync(WriteBatch batch, string? keyField, CancellationToken cancellationToken)
    {
        var objectName = batch.Request.Shape.Object;
        var flat = new FlatWriter(client, keyField);
        var graphs = objectName == Aggregates.Product
            ? [.. batch.Open().Where(i => WritesPrice(batch, i))]
            : batch.Open().Where(i => NeedsGraph(batch, i)).ToList();
        if (graphs.Count > 0)
        {
            var planned = objectName == Aggregates.Product
                ? await new ProductPlanner(client, _books, keyField).PlanAsync(batch, graphs, cancellationToken).ConfigureAwait(false)
                : await PlanDocumentsAsync(batch, graphs, keyField, cancellationToken).ConfigureAwait(false);
            await _graphs.WriteAsync(batch, planned, cancellationToken).ConfigureAwait(false);
        }

        int[] rest = [.. batch.Open()];
        if (client.Options.Bulk.Enabled && rest.Length >= client.Options.Bulk.Threshold)
        {
            await new BulkWriter(client, flat).WriteAsync(batch, rest, cancellationToken).ConfigureAwait(false);
        }

        await flat.WriteAsync(batch, [.. batch.Open()], cancellationToken).ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<(int Item, GraphPlan Plan)>> PlanDocumentsAsync(WriteBatch batch, IReadOnlyList<int> items, string? keyField, CancellationToken cancellationToken)
    {
        var shape = batch.Request.Shape;
        var planner = new DocumentPlanner(shape.Object, aggregates, keyField);
        Document[] documents = [.. items.Select(i => new Document(i, batch.Item(i), ItemFields.Of(batch.Item(i), shape, null), ItemFields.LinesOf(batch.Item(i), shape), aggregates, shape.Object))];
        await new PricedLines(client, _books).ResolveAsync(batch, documents, cancellationToken).ConfigureAwait(false);
        return [.. documents.Where(d => batch.IsOpen(d.Index)).Select(d => (d.Index, planner.Plan(d)))];
    }

    private static bool WritesPrice(WriteBatch batch, int index) =>
        batch.Item(index).Operation != WriteOperation.Delete
        && batch.Item(index).Fields.Any(f => !f.Value.IsMissing && batch.Request.Shape.Fields[f.Slot].Path == Aggregates.StandardPrice);

    // Lines, and a status that may not be reached in one step, need a transaction; a header alone does not.
    private bool NeedsGraph(WriteBatch batch, int index)
    {
        var (item, shape) = (batch.Item(index), batch.Request.Shape);
        return item.Operation != WriteOperation.Delete
            && aggregates.ListsOf(shape.Object).Any()
            && (item.Lines.Count > 0 || item.Fields.Any(f => shape.Fields[f.Slot] is { Kind: FieldKind.Lines } or { Path: DocumentPlanner.Status }));
    }

    // One bad text must not stop the batch it is in.
    private static void RefuseUnsendable(WriteBatch batch)
    {
        foreach (var index in batch.Open().ToList())
        {
            if (ItemFields.FindUnsendable(batch.Item(index), batch.Request.Shape) is { } refusal)
            {
                batch.Set(index, refusal);
            }
        }
    }

    private static ConnectorException AsNotSent(ConnectorException error) => error.NotSent
        ? error
        : new ConnectorException(error.Kind, error.UserMessage, error) { NotSent = true, RetryAfter = error.RetryAfter, VendorCode = error.VendorCode, RequestId = error.RequestId, Pool = error.Pool };
}
