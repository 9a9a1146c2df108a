using System.Net;

namespace CrmErp.Sdk.Connectors.Http;

// The body of a request, and the witness of its fate. It is asked for its bytes only when there is a connection and the request is
// about to go out: what fails before that was certainly not sent, and after the deadline nothing is handed to the socket. It is also
// what keeps the platform from repeating a request by itself after a dropped connection, which it does for requests without a body.
internal sealed class DeadlineContent(ReadOnlyMemory<byte> body, DateTimeOffset? notAfter, TimeProvider time) : HttpContent
{
    private const int ChunkSize = 64 * 1024;

    public bool Started { get; private set; }

    public bool DeadlinePassed { get; private set; }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        CheckDeadline();
        Started = true;
        for (var sent = 0; sent < body.Length; sent += ChunkSize)
        {
            CheckDeadline();
            await stream.WriteAsync(body.Slice(sent, Math.Min(ChunkSize, body.Length - sent)), cancellationToken).ConfigureAwait(false);
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = body.Length;
        return true;
    }

    private void CheckDeadline()
    {
        if (notAfter is { } deadline && time.GetUtcNow() > deadline)
        {
            DeadlinePassed = true;
            throw new IOException("The send deadline has passed.");
        }
    }
}
