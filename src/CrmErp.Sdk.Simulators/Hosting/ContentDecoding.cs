using System.IO.Compression;
using Microsoft.Extensions.Primitives;

namespace CrmErp.Sdk.Simulators.Hosting;

/// <summary>Undoes the content encoding of a request body.</summary>
internal static class ContentDecoding
{
    public static async ValueTask<ReadOnlyMemory<byte>> DecodeAsync(ReadOnlyMemory<byte> body, StringValues encoding, CancellationToken cancellationToken)
    {
        if (body.IsEmpty || encoding.Count == 0 || !string.Equals(encoding[0], "gzip", StringComparison.OrdinalIgnoreCase))
        {
            return body;
        }

        using var compressed = new MemoryStream(body.ToArray());
        using var gzip = new GZipStream(compressed, CompressionMode.Decompress);
        using var plain = new MemoryStream();
        await gzip.CopyToAsync(plain, cancellationToken).ConfigureAwait(false);
        return plain.ToArray();
    }
}
