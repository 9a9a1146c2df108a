using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CrmErp.Sdk.Simulators.Hosting;

/// <summary>A reply, complete before a byte is sent, so that a fault can still replace or lose it.</summary>
public sealed class SimulatorReply : IDisposable
{
    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly List<KeyValuePair<string, string>> _headers = [];
    private ReplyBuffer? _buffer;

    /// <summary>Creates a reply.</summary>
    /// <param name="status">The HTTP status.</param>
    public SimulatorReply(int status) => Status = status;

    /// <summary>The HTTP status.</summary>
    public int Status { get; set; }

    /// <summary>The content type; null for a reply without a body.</summary>
    public string? ContentType { get; set; }

    /// <summary>Headers other than the content type.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers => _headers;

    /// <summary>Where the body is written; rented from a pool, given back when the reply was sent.</summary>
    public IBufferWriter<byte> Body => _buffer ??= new ReplyBuffer();

    /// <summary>The body written so far.</summary>
    public ReadOnlyMemory<byte> Written => _buffer?.Written ?? default;

    /// <summary>Adds a header.</summary>
    public SimulatorReply With(string name, string value)
    {
        _headers.Add(new(name, value));
        return this;
    }

    /// <summary>A writer of JSON into the body; flush or dispose it before the reply is returned.</summary>
    public Utf8JsonWriter JsonWriter() => new(Body, Json);

    /// <summary>A reply with text.</summary>
    public static SimulatorReply Text(int status, string text, string contentType)
    {
        var reply = new SimulatorReply(status) { ContentType = contentType };
        Encoding.UTF8.GetBytes(text, reply.Body);
        return reply;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _buffer?.Dispose();
        _buffer = null;
    }

    private sealed class ReplyBuffer : IBufferWriter<byte>, IDisposable
    {
        private byte[] _bytes = ArrayPool<byte>.Shared.Rent(4096);
        private int _count;

        public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, _count);

        public void Advance(int count) => _count += count;

        public Memory<byte> GetMemory(int sizeHint = 0)
        {
            Grow(sizeHint);
            return _bytes.AsMemory(_count);
        }

        public Span<byte> GetSpan(int sizeHint = 0)
        {
            Grow(sizeHint);
            return _bytes.AsSpan(_count);
        }

        public void Dispose()
        {
            if (_bytes.Length > 0)
            {
                ArrayPool<byte>.Shared.Return(_bytes);
                _bytes = [];
                _count = 0;
            }
        }

        private void Grow(int sizeHint)
        {
            var wanted = Math.Max(sizeHint, 1);
            if (_bytes.Length - _count >= wanted)
            {
                return;
            }

            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_bytes.Length * 2, _count + wanted));
            _bytes.AsSpan(0, _count).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = larger;
        }
    }
}
