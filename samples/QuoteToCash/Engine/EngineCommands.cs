using System.Text.Json;
using CrmErp.Samples.QuoteToCash.Clock;
using CrmErp.Sdk;
using CrmErp.Sdk.Engine;
using CrmErp.Sdk.State;
using Microsoft.Extensions.DependencyInjection;

namespace CrmErp.Samples.QuoteToCash.Engine;

/// <summary>What the engine's process can be asked.</summary>
internal sealed class EngineCommands(IServiceProvider services, VirtualClock clock, Action<EngineEvent> say)
{
    // More rounds than any day needs: a world that does not come to rest is reported, not waited for.
    private const int MostRuns = 400;

    private static readonly OperationBy Person = new("sample", "approved from a file");

    // What a run counts although nothing moves: records that are read again and stay where they are, questions that are asked again.
    private static readonly string[] Repeating = ["read.Unchanged", "read.Staged", "read.OutOfScope", "read.Review", "hint.Unchanged", "hint.Deferred", "verified", "swept"];

    // While nothing moves, ever longer steps are skipped: leases end after a minute, horizons after a quarter of an hour.
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan LongestStep = TimeSpan.FromMinutes(10);

    // A feed's window ends behind the clock: an edit is visible to it only after the longest lag of the two systems.
    private static readonly TimeSpan Lag = TimeSpan.FromSeconds(90);

    private readonly ISyncEngine _engine = services.GetRequiredService<ISyncEngine>();
    private readonly ISyncOperations _operations = services.GetRequiredService<ISyncOperations>();
    private readonly ISyncStore _store = services.GetRequiredService<ISyncStore>();
    private readonly SyncDefinition _definition = services.GetRequiredService<SyncDefinition>();

    public Task<EngineEvent> RunAsync(EngineCommand command) => command.Do switch
    {
        "check" => CheckAsync(),
        "provision" => ProvisionAsync(),
        "settle" => command.Everything ? EverythingAsync() : SettleAsync(command),
        "once" => OnceAsync(),
        "decide" => DecideAsync(command.File!),
        "report" => ReportAsync(),
        "approve" => ApproveAsync(command.File!),
        "maps" => MapsAsync(command.File!),
        "open" => OpenAsync(command.File!),
        _ => throw new ArgumentException($"'{command.Do}' is no command.", nameof(command)),
    };

    private async Task<EngineEvent> CheckAsync()
    {
        var problems = new List<string>();
        foreach (var report in await _engine.CheckAsync())
        {
            problems.AddRange(report.Problems.Select(p => $"{report.Connection}: {p}"));
            problems.AddRange(report.Preflight?.Problems.Where(f => f.Severity == CrmErp.Sdk.Diagnostics.ErrorSeverity.Error).Select(f => $"{report.Connection}: {f}") ?? []);
        }

        return new EngineEvent("done") { Problems = problems };
    }

    // Runs, skips the time until the next thing is due, and runs again, until nothing is left that needs only time.
    private async Task<EngineEvent> SettleAsync(EngineCommand command)
    {
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        clock.Advance(TimeSpan.FromSeconds(command.SkipSeconds));
        RunResult result;
        var runs = 0;
        var quiet = 0;
        var still = 0;
        var person = false;
        var step = Step;
        do
        {
            result = await _engine.RunOnceAsync(new RunOptions { Trigger = "sample", ReadOnly = command.ReadOnly, Progress = new Relay(say) });
            runs++;
            var moved = 0L;
            foreach (var (name, count) in result.Counts)
            {
                counts[name] = counts.GetValueOrDefault(name) + count;
                moved += Repeating.Contains(name) || name.StartsWith("calls.", StringComparison.Ordinal) ? 0 : count;
            }

            quiet = moved == 0 && !result.HasDeferredWork ? quiet + 1 : 0;
            still = moved == 0 ? still + 1 : 0;
            person = await IsForAPersonAsync(still);
            if (result.HasDeferredWork)
            {
                var wait = result.NextDue - clock.GetUtcNow();
                clock.Advance(wait > step ? wait : step);
                step = moved > 0 ? Step : step * 2 > LongestStep ? LongestStep : step * 2;
            }
            else if (quiet < 2)
            {
                clock.Advance(Lag);
            }
        }
        while (quiet < 2 && !(command.ReadOnly && await IsReadAsync()) && !person && runs < MostRuns);

        return new EngineEvent("done")
        {
            Runs = runs,
            WaitingForApproval = [.. result.WaitingForApproval],
            Counts = counts,
            Problems = quiet < 2 && !person && !command.ReadOnly ? [$"Not at rest after {runs} runs; next due {result.NextDue:O}."] : [],
        };
    }

