using CrmErp.Sdk.Connectors.Http.Quotas;

namespace CrmErp.Sdk.Connectors.Http;

/// <summary>One request, as data, so that it can be built again for another attempt.</summary>
public sealed class ConnectorRequest
{
    /// <summary>Creates a request.</summary>
    /// <param name="method">The verb.</param>
    /// <param name="address">Absolute, or relative to the connection's base address; escaped.</param>
    public ConnectorRequest(HttpMethod method, string address)
    {
        ArgumentNullException.ThrowIfNull(method);
        ArgumentNullException.ThrowIfNull(address);
        Method = method;
        Address = address;
        Idempotent = method == HttpMethod.Get || method == HttpMethod.Head || method == HttpMethod.Options;
    }

    /// <summary>The verb.</summary>
    public HttpMethod Method { get; }

    /// <summary>The address, absolute or relative to the connection's base address.</summary>
    public string Address { get; }

    /// <summary>The body; writes without one are sent with an empty body.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The body's content type. The default is JSON.</summary>
    public string ContentType { get; init; } = "application/json; charset=utf-8";

    /// <summary>Headers beside those of the connection; they win over them.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>
    /// Whether the request may be sent again when its fate is unknown. True for GET, HEAD and OPTIONS; set it for queries sent as POST.
    /// A write may be marked only if the system promises that twice is the same as once.
    /// </summary>
    public bool Idempotent { get; init; }

    /// <summary>The send deadline: no byte of the body is sent after it.</summary>
    public DateTimeOffset? NotAfter { get; init; }

    /// <summary>Sent without a token (token endpoints, version lists).</summary>
    public bool Anonymous { get; init; }

    /// <summary>The quota pools the request is counted in.</summary>
    public IReadOnlyList<QuotaBudget> Pools { get; init; } = [];

    /// <summary>What the request costs in those pools. The default is 1; a batch may cost more.</summary>
    public int Cost { get; init; } = 1;

    /// <summary>The longest time for one attempt, where it differs from the connection's.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>The answer's body is not read into memory but given as a stream (bulk downloads). The attempt's timeout ends with the headers.</summary>
    public bool StreamResponse { get; init; }

    /// <summary>A GET.</summary>
    public static ConnectorRequest Get(string address) => new(HttpMethod.Get, address);

    /// <summary>The verb and the address without values.</summary>
    public override string ToString() => $"{Method} {Redactor.Describe(new Uri(Address, UriKind.RelativeOrAbsolute))}";
}
