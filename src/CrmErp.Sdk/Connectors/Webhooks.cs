namespace CrmErp.Sdk.Connectors;

/// <summary>A push as it arrived: raw, so that no web framework is needed to verify it.</summary>
public sealed class WebhookRequest
{
    /// <summary>The HTTP verb.</summary>
    public required string Method { get; init; }

    /// <summary>The full address it was sent to, query included.</summary>
    public required Uri Uri { get; init; }

    /// <summary>The headers; names compare without case.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>The raw body.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>When it arrived.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }
}

/// <summary>What a push turned out to be.</summary>
public sealed class WebhookResult
{
    /// <summary>The status to answer with.</summary>
    public required int StatusCode { get; init; }

    /// <summary>The body to answer with (handshakes).</summary>
    public string? ResponseBody { get; init; }

    /// <summary>The content type of <see cref="ResponseBody"/>.</summary>
    public string? ContentType { get; init; }

    /// <summary>Records to be read again.</summary>
    public IReadOnlyList<RecordHint> Hints { get; init; } = [];

    /// <summary>Objects whose feed should be read now, because the push does not name the records.</summary>
    public IReadOnlyList<ObjectHint> ObjectHints { get; init; } = [];

    /// <summary>Why it was refused, for the log; null when it was accepted.</summary>
    public string? Refusal { get; init; }
}

/// <summary>A record that may have changed.</summary>
/// <param name="Scope">The scope.</param>
/// <param name="Object">The object.</param>
/// <param name="Id">The record.</param>
public sealed record RecordHint(string Scope, string Object, string Id);

/// <summary>An object that has changes.</summary>
/// <param name="Scope">The scope.</param>
/// <param name="Object">The object.</param>
public sealed record ObjectHint(string Scope, string Object);

/// <summary>Asks for a subscription to pushes.</summary>
public sealed class WebhookSubscriptionRequest
{
    /// <summary>The scope; empty where a system has none.</summary>
    public string Scope { get; init; } = "";

    /// <summary>The objects.</summary>
    public required IReadOnlyList<string> Objects { get; init; }

    /// <summary>Where pushes are to be sent.</summary>
    public required Uri NotificationUri { get; init; }
}