    // An outcome that only a person can find out holds up what was born beside it: time alone brings nothing more.
    private async Task<bool> IsForAPersonAsync(int still)
    {
        if (still < 3)
        {
            return false;
        }

        var unknown = await _operations.ListOpenAsync(new OpenEntryFilter { Queue = OpenQueue.Unknown, Take = 1_000_000 });
        return unknown.Count > 0 && unknown.All(e => e.Cause is "UnknownCreate" or "UnknownLines");
    }

    // One run and no waiting: what needs time stays where it is, to be looked at.
    private async Task<EngineEvent> OnceAsync()
    {
        var result = await _engine.RunOnceAsync(new RunOptions { Trigger = "sample", Progress = new Relay(say) });
        return new EngineEvent("done") { Counts = new(result.Counts), Runs = 1 };
    }

    // Lines: "landed,<golden record>,<record>" or "nothing,<golden record>,": what a person found out about a create without answer.
    private async Task<EngineEvent> DecideAsync(string file)
    {
        var problems = new List<string>();
        var unknown = (await _operations.ListOpenAsync(new OpenEntryFilter { Queue = OpenQueue.Unknown, Take = 1_000_000 })).ToLookup(e => e.GoldenId.ToString());
        foreach (var parts in File.ReadLines(file).Select(l => l.Split(',')))
        {
            var outcome = unknown[parts[1]].FirstOrDefault() is { } entry
                ? await _operations.ResolveUnknownAsync(entry, parts[0] == "landed" ? parts[2] : null, Person)
                : OperationOutcome.NotFound;
            if (outcome != OperationOutcome.Resolved)
            {
                problems.Add($"{string.Join(',', parts)}: {outcome}");
            }
        }

        return new EngineEvent("done") { Problems = problems };
    }

    // Nothing is written before every inventory is complete.
    private async Task<bool> IsReadAsync() => (await _store.ReadStreamsAsync(TenantId.Default)).All(s => s.Phase is not (FlowPhase.New or FlowPhase.Inventory));

    private async Task<EngineEvent> EverythingAsync()
    {
        clock.Advance(Lag);
        var result = await _engine.RunOnceAsync(new RunOptions { Trigger = "sample", ResetCursors = true, Sweep = true, Progress = new Relay(say) });
        return new EngineEvent("done") { Counts = new(result.Counts), Runs = 1, Problems = result.HasDeferredWork ? ["The full run left work for later."] : [] };
    }

    private async Task<EngineEvent> ReportAsync()
    {
        var rows = new List<ReportRow>();
        var bound = await BoundAsync();
        foreach (var flow in _definition.Flows)
        {
            if (bound.TryGetValue(flow.Entity.Name, out var row))
            {
                // It needed no approval and was bound already; its links say what the report had said.
                rows.Add(row);
                continue;
            }

            var report = await _engine.GetMatchReportAsync(flow.Entity.Name);
            rows.Add(new ReportRow(
                report.Entity,
                report.Linked,
                report.Only.Where(o => o.Key.Connection == "crm").Sum(o => o.Value),
                report.Only.Where(o => o.Key.Connection == "erp").Sum(o => o.Value),
                report.Suggested,
                report.Ambiguous,
                report.Duplicates.Values.Sum(),
                report.ApprovesItself));
        }

        return new EngineEvent("done") { Reports = rows };
    }

    private async Task<Dictionary<string, ReportRow>> BoundAsync()
    {
        var live = (await _store.ReadStreamsAsync(TenantId.Default)).GroupBy(s => s.Entity).Where(g => g.All(s => s.Phase == FlowPhase.Live)).Select(g => g.Key).ToHashSet();
        var sides = new Dictionary<(string Entity, GoldenId Golden), int>();
        await foreach (var link in AllLinksAsync(live))
        {
            sides[(link.Entity, link.GoldenId)] = sides.GetValueOrDefault((link.Entity, link.GoldenId)) | (link.Ref.Connection == "crm" ? 1 : 2);
        }

        return sides.GroupBy(s => s.Key.Entity).ToDictionary(
            g => g.Key, g => new ReportRow(g.Key, g.Count(s => s.Value == 3), g.Count(s => s.Value == 1), g.Count(s => s.Value == 2), 0, 0, 0, true));
    }

