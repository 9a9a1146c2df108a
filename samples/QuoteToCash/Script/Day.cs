using System.Diagnostics;
using System.Text.Json;
using CrmErp.Samples.QuoteToCash.Clock;
using CrmErp.Samples.QuoteToCash.Comparing;
using CrmErp.Samples.QuoteToCash.Engine;
using CrmErp.Samples.QuoteToCash.Reporting;
using CrmErp.Samples.QuoteToCash.Worlds;

namespace CrmErp.Samples.QuoteToCash.Script;

/// <summary>The day from the plan of the first load to the last full run.</summary>
internal sealed class Day : IAsyncDisposable
{
    private const string Sdk = "sdk";

    // Enough that an edit of the last moment is behind the longest lag.
    private const double Pause = 120;

    private readonly Arguments _arguments;
    private readonly string _folder;
    private readonly VirtualClock _clock;
    private readonly Screen _screen;
    private readonly Outcome _outcome = new();
    private readonly long _started = Stopwatch.GetTimestamp();

    private Systems _systems = null!;
    private EngineChild _engine = null!;
    private Edits _edits = null!;

    /// <param name="arguments">What was asked for.</param>
    /// <param name="folder">Where database, log and reports go.</param>
    /// <param name="screen">What a person sees; null for the console.</param>
    public Day(Arguments arguments, string folder, TextWriter? screen = null)
    {
        _arguments = arguments;
        _folder = folder;
        _clock = VirtualClock.Start(Path.Combine(_folder, "clock"));
        _screen = new Screen(screen ?? (arguments.Json ? Console.Error : Console.Out));
    }

    /// <summary>The two systems, once the day has begun.</summary>
    public Systems Systems => _systems;

    private string OpenFile => Path.Combine(_folder, "open.jsonl");

    /// <summary>Plays it; 0 when the verification holds.</summary>
    public async Task<int> RunAsync()
    {
        _systems = await Systems.StartAsync(_clock, _arguments.Seed);
        _engine = new EngineChild(_folder, _arguments.Trace ? new Dictionary<string, string>(_systems.Settings()) { [EngineProcess.TraceSetting] = "1" } : _systems.Settings());
        _edits = new Edits(_systems);
        var crashes = new Crashes(_arguments.Seed, _systems, _engine, _folder);
        var data = new DataSet(Path.Combine(AppContext.BaseDirectory, "Data"), _arguments.Accounts);

        await BeginAsync(data);
        crashes.InsideAPage();
        await PlanAsync();
        crashes.BeforeTheReply();
        await LoadAsync();
        await WorkAsync(data, crashes);
        await ChangeMappingAsync();
        foreach (var line in crashes.Log)
        {
            _screen.Line(line);
        }

        _outcome.Crashes = crashes.Count;
        await VerifyAsync();
        return Finish();
    }

