using System.Text.Json;
using System.Text.Json.Serialization;

namespace CrmErp.Sdk.Connectors.BusinessCentral.Read;

/// <summary>Where a listing goes on: the server's link, and behind it the last id, should the link have died.</summary>
internal sealed record Continuation([property: JsonPropertyName("l")] string Link, [property: JsonPropertyName("i")] string LastId)
{
    public string Format() => JsonSerializer.Serialize(this, ContinuationJson.Default.Continuation);

    public static Continuation? Parse(string? text)
    {
        try
        {
            return text is null ? null : JsonSerializer.Deserialize(text, ContinuationJson.Default.Continuation);
        }
        catch (JsonException e)
        {
            throw new ConnectorException(ErrorKind.CursorExpired, "The continuation of this listing cannot be read; the listing begins anew.", e) { NotSent = true };
        }
    }
}

[JsonSerializable(typeof(Continuation))]
internal sealed partial class ContinuationJson : JsonSerializerContext;
