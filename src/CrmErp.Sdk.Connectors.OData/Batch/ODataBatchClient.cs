using System.Text.Json;
using CrmErp.Sdk.Connectors.Http;
using CrmErp.Sdk.Connectors.Http.Quotas;

namespace CrmErp.Sdk.Connectors.OData.Batch;

/// <summary>How a server takes batches.</summary>
public sealed class ODataBatchOptions
{
    /// <summary>The batch's address, relative to the service. The default is <c>$batch</c>.</summary>
    public string Address { get; init; } = "$batch";

    /// <summary>The multipart form instead of the JSON form.</summary>
    public bool Multipart { get; init; }

    /// <summary>Headers of the outer request.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The quota pools the batch is counted in.</summary>
    public IReadOnlyList<QuotaBudget> Pools { get; init; } = [];

    /// <summary>What the batch costs in those pools. The default is 1.</summary>
    public int Cost { get; init; } = 1;
}

/// <summary>What became of one item of a batch.</summary>
/// <param name="State">What is known.</param>
/// <param name="Answer">The answer, when there is one.</param>
/// <param name="Error">What went wrong with the batch as a whole, when there is no answer.</param>
public readonly record struct ODataBatchOutcome(SendState State, ODataBatchAnswer? Answer, ConnectorException? Error);

/// <summary>What became of a batch: one outcome per item, in order. Dispose it; bodies stand on a rented buffer.</summary>
public sealed class ODataBatchResult(IReadOnlyList<ODataBatchOutcome> outcomes, SendResult send) : IDisposable
{
    /// <summary>The outcomes, in the order of the items.</summary>
    public IReadOnlyList<ODataBatchOutcome> Outcomes => outcomes;

    /// <summary>The fate of the outer request.</summary>
    public SendResult Send => send;

    /// <summary>Returns the buffer.</summary>
    public void Dispose() => send.Dispose();
}

/// <summary>Sends batches through a connection's client.</summary>
public static class ODataBatchClient
{
    /// <summary>
    /// Sends a batch and answers exactly one outcome per item. A batch refused as a whole (<see cref="ConnectorResponse.IsRefusal"/>) has
    /// that answer for every item, because nothing was executed; after any other failure of the batch, and for an item that an accepted
    /// batch does not mention, the fate is unknown.
    /// </summary>
    /// <param name="client">The connection.</param>
    /// <param name="items">The items; ids are unique.</param>
    /// <param name="options">How the server takes batches.</param>
    /// <param name="notAfter">The send deadline; null for reads.</param>
    /// <param name="idempotent">The batch only reads, so it may be repeated.</param>
    /// <param name="cancellationToken">Cancels waiting; what was sent stays sent.</param>
    public static async Task<ODataBatchResult> SendBatchAsync(this ConnectorHttpClient client, IReadOnlyList<ODataBatchItem> items, ODataBatchOptions options, DateTimeOffset? notAfter, bool idempotent = false, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(options);
        // Derived from the ids, so that the same batch is the same bytes; checked against the bodies.
        var boundary = options.Multipart ? Boundary(items) : "";
        var request = new ConnectorRequest(HttpMethod.Post, options.Address)
        {
            Body = options.Multipart ? MultipartBatch.Write(items, boundary) : JsonBatch.Write(items),
            ContentType = options.Multipart ? $"multipart/mixed; boundary={boundary}" : "application/json",
            Headers = [new("Accept", options.Multipart ? "multipart/mixed" : "application/json"), .. options.Headers],
            Idempotent = idempotent,
            NotAfter = notAfter,
            Pools = options.Pools,
            Cost = options.Cost,
        };
        var send = await client.SendAsync(request, cancellationToken).ConfigureAwait(false);
        return new ODataBatchResult(Outcomes(client, send, items, options.Multipart), send);
    }

    private static ODataBatchOutcome[] Outcomes(ConnectorHttpClient client, SendResult send, IReadOnlyList<ODataBatchItem> items, bool multipart)
    {
        if (send.Response is not { } response)
        {
            return [.. items.Select(_ => new ODataBatchOutcome(send.State, null, send.Error))];
        }

        if (!response.IsSuccess)
        {
            var error = client.ToException(response);
            return response.IsRefusal
                ? [.. items.Select(i => new ODataBatchOutcome(SendState.Answered, new ODataBatchAnswer(i.Id, (int)response.Status, response.Body), error))]
                : [.. items.Select(_ => new ODataBatchOutcome(SendState.Unknown, null, error))];
        }

        var unread = new ConnectorException(ErrorKind.OutcomeUnknown, $"Connection '{client.Connection}': the answer to a batch does not mention every item; the fate of the others is unknown.") { RequestId = response.RequestId };
        Dictionary<string, ODataBatchAnswer> answers;
        try
        {
            answers = Read(response, items, multipart);
        }
        catch (Exception e) when (e is JsonException or InvalidDataException or FormatException)
        {
            answers = [];
        }

        return [.. items.Select(i => answers.TryGetValue(i.Id, out var answer) ? new ODataBatchOutcome(SendState.Answered, answer, null) : new ODataBatchOutcome(SendState.Unknown, null, unread))];
    }

    private static Dictionary<string, ODataBatchAnswer> Read(ConnectorResponse response, IReadOnlyList<ODataBatchItem> items, bool multipart)
    {
        var list = multipart
            ? MultipartBatch.Read(response.Body, response.ContentTypeHeader?.Parameters.FirstOrDefault(p => p.Name == "boundary")?.Value ?? throw new InvalidDataException("The answer has no boundary."), items)
            : JsonBatch.Read(response.Body);
        var answers = new Dictionary<string, ODataBatchAnswer>(list.Count, StringComparer.Ordinal);
        foreach (var answer in list)
        {
            answers.TryAdd(answer.Id, answer);
        }

        return answers;
    }

    private static string Boundary(IReadOnlyList<ODataBatchItem> items)
    {
        for (var n = 0; ; n++)
        {
            var boundary = $"batch_{items.Count}_{n}";
            var bytes = System.Text.Encoding.ASCII.GetBytes(boundary);
            if (!items.Any(i => i.Body.Span.IndexOf(bytes) >= 0))
            {
                return boundary;
            }
        }
    }
}
