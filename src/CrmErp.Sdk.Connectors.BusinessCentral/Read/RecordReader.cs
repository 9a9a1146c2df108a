using System.Globalization;
using System.Text;
using CrmErp.Sdk.Connectors.OData.Batch;
using CrmErp.Sdk.Connectors.OData.Query;

namespace CrmErp.Sdk.Connectors.BusinessCentral.Read;

/// <summary>Lists, gets, finds and counts records.</summary>
internal sealed class RecordReader(BusinessCentralSession session, PageReader pages)
{
    public async Task<ReadPageResult> ReadPageAsync(ReadPageRequest request, CancellationToken cancellationToken)
    {
        var plan = pages.PlanFor(request.Shape);
        var size = request.PageSize > 0 ? request.PageSize : session.Descriptor.For(request.Shape.Object).PageSize;
        var continuation = Continuation.Parse(request.Continuation);
        var page = await ReadPageAsync(request, plan, continuation, size, cancellationToken).ConfigureAwait(false);
        try
        {
            var next = page.NextLink is { } link && page.Count > 0 ? new Continuation(link, page.Id(page.Count - 1)).Format() : null;
            return new ReadPageResult(page, next);
        }
        catch
        {
            page.Dispose();
            throw;
        }
    }

    public async Task<IReadOnlyList<Record?>> GetManyAsync(GetManyRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var plan = pages.PlanFor(request.Shape);
        var found = new Dictionary<string, Record>(StringComparer.OrdinalIgnoreCase);
        var ids = request.Ids.Where(IsId).ToList();
        var addresses = await AddressesAsync(request.Scope, plan, ListReader.Filters("id", ids), cancellationToken).ConfigureAwait(false);
        foreach (var record in await ReadAllAsync(request.Scope, plan, addresses, ids.Count, cancellationToken).ConfigureAwait(false))
        {
            found[record.Ref.Id] = record;
        }

        // Not being in a list proves nothing: each of the others is asked for by its own address.
        foreach (var chunk in ids.Where(i => !found.ContainsKey(i)).Chunk(Batches.MaxItems))
        {
            await ConfirmAsync(request.Scope, plan, chunk, found, cancellationToken).ConfigureAwait(false);
        }

        return [.. request.Ids.Select(i => found.GetValueOrDefault(i))];
    }

    public async Task<IReadOnlyList<Record>> FindAsync(FindRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var plan = pages.PlanFor(request.Shape);
        var since = request.BornSince is { } born ? ODataFilter.Compare("lastModifiedDateTime", "ge", ODataLiteral.Format(born)) : null;
        IEnumerable<string> filters = request.Values.Count == 0 ? [ODataFilter.And(since)] : AnyOf(plan, request.Field, request.Values).Select(f => ODataFilter.And(f, since));
        var addresses = await AddressesAsync(request.Scope, plan, filters, cancellationToken).ConfigureAwait(false);
        return await ReadAllAsync(request.Scope, plan, addresses, request.Limit, cancellationToken).ConfigureAwait(false);
    }

    public async Task<long?> CountAsync(CountRequest request, CancellationToken cancellationToken)
    {
        var page = ApiPages.Of(request.Object);
        var plan = pages.PlanFor(new RecordShape(request.Object, []));
        var conditions = request.Filters.Select(f => Translate(plan, f)).ToList();
        if (conditions.Contains(null))
        {
            return null;
        }

        var query = new ODataQuery(await session.ListPathAsync(request.Scope, page, cancellationToken).ConfigureAwait(false) + "/$count").Filter(ODataFilter.And(conditions));
        using var response = await session.Client.ReadAsync(session.Get(query.ToString()), cancellationToken).ConfigureAwait(false);
        return long.TryParse(Encoding.UTF8.GetString(response.Body.Span.TrimStart("\uFEFF"u8)), CultureInfo.InvariantCulture, out var count) ? count : null;
    }

    /// <summary>A condition in the system's language; null where it has no form there.</summary>
    public static string? Translate(ReadPlan plan, RecordFilter filter) => filter.Operator switch
    {
        FilterOperator.IsEmpty => plan.Literal(filter.Field, FieldValue.Null) is { } empty ? ODataFilter.Compare(filter.Field, "eq", empty) : null,
        FilterOperator.IsNotEmpty => plan.Literal(filter.Field, FieldValue.Null) is { } empty ? ODataFilter.Compare(filter.Field, "ne", empty) : null,
        _ => ODataFilter.TryTranslate(filter, v => plan.Literal(filter.Field, v)),
    };

    private static bool IsId(string id) => Guid.TryParseExact(id, "D", out _);

