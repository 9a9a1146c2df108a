namespace CrmErp.Sdk.Connectors.OData.Batch;

/// <summary>One request of a batch.</summary>
/// <param name="Id">Names the request within the batch; unique, letters and digits.</param>
/// <param name="Method">The verb.</param>
/// <param name="Address">Relative to the service's address, encoded.</param>
public sealed record ODataBatchItem(string Id, HttpMethod Method, string Address)
{
    /// <summary>The headers beside the content type.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The JSON body; empty for none.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Requests with the same group stand or fall together (a change set in multipart, an atomicity group in JSON); null: alone.</summary>
    public string? Group { get; init; }

    /// <summary>Id and verb; the address may carry a key.</summary>
    public override string ToString() => $"{Id} {Method}";
}
