using System.Globalization;
using CrmErp.Sdk.Connectors.Http;
using CrmErp.Sdk.Connectors.Http.Json;

namespace CrmErp.Sdk.Connectors.Salesforce.Write;

/// <summary>
/// Writes records of one object through collections. A create is an insert that carries our key in the unique external id field, not
/// an upsert: should the record exist already, Salesforce refuses it and names the record, where an upsert would overwrite what
/// people typed since.
/// </summary>
internal sealed class FlatWriter(SalesforceClient client, string? keyField)
{
    private const string CollectionsResource = "composite/sobjects";

    // Each costs a call; a batch full of duplicates is told without the matches of the rest.
    private const int MostAsked = 20;

    public async Task WriteAsync(WriteBatch batch, IReadOnlyList<int> items, CancellationToken cancellationToken)
    {
        await SendAllAsync(batch, items, WriteOperation.Create, HttpMethod.Post, cancellationToken).ConfigureAwait(false);
        await SendAllAsync(batch, items, WriteOperation.Update, HttpMethod.Patch, cancellationToken).ConfigureAwait(false);
        await SendAllAsync(batch, items, WriteOperation.Delete, HttpMethod.Delete, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Whether creates carry our key.</summary>
    public bool WritesKey => keyField is not null;

    /// <summary>What is sent for an item.</summary>
    public FieldSet Fields(WriteItem item, RecordShape shape) => ItemFields.Of(item, shape, item.Operation == WriteOperation.Create ? keyField : null);

    private async Task SendAllAsync(WriteBatch batch, IReadOnlyList<int> items, WriteOperation operation, HttpMethod method, CancellationToken cancellationToken)
    {
        foreach (var chunk in items.Where(i => batch.IsOpen(i) && batch.Item(i).Operation == operation).Chunk(SalesforceDescriptor.CollectionSize))
        {
            if (batch.Stop is not null)
            {
                return;
            }

            using var result = operation == WriteOperation.Delete
                ? await client.SendAsync(method, DeleteResource(batch, chunk), default, batch.Request.NotAfter, cancellationToken).ConfigureAwait(false)
                : await client.SendAsync(method, CollectionsResource, Body(batch, chunk), batch.Request.NotAfter, cancellationToken).ConfigureAwait(false);
            Take(batch, chunk, operation, result);
        }
    }

    /// <summary>
    /// Sends creates alone that a duplicate rule refused: only the single-record resource names the records that match. What was
    /// refused before was not written, so this is no repetition.
    /// </summary>
    public async Task AskForMatchesAsync(WriteBatch batch, CancellationToken cancellationToken)
    {
        int[] refused = [.. Enumerable.Range(0, batch.Request.Items.Count).Where(i => batch.Outcome(i) is { Kind: WriteOutcomeKind.Duplicate, Id: null, Errors: [{ Code: "DUPLICATES_DETECTED" }, ..] })];
        foreach (var index in refused.Take(MostAsked))
        {
            var body = JsonBody.Create(json =>
            {
                json.WriteStartObject();
                Fields(batch.Item(index), batch.Request.Shape).Write(json);
                json.WriteEndObject();
            });
            using var result = await client.SendAsync(HttpMethod.Post, $"sobjects/{batch.Request.Shape.Object}", body, batch.Request.NotAfter, cancellationToken).ConfigureAwait(false);
            if (result.Response is { } response && SingleRecord.Read(response) is { } outcome)
            {
                batch.Replace(index, outcome);
            }
            else if (result.State != SendState.NotSent)
            {
                batch.Replace(index, new WriteOutcome(WriteOutcomeKind.Unknown));
            }
        }
    }

    private void Take(WriteBatch batch, int[] items, WriteOperation operation, SendResult result)
    {
        if (result.Response is not { IsSuccess: true } response)
        {
            CallJudge.Judge(batch, items, result, client);
            return;
        }

        batch.Sent = true;
        var rows = Collections.Read(response.Body, items.Length);
        for (var i = 0; i < items.Length; i++)
        {
            // An answer that cannot be matched with the records proves nothing about any of them.
            batch.Set(items[i], rows is null ? new WriteOutcome(WriteOutcomeKind.Unknown) { RequestId = response.RequestId } : Outcomes.Of(operation, rows[i]));
        }
    }

    private ReadOnlyMemory<byte> Body(WriteBatch batch, int[] items)
    {
        var shape = batch.Request.Shape;
        return Collections.Body(shape.Object, [.. items.Select(i => WithId(batch.Item(i), Fields(batch.Item(i), shape)))]);
    }

    private static FieldSet WithId(WriteItem item, FieldSet fields) => item.Operation == WriteOperation.Update ? fields.Add("id", item.Id) : fields;

    private static string DeleteResource(WriteBatch batch, int[] items) =>
        string.Create(CultureInfo.InvariantCulture, $"{CollectionsResource}?ids={string.Join(',', items.Select(i => Uri.EscapeDataString(batch.Item(i).Id ?? "")))}&allOrNone=false");
}
