using System.Net;
using System.Net.Http.Headers;

namespace CrmErp.Sdk.Connectors.Http;

/// <summary>An answer: status, headers and body. Dispose it; the body stands on a rented buffer.</summary>
public sealed class ConnectorResponse : IDisposable
{
    private readonly HttpResponseMessage _message;
    private PooledBody? _body;

    internal ConnectorResponse(HttpResponseMessage message, PooledBody? body, Uri address)
    {
        _message = message;
        _body = body;
        Address = address;
    }

    /// <summary>The status.</summary>
    public HttpStatusCode Status => _message.StatusCode;

    /// <summary>Whether the status is 2xx.</summary>
    public bool IsSuccess => _message.IsSuccessStatusCode;

    /// <summary>
    /// Whether the status proves that nothing was executed: 3xx and 4xx, except 408. A server fault (5xx) proves nothing: it may have
    /// happened after the commit, or in a gateway that stopped waiting.
    /// </summary>
    public bool IsRefusal => (int)Status is >= 300 and < 500 and not 408;

    /// <summary>The address that answered (after redirects): links in the answer are relative to it.</summary>
    public Uri Address { get; }

    /// <summary>The bytes of the body; empty for streamed answers.</summary>
    public ReadOnlyMemory<byte> Body => _body?.Memory ?? default;

    /// <summary>The server's clock, from the Date header, with whole seconds.</summary>
    public DateTimeOffset? ServerTime => _message.Headers.Date;

    /// <summary>The system's own id of the request.</summary>
    public string? RequestId { get; internal set; }

    /// <summary>What went wrong, for answers that are not 2xx; null otherwise.</summary>
    public HttpFault? Fault { get; internal set; }

    /// <summary>The content type without parameters; null where the answer does not say.</summary>
    public string? ContentType => _message.Content.Headers.ContentType?.MediaType;

    /// <summary>The content type with its parameters, such as a multipart boundary.</summary>
    public MediaTypeHeaderValue? ContentTypeHeader => _message.Content.Headers.ContentType;

    /// <summary>The first value of a header of the answer or its body; null where there is none.</summary>
    public string? Header(string name) =>
        _message.Headers.TryGetValues(name, out var values) || _message.Content.Headers.TryGetValues(name, out values) ? values.FirstOrDefault() : null;

    /// <summary>All values of a header.</summary>
    public IReadOnlyList<string> Headers(string name) =>
        _message.Headers.TryGetValues(name, out var values) || _message.Content.Headers.TryGetValues(name, out values) ? [.. values] : [];

    /// <summary>How long the system asks to wait, from Retry-After in either form; null where it does not say.</summary>
    public TimeSpan? RetryAfter(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        var header = _message.Headers.RetryAfter;
        if (header?.Delta is { } delta)
        {
            return delta;
        }

        // A date is meant by the server's clock, which need not be ours.
        return header?.Date is { } date ? Max(date - (ServerTime ?? time.GetUtcNow()), TimeSpan.Zero) : null;
    }

    /// <summary>The body as a stream, for requests that asked for it.</summary>
    public Task<Stream> OpenStreamAsync(CancellationToken cancellationToken = default) => _message.Content.ReadAsStreamAsync(cancellationToken);

    /// <summary>Hands the body's buffer over to the caller, who disposes it from now on.</summary>
    public PooledBody TakeBody() => Interlocked.Exchange(ref _body, null) ?? PooledBody.Copy([]);

    /// <summary>Returns the buffer and the connection.</summary>
    public void Dispose()
    {
        _body?.Dispose();
        _message.Dispose();
    }

    /// <summary>The status only.</summary>
    public override string ToString() => $"{(int)Status}";

    private static TimeSpan Max(TimeSpan left, TimeSpan right) => left > right ? left : right;
}
