using System.Text.Json.Serialization;

namespace CrmErp.Sdk.Connectors.BusinessCentral.Changes;

/// <summary>A place in the order (time, id) of a page.</summary>
internal sealed record Position
{
    /// <summary>The stamp reached; null is the beginning of time.</summary>
    [JsonPropertyName("t")]
    public DateTimeOffset? Time { get; init; }

    /// <summary>The last record of that stamp that was served; null: none of them.</summary>
    [JsonPropertyName("i")]
    public string? Id { get; init; }

    /// <summary>More records carry the stamp than a page holds: they are read in the order of their ids.</summary>
    [JsonPropertyName("s")]
    public bool Inside { get; init; }

    /// <summary>All records of the stamp were served.</summary>
    [JsonPropertyName("a")]
    public bool After { get; init; }

    /// <summary>The position of a stream that begins when the first answer tells the server's clock.</summary>
    [JsonPropertyName("n")]
    public bool FromNow { get; init; }
}

/// <summary>A cursor: a position per stream, and which stream is being read.</summary>
internal sealed record Cursor
{
    [JsonPropertyName("v")]
    public int Version { get; init; } = 1;

    [JsonPropertyName("p")]
    public IReadOnlyList<Position> Positions { get; init; } = [];

    /// <summary>The stream being read in this pass.</summary>
    [JsonPropertyName("n")]
    public int Stream { get; init; }

    /// <summary>The last open invoice of the running scan.</summary>
    [JsonPropertyName("o")]
    public string? OpenId { get; init; }

    /// <summary>When open invoices were last read to the end, by the server's clock.</summary>
    [JsonPropertyName("l")]
    public DateTimeOffset? OpenRead { get; init; }

    public Cursor With(int stream, Position position) => this with { Positions = [.. Positions.Select((p, i) => i == stream ? position : p)] };
}

[JsonSerializable(typeof(Cursor))]
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
internal sealed partial class CursorJson : JsonSerializerContext;
