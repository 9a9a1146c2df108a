using CrmErp.Sdk.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CrmErp.Sdk;

/// <summary>Runs the engine whenever something is due; added by <c>.RunInBackground()</c> only.</summary>
internal sealed class SyncBackgroundService(ISyncEngine engine, TimeProvider time, ILogger<SyncBackgroundService> logger) : BackgroundService
{
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The host's start is not held up by the first run.
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            var wait = await RunAsync(stoppingToken).ConfigureAwait(false);
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, time, stoppingToken).ConfigureAwait(false);
            }
        }
    }

    private async Task<TimeSpan> RunAsync(CancellationToken stoppingToken)
    {
        try
        {
            var result = await engine.RunOnceAsync(new RunOptions { Trigger = "schedule", PollNow = false }, stoppingToken).ConfigureAwait(false);
            return result.NextDue - time.GetUtcNow();
        }
        catch (Exception error) when (error is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
        {
            logger.RunFailed(AfterFailure, ErrorText.Of(error));
            return AfterFailure;
        }
    }
}
