using System.Globalization;
using CrmErp.Samples.QuoteToCash.Engine;
using Spectre.Console;

namespace CrmErp.Samples.QuoteToCash.Reporting;

/// <summary>What a person sees. With <c>--json</c> it goes to standard error, so that standard output ends with the JSON line.</summary>
internal sealed class Screen
{
    private readonly IAnsiConsole _console;
    private readonly Dictionary<string, long> _progress = new(StringComparer.Ordinal);
    private readonly long _started = System.Diagnostics.Stopwatch.GetTimestamp();
    private long _lastLine;

    public Screen(bool json) => _console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(json ? Console.Error : Console.Out) });

    public void Heading(string text) => _console.Write(new Rule($"[bold]{Markup.Escape(text)}[/] [grey]{Elapsed()}[/]") { Justification = Justify.Left });

    public void Line(string text) => _console.MarkupLine(Markup.Escape(text));

    public void Problem(string text) => _console.MarkupLine($"[red]{Markup.Escape(text)}[/]");

    public void Table(string[] columns, IEnumerable<object?[]> rows)
    {
        var table = new Table().Border(TableBorder.Rounded);
        for (var i = 0; i < columns.Length; i++)
        {
            table.AddColumn(new TableColumn(Markup.Escape(columns[i])) { Alignment = i == 0 ? Justify.Left : Justify.Right });
        }

        foreach (var row in rows)
        {
            table.AddRow([.. row.Select(c => Markup.Escape(c switch { null => "", IFormattable f => f.ToString(c is double or decimal ? "N1" : "N0", CultureInfo.InvariantCulture), _ => c.ToString()! }))]);
        }

        _console.Write(table);
    }

    /// <summary>Runs with a bar for each phase and entity, as far as there are any.</summary>
    public async Task<T> WithProgressAsync<T>(EngineChild child, Func<Task<T>> work)
    {
        _progress.Clear();
        if (!_console.Profile.Capabilities.Interactive)
        {
            child.Progress = Counted;
            var plain = await work();
            Summary();
            return plain;
        }

        return await _console.Progress().AutoClear(true).StartAsync(async context =>
        {
            var bars = new Dictionary<string, ProgressTask>(StringComparer.Ordinal);
            child.Progress = said =>
            {
                Count(said);
                var name = $"{said.Phase} {said.Entity} {said.Spoke?.Split('/')[0]}";
                if (!bars.TryGetValue(name, out var bar))
                {
                    bars[name] = bar = context.AddTask(Markup.Escape(name), autoStart: true, maxValue: 1);
                }

                bar.MaxValue = Math.Max(bar.MaxValue, bar.Value + said.Records + 1);
                bar.Increment(said.Records);
            };
            var result = await work();
            child.Progress = null;
            return result;
        });
    }

    private string Elapsed() => System.Diagnostics.Stopwatch.GetElapsedTime(_started).TotalSeconds.ToString("0.0 s", CultureInfo.InvariantCulture);

    private void Count(EngineEvent said)
    {
        var name = $"{said.Phase} {said.Entity} {said.Spoke?.Split('/')[0]}".Trim();
        _progress[name] = _progress.GetValueOrDefault(name) + said.Records;
    }

    // Where nobody watches bars, a line every few seconds.
    private void Counted(EngineEvent said)
    {
        Count(said);
        if (System.Diagnostics.Stopwatch.GetElapsedTime(_lastLine).TotalSeconds > 5)
        {
            _lastLine = System.Diagnostics.Stopwatch.GetTimestamp();
            Line($"  {Elapsed(),8}  {said.Phase} {said.Entity} {said.Spoke?.Split('/')[0]} {_progress[$"{said.Phase} {said.Entity} {said.Spoke?.Split('/')[0]}".Trim()]}");
        }
    }

    private void Summary()
    {
        foreach (var (name, records) in _progress.Where(p => p.Value > 0))
        {
            Line($"  {name,-36} {records,8}");
        }
    }
}
