using System.Globalization;
using CrmErp.Sdk.Connectors.BusinessCentral.Read;
using CrmErp.Sdk.Connectors.Http;
using CrmErp.Sdk.Connectors.OData;
using CrmErp.Sdk.Connectors.OData.Batch;

namespace CrmErp.Sdk.Connectors.BusinessCentral.Write;

/// <summary>
/// Changes a document and its lines as one transaction. The version of a document includes its lines, and lines do not always move the
/// etag: the document is read first, and its etag is the precondition of what follows.
/// </summary>
internal sealed class DocumentWriter(BusinessCentralSession session, RecordReader reader)
{
    public async Task<WriteOutcome> WriteAsync(WriteRequest request, ReadPlan plan, WriteItem item, WireForm form, CancellationToken cancellationToken)
    {
        if (item.Lines.Count + 1 > Batches.MaxItems)
        {
            return Outcomes.Rejected(new SyncError(ErrorKind.Validation, "TooManyLines", $"More than {Batches.MaxItems - 1} lines change at once; Business Central takes {Batches.MaxItems} requests in one transaction.", plan.Page.Lines));
        }

        var current = await ReadAsync(request, plan, item.Id!, cancellationToken).ConfigureAwait(false);
        if (current is null)
        {
            return new WriteOutcome(WriteOutcomeKind.NotFound);
        }

        if (item.IfVersion is not null && item.IfVersion != current.Version)
        {
            return new WriteOutcome(WriteOutcomeKind.VersionConflict);
        }

        var company = await session.CompanyPathAsync(request.Scope, cancellationToken).ConfigureAwait(false);
        var items = Compose(plan, item, form, $"{company}/{plan.Page.Set}({item.Id})", VersionMark.ETagOf(current.Version));
        using var result = await session.Client.SendBatchAsync(items, Batches.Together(session, items.Count), request.NotAfter, idempotent: false, cancellationToken).ConfigureAwait(false);
        if (Judge(result) is { } failed)
        {
            return failed;
        }

        var stored = await TryReadAsync(request, plan, item.Id!, cancellationToken).ConfigureAwait(false);
        return new WriteOutcome(WriteOutcomeKind.Updated) { Id = item.Id, Version = stored?.Version, Stored = stored };
    }

    private static List<ODataBatchItem> Compose(ReadPlan plan, WriteItem item, WireForm form, string address, string? etag)
    {
        var items = new List<ODataBatchItem>(item.Lines.Count + 1);
        if (item.Fields.Count > 0)
        {
            items.Add(new ODataBatchItem("1", HttpMethod.Patch, address) { Headers = [ODataETag.IfMatch(etag)], Body = RecordWriter.Body(item.Fields, form) });
        }

        foreach (var change in item.Lines)
        {
            var field = plan.Shape.Fields[change.Slot];
            var id = (items.Count + 1).ToString(CultureInfo.InvariantCulture);
            var lines = $"{address}/{field.Path}";
            items.Add(change.Kind switch
            {
                LineChangeKind.Add => new ODataBatchItem(id, HttpMethod.Post, lines) { Body = form.Line(field.Lines!, change.Fields!) },
                LineChangeKind.Change => new ODataBatchItem(id, HttpMethod.Patch, $"{lines}({change.RemoteId})") { Headers = [ODataETag.IfMatch(null)], Body = form.Line(field.Lines!, change.Fields!) },
                _ => new ODataBatchItem(id, HttpMethod.Delete, $"{lines}({change.RemoteId})") { Headers = [ODataETag.IfMatch(null)] },
            });
        }

        return items;
    }

    // One failure undid everything, whatever was answered for the others; an item without answer leaves all unknown.
    private static WriteOutcome? Judge(ODataBatchResult result)
    {
        foreach (var outcome in result.Outcomes)
        {
            if (outcome.Answer is { IsSuccess: false })
            {
                return Outcomes.Failed(outcome, WriteOperation.Update) is { Kind: not WriteOutcomeKind.NotFound } failed
                    ? failed
                    : new WriteOutcome(WriteOutcomeKind.VersionConflict);
            }
        }

        foreach (var outcome in result.Outcomes)
        {
            if (outcome.Answer is null)
            {
                return Outcomes.Failed(outcome, WriteOperation.Update);
            }
        }

        return null;
    }

    private async Task<Record?> ReadAsync(WriteRequest request, ReadPlan plan, string id, CancellationToken cancellationToken) =>
        (await reader.GetManyAsync(new GetManyRequest { Scope = request.Scope, Shape = plan.Shape, Ids = [id] }, cancellationToken).ConfigureAwait(false))[0];

    private async Task<Record?> TryReadAsync(WriteRequest request, ReadPlan plan, string id, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAsync(request, plan, id, cancellationToken).ConfigureAwait(false);
        }
        catch (ConnectorException)
        {
            return null;
        }
    }
}
