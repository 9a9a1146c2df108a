using System.Globalization;
using System.Text.Json;
using CrmErp.Sdk.Connectors.BusinessCentral.Read;
using CrmErp.Sdk.Connectors.Http;
using CrmErp.Sdk.Connectors.Http.Json;
using CrmErp.Sdk.Connectors.OData;
using CrmErp.Sdk.Connectors.OData.Batch;
using CrmErp.Sdk.Connectors.OData.Query;

namespace CrmErp.Sdk.Connectors.BusinessCentral.Write;

/// <summary>Writes records in batches, one outcome per item; documents whose lines change are written one by one, each as one transaction.</summary>
internal sealed class RecordWriter(BusinessCentralSession session, PageReader pages, RecordReader reader, CodeTables codes, DocumentWriter documents)
{
    public async Task<IReadOnlyList<WriteOutcome>> WriteAsync(WriteRequest request, CancellationToken cancellationToken)
    {
        var plan = pages.PlanFor(request.Shape);
        var outcomes = new WriteOutcome?[request.Items.Count];
        var resolved = new Dictionary<(string Path, FieldValue Value), string>();
        var batch = new List<(int Index, ODataBatchItem Item)>();
        for (var i = 0; i < outcomes.Length; i++)
        {
            var item = request.Items[i];
            outcomes[i] = await PrepareAsync(request, plan, item, resolved, cancellationToken).ConfigureAwait(false);
            if (outcomes[i] is null && item.Lines.Count == 0)
            {
                try
                {
                    batch.Add((i, await ComposeAsync(request, plan, item, i, new WireForm(plan, resolved), cancellationToken).ConfigureAwait(false)));
                }
                catch (ConnectorException e) when (e is { NotSent: true, Kind: ErrorKind.Validation or ErrorKind.Internal })
                {
                    outcomes[i] = Outcomes.Rejected(new SyncError(e.Kind, "CannotBeSent", e.UserMessage));
                }
            }
        }

        foreach (var chunk in batch.Chunk(Batches.MaxItems))
        {
            await SendAsync(request, plan, chunk, outcomes, cancellationToken).ConfigureAwait(false);
        }

        for (var i = 0; i < outcomes.Length; i++)
        {
            outcomes[i] ??= await documents.WriteAsync(request, plan, request.Items[i], new WireForm(plan, resolved), cancellationToken).ConfigureAwait(false);
        }

        return outcomes!;
    }

    // Looks up what has to be known before anything is sent; an answer here means that nothing is sent for the item.
    private async Task<WriteOutcome?> PrepareAsync(WriteRequest request, ReadPlan plan, WriteItem item, Dictionary<(string Path, FieldValue Value), string> resolved, CancellationToken cancellationToken)
    {
        if (session.Time.GetUtcNow() > request.NotAfter)
        {
            return new WriteOutcome(WriteOutcomeKind.NotSent);
        }

        if (item.Operation == WriteOperation.Update && item.Fields.Count == 0 && item.Lines.Count == 0)
        {
            return new WriteOutcome(WriteOutcomeKind.Unchanged) { Id = item.Id };
        }

        if (item.Operation != WriteOperation.Create && !Guid.TryParse(item.Id, out _))
        {
            return new WriteOutcome(item.Operation == WriteOperation.Delete ? WriteOutcomeKind.Deleted : WriteOutcomeKind.NotFound);
        }

        return await codes.ResolveAsync(request.Scope, plan, item.Fields, resolved, cancellationToken).ConfigureAwait(false) is { } error ? Outcomes.Rejected(error) : null;
    }

    private async Task<ODataBatchItem> ComposeAsync(WriteRequest request, ReadPlan plan, WriteItem item, int index, WireForm form, CancellationToken cancellationToken)
    {
        var company = await session.CompanyPathAsync(request.Scope, cancellationToken).ConfigureAwait(false);
        var id = (index + 1).ToString(CultureInfo.InvariantCulture);
        if (item.Operation == WriteOperation.Create)
        {
            var address = plan.ApplyToWrite(new ODataQuery($"{company}/{await CreatePathAsync(request.Scope, plan, cancellationToken).ConfigureAwait(false)}")).ToString();
            return new ODataBatchItem(id, HttpMethod.Post, address) { Body = CreateBody(plan, item, form) };
        }

        var record = new ODataQuery($"{company}/{plan.Page.Set}({item.Id})");
        KeyValuePair<string, string>[] headers = [ODataETag.IfMatch(VersionMark.ETagOf(item.IfVersion))];
        return item.Operation == WriteOperation.Delete
            ? new ODataBatchItem(id, HttpMethod.Delete, record.ToString()) { Headers = headers }
            : new ODataBatchItem(id, HttpMethod.Patch, plan.ApplyToWrite(record).ToString()) { Headers = headers, Body = Body(item.Fields, form) };
    }

