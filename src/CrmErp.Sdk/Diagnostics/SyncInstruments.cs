using System.Collections.Immutable;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Operations;
using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Diagnostics;

/// <summary>What the engine measures. Without a meter factory it measures nothing and costs nothing.</summary>
internal sealed class SyncInstruments
{
    private readonly Histogram<double>? _runs;
    private readonly Counter<long>? _changes;
    private readonly Counter<long>? _errors;
    private readonly Counter<long>? _calls;
    private readonly TimeProvider _time;
    // Gauges are asked by other threads: they see the last picture, whole.
    private ImmutableArray<(OpenQueue Queue, long Count)> _open = [];
    private ImmutableArray<(string Entity, DateTimeOffset Drained)> _drained = [];

    public SyncInstruments(IMeterFactory? meters, TimeProvider time)
    {
        _time = time;
        if (meters?.Create(CrmErpDiagnostics.MeterName) is not { } meter)
        {
            return;
        }

        _runs = meter.CreateHistogram<double>(CrmErpDiagnostics.RunDuration, "s", "How long runs of the engine take.");
        _changes = meter.CreateCounter<long>(CrmErpDiagnostics.Changes, "{change}", "Records read and writes answered.");
        _errors = meter.CreateCounter<long>(CrmErpDiagnostics.Errors, "{error}", "Calls to a system that failed as a whole.");
        _calls = meter.CreateCounter<long>(CrmErpDiagnostics.ApiCalls, "{call}", "Calls to connectors.");
        meter.CreateObservableGauge(CrmErpDiagnostics.Lag, ObserveLag, "s", "How long ago the slowest feed of an entity was read to its end.");
        meter.CreateObservableGauge(CrmErpDiagnostics.Open, ObserveOpen, "{item}", "What stands open, by queue.");
    }

    public void RunEnded(TimeSpan duration, string outcome) =>
        _runs?.Record(duration.TotalSeconds, new KeyValuePair<string, object?>(CrmErpDiagnostics.OutcomeTag, outcome));

    public void Read(string entity, string outcome, long count) => Change(entity, "in", outcome, count);

    public void Written(string entity, WriteOutcomeKind outcome, long count) => Change(entity, "out", outcome.ToString(), count);

    public void Failed(ErrorKind kind) => _errors?.Add(1, new KeyValuePair<string, object?>(CrmErpDiagnostics.KindTag, kind.ToString()));

    public void Called(ConnectionId connection, string entity, string operation) =>
        _calls?.Add(1, new TagList { { CrmErpDiagnostics.ConnectionTag, connection.Value }, { CrmErpDiagnostics.EntityTag, entity }, { CrmErpDiagnostics.OperationTag, operation } });

    /// <summary>The picture that gauges show until the next one.</summary>
    public void Look(StoreCounts counts, IEnumerable<StreamRow> streams)
    {
        var open = OpenQueues.Count(counts).ToDictionary(q => q.Key, q => q.Value.Values.Sum());
        // A queue that is empty says so: a gauge that falls silent looks like the last value.
        ImmutableInterlocked.InterlockedExchange(ref _open, [.. Enum.GetValues<OpenQueue>().Select(q => (q, open.GetValueOrDefault(q)))]);
        ImmutableInterlocked.InterlockedExchange(ref _drained, [.. streams.Where(s => s.LastDrained is not null).GroupBy(s => s.Entity, StringComparer.Ordinal).Select(g => (g.Key, g.Min(s => s.LastDrained!.Value)))]);
    }

    private void Change(string entity, string direction, string outcome, long count)
    {
        if (count > 0)
        {
            _changes?.Add(count, new TagList { { CrmErpDiagnostics.EntityTag, entity }, { CrmErpDiagnostics.DirectionTag, direction }, { CrmErpDiagnostics.OutcomeTag, outcome } });
        }
    }

    private IEnumerable<Measurement<double>> ObserveLag() =>
        _drained.Select(d => new Measurement<double>((_time.GetUtcNow() - d.Drained).TotalSeconds, new KeyValuePair<string, object?>(CrmErpDiagnostics.EntityTag, d.Entity)));

    private IEnumerable<Measurement<long>> ObserveOpen() =>
        _open.Select(o => new Measurement<long>(o.Count, new KeyValuePair<string, object?>(CrmErpDiagnostics.QueueTag, o.Queue.ToString())));
}
