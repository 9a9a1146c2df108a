using System.Globalization;
using CrmErp.Sdk.Connectors.BusinessCentral.Read;
using CrmErp.Sdk.Connectors.Http.Json;
using CrmErp.Sdk.Connectors.OData;
using CrmErp.Sdk.Connectors.OData.Batch;
using CrmErp.Sdk.Connectors.OData.Query;

namespace CrmErp.Sdk.Connectors.BusinessCentral.Write;

/// <summary>Writes records in batches, one outcome per item; documents whose lines change are written one by one, each as one transaction.</summary>
internal sealed class RecordWriter(BusinessCentralSession session, WriteAnswers answers, PageReader pages, CodeTables codes, DocumentWriter documents)
{
    public async Task<IReadOnlyList<WriteOutcome>> WriteAsync(WriteRequest request, CancellationToken cancellationToken)
    {
        var plan = pages.PlanFor(request.Shape);
        var outcomes = new WriteOutcome?[request.Items.Count];
        for (var i = 0; i < outcomes.Length; i++)
        {
            outcomes[i] = Judge(request, request.Items[i]);
        }

        var resolved = await codes.ResolveAsync(request.Scope, plan, [.. request.Items.Where((_, i) => outcomes[i] is null)], cancellationToken).ConfigureAwait(false);
        var form = new WireForm(plan, resolved);
        var batch = await ComposeAllAsync(request, plan, resolved, form, outcomes, cancellationToken).ConfigureAwait(false);
        foreach (var chunk in batch.Chunk(Batches.MaxItems))
        {
            await SendAsync(request, plan, chunk, outcomes, cancellationToken).ConfigureAwait(false);
        }

        int[] rest = [.. Enumerable.Range(0, outcomes.Length).Where(i => outcomes[i] is null)];
        await documents.WriteAsync(request, plan, rest, form, outcomes, cancellationToken).ConfigureAwait(false);
        return outcomes!;
    }

    // An answer here means that nothing is sent for the item.
    private WriteOutcome? Judge(WriteRequest request, WriteItem item)
    {
        if (session.Time.GetUtcNow() > request.NotAfter)
        {
            return new WriteOutcome(WriteOutcomeKind.NotSent);
        }

        if (item.Operation == WriteOperation.Update && item.Fields.Count == 0 && item.Lines.Count == 0)
        {
            return new WriteOutcome(WriteOutcomeKind.Unchanged) { Id = item.Id };
        }

        return item.Operation != WriteOperation.Create && !Guid.TryParse(item.Id, out _)
            ? new WriteOutcome(item.Operation == WriteOperation.Delete ? WriteOutcomeKind.Deleted : WriteOutcomeKind.NotFound)
            : null;
    }

    // The items that go into batches; those that cannot be sent get their outcome.
    private async Task<List<(int Index, ODataBatchItem Item)>> ComposeAllAsync(
        WriteRequest request, ReadPlan plan, IReadOnlyDictionary<(string Path, FieldValue Value), string> resolved, WireForm form, WriteOutcome?[] outcomes, CancellationToken cancellationToken)
    {
        var batch = new List<(int Index, ODataBatchItem Item)>();
        for (var i = 0; i < outcomes.Length; i++)
        {
            var item = request.Items[i];
            outcomes[i] ??= CodeTables.MissingOf(plan, item, resolved) is { } error ? Outcomes.Rejected(error) : null;
            if (outcomes[i] is not null || item.Lines.Count > 0)
            {
                continue;
            }

            try
            {
                batch.Add((i, await ComposeAsync(request, plan, item, i, form, cancellationToken).ConfigureAwait(false)));
            }
            catch (ConnectorException e) when (e is { NotSent: true, Kind: ErrorKind.Validation or ErrorKind.Internal })
            {
                outcomes[i] = Outcomes.Rejected(new SyncError(e.Kind, "CannotBeSent", e.UserMessage));
            }
        }

        return batch;
    }

    private async Task<ODataBatchItem> ComposeAsync(WriteRequest request, ReadPlan plan, WriteItem item, int index, WireForm form, CancellationToken cancellationToken)
    {
        var id = (index + 1).ToString(CultureInfo.InvariantCulture);
        if (item.Operation == WriteOperation.Create)
        {
            var address = plan.ApplyToWrite(new ODataQuery(await session.ListPathAsync(request.Scope, plan.Page, cancellationToken).ConfigureAwait(false))).ToString();
            return new ODataBatchItem(id, HttpMethod.Post, address) { Body = CreateBody(plan, item, form) };
        }

        var company = await session.CompanyPathAsync(request.Scope, cancellationToken).ConfigureAwait(false);
        var record = new ODataQuery($"{company}/{plan.Page.Set}({item.Id})");
        KeyValuePair<string, string>[] headers = [ODataETag.IfMatch(VersionMark.ETagOf(item.IfVersion))];
        return item.Operation == WriteOperation.Delete
            ? new ODataBatchItem(id, HttpMethod.Delete, record.ToString()) { Headers = headers }
            : new ODataBatchItem(id, HttpMethod.Patch, plan.ApplyToWrite(record).ToString()) { Headers = headers, Body = Body(item.Fields, form) };
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
        using var result = await session.Client.SendBatchAsync([.. chunk.Select(c => c.Item)], Batches.Options(session), request.NotAfter, idempotent: false, cancellationToken).ConfigureAwait(false);
        WriteItem[] items = [.. chunk.Select(c => request.Items[c.Index])];
        var read = await answers.ReadAsync(request, plan, items, result.Outcomes, cancellationToken).ConfigureAwait(false);
        for (var i = 0; i < chunk.Length; i++)
        {
            outcomes[chunk[i].Index] = read[i];
            if (read[i].Kind == WriteOutcomeKind.Rejected)
            {
                codes.Forget(request.Scope, plan, items[i]);
            }
        }
    }
}
