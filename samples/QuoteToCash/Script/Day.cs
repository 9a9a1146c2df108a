using System.Diagnostics;
using CrmErp.Samples.QuoteToCash.Clock;
using CrmErp.Samples.QuoteToCash.Engine;
using CrmErp.Samples.QuoteToCash.Reporting;
using CrmErp.Samples.QuoteToCash.Worlds;

namespace CrmErp.Samples.QuoteToCash.Script;

/// <summary>The day from the plan of the first load to the last full run.</summary>
internal sealed class Day : IAsyncDisposable
{
    private readonly Arguments _arguments;
    private readonly string _folder;
    private readonly VirtualClock _clock;
    private readonly Screen _screen;
    private readonly long _started = Stopwatch.GetTimestamp();

    public Day(Arguments arguments)
    {
        _arguments = arguments;
        _folder = arguments.Keep is { } keep ? Directory.CreateDirectory(keep).FullName : Directory.CreateTempSubdirectory("quote-to-cash-").FullName;
        foreach (var old in Directory.EnumerateFiles(_folder, "sync.db*").Append(Path.Combine(_folder, "engine.log")))
        {
            File.Delete(old);
        }

        _clock = VirtualClock.Start(Path.Combine(_folder, "clock"));
        _screen = new Screen(arguments.Json);
    }

    public async Task<int> RunAsync()
    {
        _screen.Heading("Two systems with their own data");
        await using var systems = await Systems.StartAsync(_clock, _arguments.Seed);
        await using var engine = new EngineChild(_folder, systems.Settings());
        Report(await engine.AskAsync(new EngineCommand("provision")));
        systems.Seed(new DataSet(Path.Combine(AppContext.BaseDirectory, "Data"), _arguments.Accounts), _clock.GetUtcNow() - TimeSpan.FromDays(30));
        Report(await engine.AskAsync(new EngineCommand("check")));

        _screen.Heading("Plan of the first load");
        Report(await _screen.WithProgressAsync(engine, () => engine.AskAsync(new EngineCommand("settle") { ReadOnly = true })));
        var reports = (await engine.AskAsync(new EngineCommand("report"))).Reports!;
        _screen.Table(
            ["Entity", "Linked", "Only CRM", "Only ERP", "Suggested", "Ambiguous", "Duplicates"],
            reports.Select(r => new object?[] { r.Entity, r.Linked, r.OnlyCrm, r.OnlyErp, r.Suggested, r.Ambiguous, r.Duplicates }));
        var approvals = Path.Combine(_folder, "approvals.csv");
        await File.WriteAllLinesAsync(approvals, reports.Where(r => !r.ApprovesItself).Select(r => $"approve,{r.Entity}"));
        Report(await engine.AskAsync(new EngineCommand("approve") { File = approvals }));

        _screen.Heading("First load");
        Report(await _screen.WithProgressAsync(engine, () => engine.AskAsync(new EngineCommand("settle"))));
        var open = Path.Combine(_folder, "open.jsonl");
        Report(await engine.AskAsync(new EngineCommand("open") { File = open }));
        Report(await engine.AskAsync(new EngineCommand("links") { File = Path.Combine(_folder, "links.jsonl") }));

        _screen.Heading("Everything once more");
        var writes = (systems.Crm.State.Requests.Of("sdk").Writes, systems.Erp.Requests.Of("sdk").Writes);
        Report(await engine.AskAsync(new EngineCommand("settle") { Everything = true }));
        _screen.Line($"writes when quiet: crm {systems.Crm.State.Requests.Of("sdk").Writes - writes.Item1}, erp {systems.Erp.Requests.Of("sdk").Writes - writes.Item2}");
        await engine.StopAsync();
        _screen.Line($"peak {engine.PeakMemoryMb} MB, {Stopwatch.GetElapsedTime(_started).TotalSeconds:0.0} s, skipped {_clock.Skipped}");
        return 0;
    }

    public ValueTask DisposeAsync()
    {
        _clock.Dispose();
        if (_arguments.Keep is null)
        {
            Directory.Delete(_folder, recursive: true);
        }

        return ValueTask.CompletedTask;
    }

    private void Report(EngineEvent said)
    {
        foreach (var problem in said.Problems ?? [])
        {
            _screen.Problem(problem);
        }

        if (said.Counts is { Count: > 0 } counts)
        {
            _screen.Line(string.Join("  ", counts.Select(c => $"{c.Key}={c.Value}")));
        }
    }
}
