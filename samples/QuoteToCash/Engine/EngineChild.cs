using System.Diagnostics;
using System.Text.Json;

namespace CrmErp.Samples.QuoteToCash.Engine;

/// <summary>The engine's process, seen from the parent: it starts it, asks it, kills it, and starts a fresh one over the same file.</summary>
internal sealed class EngineChild(string folder, IReadOnlyDictionary<string, string> settings) : IAsyncDisposable
{
    // A small worker, whatever the machine has: a managed heap of at most 160 MB (0xA000000), most garbage dies in a nursery of 32 MB.
    private static readonly Dictionary<string, string> Memory = new(StringComparer.Ordinal)
    {
        ["DOTNET_GCHeapHardLimit"] = "0xA000000",
        ["DOTNET_GCgen0size"] = "0x2000000",
        ["DOTNET_gcConcurrent"] = "0",
    };

    private Process? _process;
    private volatile bool _killed;
    private volatile bool _ended;

    /// <summary>Which state of the mapping the next process starts with.</summary>
    public int Mapping { get; set; } = 1;

    /// <summary>The most memory any of the processes ever held.</summary>
    public double PeakMemoryMb { get; private set; }

    /// <summary>How often a process was killed.</summary>
    public int Kills { get; private set; }

    /// <summary>Is told of progress.</summary>
    public Action<EngineEvent>? Progress { get; set; }

    /// <summary>Runs when a killed process is gone, before the next one starts.</summary>
    public Func<Task>? AfterKill { get; set; }

    /// <summary>How the process is started; also by a test that wants to hold it itself.</summary>
    public static ProcessStartInfo StartInfo(string folder, int mapping, IReadOnlyDictionary<string, string> settings)
    {
        var program = typeof(EngineChild).Assembly;
        var own = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == program.GetName().Name;
        var start = new ProcessStartInfo(own ? Environment.ProcessPath! : "dotnet") { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        if (!own)
        {
            start.ArgumentList.Add(program.Location);
        }

        start.ArgumentList.Add(EngineProcess.Argument);
        start.ArgumentList.Add(folder);
        start.ArgumentList.Add(mapping.ToString(System.Globalization.CultureInfo.InvariantCulture));
        // Secrets travel in the environment: arguments are visible to every user of the machine.
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        return start;
    }

    /// <summary>Kills the process now; from any thread.</summary>
    public void Kill()
    {
        if (_process is { HasExited: false } process)
        {
            _killed = true;
            // What a killed process held counts too, and nobody can ask it afterwards.
            process.Refresh();
            PeakMemoryMb = Math.Max(PeakMemoryMb, Math.Round(process.PeakWorkingSet64 / 1048576.0, 1));
            process.Kill();
            process.WaitForExit();
        }
    }

    /// <summary>Asks until there is an answer: a killed process is followed by a fresh one, which is asked again.</summary>
    public async Task<EngineEvent> AskAsync(EngineCommand command)
    {
        while (true)
        {
            await StartAsync();
            if (await TryAskAsync(command) is { } answer)
            {
                PeakMemoryMb = Math.Max(PeakMemoryMb, answer.PeakMemoryMb);
                return answer.Kind == "failed" ? throw new InvalidOperationException($"The engine failed at '{command.Do}': {answer.Message}") : answer;
            }

            ObjectDisposedException.ThrowIf(_ended, this);
            await BuryAsync();
        }
    }

    /// <summary>Ends the process in peace.</summary>
    public async Task StopAsync()
    {
        if (_process is { HasExited: false } process)
        {
            await process.StandardInput.WriteLineAsync(Line(new EngineCommand("stop")));
            await process.StandardInput.FlushAsync();
            await process.WaitForExitAsync();
        }

        _process?.Dispose();
        _process = null;
    }

    public ValueTask DisposeAsync()
    {
        _ended = true;
        Kill();
        _process?.Dispose();
        return ValueTask.CompletedTask;
    }

    private static string Line(EngineCommand command) => JsonSerializer.Serialize(command, WireJson.Default.EngineCommand);

    private async Task StartAsync()
    {
        if (_process is not null)
        {
            return;
        }

        _killed = false;
        var start = StartInfo(folder, Mapping, settings);
        foreach (var (name, value) in Memory)
        {
            start.Environment.TryAdd(name, value);
        }

        _process = Process.Start(start) ?? throw new InvalidOperationException("The engine's process could not be started.");
        var ready = await ReadAsync();
        if (ready is not { Kind: "ready" })
        {
            throw new InvalidOperationException($"The engine's process did not start: {ready?.Message ?? "it ended without a word"}");
        }
    }

    private async Task<EngineEvent?> TryAskAsync(EngineCommand command)
    {
        try
        {
            await _process!.StandardInput.WriteLineAsync(Line(command));
            await _process.StandardInput.FlushAsync();
        }
        catch (IOException) when (_killed)
        {
            return null;
        }

        while (true)
        {
            switch (await ReadAsync())
            {
                case null when _killed:
                    return null;
                case null:
                    throw new InvalidOperationException($"The engine's process ended with {_process.ExitCode} in the middle of '{command.Do}'.");
                case { Kind: "progress" } progress:
                    Progress?.Invoke(progress);
                    break;
                case var answer:
                    return answer;
            }
        }
    }

    private async Task<EngineEvent?> ReadAsync()
    {
        while (await _process!.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith('{') && line.EndsWith('}'))
            {
                return JsonSerializer.Deserialize(line, WireJson.Default.EngineEvent);
            }
        }

        await _process.WaitForExitAsync();
        return null;
    }

    private async Task BuryAsync()
    {
        Kills++;
        _process!.Dispose();
        _process = null;
        if (AfterKill is { } after)
        {
            await after();
        }
    }
}
