using System.Diagnostics;
using System.Diagnostics.Metrics;
using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Diagnostics;
using CrmErp.Sdk.Testing;
using CrmErp.Sdk.Tests.Engine;
using Microsoft.Extensions.DependencyInjection;

namespace CrmErp.Sdk.Tests.Diagnostics;

public class InstrumentTests
{
    private static readonly Dictionary<string, string[]> Tags = new()
    {
        [CrmErpDiagnostics.RunDuration] = [CrmErpDiagnostics.OutcomeTag],
        [CrmErpDiagnostics.Changes] = [CrmErpDiagnostics.DirectionTag, CrmErpDiagnostics.EntityTag, CrmErpDiagnostics.OutcomeTag],
        [CrmErpDiagnostics.Errors] = [CrmErpDiagnostics.KindTag],
        [CrmErpDiagnostics.ApiCalls] = [CrmErpDiagnostics.ConnectionTag, CrmErpDiagnostics.EntityTag, CrmErpDiagnostics.OperationTag],
        [CrmErpDiagnostics.Lag] = [CrmErpDiagnostics.EntityTag],
        [CrmErpDiagnostics.Open] = [CrmErpDiagnostics.QueueTag],
    };

    [Fact]
    public async Task Every_instrument_speaks_and_tags_come_from_closed_sets()
    {
        using var meters = new Meters();
        await using var world = new EngineWorld(services: s => s.AddSingleton<IMeterFactory>(meters));
        using var heard = new Heard(meters);
        world.Crm.Add("Account", ("Name", "Acme"), ("TaxNumber", "DE1"));
        await world.SettleAsync();
        world.Erp.Faults.FailNext(RemoteOperation.Changes, ErrorKind.Transient);
        world.Crm.Edit("Account", world.Crm.All("Account")[0].Id, ("Name", "From CRM"));
        world.Erp.Edit("customers", world.Erp.All("customers")[0].Id, ("displayName", "From ERP"));
        await world.SettleAsync();
        heard.Observe();

        heard.Values.Select(v => v.Instrument).Distinct().Should().BeEquivalentTo(Tags.Keys);
        heard.Values.Should().OnlyContain(v => v.Tags.Keys.Order().SequenceEqual(Tags[v.Instrument]));
        string[] closed =
        [
            "Account", "Contact", "in", "out", "completed", "partial", "failed", .. Enum.GetNames<ErrorKind>(), .. Enum.GetNames<WriteOutcomeKind>(), .. Enum.GetNames<OpenQueue>(),
            .. Enum.GetNames<CrmErp.Sdk.Reconcile.ObserveOutcome>(), "", "crm", "erp", "changes", "cursor", "page", "get", "find", "write", "metadata", "check",
        ];
        heard.Values.SelectMany(v => v.Tags.Values).Distinct().Should().BeSubsetOf(closed);
        heard.Values.Last(v => v.Instrument == CrmErpDiagnostics.Open && v.Tags[CrmErpDiagnostics.QueueTag] == "Conflict").Value.Should().Be(1);
        heard.Values.Where(v => v.Instrument == CrmErpDiagnostics.Errors).Sum(v => v.Value).Should().Be(1);
        var calls = world.Crm.Calls.Values.Sum() + world.Erp.Calls.Values.Sum();
        heard.Values.Where(v => v.Instrument == CrmErpDiagnostics.ApiCalls).Sum(v => v.Value).Should().Be(calls, "every call is counted");
        heard.Values.Should().Contain(v => v.Instrument == CrmErpDiagnostics.Changes && v.Tags[CrmErpDiagnostics.DirectionTag] == "out" && v.Tags[CrmErpDiagnostics.OutcomeTag] == "Created");
    }

    [Fact]
    public async Task Lag_grows_while_nothing_runs()
    {
        using var meters = new Meters();
        await using var world = new EngineWorld(services: s => s.AddSingleton<IMeterFactory>(meters));
        using var heard = new Heard(meters);
        await world.SettleAsync();
        world.Clock.Advance(TimeSpan.FromHours(1));
        heard.Observe();
        heard.Values.Where(v => v.Instrument == CrmErpDiagnostics.Lag).Should().NotBeEmpty().And.OnlyContain(v => v.Value >= 3600);
    }

    [Fact]
    public async Task Spans_nest_and_carry_no_values()
    {
        var spans = new List<Activity>();
        using var root = new Activity("test").Start();
        using var listener = new ActivityListener
        {
            ShouldListenTo = s => s.Name == CrmErpDiagnostics.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> o) => o.Parent.TraceId == root.TraceId ? ActivitySamplingResult.AllData : ActivitySamplingResult.None,
            ActivityStopped = spans.Add,
        };
        ActivitySource.AddActivityListener(listener);
        await using var world = new EngineWorld();
        world.Crm.Add("Account", ("Name", "Acme Secret"), ("TaxNumber", "DE1"));
        await world.SettleAsync();

        spans.Select(s => s.OperationName).Distinct().Should().BeEquivalentTo(CrmErpDiagnostics.RunSpan, CrmErpDiagnostics.PageSpan, CrmErpDiagnostics.PushSpan);
        var runs = spans.Where(s => s.OperationName == CrmErpDiagnostics.RunSpan).Select(s => s.SpanId).ToHashSet();
        spans.Where(s => s.OperationName != CrmErpDiagnostics.RunSpan).Should().OnlyContain(s => runs.Contains(s.ParentSpanId));
        spans.SelectMany(s => s.TagObjects).Should().NotContain(t => $"{t.Value}".Contains("Acme"));
    }

    private sealed class Meters : IMeterFactory
    {
        private readonly List<Meter> _meters = [];

        public Meter Create(MeterOptions options)
        {
            options.Scope = this;
            var meter = new Meter(options);
            _meters.Add(meter);
            return meter;
        }

        public void Dispose() => _meters.ForEach(m => m.Dispose());
    }

    private sealed class Heard : IDisposable
    {
        private readonly MeterListener _listener = new();

        public Heard(Meters meters)
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Scope == meters && instrument.Meter.Name == CrmErpDiagnostics.MeterName)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<long>((i, v, tags, _) => Add(i, v, tags));
            _listener.SetMeasurementEventCallback<double>((i, v, tags, _) => Add(i, v, tags));
            _listener.Start();
        }

        public List<(string Instrument, double Value, Dictionary<string, string> Tags)> Values { get; } = [];

        public void Observe() => _listener.RecordObservableInstruments();

        public void Dispose() => _listener.Dispose();

        private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var read = new Dictionary<string, string>();
            foreach (var (key, tag) in tags)
            {
                read.Add(key, $"{tag}");
            }

            Values.Add((instrument.Name, value, read));
        }
    }
}
