using System.Net;

namespace CrmErp.Sdk.Connectors.Http;

/// <summary>What an answer that is not 2xx means.</summary>
/// <param name="Kind">What the engine is to do about it.</param>
/// <param name="Code">The vendor's code, or <c>HTTP nnn</c>.</param>
/// <param name="Message">The vendor's words. They may name field values: they go into <see cref="SyncError"/>, never into a log.</param>
/// <param name="Field">The external field it is about, if the system says so.</param>
public sealed record HttpFault(ErrorKind Kind, string Code, string Message, string? Field = null)
{
    /// <summary>The quota pool that is exhausted, for throttling.</summary>
    public string? Pool { get; init; }

    /// <summary>The token was refused and another may be accepted: one is minted and the request is sent once more.</summary>
    public bool TokenRefused { get; init; }

    /// <summary>How long to wait where the body or the code says so (a daily limit: longer than a call should wait, so that it is not tried again at once); Retry-After is read by itself and comes first.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Kind and code; the message may carry values.</summary>
    public override string ToString() => $"{Kind} {Code}";

    /// <summary>What a status means where the body says nothing.</summary>
    public static HttpFault FromStatus(HttpStatusCode status)
    {
        var kind = (int)status switch
        {
            401 => ErrorKind.Authentication,
            402 or 403 => ErrorKind.Permission,
            404 or 410 => ErrorKind.NotFound,
            408 or 423 or 425 => ErrorKind.Transient,
            409 or 412 => ErrorKind.VersionConflict,
            429 => ErrorKind.Throttled,
            >= 300 and < 400 or 405 or 406 or 415 or 501 => ErrorKind.Configuration,
            >= 400 and < 500 => ErrorKind.Validation,
            >= 500 => ErrorKind.Transient,
            _ => ErrorKind.Internal,
        };
        return new HttpFault(kind, $"HTTP {(int)status}", $"The system answered with status {(int)status}.") { TokenRefused = status == HttpStatusCode.Unauthorized };
    }
}
