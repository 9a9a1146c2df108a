using System.Diagnostics;

namespace CrmErp.Sdk.Diagnostics;

/// <summary>
/// The names under which the engine can be observed. Traces: <c>tracing.AddSource(CrmErpDiagnostics.SourceName)</c>; metrics:
/// <c>metrics.AddMeter(CrmErpDiagnostics.MeterName)</c>. Names and tags are stable; tags take values from closed sets only, and ids,
/// field values and texts never become tags.
/// </summary>
public static class CrmErpDiagnostics
{
    /// <summary>The activity source.</summary>
    public const string SourceName = "CrmErp.Sdk";

    /// <summary>The meter.</summary>
    public const string MeterName = "CrmErp.Sdk";

    /// <summary>Span of one run of the engine; everything that it does is below it.</summary>
    public const string RunSpan = "crmerp.run";

    /// <summary>Span of one page of a change feed: read, reconciled, committed.</summary>
    public const string PageSpan = "crmerp.page";

    /// <summary>Span of one batch of writes: planned, sent, settled.</summary>
    public const string PushSpan = "crmerp.push";

    /// <summary>Histogram, seconds: how long runs take. Tag: <see cref="OutcomeTag"/> (completed, partial, failed).</summary>
    public const string RunDuration = "crmerp.run.duration";

    /// <summary>Counter, {change}: records read and writes answered. Tags: <see cref="EntityTag"/>, <see cref="DirectionTag"/>, <see cref="OutcomeTag"/>.</summary>
    public const string Changes = "crmerp.changes";

    /// <summary>Counter, {error}: calls to a system that failed as a whole. Tag: <see cref="KindTag"/>.</summary>
    public const string Errors = "crmerp.errors";

    /// <summary>Counter, {call}: calls to a connector. Tags: <see cref="ConnectionTag"/>, <see cref="EntityTag"/> (empty for calls about none), <see cref="OperationTag"/>.</summary>
    public const string ApiCalls = "crmerp.api.calls";

    /// <summary>Gauge, seconds: how long ago the slowest feed of an entity was last read to its end. Tag: <see cref="EntityTag"/>.</summary>
    public const string Lag = "crmerp.lag";

    /// <summary>Gauge, {item}: what stands open. Tag: <see cref="QueueTag"/>.</summary>
    public const string Open = "crmerp.open";

    /// <summary>Tag: a connection of the definition.</summary>
    public const string ConnectionTag = "crmerp.connection";

    /// <summary>Tag: what was asked: changes, cursor, page, get, find, write, metadata, check.</summary>
    public const string OperationTag = "crmerp.operation";

    /// <summary>Tag: an entity of the definition.</summary>
    public const string EntityTag = "crmerp.entity";

    /// <summary>Tag: <c>in</c> for what was read, <c>out</c> for what was written.</summary>
    public const string DirectionTag = "crmerp.direction";

    /// <summary>Tag: how it ended.</summary>
    public const string OutcomeTag = "crmerp.outcome";

    /// <summary>Tag: the kind of an error (<see cref="Connectors.ErrorKind"/>).</summary>
    public const string KindTag = "crmerp.error.kind";

    /// <summary>Tag: the queue of open work (<see cref="OpenQueue"/>).</summary>
    public const string QueueTag = "crmerp.queue";

    /// <summary>Attribute of spans, not of metrics: the connection and scope.</summary>
    public const string SpokeTag = "crmerp.spoke";

    /// <summary>Attribute of spans, not of metrics: the run.</summary>
    public const string RunIdTag = "crmerp.run.id";

    /// <summary>Attribute of spans, not of metrics: how many records or writes it was about.</summary>
    public const string CountTag = "crmerp.count";

    internal static ActivitySource Source { get; } = new(SourceName);
}
