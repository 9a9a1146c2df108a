using System.Globalization;
using CrmErp.Sdk.Connectors.BusinessCentral.Read;
using CrmErp.Sdk.Connectors.Http;
using CrmErp.Sdk.Connectors.OData;
using CrmErp.Sdk.Connectors.OData.Batch;
using CrmErp.Sdk.Connectors.OData.Query;

namespace CrmErp.Sdk.Connectors.BusinessCentral.Write;

/// <summary>
/// Changes documents and their lines, each as one transaction. The version of a document includes its lines, and lines do not always move
/// the etag: documents are read first, few at a time so that the reading is fresh, and the etag is the precondition of what follows. The
/// transaction ends with a read of the document, so that what it answers holds nothing that came after.
/// </summary>
internal sealed class DocumentWriter(BusinessCentralSession session, PageReader pages, RecordReader reader)
{
    private const int ReadAtOnce = 10;

    /// <summary>Writes some items of a request.</summary>
    public async Task WriteAsync(WriteRequest request, ReadPlan plan, IEnumerable<int> indices, WireForm form, WriteOutcome?[] outcomes, CancellationToken cancellationToken)
    {
        foreach (var group in indices.Chunk(ReadAtOnce))
        {
            var current = await reader.GetManyAsync(new GetManyRequest { Scope = request.Scope, Shape = plan.Shape, Ids = [.. group.Select(i => request.Items[i].Id!)] }, cancellationToken).ConfigureAwait(false);
            foreach (var (i, record) in group.Zip(current))
            {
                outcomes[i] = await WriteAsync(request, plan, request.Items[i], record, form, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task<WriteOutcome> WriteAsync(WriteRequest request, ReadPlan plan, WriteItem item, Record? current, WireForm form, CancellationToken cancellationToken)
    {
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
        if (items.Count > Batches.MaxItems)
        {
            return Outcomes.Rejected(new SyncError(ErrorKind.Validation, "TooManyLines", $"More than {Batches.MaxItems - 2} lines change at once; Business Central takes {Batches.MaxItems} requests in one transaction.", plan.Page.Lines));
        }

        using var result = await session.Client.SendBatchAsync(items, Batches.Together(session), request.NotAfter, idempotent: false, cancellationToken).ConfigureAwait(false);
        if (Judge(result) is { } failed)
        {
            return failed;
        }

        var stored = await StoredAsync(request.Scope, plan, result.Outcomes[^1].Answer!, cancellationToken).ConfigureAwait(false);
        return new WriteOutcome(WriteOutcomeKind.Updated) { Id = item.Id, Version = stored?.Version, Stored = stored };
    }

    private static List<ODataBatchItem> Compose(ReadPlan plan, WriteItem item, WireForm form, string address, string? etag)
    {
        var items = new List<ODataBatchItem>(item.Lines.Count + 2);
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

        items.Add(new ODataBatchItem((items.Count + 1).ToString(CultureInfo.InvariantCulture), HttpMethod.Get, plan.Apply(new ODataQuery(address)).ToString()));
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

    // A failure here takes nothing from the success.
    private async Task<Record?> StoredAsync(string scope, ReadPlan plan, ODataBatchAnswer answer, CancellationToken cancellationToken)
    {
        try
        {
            return (await pages.ReadSinglesAsync(scope, plan, [answer.Body], cancellationToken).ConfigureAwait(false))[0];
        }
        catch (ConnectorException)
        {
            return null;
        }
    }
}