    private static IEnumerable<string> AnyOf(ReadPlan plan, string field, IReadOnlyList<FieldValue> values)
    {
        if (field == RecordFilter.MarkerField)
        {
            var marker = plan.Page.Marker ?? throw Unsearchable(plan, "our key");
            return ListReader.Filters(marker, values.Select(v => ODataLiteral.Quote(Marker.Of(v.AsText()))));
        }

        string[] literals = [.. values.Select(v => plan.Literal(field, v) ?? throw Unsearchable(plan, $"'{field}'"))];
        return ListReader.Filters(plan.Page.Aliases.GetValueOrDefault(field) ?? field, literals);
    }

    private static ConnectorException Unsearchable(ReadPlan plan, string what) =>
        new(ErrorKind.Configuration, $"'{plan.Shape.Object}' in Business Central cannot be searched by {what}.") { NotSent = true };

    private async Task<List<string>> AddressesAsync(string scope, ReadPlan plan, IEnumerable<string> filters, CancellationToken cancellationToken)
    {
        var list = await session.ListPathAsync(scope, plan.Page, cancellationToken).ConfigureAwait(false);
        return [.. filters.Select(f => plan.Apply(new ODataQuery(list).Filter(f)).ToString())];
    }

    // The records of several queries, each once, up to a limit.
    private async Task<IReadOnlyList<Record>> ReadAllAsync(string scope, ReadPlan plan, List<string> addresses, int limit, CancellationToken cancellationToken)
    {
        var records = new Dictionary<string, Record>(StringComparer.Ordinal);
        while (addresses.Count > 0 && records.Count < limit)
        {
            var pagesRead = await pages.ReadAllAsync(scope, plan, addresses, Math.Min(limit, 1000), cancellationToken).ConfigureAwait(false);
            addresses = [.. pagesRead.Select(p => p.NextLink).OfType<string>()];
            foreach (var page in pagesRead)
            {
                using (page)
                {
                    for (var i = 0; i < page.Count && records.Count < limit; i++)
                    {
                        var record = page.Read(i);
                        records.TryAdd(record.Ref.Id, record);
                    }
                }
            }
        }

        return [.. records.Values];
    }

    private async Task<BusinessCentralPage> ReadPageAsync(ReadPageRequest request, ReadPlan plan, Continuation? continuation, int size, CancellationToken cancellationToken)
    {
        if (continuation is not null)
        {
            try
            {
                return (await pages.ReadAsync(request.Scope, plan, continuation.Link, size, request.HeadsOnly, cancellationToken).ConfigureAwait(false)).Page;
            }
            catch (ConnectorException e) when (e.Kind is ErrorKind.NotFound or ErrorKind.Validation or ErrorKind.CursorExpired)
            {
                // The link has died (a new server version, a restart): the last id says as much.
            }
        }

        var query = plan.Apply(new ODataQuery(await session.ListPathAsync(request.Scope, plan.Page, cancellationToken).ConfigureAwait(false)), request.HeadsOnly);
        query.Filter(continuation is null ? null : ODataFilter.Compare("id", "gt", continuation.LastId)).OrderBy("id");
        foreach (var filter in request.Filters)
        {
            query.Filter(Translate(plan, filter));
        }

        return (await pages.ReadAsync(request.Scope, plan, query.ToString(), size, request.HeadsOnly, cancellationToken).ConfigureAwait(false)).Page;
    }

    private async Task ConfirmAsync(string scope, ReadPlan plan, string[] ids, Dictionary<string, Record> found, CancellationToken cancellationToken)
    {
        var company = await session.CompanyPathAsync(scope, cancellationToken).ConfigureAwait(false);
        var items = ids.Select((id, n) => new ODataBatchItem((n + 1).ToString(CultureInfo.InvariantCulture), HttpMethod.Get, plan.Apply(new ODataQuery($"{company}/{plan.Page.Set}({id})")).ToString())).ToList();
        using var result = await session.Client.SendBatchAsync(items, Batches.Options(session), notAfter: null, idempotent: true, cancellationToken).ConfigureAwait(false);
        foreach (var outcome in result.Outcomes.Where(o => o.Answer is not { IsSuccess: true }))
        {
            if (Batches.ToException(session, outcome, plan.Shape.Object) is { Kind: not ErrorKind.NotFound } error)
            {
                throw error;
            }
        }

        var answers = result.Outcomes.Select(o => o.Answer).OfType<ODataBatchAnswer>().Where(a => a.IsSuccess).Select(a => a.Body).ToList();
        foreach (var record in await pages.ReadSinglesAsync(scope, plan, answers, cancellationToken).ConfigureAwait(false))
        {
            var here = record ?? throw new ConnectorException(ErrorKind.Internal, $"Connection '{session.Connection}': the answer about '{plan.Shape.Object}' is not one record.");
            found[here.Ref.Id] = here;
        }
    }
}