    // Lines: "approve,<entity>" or "same|different,<entity>,<record>,<record>".
    private async Task<EngineEvent> ApproveAsync(string file)
    {
        var problems = new List<string>();
        foreach (var line in File.ReadLines(file).Where(l => l.Length > 0 && l[0] != '#'))
        {
            var parts = line.Split(',');
            var outcome = parts[0] switch
            {
                "approve" => await _operations.ApproveFirstLoadAsync(parts[1], Person),
                "same" or "different" => await _operations.JudgeAsync(parts[1], parts[2], parts[3], parts[0] == "same", Person),
                var other => throw new FormatException($"'{other}' is no decision."),
            };
            if (outcome is not (OperationOutcome.Resolved or OperationOutcome.AlreadyClosed))
            {
                problems.Add($"{line}: {outcome}");
            }
        }

        return new EngineEvent("done") { Problems = problems };
    }

    // The impact plan of the changed maps, for a person to read; then it is approved as it stands.
    private async Task<EngineEvent> MapsAsync(string file)
    {
        var plan = await _engine.PlanMapChangeAsync(new MapChangeOptions { Reapply = SampleSync.Reapply });
        using (var writer = File.CreateText(file))
        {
            await plan.WriteMarkdownAsync(writer);
        }

        var outcome = await _engine.ActivateMapChangeAsync(plan, Person);
        return new EngineEvent("done")
        {
            Counts = new() { ["writes"] = plan.Summary.Writes, ["conflicts"] = plan.Summary.Conflicts, ["unknown"] = plan.Summary.Unknown, ["drifts"] = plan.Summary.Drifts, ["records"] = plan.Summary.Records },
            Problems = outcome == OperationOutcome.Resolved ? [] : [$"The map change was not activated: {outcome}."],
        };
    }

    private async Task<EngineEvent> OpenAsync(string file)
    {
        using var writer = File.CreateText(file);
        var entries = await _operations.ListOpenAsync(new OpenEntryFilter { Take = 1_000_000 });
        var links = new Dictionary<GoldenId, (string? Crm, string? Erp)>();
        foreach (var chunk in entries.Select(e => e.GoldenId).OfType<GoldenId>().Distinct().Chunk(500))
        {
            foreach (var link in (await _store.ReadAggregatesAsync(TenantId.Default, chunk)).SelectMany(a => a.Links))
            {
                var known = links.GetValueOrDefault(link.GoldenId);
                links[link.GoldenId] = link.Ref.Connection == "crm" ? (link.Ref.Id, known.Erp) : (known.Crm, link.Ref.Id);
            }
        }

        foreach (var entry in entries)
        {
            var (crm, erp) = entry.GoldenId is { } id ? links.GetValueOrDefault(id) : default;
            crm = entry.Record is { } r && r.Connection == "crm" ? r.Id : crm;
            erp = entry.Record is { } s && s.Connection == "erp" ? s.Id : erp;
            await writer.WriteLineAsync(JsonSerializer.Serialize(new OpenRow(entry.Queue.ToString(), entry.Entity, entry.Spoke.ToString(), entry.Cause, entry.Group, crm, erp, entry.Detail, entry.GoldenId?.ToString()), WireJson.Default.OpenRow));
        }

        return new EngineEvent("done") { Counts = entries.GroupBy(e => e.Queue.ToString()).ToDictionary(g => g.Key, g => (long)g.Count()) };
    }

    private async IAsyncEnumerable<LinkRow> AllLinksAsync(HashSet<string> entities)
    {
        var streams = await _store.ReadStreamsAsync(TenantId.Default);
        foreach (var stream in streams.Where(s => entities.Contains(s.Entity)))
        {
            string? after = null;
            while (await _store.ScanLinksAsync(TenantId.Default, stream.Spoke, stream.Object, after, 1000) is { Count: > 0 } page)
            {
                foreach (var link in page.Where(l => l.Entity == stream.Entity))
                {
                    yield return link;
                }

                after = page[^1].Ref.Id;
            }
        }
    }

    // What an administrator does once: the custom fields and objects that the standard maps need.
    private async Task<EngineEvent> ProvisionAsync() => new EngineEvent("done") { Problems = await Provisioning.RunAsync(services, _definition) };

    private sealed class Relay(Action<EngineEvent> say) : IProgress<SyncProgress>
    {
        public void Report(SyncProgress value) => say(new EngineEvent("progress") { Phase = value.Phase, Entity = value.Entity, Spoke = value.Spoke, Records = value.Records });
    }
}
