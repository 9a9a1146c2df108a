using System.Buffers;
using System.Text;
using System.Text.Json;
using CrmErp.Sdk.Connectors.Salesforce.Read;

namespace CrmErp.Sdk.Connectors.Salesforce.Changes;

/// <summary>
/// A position in the changes of one object: everything before <see cref="Low"/> is read; inside an open window [Low, High), the
/// stages (the object itself, its parts, the deletions) up to <see cref="Stage"/> are done, and that stage up to (Time, Id).
/// Opaque to everybody else; the version lets a newer release read it, or refuse it as expired.
/// </summary>
internal sealed record ChangeCursor(DateTimeOffset Low)
{
    private const int Version = 1;

    public DateTimeOffset? High { get; init; }

    public int Stage { get; init; }

    public DateTimeOffset? Time { get; init; }

    public string? Id { get; init; }

    /// <summary>The beginning of time: before the first org existed.</summary>
    public static ChangeCursor Beginning { get; } = new(new DateTimeOffset(1999, 1, 1, 0, 0, 0, TimeSpan.Zero));

    public bool IsBeginning => Low <= Beginning.Low;

    public string Serialize()
    {
        var buffer = new ArrayBufferWriter<byte>(128);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("v", Version);
            json.WriteString("low", Soql.Instant(Low));
            if (High is { } high)
            {
                json.WriteString("high", Soql.Instant(high));
                json.WriteNumber("stage", Stage);
            }

            if (Time is { } time)
            {
                json.WriteString("time", Soql.Instant(time));
                json.WriteString("id", Id);
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <exception cref="ConnectorException">The text is no cursor of this version: a full read is needed.</exception>
    public static ChangeCursor Parse(string? text)
    {
        if (text is null)
        {
            return Beginning;
        }

        try
        {
            using var document = JsonDocument.Parse(text);
            var root = document.RootElement;
            if (root.GetProperty("v").GetInt32() != Version)
            {
                throw Expired();
            }

            return new ChangeCursor(Instant(root, "low") ?? throw Expired())
            {
                High = Instant(root, "high"),
                Stage = root.TryGetProperty("stage", out var stage) ? stage.GetInt32() : 0,
                Time = Instant(root, "time"),
                Id = root.TryGetProperty("id", out var id) ? id.GetString() : null,
            };
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw Expired(error);
        }
    }

    private static DateTimeOffset? Instant(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out var value) && SalesforceTime.TryParse(value.GetString(), out var time) ? time : null;

    private static ConnectorException Expired(Exception? inner = null) =>
        new(ErrorKind.CursorExpired, "The stored position is not one of this version of the Salesforce connector; the object is read in full.", inner) { NotSent = true };
}
