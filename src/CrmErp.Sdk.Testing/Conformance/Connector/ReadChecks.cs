using CrmErp.Sdk.Connectors;
using static CrmErp.Sdk.Testing.ConnectorCheckContext;

namespace CrmErp.Sdk.Testing;

/// <summary>Pages, reads by id, searches and counts.</summary>
internal static class ReadChecks
{
    public static IReadOnlyList<ConnectorCheck> All { get; } =
    [
        new("Pages_serve_every_record_once_in_id_order", PagesAsync),
        new("A_continuation_can_be_used_again", ContinuationAsync),
        new("Get_many_answers_in_order_with_null_for_unknown_ids", GetManyAsync),
        new("Find_answers_exactly_the_records_with_the_value", FindAsync),
        new("Find_by_birth_answers_a_superset_of_the_newborn", FindNewbornAsync),
        new("Hash_and_values_stay_the_same_without_a_change", HashAsync),
        new("A_cancelled_call_ends", CancelAsync),
    ];

    private static async Task<IReadOnlyList<Record>> AllAsync(ConnectorCheckContext context, int pageSize)
    {
        var records = new List<Record>();
        string? continuation = null;
        do
        {
            var result = await PageAsync(context, continuation, pageSize).ConfigureAwait(false);
            using var page = result.Page;
            for (var i = 0; i < page.Count; i++)
            {
                var record = page.Read(i);
                Require(page.Head(i).Id == record.Ref.Id && page.Head(i).Version == record.Version && page.Head(i).Hash == record.Hash, $"The head of '{record.Ref.Id}' differs from its record.");
                records.Add(record);
            }

            Require(result.Continuation is null || result.Continuation != continuation, "A page's continuation is the page itself.");
            continuation = result.Continuation;
        }
        while (continuation is not null);
        return records;
    }

    private static Task<ReadPageResult> PageAsync(ConnectorCheckContext context, string? continuation, int pageSize) =>
        context.Reader.ReadPageAsync(new ReadPageRequest { Scope = context.Arrangement.Scope, Shape = context.Shape, Continuation = continuation, PageSize = pageSize }, context.CancellationToken);

    private static async Task PagesAsync(ConnectorCheckContext context)
    {
        var ids = await context.CreateAsync(7).ConfigureAwait(false);
        var records = await AllAsync(context, 2).ConfigureAwait(false);
        var served = records.Select(r => r.Ref.Id).ToArray();
        Require(served.Distinct(StringComparer.Ordinal).Count() == served.Length, "A record was served twice.");
        Require(ids.All(served.Contains), $"{ids.Count(i => !served.Contains(i))} of {ids.Count} records were not served.");
        Require(records.All(r => r.Ref.Object == context.Shape.Object && r.Ref.Scope == context.Arrangement.Scope), "A record's reference names another object or scope.");
    }

    private static async Task ContinuationAsync(ConnectorCheckContext context)
    {
        await context.CreateAsync(5).ConfigureAwait(false);
        var first = await PageAsync(context, null, 2).ConfigureAwait(false);
        first.Page.Dispose();
        Applies(first.Continuation is not null, "All records fit on the smallest page.");
        var second = await PageAsync(context, first.Continuation, 2).ConfigureAwait(false);
        var again = await PageAsync(context, first.Continuation, 2).ConfigureAwait(false);
        using var left = second.Page;
        using var right = again.Page;
        Require(Enumerable.Range(0, left.Count).Select(i => left.Head(i).Id).SequenceEqual(Enumerable.Range(0, right.Count).Select(i => right.Head(i).Id)), "A continuation used twice gives two pages.");
    }

    private static async Task GetManyAsync(ConnectorCheckContext context)
    {
        var ids = await context.CreateAsync(3).ConfigureAwait(false);
        await context.Arrangement.DeleteAsync(ids[1], context.CancellationToken).ConfigureAwait(false);
        string[] asked = [ids[2], ids[1], ids[0]];
        var answer = await context.Reader.GetManyAsync(new GetManyRequest { Scope = context.Arrangement.Scope, Shape = context.Shape, Ids = asked }, context.CancellationToken).ConfigureAwait(false);
        Require(answer.Count == 3, $"3 ids were asked for, {answer.Count} entries answered.");
        Require(answer[0]?.Ref.Id == asked[0] && answer[2]?.Ref.Id == asked[2], "The entries are not in the order of the ids.");
        Require(answer[1] is null, "A deleted record is answered.");
    }

