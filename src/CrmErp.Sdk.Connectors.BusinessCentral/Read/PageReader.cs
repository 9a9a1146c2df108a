using System.Runtime.CompilerServices;
using CrmErp.Sdk.Connectors.Http;
using CrmErp.Sdk.Connectors.Http.Json;

namespace CrmErp.Sdk.Connectors.BusinessCentral.Read;

/// <summary>Runs queries and makes pages of their answers.</summary>
internal sealed class PageReader(BusinessCentralSession session, ListReader lists, NumberResolver numbers)
{
    private readonly ConditionalWeakTable<RecordShape, ReadPlan> _plans = new();

    public ReadPlan PlanFor(RecordShape shape) => _plans.GetValue(shape, static s => new ReadPlan(s));

    /// <summary>Reads a page; also tells the server's clock at the time of the answer.</summary>
    public async Task<(BusinessCentralPage Page, DateTimeOffset? ServerTime)> ReadAsync(string scope, ReadPlan plan, string address, int? pageSize, bool headsOnly, CancellationToken cancellationToken)
    {
        using var response = await session.Client.ReadAsync(session.Get(address, pageSize), cancellationToken).ConfigureAwait(false);
        var page = JsonRecordPage.Create(plan.List, session.Connection, scope, response.TakeBody(), headsOnly && plan.HasPlainVersions);
        return ((await WithNumbersAsync(scope, plan, [page], headsOnly, cancellationToken).ConfigureAwait(false))[0], response.ServerTime);
    }

    /// <summary>Reads the first pages of several queries, together.</summary>
    public async Task<IReadOnlyList<BusinessCentralPage>> ReadAllAsync(string scope, ReadPlan plan, IReadOnlyList<string> addresses, int? pageSize, CancellationToken cancellationToken)
    {
        var bodies = await lists.ReadAsync(plan.Shape.Object, addresses, pageSize, cancellationToken).ConfigureAwait(false);
        return await WithNumbersAsync(scope, plan, CreateAll(plan.List, scope, bodies), headsOnly: false, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads answers that are one record each, together; null for an answer that is none.</summary>
    public async Task<IReadOnlyList<Record?>> ReadSinglesAsync(string scope, ReadPlan plan, IReadOnlyList<ReadOnlyMemory<byte>> answers, CancellationToken cancellationToken)
    {
        var read = answers.Select(a => TryCreate(plan, scope, a)).ToArray();
        var pages = await WithNumbersAsync(scope, plan, [.. read.OfType<JsonRecordPage>()], headsOnly: false, cancellationToken).ConfigureAwait(false);
        var records = new Record?[read.Length];
        for (var (i, next) = (0, 0); i < read.Length; i++)
        {
            if (read[i] is not null)
            {
                using var page = pages[next++];
                records[i] = page.Count == 1 ? page.Read(0) : null;
            }
        }

        return records;
    }

    private JsonRecordPage? TryCreate(ReadPlan plan, string scope, ReadOnlyMemory<byte> answer)
    {
        try
        {
            return answer.IsEmpty ? null : JsonRecordPage.Create(plan.Single, session.Connection, scope, PooledBody.Copy(answer.Span));
        }
        catch (ConnectorException)
        {
            return null;
        }
    }

    private List<JsonRecordPage> CreateAll(JsonRecordPlan plan, string scope, IReadOnlyList<PooledBody> bodies)
    {
        var pages = new List<JsonRecordPage>(bodies.Count);
        try
        {
            foreach (var body in bodies)
            {
                pages.Add(JsonRecordPage.Create(plan, session.Connection, scope, body));
            }
        }
        catch
        {
            pages.ForEach(p => p.Dispose());
            foreach (var body in bodies.Skip(pages.Count))
            {
                body.Dispose();
            }

            throw;
        }

        return pages;
    }

    private async Task<IReadOnlyList<BusinessCentralPage>> WithNumbersAsync(string scope, ReadPlan plan, IReadOnlyList<JsonRecordPage> pages, bool headsOnly, CancellationToken cancellationToken)
    {
        try
        {
            var tables = headsOnly ? NumberTables.None : await numbers.ResolveAsync(scope, plan, pages, cancellationToken).ConfigureAwait(false);
            return [.. pages.Select(p => new BusinessCentralPage(plan, p, tables))];
        }
        catch
        {
            foreach (var page in pages)
            {
                page.Dispose();
            }

            throw;
        }
    }
}
