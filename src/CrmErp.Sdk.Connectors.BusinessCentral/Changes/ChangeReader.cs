using CrmErp.Sdk.Connectors.BusinessCentral.Read;
using CrmErp.Sdk.Connectors.OData.Query;

namespace CrmErp.Sdk.Connectors.BusinessCentral.Changes;

/// <summary>
/// Reads changes by stamp: first those of the page itself, then those of pages that move its computed fields (stock, balance), then the
/// open invoices, whose remaining amounts no stamp follows.
/// </summary>
internal sealed class ChangeReader(BusinessCentralSession session, PageReader pages, FollowedReader followed)
{
    public async Task<string> GetCurrentCursorAsync(CurrentCursorRequest request, CancellationToken cancellationToken)
    {
        using var response = await session.Client.ReadAsync(session.Get("companies?$select=id"), cancellationToken).ConfigureAwait(false);
        return Cursors.Format(Cursors.At(ApiPages.Of(request.Object), Bound(response.ServerTime)));
    }

    public async Task<ChangePage> ReadChangesAsync(ChangesRequest request, CancellationToken cancellationToken)
    {
        var plan = pages.PlanFor(request.Shape);
        var cursor = Cursors.Parse(plan.Page, request.Cursor);
        var streams = plan.Computed.Count == 0 ? 1 : 1 + plan.Page.Follows.Count;
        while (cursor.Stream < streams)
        {
            var (records, next, hasMore) = cursor.Stream == 0
                ? await ReadOwnAsync(request, plan, cursor, cancellationToken).ConfigureAwait(false)
                : await ReadFollowedAsync(request, plan, cursor, cancellationToken).ConfigureAwait(false);
            cursor = hasMore ? next : next with { Stream = cursor.Stream + 1 };
            var isLast = cursor.Stream == streams && !ScansOpen(plan);
            if (records.Count > 0 || (hasMore && records.Count == 0 && cursor.Stream > 0) || isLast)
            {
                return Page(records, isLast ? cursor with { Stream = 0 } : cursor, !isLast);
            }

            records.Dispose();
        }

        return await ReadOpenAsync(request, plan, cursor, cancellationToken).ConfigureAwait(false);
    }

    private static ChangePage Page(RecordPage records, Cursor cursor, bool hasMore) => new() { Records = records, Cursor = Cursors.Format(cursor), HasMore = hasMore };

    private static bool ScansOpen(ReadPlan plan) => plan.Computed.Count > 0 && plan.Page.OpenInvoices is not null;

    private async Task<(RecordPage Records, Cursor Next, bool HasMore)> ReadOwnAsync(ChangesRequest request, ReadPlan plan, Cursor cursor, CancellationToken cancellationToken)
    {
        var position = cursor.Positions[0];
        var query = KeysetWindow.Apply(plan.Apply(new ODataQuery(await session.ListPathAsync(request.Scope, plan.Page, cancellationToken).ConfigureAwait(false))), position);
        var (page, serverTime) = await pages.ReadAsync(request.Scope, plan, query.ToString(), SizeOf(request), headsOnly: false, cancellationToken).ConfigureAwait(false);
        try
        {
            var bound = Bound(serverTime);
            var step = KeysetWindow.Advance(position, page.Count, i => (page.Id(i), page.Modified(i) ?? DateTimeOffset.MinValue), page.NextLink is not null, bound);
            page.Select([.. Enumerable.Range(step.First, step.End - step.First)]);
            return (page, StartFollowed(cursor.With(0, step.Next), bound), step.HasMore);
        }
        catch
        {
            page.Dispose();
            throw;
        }
    }

    private async Task<(RecordPage Records, Cursor Next, bool HasMore)> ReadFollowedAsync(ChangesRequest request, ReadPlan plan, Cursor cursor, CancellationToken cancellationToken)
    {
        var position = cursor.Positions[cursor.Stream];
        var rows = await followed.ReadAsync(request.Scope, plan.Page.Follows[cursor.Stream - 1], q => KeysetWindow.Apply(q, position), cancellationToken).ConfigureAwait(false);
        var step = KeysetWindow.Advance(position, rows.Items.Count, i => (rows.Items[i].Id, rows.Items[i].Modified), rows.IsFull, Bound(rows.ServerTime));
        var keys = rows.Items.Skip(step.First).Take(step.End - step.First).Select(r => r.Key);
        var records = await followed.FetchAsync(request.Scope, plan, plan.Page.Follows[cursor.Stream - 1].TargetField, keys, cancellationToken).ConfigureAwait(false);
        return (records, cursor.With(cursor.Stream, step.Next), step.HasMore);
    }

    private async Task<ChangePage> ReadOpenAsync(ChangesRequest request, ReadPlan plan, Cursor cursor, CancellationToken cancellationToken)
    {
        var now = session.Time.GetUtcNow();
        if (cursor.OpenId is null && cursor.OpenRead is { } last && now - last < session.Options.OpenItemsInterval)
        {
            return Page(new JoinedPage([]), cursor with { Stream = 0 }, hasMore: false);
        }

        var source = plan.Page.OpenInvoices!;
        var condition = cursor.OpenId is { } id ? $"status eq 'Open' and id gt {id}" : "status eq 'Open'";
        if (source.Set == plan.Page.Set)
        {
            var query = plan.Apply(await session.QueryAsync(request.Scope, source.Set, cancellationToken).ConfigureAwait(false)).Filter(condition).OrderBy("id");
            var (page, _) = await pages.ReadAsync(request.Scope, plan, query.ToString(), SizeOf(request), headsOnly: false, cancellationToken).ConfigureAwait(false);
            return page.NextLink is not null && page.Count > 0
                ? Page(page, cursor with { OpenId = page.Id(page.Count - 1) }, hasMore: true)
                : Page(page, cursor with { Stream = 0, OpenId = null, OpenRead = now }, hasMore: false);
        }

        var rows = await followed.ReadAsync(request.Scope, source, q => q.Filter(condition).OrderBy("id"), cancellationToken).ConfigureAwait(false);
        var records = await followed.FetchAsync(request.Scope, plan, source.TargetField, rows.Items.Select(r => r.Key), cancellationToken).ConfigureAwait(false);
        return rows.IsFull && rows.Items.Count > 0
            ? Page(records, cursor with { OpenId = rows.Items[^1].Id }, hasMore: true)
            : Page(records, cursor with { Stream = 0, OpenId = null, OpenRead = now }, hasMore: false);
    }

    private int SizeOf(ChangesRequest request) => request.PageSize > 0 ? request.PageSize : session.Descriptor.For(request.Shape.Object).PageSize;

    private static Cursor StartFollowed(Cursor cursor, DateTimeOffset bound) =>
        cursor with { Positions = [.. cursor.Positions.Select(p => p.FromNow ? new Position { Time = bound } : p)] };

    // The Date header has whole seconds, cut: the bound is never too late.
    private DateTimeOffset Bound(DateTimeOffset? serverTime) =>
        (serverTime ?? session.Time.GetUtcNow() - session.Descriptor.ClockError) - session.Options.SettleLag;
}
