using Microsoft.Extensions.Logging;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;

namespace CrmErp.Sdk.Connectors.Http;

// The two ways a call is run, over one circuit breaker: once, for writes, and with repetitions, for reads.
internal static class ConnectorPipelines
{
    public static (ResiliencePipeline<SendResult> Once, ResiliencePipeline<SendResult> Repeating) Create(ConnectionId connection, ConnectorHttpOptions options, TimeProvider time, ILoggerFactory loggers, ILogger logger)
    {
        var once = Builder($"{connection}/once", time, loggers).AddCircuitBreaker(Breaker(connection, options, logger)).Build();
        if (options.MaxReadAttempts == 1)
        {
            return (once, once);
        }

        var repeating = Builder($"{connection}/repeating", time, loggers).AddRetry(Retry(connection, options, time, logger)).AddPipeline(once).Build();
        return (once, repeating);
    }

    private static ResiliencePipelineBuilder<SendResult> Builder(string name, TimeProvider time, ILoggerFactory loggers) =>
        new ResiliencePipelineBuilder<SendResult> { Name = "CrmErp.Sdk", InstanceName = name, TimeProvider = time }.ConfigureTelemetry(loggers);

    private static CircuitBreakerStrategyOptions<SendResult> Breaker(ConnectionId connection, ConnectorHttpOptions options, ILogger logger) => new()
    {
        FailureRatio = options.BreakerFailureRatio,
        MinimumThroughput = options.BreakerMinimumCalls,
        SamplingDuration = TimeSpan.FromSeconds(30),
        BreakDuration = options.BreakerRest,
        ShouldHandle = static args => ValueTask.FromResult(args.Outcome.Result is { IsAfterDeadline: false } result && KindOf(result) is ErrorKind.Transient or ErrorKind.OutcomeUnknown),
        OnOpened = args =>
        {
            logger.Resting(connection, args.BreakDuration.TotalSeconds);
            return ValueTask.CompletedTask;
        },
    };

    private static RetryStrategyOptions<SendResult> Retry(ConnectionId connection, ConnectorHttpOptions options, TimeProvider time, ILogger logger) => new()
    {
        MaxRetryAttempts = options.MaxReadAttempts - 1,
        Delay = options.BackoffBase,
        MaxDelay = options.MaxWait,
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
        ShouldHandle = args => ValueTask.FromResult(args.Outcome.Result is { } result && MayHeal(result, options, time)),
        DelayGenerator = args => ValueTask.FromResult(args.Outcome.Result is { } result ? AskedWait(result, time) : null),
        OnRetry = args =>
        {
            logger.Retrying(connection, (long)args.RetryDelay.TotalMilliseconds, args.AttemptNumber + 1, args.Outcome.Result?.ToString());
            return ValueTask.CompletedTask;
        },
    };

    private static bool MayHeal(SendResult result, ConnectorHttpOptions options, TimeProvider time)
    {
        var kind = KindOf(result);
        if (result.IsAfterDeadline || kind is not (ErrorKind.Transient or ErrorKind.Throttled))
        {
            return false;
        }

        // A throttled call without a time to wait is the engine's to pace; a longer wait than a call should take too.
        var wait = AskedWait(result, time);
        return wait is null ? kind == ErrorKind.Transient || result.Response is not null : wait <= options.MaxWait;
    }

    private static ErrorKind? KindOf(SendResult result) => result.Response is { } response ? response.Fault?.Kind : result.Error?.Kind;

    private static TimeSpan? AskedWait(SendResult result, TimeProvider time) =>
        result.Response is { } response ? response.RetryAfter(time) ?? response.Fault?.RetryAfter : result.Error?.RetryAfter;
}
