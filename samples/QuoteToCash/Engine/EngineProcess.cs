using System.Diagnostics;
using System.Text.Json;
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

    public static async Task<int> RunAsync(string folder, int mapping)
    {
        using var clock = VirtualClock.Join(Path.Combine(folder, "clock"));
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "QuoteToCash" });
        builder.Configuration.AddEnvironmentVariables();
        builder.Logging.SetMinimumLevel(LogLevel.Debug).AddFilter("Polly", LogLevel.Warning).AddProvider(new FileLog(Path.Combine(folder, "engine.log"), clock));
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
        while (await Console.In.ReadLineAsync() is { } line)
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