    private async Task<string> CreatePathAsync(string scope, ReadPlan plan, CancellationToken cancellationToken)
    {
        if (plan.Page.Object != "customerPayments")
        {
            return plan.Page.Set;
        }

        var journal = session.Options.PaymentJournal is { } code ? await codes.IdOfAsync(scope, "customerPaymentJournals", code, cancellationToken).ConfigureAwait(false) : null;
        return journal is not null
            ? $"customerPaymentJournals({journal})/customerPayments"
            : throw new ConnectorException(ErrorKind.Configuration, $"Connection '{session.Connection}': payments are written to a customer payment journal. Set PaymentJournal to the code of one that exists in the company.") { NotSent = true };
    }

    private static ReadOnlyMemory<byte> CreateBody(ReadPlan plan, WriteItem item, WireForm form) => JsonBody.Create(json =>
    {
        json.WriteStartObject();
        if (plan.Page.Marker is { } marker)
        {
            json.WriteString(marker, Marker.Of(item.Key));
        }

        form.Write(json, item.Fields);
        json.WriteEndObject();
    });

    internal static ReadOnlyMemory<byte> Body(IReadOnlyList<FieldChange> fields, WireForm form) => JsonBody.Create(json =>
    {
        json.WriteStartObject();
        form.Write(json, fields);
        json.WriteEndObject();
    });

    private async Task SendAsync(WriteRequest request, ReadPlan plan, (int Index, ODataBatchItem Item)[] chunk, WriteOutcome?[] outcomes, CancellationToken cancellationToken)
    {
        using var result = await session.Client.SendBatchAsync([.. chunk.Select(c => c.Item)], Batches.Options(session, chunk.Length), request.NotAfter, idempotent: false, cancellationToken).ConfigureAwait(false);
        for (var i = 0; i < chunk.Length; i++)
        {
            var item = request.Items[chunk[i].Index];
            outcomes[chunk[i].Index] = result.Outcomes[i].Answer is { IsSuccess: true } answer
                ? await SucceededAsync(request, plan, item, answer, cancellationToken).ConfigureAwait(false)
                : await ExplainAsync(request, plan, item, Outcomes.Failed(result.Outcomes[i], item.Operation), cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<WriteOutcome> SucceededAsync(WriteRequest request, ReadPlan plan, WriteItem item, ODataBatchAnswer answer, CancellationToken cancellationToken)
    {
        if (item.Operation == WriteOperation.Delete)
        {
            return new WriteOutcome(WriteOutcomeKind.Deleted) { Id = item.Id };
        }

        var kind = item.Operation == WriteOperation.Create ? WriteOutcomeKind.Created : WriteOutcomeKind.Updated;
        var id = item.Id ?? IdOf(answer);
        if (id is null)
        {
            return new WriteOutcome(WriteOutcomeKind.Unknown);
        }

        var stored = await StoredAsync(request, plan, id, answer, cancellationToken).ConfigureAwait(false);
        return new WriteOutcome(kind) { Id = id, Version = stored?.Version, Stored = stored };
    }

    // The answer as a read would show it; where it lacks the lines, the document is read. A failure here takes nothing from the success.
    private async Task<Record?> StoredAsync(WriteRequest request, ReadPlan plan, string id, ODataBatchAnswer answer, CancellationToken cancellationToken)
    {
        try
        {
            var stored = answer.Body.IsEmpty ? null : await pages.ReadOneAsync(request.Scope, plan, answer.Body, cancellationToken).ConfigureAwait(false);
            var lacks = stored is null || plan.Shape.Fields.Where((f, slot) => f.Kind == FieldKind.Lines && stored.Fields[slot].IsMissing).Any();
            return lacks ? (await reader.GetManyAsync(new GetManyRequest { Scope = request.Scope, Shape = plan.Shape, Ids = [id] }, cancellationToken).ConfigureAwait(false))[0] : stored;
        }
        catch (ConnectorException)
        {
            return null;
        }
    }

    // "Exists already" without saying which: the number names it.
    private async Task<WriteOutcome> ExplainAsync(WriteRequest request, ReadPlan plan, WriteItem item, WriteOutcome outcome, CancellationToken cancellationToken)
    {
        var number = item.Fields.FirstOrDefault(f => plan.Shape.Fields[f.Slot].Path == "number").Value;
        if (outcome.Kind != WriteOutcomeKind.Duplicate || !number.HasValue)
        {
            return outcome;
        }

        try
        {
            var found = await reader.FindAsync(new FindRequest { Scope = request.Scope, Shape = plan.Shape, Field = "number", Values = [number], Limit = 2 }, cancellationToken).ConfigureAwait(false);
            return found.Count == 1 ? new WriteOutcome(WriteOutcomeKind.Duplicate) { Id = found[0].Ref.Id, Errors = outcome.Errors, RequestId = outcome.RequestId } : outcome;
        }
        catch (ConnectorException)
        {
            return outcome;
        }
    }

    private static string? IdOf(ODataBatchAnswer answer)
    {
        try
        {
            using var document = JsonDocument.Parse(answer.Body);
            return document.RootElement.TryGetProperty("id", out var id) ? id.GetString() : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
