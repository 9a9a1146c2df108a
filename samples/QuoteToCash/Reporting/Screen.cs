using System.Globalization;
using CrmErp.Samples.QuoteToCash.Engine;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace CrmErp.Samples.QuoteToCash.Reporting;

/// <summary>What a person sees. With <c>--json</c> it goes to standard error, so that standard output ends with the JSON line.</summary>
internal sealed class Screen
{
    private readonly IAnsiConsole _console;
    private readonly Dictionary<string, long> _progress = new(StringComparer.Ordinal);
    private readonly long _started = System.Diagnostics.Stopwatch.GetTimestamp();
    private long _lastLine;

    public Screen(TextWriter output) => _console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });

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

    /// <summary>Runs something that may take more than a moment, with a bar for each phase and entity of the engine, as far as there are any.</summary>
    /// <param name="what">What a person calls it.</param>
    /// <param name="child">The engine, where it is at work.</param>
    /// <param name="work">The work.</param>
    public async Task<T> RunAsync<T>(string what, EngineChild? child, Func<Task<T>> work)
    {
        _progress.Clear();
        if (!_console.Profile.Capabilities.Interactive)
        {
            Attach(child, Counted);
            var plain = await work();
            Summary();
            return plain;
        }

        return await _console.Progress().AutoClear(true)
            .Columns(new SpinnerColumn(), new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new CountColumn(), new ElapsedTimeColumn())
            .StartAsync(async context =>
            {
                var bars = new Dictionary<string, ProgressTask>(StringComparer.Ordinal);
                context.AddTask(Markup.Escape(what), autoStart: true).IsIndeterminate();
                Attach(child, said =>
                {
                    Count(said);
                    var name = Name(said);
                    if (!bars.TryGetValue(name, out var bar))
                    {
                        // How much there is, nobody knows before it was read.
                        bars[name] = bar = context.AddTask(Markup.Escape(name), autoStart: true, maxValue: double.MaxValue).IsIndeterminate();
                    }

                    bar.Increment(said.Records);
                });
                var result = await work();
                Attach(child, null);
                return result;
            });
    }

    private static void Attach(EngineChild? child, Action<EngineEvent>? progress)
    {
        if (child is not null)
        {
            child.Progress = progress;
        }
    }

    private static string Name(EngineEvent said) => $"{said.Phase} {said.Entity} {said.Spoke?.Split('/')[0]}".Trim();

    private string Elapsed() => System.Diagnostics.Stopwatch.GetElapsedTime(_started).TotalSeconds.ToString("0.0 s", CultureInfo.InvariantCulture);

    private void Count(EngineEvent said)
    {
        var name = Name(said);
        _progress[name] = _progress.GetValueOrDefault(name) + said.Records;
    }

    // Where nobody watches bars, a line every few seconds.
    private void Counted(EngineEvent said)
    {
        Count(said);
        if (System.Diagnostics.Stopwatch.GetElapsedTime(_lastLine).TotalSeconds > 5)
        {
            _lastLine = System.Diagnostics.Stopwatch.GetTimestamp();
            Line($"  {Elapsed(),8}  {Name(said)} {_progress[Name(said)]}");
        }
    }

    private void Summary()
    {
        foreach (var (name, records) in _progress.Where(p => p.Value > 0))
        {
            Line($"  {name,-36} {records,8}");
        }
    }

    /// <summary>How many records went through.</summary>
    private sealed class CountColumn : ProgressColumn
    {
        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
            new Text(task.Value > 0 ? task.Value.ToString("N0", CultureInfo.InvariantCulture) : "") { Justification = Justify.Right };
    }
}
