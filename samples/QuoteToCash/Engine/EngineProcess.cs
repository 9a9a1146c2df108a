using System.Diagnostics;
using System.Text.Json;
using System.Threading.Channels;
using CrmErp.Samples.QuoteToCash.Clock;
using CrmErp.Sdk;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CrmErp.Samples.QuoteToCash.Engine;

/// <summary>
/// The process that a host of your own would be: a generic host with the definition, SQLite and the two connections. It does what its
/// standard input says and reports on its standard output. It may be killed at any moment.
/// </summary>
internal static class EngineProcess
{
    /// <summary>The hidden first argument that makes this program the engine.</summary>
    public const string Argument = "engine";

    /// <summary>The environment variable that makes the engine log everything that there is to log.</summary>
    public const string TraceSetting = "QUOTE_TO_CASH_TRACE";

    /// <summary>The exit code when standard input ended without the word to stop: whoever asked is gone.</summary>
    public const int Orphaned = 3;

    public static async Task<int> RunAsync(string folder, int mapping)
    {
        using var clock = VirtualClock.Join(Path.Combine(folder, "clock"));
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "QuoteToCash" });
        builder.Configuration.AddEnvironmentVariables();
        using var log = new FileLog(Path.Combine(folder, "engine.log"), clock);
        var traced = builder.Configuration[TraceSetting] is not null;
        builder.Logging.AddProvider(log).SetMinimumLevel(traced ? LogLevel.Trace : LogLevel.Debug);
        if (!traced)
        {
            builder.Logging.AddFilter("Polly", LogLevel.Warning);
        }

        using var telemetry = traced ? new FileTelemetry(log) : null;
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddCrmErpSync(sync => SampleSync.Define(
            sync
                .UseSqlite($"Data Source={Path.Combine(folder, "sync.db")}")
                .AddSalesforce("crm", builder.Configuration.GetSection("Salesforce"))
                .AddBusinessCentral("erp", builder.Configuration.GetSection("BusinessCentral")),
            mapping));
        try
        {
            using var host = builder.Build();
            await host.StartAsync();
            Say(new EngineEvent("ready"));
            await ServeAsync(new EngineCommands(host.Services, clock, Say));
            return 0;
        }
        catch (Exception error)
        {
            Say(new EngineEvent("failed") { Message = error.ToString() });
            return 1;
        }
    }

    private static async Task ServeAsync(EngineCommands commands)
    {
        await foreach (var line in Input().ReadAllAsync())
        {
            var command = JsonSerializer.Deserialize(line, WireJson.Default.EngineCommand)!;
            if (command.Do == "stop")
            {
                return;
            }

            try
            {
                Say(await commands.RunAsync(command) with { PeakMemoryMb = PeakMemoryMb() });
            }
            catch (Exception error)
            {
                Say(new EngineEvent("failed") { Message = error.ToString() });
            }
        }
    }

    // Read all the time, so that the end of the input is seen in the middle of a command too: nobody is left who would take the answer,
    // and a kill must be no worse than any other moment.
    private static ChannelReader<string> Input()
    {
        var lines = Channel.CreateUnbounded<string>();
        new Thread(() =>
        {
            while (Console.In.ReadLine() is { } line)
            {
                lines.Writer.TryWrite(line);
            }

            Environment.Exit(Orphaned);
        }) { IsBackground = true, Name = "input" }.Start();
        return lines.Reader;
    }

    private static double PeakMemoryMb()
    {
        using var process = Process.GetCurrentProcess();
        return Math.Round(process.PeakWorkingSet64 / 1048576.0, 1);
    }

    private static void Say(EngineEvent said)
    {
        Console.Out.WriteLine(JsonSerializer.Serialize(said, WireJson.Default.EngineEvent));
        Console.Out.Flush();
    }
}