    private static async Task FindAsync(ConnectorCheckContext context)
    {
        var ids = await context.CreateAsync(3).ConfigureAwait(false);
        await context.Arrangement.AdvanceAsync(context.Object.ConclusiveAfter == Timeout.InfiniteTimeSpan ? TimeSpan.FromMinutes(5) : context.Object.ConclusiveAfter, context.CancellationToken).ConfigureAwait(false);
        var wanted = (await context.ExistingAsync(ids[1]).ConfigureAwait(false)).Fields[context.TextSlot];
        var found = await context.Reader.FindAsync(new FindRequest { Scope = context.Arrangement.Scope, Shape = context.Shape, Field = context.Arrangement.TextField, Values = [wanted] }, context.CancellationToken).ConfigureAwait(false);
        Require(found.Any(r => r.Ref.Id == ids[1]), "The record with the value was not found.");
        Require(!found.Any(r => r.Ref.Id == ids[0] || r.Ref.Id == ids[2]), "A record with another value was found.");
        var quoted = await context.Reader.FindAsync(new FindRequest { Scope = context.Arrangement.Scope, Shape = context.Shape, Field = context.Arrangement.TextField, Values = ["O'Brien \\ \"100%\" (a) & _*?"] }, context.CancellationToken).ConfigureAwait(false);
        Require(quoted.Count == 0, "A value with quotes and wildcards found a record: it is not escaped.");
    }

    private static async Task FindNewbornAsync(ConnectorCheckContext context)
    {
        await context.Arrangement.AdvanceAsync(TimeSpan.FromMinutes(1), context.CancellationToken).ConfigureAwait(false);
        var since = context.Arrangement.Now - context.Connector.Descriptor.ClockError;
        var ids = await context.CreateAsync(2).ConfigureAwait(false);
        await context.Arrangement.AdvanceAsync(context.Object.ConclusiveAfter == Timeout.InfiniteTimeSpan ? TimeSpan.FromMinutes(5) : context.Object.ConclusiveAfter, context.CancellationToken).ConfigureAwait(false);
        var found = await context.Reader.FindAsync(new FindRequest { Scope = context.Arrangement.Scope, Shape = context.Shape, Field = context.Arrangement.TextField, Values = [], BornSince = since }, context.CancellationToken).ConfigureAwait(false);
        Require(ids.All(id => found.Any(r => r.Ref.Id == id)), "A record created since then was not found.");
    }

    private static async Task HashAsync(ConnectorCheckContext context)
    {
        var id = (await context.CreateAsync(1).ConfigureAwait(false))[0];
        var first = await context.ExistingAsync(id).ConfigureAwait(false);
        var second = await context.ExistingAsync(id).ConfigureAwait(false);
        Require(first.Hash == second.Hash, "Two readings of an unchanged record have different hashes.");
        Require(first.Version == second.Version, "Two readings of an unchanged record have different versions.");
        Require(first.Fields.Values.SequenceEqual(second.Fields.Values), "Two readings of an unchanged record have different values.");
        var paged = (await AllAsync(context, 0).ConfigureAwait(false)).FirstOrDefault(r => r.Ref.Id == id);
        Require(paged?.Hash == first.Hash, "The same record has one hash by id and another on a page.");
        Require(first.Modified is null || first.Modified.Value.Offset == TimeSpan.Zero, "The modification time is not in UTC.");
    }

    private static async Task CancelAsync(ConnectorCheckContext context)
    {
        using var source = new CancellationTokenSource();
        await source.CancelAsync().ConfigureAwait(false);
        try
        {
            await context.Reader.GetManyAsync(new GetManyRequest { Scope = context.Arrangement.Scope, Shape = context.Shape, Ids = ["none"] }, source.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        throw new CheckFailedException("A cancelled call went on.");
    }
}
