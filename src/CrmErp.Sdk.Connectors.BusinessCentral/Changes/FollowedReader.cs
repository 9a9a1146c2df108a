using CrmErp.Sdk.Connectors.BusinessCentral.Read;
using CrmErp.Sdk.Connectors.Http.Json;
using CrmErp.Sdk.Connectors.OData.Query;

namespace CrmErp.Sdk.Connectors.BusinessCentral.Changes;

/// <summary>A row of a followed page.</summary>
internal readonly record struct FollowedRow(string Id, DateTimeOffset Modified, string Key);

/// <summary>Rows of a followed page.</summary>
internal sealed record FollowedRows(IReadOnlyList<FollowedRow> Items, bool IsFull, DateTimeOffset? ServerTime);

/// <summary>Reads pages only for the records they name, and fetches these.</summary>
internal sealed class FollowedReader(BusinessCentralSession session, PageReader pages)
{
    // The records that a page of rows names are fetched with one batch of filters.
    private const int PageSize = 1000;

    public async Task<FollowedRows> ReadAsync(string scope, Followed source, Func<ODataQuery, ODataQuery> condition, CancellationToken cancellationToken)
    {
        var query = condition((await session.QueryAsync(scope, source.Set, cancellationToken).ConfigureAwait(false)).Select("id", "lastModifiedDateTime", source.KeyField));
        using var response = await session.Client.ReadAsync(session.Get(query.ToString(), PageSize), cancellationToken).ConfigureAwait(false);
        using var page = JsonRecordPage.Create(PlanOf(source), session.Connection, scope, response.TakeBody(), headsOnly: true);
        var rows = new FollowedRow[page.Count];
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = new FollowedRow(page.Id(i), page.Modified(i) ?? DateTimeOffset.MinValue, page.Extra(i, 0) ?? "");
        }

        return new FollowedRows(rows, page.NextLink is not null, response.ServerTime);
    }

    /// <summary>The records whose field has one of the values; those that are gone are left out.</summary>
    public async Task<RecordPage> FetchAsync(string scope, ReadPlan plan, string field, IEnumerable<string> values, CancellationToken cancellationToken)
    {
        var literals = values.Where(v => v.Length > 0 && v != Guid.Empty.ToString()).Select(v => field == "id" ? v : ODataLiteral.Quote(v));
        var company = await session.CompanyPathAsync(scope, cancellationToken).ConfigureAwait(false);
        var addresses = ListReader.Filters(field, literals).Select(f => plan.Apply(new ODataQuery($"{company}/{plan.Page.Set}").Filter(f)).ToString()).ToList();
        return new JoinedPage(addresses.Count == 0 ? [] : await pages.ReadAllAsync(scope, plan, addresses, pageSize: null, cancellationToken).ConfigureAwait(false));
    }

    private static JsonRecordPlan PlanOf(Followed source) => JsonRecordPlan.Create(
        new RecordShape(source.Set, []),
        new JsonRecordLayout { Items = "value", NextLink = "@odata.nextLink", Id = "id", Modified = "lastModifiedDateTime", Extras = [source.KeyField] });
}
