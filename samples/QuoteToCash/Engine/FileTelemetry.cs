using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace CrmErp.Samples.QuoteToCash.Engine;

/// <summary>Spans and measurements with their tags, of every source and meter there is, in the log: what an exporter would send away.</summary>
internal sealed class FileTelemetry : IDisposable
{
    private readonly ActivityListener _spans;
    private readonly MeterListener _measurements = new();

    public FileTelemetry(FileLog log)
    {
        _spans = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span => log.Write(
                $"span {span.Source.Name} {span.DisplayName} {span.Status} {span.StatusDescription} {Text(span.TagObjects)} {string.Join(' ', span.Events.Select(e => $"{e.Name} {Text(e.Tags)}"))}"),
        };
        ActivitySource.AddActivityListener(_spans);
        _measurements.InstrumentPublished = (instrument, listener) => listener.EnableMeasurementEvents(instrument);
        _measurements.SetMeasurementEventCallback<long>((instrument, _, tags, _) => log.Write($"measured {instrument.Meter.Name} {instrument.Name} {Text(tags.ToArray())}"));
        _measurements.SetMeasurementEventCallback<int>((instrument, _, tags, _) => log.Write($"measured {instrument.Meter.Name} {instrument.Name} {Text(tags.ToArray())}"));
        _measurements.SetMeasurementEventCallback<double>((instrument, _, tags, _) => log.Write($"measured {instrument.Meter.Name} {instrument.Name} {Text(tags.ToArray())}"));
        _measurements.Start();
    }

    public void Dispose()
    {
        _spans.Dispose();
        _measurements.Dispose();
    }

    private static string Text(IEnumerable<KeyValuePair<string, object?>> tags) => string.Join(' ', tags.Select(t => $"{t.Key}={t.Value}"));
}
