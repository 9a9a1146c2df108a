using CrmErp.Sdk.Connectors.Http.Diagnostics;
using Microsoft.Extensions.Logging;

namespace CrmErp.Sdk.Connectors.Http;

internal static partial class Log
{
    [LoggerMessage(EventId = HttpEventIds.Answered, Level = LogLevel.Debug, Message = "Connection {ConnectionId}: {Method} {Address} answered {Status} after {Milliseconds} ms, request {RequestId}")]
    public static partial void Answered(this ILogger logger, ConnectionId connectionId, HttpMethod method, string address, int status, long milliseconds, string? requestId);

    [LoggerMessage(EventId = HttpEventIds.NoAnswer, Level = LogLevel.Information, Message = "Connection {ConnectionId}: {Method} {Address} got no answer: {State}, {Kind}")]
    public static partial void NoAnswer(this ILogger logger, ConnectionId connectionId, HttpMethod method, string address, SendState state, ErrorKind kind);

    [LoggerMessage(EventId = HttpEventIds.Retrying, Level = LogLevel.Information, Message = "Connection {ConnectionId}: sending again after {Milliseconds} ms, attempt {Attempt} ended with {Outcome}")]
    public static partial void Retrying(this ILogger logger, ConnectionId connectionId, long milliseconds, int attempt, string? outcome);

    [LoggerMessage(EventId = HttpEventIds.Resting, Level = LogLevel.Warning, Message = "Connection {ConnectionId} rests for {Seconds} s, because too many calls failed")]
    public static partial void Resting(this ILogger logger, ConnectionId connectionId, double seconds);

    [LoggerMessage(EventId = HttpEventIds.TokenMinted, Level = LogLevel.Debug, Message = "Connection {ConnectionId} has a token, used until {UseUntil}")]
    public static partial void TokenMinted(this ILogger logger, ConnectionId connectionId, DateTimeOffset useUntil);

    [LoggerMessage(EventId = HttpEventIds.TokenRefused, Level = LogLevel.Warning, Message = "Connection {ConnectionId} got no token: {Kind}, {VendorCode}")]
    public static partial void TokenRefused(this ILogger logger, ConnectionId connectionId, ErrorKind kind, string? vendorCode);

    [LoggerMessage(EventId = HttpEventIds.OriginRefused, Level = LogLevel.Warning, Message = "Connection {ConnectionId}: an address at host {Host} is outside the allowed origins and was not called")]
    public static partial void OriginRefused(this ILogger logger, ConnectionId connectionId, string host);

    [LoggerMessage(EventId = HttpEventIds.BudgetSpent, Level = LogLevel.Information, Message = "Connection {ConnectionId}: the budget of pool {Pool} is spent for {Seconds} s")]
    public static partial void BudgetSpent(this ILogger logger, ConnectionId connectionId, string pool, double seconds);
}
