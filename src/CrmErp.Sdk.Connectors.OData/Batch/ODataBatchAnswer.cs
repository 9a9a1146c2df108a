namespace CrmErp.Sdk.Connectors.OData.Batch;

/// <summary>The answer to one request of a batch.</summary>
/// <param name="Id">The request.</param>
/// <param name="Status">The status.</param>
/// <param name="Body">The JSON body; empty for none. Valid until the batch's result is disposed.</param>
public sealed record ODataBatchAnswer(string Id, int Status, ReadOnlyMemory<byte> Body)
{
    /// <summary>The headers; names compare without case.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether the status is 2xx.</summary>
    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>Id and status.</summary>
    public override string ToString() => $"{Id} {Status}";
}
