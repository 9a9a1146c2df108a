using Microsoft.Extensions.Logging;

namespace CrmErp.Sdk.Diagnostics;

/// <summary>What the background service says.</summary>
internal static partial class HostingLog
{
    [LoggerMessage(EventId = EventIds.Hosting + 1, Level = LogLevel.Error, Message = "A run failed; the next one begins in {Wait}. {Error}")]
    public static partial void RunFailed(this ILogger logger, TimeSpan wait, string error);
}
