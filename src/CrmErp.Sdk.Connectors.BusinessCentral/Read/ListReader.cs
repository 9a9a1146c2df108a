using System.Globalization;
using CrmErp.Sdk.Connectors.Http;
using CrmErp.Sdk.Connectors.OData.Batch;
using CrmErp.Sdk.Connectors.OData.Query;

namespace CrmErp.Sdk.Connectors.BusinessCentral.Read;

/// <summary>
/// Asks lists for many values in few calls: the values are spread over filters of moderate size, and the filters over batches of up to
/// 100, whose addresses are not bound by the length of a URL.
/// </summary>
internal sealed class ListReader(BusinessCentralSession session)
{
    /// <summary>Values in one filter: an <c>or</c> of this size is far below what a server parses.</summary>
    public const int ValuesPerFilter = 40;

    /// <summary>Filters that together name every value; each value once.</summary>
    public static IEnumerable<string> Filters(string field, IEnumerable<string> literals) =>
        literals.Distinct(StringComparer.Ordinal).Chunk(ValuesPerFilter).Select(chunk => ODataFilter.AnyOf(field, chunk));

    /// <summary>The answers to queries, in their order. One query is asked alone, several as batches.</summary>
    /// <param name="objectName">What errors call the page.</param>
    /// <param name="addresses">The queries, relative to the service.</param>
    /// <param name="pageSize">The most records per answer; null leaves it to the service.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async Task<IReadOnlyList<PooledBody>> ReadAsync(string objectName, IReadOnlyList<string> addresses, int? pageSize, CancellationToken cancellationToken)
    {
        if (addresses.Count == 1)
        {
            using var response = await session.Client.ReadAsync(session.Get(addresses[0], pageSize), cancellationToken).ConfigureAwait(false);
            return [response.TakeBody()];
        }

        var bodies = new List<PooledBody>(addresses.Count);
        try
        {
            foreach (var chunk in addresses.Chunk(Batches.MaxItems))
            {
                await ReadBatchAsync(objectName, chunk, pageSize, bodies, cancellationToken).ConfigureAwait(false);
            }
        }
        catch
        {
            bodies.ForEach(b => b.Dispose());
            throw;
        }

        return bodies;
    }

    private async Task ReadBatchAsync(string objectName, string[] addresses, int? pageSize, List<PooledBody> bodies, CancellationToken cancellationToken)
    {
        var items = addresses.Select((address, n) => new ODataBatchItem((n + 1).ToString(CultureInfo.InvariantCulture), HttpMethod.Get, address)
        {
            Headers = pageSize is { } size ? [BusinessCentralSession.MaxPageSize(size)] : [],
        }).ToList();
        using var result = await session.Client.SendBatchAsync(items, Batches.Options(session), notAfter: null, idempotent: true, cancellationToken).ConfigureAwait(false);
        foreach (var outcome in result.Outcomes)
        {
            bodies.Add(outcome.Answer is { IsSuccess: true } answer ? PooledBody.Copy(answer.Body.Span) : throw Batches.ToException(session, outcome, objectName));
        }
    }
}
