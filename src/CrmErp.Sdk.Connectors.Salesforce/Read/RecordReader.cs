using System.Buffers;
using System.Text;
using System.Text.Json;

namespace CrmErp.Sdk.Connectors.Salesforce.Read;

/// <summary>Reads records by SOQL: full reads page by id, so a page never depends on a cursor that Salesforce forgets.</summary>
internal sealed class RecordReader(SalesforceClient client, RecordSource source) : IRecordReader
{
    private const int ContinuationVersion = 1;
    private const int MaxPageSize = 2000;

    public async Task<ReadPageResult> ReadPageAsync(ReadPageRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var selection = source.For(request.Shape);
        var query = new SoqlQuery(request.Shape.Object)
        {
            Select = request.HeadsOnly ? ["Id", Keyset.TimeField] : selection.Select,
            OrderBy = Keyset.ById,
            Limit = PageSize(request.PageSize),
        };
        query.Where(Keyset.AfterId(ReadContinuation(request.Continuation))).Where(FilterTranslator.Translate(request.Filters));
        var (page, complete) = await source.QueryAsync(selection, query, cancellationToken, request.HeadsOnly).ConfigureAwait(false);
        // Wide rows make answers shorter than asked for; the last id is a position all the same.
        var more = page.Count > 0 && (page.Count == query.Limit || !complete);
        return new ReadPageResult(page, more ? WriteContinuation(page.Head(page.Count - 1).Id) : null);
    }

    public async Task<IReadOnlyList<Record?>> GetManyAsync(GetManyRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        cancellationToken.ThrowIfCancellationRequested();
        var selection = source.For(request.Shape);
        var found = new Dictionary<string, Record>(request.Ids.Count, StringComparer.Ordinal);
        await foreach (var record in ReadByIdAsync(selection, [.. request.Ids.Select(i => SalesforceId.ToLong(i)).OfType<string>().Distinct()], cancellationToken).ConfigureAwait(false))
        {
            found[record.Ref.Id] = record;
        }

        // A text that is no id names no record.
        return [.. request.Ids.Select(i => SalesforceId.ToLong(i) is { } id ? found.GetValueOrDefault(id) : null)];
    }

    public async Task<IReadOnlyList<Record>> FindAsync(FindRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        cancellationToken.ThrowIfCancellationRequested();
        var selection = source.For(request.Shape);
        var field = FieldOf(request);
        FieldValue[] values = [.. request.Values.Where(v => v.HasValue)];
        if (values.Length == 0 && (request.Values.Count > 0 || request.BornSince is null))
        {
            return [];
        }

        var records = new List<Record>();
        IEnumerable<IReadOnlyList<FieldValue>> parts = values.Length == 0 ? [[]] : QueryAddress.Split(values, FindQuery(request, selection, field, [], request.Limit));
        foreach (var part in parts)
        {
            var query = FindQuery(request, selection, field, part, request.Limit - records.Count);
            records.AddRange(await source.QueryAllAsync(selection, query, cancellationToken).ConfigureAwait(false));
            if (records.Count >= request.Limit)
            {
                break;
            }
        }

        // SOQL compares text without regard to case; our own key is exact.
        return request.Field == RecordFilter.MarkerField && values.Length > 0
            ? [.. records.Where(r => values.Any(v => v.TextOrNull() == r.Marker))]
            : records;
    }

    public async Task<long?> CountAsync(CountRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!FilterTranslator.IsExact(request.Filters))
        {
            return null;
        }

        var query = new SoqlQuery(request.Object) { Select = ["COUNT()"] }.Where(FilterTranslator.Translate(request.Filters));
        using var response = await client.GetAsync(QueryAddress.Of(query), cancellationToken).ConfigureAwait(false);
        using var document = JsonDocument.Parse(response.Body);
        return document.RootElement.TryGetProperty("totalSize", out var count) ? count.GetInt64() : null;
    }

    /// <summary>Records by id, in no order.</summary>
    public async IAsyncEnumerable<Record> ReadByIdAsync(RecordSelection selection, IReadOnlyList<string> ids, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var part in selection.IsPlain ? ids.Chunk(MultiGet.MaxIds) : IdParts(selection, ids))
        {
            var records = selection.IsPlain
                ? await source.MultiGetAsync(selection, part, cancellationToken).ConfigureAwait(false)
                : await source.QueryAllAsync(selection, ById(selection).Where(Soql.In("Id", part.Select(i => (FieldValue)i))), cancellationToken).ConfigureAwait(false);
            foreach (var record in records)
            {
                yield return record;
            }
        }
    }

    private static IEnumerable<string[]> IdParts(RecordSelection selection, IReadOnlyList<string> ids) =>
        QueryAddress.Split(ids.Select(i => (FieldValue)i), ById(selection)).Select(p => p.Select(v => v.AsText()).ToArray());

    private static SoqlQuery ById(RecordSelection selection) => new(selection.Shape.Object) { Select = selection.Select };

    private string FieldOf(FindRequest request)
    {
        if (request.Field != RecordFilter.MarkerField)
        {
            return request.Field;
        }

        return RecordSelection.KeyField(request.Shape.Object, client.Options)
            ?? throw new ConnectorException(ErrorKind.Configuration, $"Salesforce object '{request.Shape.Object}' is configured without an external id field, so it cannot be searched by our key.") { NotSent = true };
    }

    private static SoqlQuery FindQuery(FindRequest request, RecordSelection selection, string field, IReadOnlyList<FieldValue> values, int limit) =>
        new SoqlQuery(request.Shape.Object) { Select = selection.Select, OrderBy = Keyset.ById, Limit = limit }
            .Where(values.Count == 0 ? null : Soql.In(field, values))
            // Creation times have whole seconds.
            .Where(request.BornSince is { } since ? $"CreatedDate >= {Soql.Instant(since.AddTicks(-(since.UtcTicks % TimeSpan.TicksPerSecond)))}" : null);

    private static int PageSize(int wanted) => wanted is > 0 and < MaxPageSize ? wanted : MaxPageSize;

    private static string WriteContinuation(string id)
    {
        var buffer = new ArrayBufferWriter<byte>(64);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("v", ContinuationVersion);
            json.WriteString("id", id);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static string? ReadContinuation(string? continuation)
    {
        if (continuation is null)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(continuation);
            if (document.RootElement.GetProperty("v").GetInt32() == ContinuationVersion)
            {
                return document.RootElement.GetProperty("id").GetString();
            }
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            // Falls through to the one answer that every unreadable position gets.
        }

        throw new ConnectorException(ErrorKind.CursorExpired, "The stored position of the full read is not one of this version of the Salesforce connector; it begins again.") { NotSent = true };
    }
}
