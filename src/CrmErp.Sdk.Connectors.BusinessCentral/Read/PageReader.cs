using System.Runtime.CompilerServices;
using CrmErp.Sdk.Connectors.Http;
using CrmErp.Sdk.Connectors.Http.Json;

namespace CrmErp.Sdk.Connectors.BusinessCentral.Read;

/// <summary>Runs queries and makes pages of their answers.</summary>
internal sealed class PageReader(BusinessCentralSession session, NumberResolver numbers)
{
    private readonly ConditionalWeakTable<RecordShape, ReadPlan> _plans = new();

    public ReadPlan PlanFor(RecordShape shape) => _plans.GetValue(shape, static s => new ReadPlan(s));

    /// <summary>Reads a page; also tells the server's clock at the time of the answer.</summary>
    public async Task<(BusinessCentralPage Page, DateTimeOffset? ServerTime)> ReadAsync(string scope, ReadPlan plan, string address, int? pageSize, bool headsOnly, CancellationToken cancellationToken)
    {
        using var response = await session.Client.ReadAsync(session.Get(address, pageSize), cancellationToken).ConfigureAwait(false);
        var page = JsonRecordPage.Create(plan.List, session.Connection, scope, response.TakeBody(), headsOnly && plan.HasPlainVersions);
        return (await WithNumbersAsync(scope, plan, page, headsOnly, cancellationToken).ConfigureAwait(false), response.ServerTime);
    }

    /// <summary>Reads an answer that is one record.</summary>
    public async Task<Record> ReadOneAsync(string scope, ReadPlan plan, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var page = JsonRecordPage.Create(plan.Single, session.Connection, scope, PooledBody.Copy(body.Span));
        using var whole = await WithNumbersAsync(scope, plan, page, headsOnly: false, cancellationToken).ConfigureAwait(false);
        return whole.Count == 1
            ? whole.Read(0)
            : throw new ConnectorException(ErrorKind.Internal, $"Connection '{session.Connection}': the answer about '{plan.Shape.Object}' is not one record.");
    }

    private async Task<BusinessCentralPage> WithNumbersAsync(string scope, ReadPlan plan, JsonRecordPage page, bool headsOnly, CancellationToken cancellationToken)
    {
        try
        {
            return new BusinessCentralPage(plan, page, headsOnly ? NumberTables.None : await numbers.ResolveAsync(scope, plan, page, cancellationToken).ConfigureAwait(false));
        }
        catch
        {
            page.Dispose();
            throw;
        }
    }
}
