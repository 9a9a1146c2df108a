using System.Buffers;

namespace CrmErp.Sdk.Connectors.Http;

/// <summary>A body in a rented buffer. Whoever owns it returns the buffer by disposing it; reading after that is an error.</summary>
public sealed class PooledBody : IDisposable
{
    private const int InitialSize = 16 * 1024;
    private byte[]? _buffer;

    private PooledBody(byte[] buffer, int length)
    {
        _buffer = buffer;
        Length = length;
    }

    /// <summary>The number of bytes.</summary>
    public int Length { get; private set; }

    /// <summary>The bytes.</summary>
    /// <exception cref="ObjectDisposedException">The buffer was returned.</exception>
    public ReadOnlyMemory<byte> Memory => (_buffer ?? throw new ObjectDisposedException(nameof(PooledBody))).AsMemory(0, Length);

    /// <summary>A copy of bytes.</summary>
    public static PooledBody Copy(ReadOnlySpan<byte> bytes)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Math.Max(bytes.Length, 1));
        bytes.CopyTo(buffer);
        return new PooledBody(buffer, bytes.Length);
    }

    /// <summary>Reads a stream to its end.</summary>
    /// <exception cref="InvalidDataException">It is longer than <paramref name="maxLength"/>.</exception>
    public static async Task<PooledBody> ReadAsync(Stream stream, long? expectedLength, int maxLength, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var first = expectedLength is > 0 && expectedLength < maxLength ? (int)expectedLength.Value + 1 : InitialSize;
        var body = new PooledBody(ArrayPool<byte>.Shared.Rent(first), 0);
        try
        {
            while (await stream.ReadAsync(body._buffer.AsMemory(body.Length), cancellationToken).ConfigureAwait(false) is var read and > 0)
            {
                body.Length += read;
                body.EnsureRoom(maxLength);
            }

            return body;
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    /// <summary>Returns the buffer.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _buffer, null) is { } buffer)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void EnsureRoom(int maxLength)
    {
        if (Length > maxLength)
        {
            throw new InvalidDataException($"The answer is longer than the allowed {maxLength} bytes.");
        }

        if (Length < _buffer!.Length)
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(_buffer.Length * 2L, Array.MaxLength));
        _buffer.AsSpan(0, Length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