    public async ValueTask DisposeAsync()
    {
        // In the middle of the day too: whoever interrupts it leaves no process and no file behind.
        if (_engine is { } engine)
        {
            await engine.DisposeAsync();
        }

        if (_systems is { } systems)
        {
            await systems.DisposeAsync();
        }

        _clock.Dispose();
        if (_arguments.Keep is null)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private async Task BeginAsync(DataSet data)
    {
        _screen.Heading("Two systems with their own data");
        Report(await AskAsync("provision", new EngineCommand("provision")));
        _outcome.LoadedRecords = await _screen.RunAsync("seed", null, () => Task.Run(() => _systems.Seed(data, _clock.GetUtcNow() - TimeSpan.FromDays(30))));
        Report(await AskAsync("check", new EngineCommand("check")));
    }

    private async Task PlanAsync()
    {
        _screen.Heading("Plan of the first load: nothing is written");
        var before = Writes();
        var started = Stopwatch.GetTimestamp();
        Report(await AskAsync("inventories", new EngineCommand("settle") { ReadOnly = true }));
        _outcome.LoadSeconds += Stopwatch.GetElapsedTime(started).TotalSeconds;
        var reports = (await AskAsync("match report", new EngineCommand("report"))).Reports!;
        _screen.Table(
            ["Entity", "Linked", "Only CRM", "Only ERP", "Suggested", "Ambiguous", "Duplicates"],
            reports.Select(r => new object?[] { r.Entity, r.Linked, r.OnlyCrm, r.OnlyErp, r.Suggested, r.Ambiguous, r.Duplicates }));
        _screen.Line($"API calls so far: {Calls()}; writes: {Writes() - before}");
        Report(await AskAsync("approve", new EngineCommand("approve") { File = await ApprovalsAsync(reports) }));
    }

    // What a person decided about the report, as a file: the data says who is the same.
    private async Task<string> ApprovalsAsync(IEnumerable<ReportRow> reports)
    {
        var file = Path.Combine(_folder, "approvals.csv");
        string Node(string key) => key[0] == 'c' ? $"crm:Account/{_systems.Truth.Id(key)}" : $"erp/{_systems.Erp.CompanyIds[0]}:customers/{_systems.Truth.Id(key)}";
        string[] judgements =
        [
            $"same,Account,{Node("c-suggest-same1")},{Node("e-suggest-same1")}",
            $"same,Account,{Node("c-suggest-same2")},{Node("e-suggest-same2")}",
            $"different,Account,{Node("c-suggest-other")},{Node("e-suggest-other")}",
        ];
        await File.WriteAllLinesAsync(file, [.. judgements, .. reports.Where(r => !r.ApprovesItself).Select(r => $"approve,{r.Entity}")]);
        return file;
    }

    private async Task LoadAsync()
    {
        _screen.Heading("First load");
        var started = Stopwatch.GetTimestamp();
        await SettleAsync();
        _outcome.LoadSeconds += Stopwatch.GetElapsedTime(started).TotalSeconds;
        _screen.Line($"{_outcome.LoadedRecords:N0} records of both systems in {_outcome.LoadSeconds:0.0} s: {_outcome.RecordsPerSecond:N0} records per second");
    }

    private async Task WorkAsync(DataSet data, Crashes crashes)
    {
        _screen.Heading("The day: edits on both sides");
        _edits.Morning();
        _edits.Throttle();
        await OnceAsync();
        crashes.AfterTheReply();
        await SettleAsync();
        _screen.Heading("Customers are made in the ERP and nobody hears of it");
        _edits.Lost();
        crashes.BeforeTheReplyOfACustomer();
        await OnceAsync();
        await SettleAsync();
        _edits.Noon();
        await SettleAsync();
        _screen.Heading("Deals are won, invoices are posted, money comes in");
        _edits.Afternoon(data);
        await SettleAsync();
        _edits.Evening();
        await SettleAsync();
        // The ERP does not tell of deletions: the sweep finds them.
        Report(await AskAsync("sweep", new EngineCommand("settle") { Everything = true }));
        await SettleAsync();
    }

    // A field is added: a fresh process starts with the new definition and meets what both sides hold.
    private async Task ChangeMappingAsync()
    {
        _screen.Heading("The mapping is changed");
        await _engine.StopAsync();
        _systems.BeginSalespersons();
        _engine.Mapping = 2;
        // The fresh process holds the changed maps back until their impact plan is approved.
        await SettleAsync();
        var before = (_systems.Crm.State.Writes.LastSequence, _systems.Erp.Writes.LastSequence);
        var plan = await AskAsync("impact plan", new EngineCommand("maps") { File = Path.Combine(_folder, "map-change.md") });
        Report(plan);
        _outcome.MappingPlanned = (int)plan.Counts!["writes"];
        await SettleAsync();
        _outcome.MappingWrites = _systems.Crm.State.Writes.Count(Sdk, before.Item1) + _systems.Erp.Writes.Count(Sdk, before.Item2);
        // The plan lists the parked creates too, because a changed map releases them; the ERP refuses them again.
        _outcome.MappingRefused = Opened().Count(o => o is { Queue: "Parked", Cause: "Rejected" });
        _screen.Line($"{_outcome.MappingPlanned} writes planned; from activation to rest {_outcome.MappingWrites} were logged and {_outcome.MappingRefused} refused");
    }

    private async Task VerifyAsync()
    {
        _screen.Heading("Everything once more: cursors reset, every object read in full, swept");
        var reads = Reads();
        var writes = Writes();
        Report(await AskAsync("full run", new EngineCommand("settle") { Everything = true }));
        (_outcome.WritesWhenQuiet, _outcome.ReadsWhenQuiet) = (Writes() - writes, Reads() - reads);
        await LookAsync();
        foreach (var (queue, count) in _lastOpen)
        {
            _outcome.Open[queue] = count;
        }

        await _engine.StopAsync();
        _outcome.PeakMemoryMb = _engine.PeakMemoryMb;
        (_outcome.CrmCalls, _outcome.ErpCalls) = (_systems.Crm.State.Requests.Of(Sdk).ApiCalls, _systems.Erp.Requests.Of(Sdk).ApiCalls);

        _screen.Heading("Verification on the simulators' own data");
        _edits.NameInvoices();
        var expected = new Expected(Path.Combine(AppContext.BaseDirectory, "Data", "expected.csv"), _systems);
        _outcome.OpenUnexpected = expected.Unexpected(OpenFile);
        _outcome.WrongValues = expected.WrongValues();
        _outcome.WonDeals = _edits.Won.Count;
        var comparison = new Comparison(
            _systems.CrmAddress,
            _systems.Erp.Address,
            [.. _systems.Truth.All.Select(t => new KnownRecord(t.System, t.Object, t.Id, t.Identity))],
            [.. Opened().SelectMany(Records)],
            _edits.Won);
        _outcome.Entities = await _screen.RunAsync("compare", null, comparison.RunAsync);
        _outcome.Deals = _systems.CountCrm("Opportunity");
        if (_arguments.Tamper)
        {
            (_outcome.TamperPlanted, _outcome.TamperUnreported) = await _screen.RunAsync("tamper and compare", null, comparison.TamperAsync);
        }
    }

    private IEnumerable<OpenRow> Opened() => File.ReadLines(OpenFile).Select(l => JsonSerializer.Deserialize(l, WireJson.Default.OpenRow)!);

    private static IEnumerable<OpenRecord> Records(OpenRow row)
    {
        if (row.Crm is { } crm)
        {
            yield return new OpenRecord("crm", crm, row.Group);
        }

        if (row.Erp is { } erp)
        {
            yield return new OpenRecord("erp", erp, row.Group);
        }
    }

    private int Finish()
    {
        _outcome.ElapsedSeconds = Stopwatch.GetElapsedTime(_started).TotalSeconds;
        _screen.Table(
            ["Entity", "CRM", "ERP", "Linked", "Equal", "Open", "Differing", "Missing", "Duplicates", "Of the seed"],
            _outcome.Entities.Select(e => new object?[] { e.Entity, e.Crm, e.Erp, e.Linked, e.Equal, e.Open, e.Differing.Count, e.Missing.Count, e.Duplicates.Count, e.SeedDuplicates.Count }));
        _screen.Table(["Queue", "Open", "Most"], Outcome.Queues.Select(q => new object?[] { q, _outcome.Open[q], _outcome.MostOpen[q] }));
        foreach (var (field, reason) in Comparison.NotCompared)
        {
            _screen.Line($"not compared: {field}. {reason}");
        }

        var problems = _outcome.Entities.SelectMany(e => e.Differing.Select(d => $"{e.Entity} differs: {d}").Concat(e.Missing.Select(m => $"{e.Entity} missing: {m}")).Concat(e.Duplicates.Select(d => $"{e.Entity} duplicate: {d}")));
        string[] all = [.. _outcome.OpenUnexpected, .. _outcome.WrongValues, .. _arguments.Tamper ? (_outcome.TamperUnreported ?? []).Select(u => $"tampered and not reported: {u}") : problems];
        foreach (var problem in all.Take(40))
        {
            _screen.Problem(problem);
        }

        File.WriteAllLines(Path.Combine(_folder, "problems.txt"), all);
        File.WriteAllText(Path.Combine(_folder, "report.json"), _outcome.ToJson());
        _screen.Line($"{(_outcome.Holds ? "The two systems agree." : "The verification does not hold.")} {_outcome.ElapsedSeconds:0.0} s of real time, {_clock.Skipped.TotalHours:0.0} h of waiting skipped, {_outcome.PeakMemoryMb} MB, {_outcome.Crashes} crashes.");
        if (_arguments.Json)
        {
            Console.Out.WriteLine(_outcome.ToJson());
        }

        return _outcome.Holds ? 0 : 1;
    }

    // To rest; what only a person can find out is found out, and so on until nothing is left that anybody can do.
    private async Task SettleAsync()
    {
        Report(await AskAsync("settle", new EngineCommand("settle") { SkipSeconds = Pause }));
        await LookAsync();
        while (new Operator(_systems).Decide(Opened()) is { Count: > 0 } decisions)
        {
            _screen.Line($"{decisions.Count} creates without answer: a person looks into the ERP, {decisions.Count(d => d.StartsWith("landed", StringComparison.Ordinal))} were made");
            var file = Path.Combine(_folder, "decisions.csv");
            await File.WriteAllLinesAsync(file, decisions);
            Report(await AskAsync("decide", new EngineCommand("decide") { File = file }));
            Report(await AskAsync("settle", new EngineCommand("settle") { SkipSeconds = Pause }));
            await LookAsync();
        }
    }

    private Task<EngineEvent> AskAsync(string what, EngineCommand command) => _screen.RunAsync(what, _engine, () => _engine.AskAsync(command));

    // One run, and a look at what it had to leave for later.
    private async Task OnceAsync()
    {
        _clock.Advance(TimeSpan.FromSeconds(Pause));
        Report(await AskAsync("one run", new EngineCommand("once")));
        await LookAsync();
    }

    private Dictionary<string, long> _lastOpen = [];

    private async Task LookAsync()
    {
        var said = await _engine.AskAsync(new EngineCommand("open") { File = OpenFile });
        _lastOpen = (said.Counts ?? []).ToDictionary(c => char.ToLowerInvariant(c.Key[0]) + c.Key[1..], c => c.Value);
        foreach (var (queue, count) in _lastOpen)
        {
            _outcome.MostOpen[queue] = Math.Max(_outcome.MostOpen[queue], count);
        }
    }

    private long Writes() => _systems.Crm.State.Requests.Of(Sdk).Writes + _systems.Erp.Requests.Of(Sdk).Writes;

    private long Reads() => _systems.Crm.State.Requests.Of(Sdk).Reads + _systems.Crm.State.Requests.Of(Sdk).Queries + _systems.Erp.Requests.Of(Sdk).Reads + _systems.Erp.Requests.Of(Sdk).Queries;

    private string Calls() => $"crm {_systems.Crm.State.Requests.Of(Sdk).ApiCalls}, erp {_systems.Erp.Requests.Of(Sdk).ApiCalls}";

    private void Report(EngineEvent said)
    {
        foreach (var problem in said.Problems ?? [])
        {
            _screen.Problem(problem);
        }

        if (said.Counts is { Count: > 0 } counts)
        {
            _screen.Line((said.Runs > 0 ? $"{said.Runs} runs  " : "") + string.Join("  ", counts.Select(c => $"{c.Key}={c.Value}")));
        }
    }
}
