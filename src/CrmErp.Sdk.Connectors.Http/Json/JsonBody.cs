using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CrmErp.Sdk.Connectors.Http.Json;

/// <summary>Makes request bodies.</summary>
public static class JsonBody
{
    // The body goes to an API, never into a page: letters beyond ASCII need no escapes there.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The UTF-8 bytes of what is written.</summary>
    public static ReadOnlyMemory<byte> Create(Action<Utf8JsonWriter> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            write(json);
        }

        return buffer.WrittenMemory;
    }
}
