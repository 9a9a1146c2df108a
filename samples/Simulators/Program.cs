using System.Net.Sockets;
using CrmErp.Samples.QuoteToCash.Worlds;
using CrmErp.Samples.Simulators;
using CrmErp.Sdk.Simulators.BusinessCentral;

if (args is ["--help" or "-h"])
{
    Console.Out.WriteLine(Arguments.Usage);
    return 0;
}

if (!Arguments.TryParse(args, out var arguments, out var problem))
{
    Console.Error.WriteLine(problem);
    return 2;
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    stop.Cancel();
};

Systems systems;
try
{
    systems = await Systems.StartAsync(TimeProvider.System, arguments.Seed, provisioned: true, arguments.SalesforcePort, arguments.BusinessCentralPort);
}
catch (Exception error) when (error is IOException or SocketException)
{
    Console.Error.WriteLine($"The simulators cannot listen: {error.Message}");
    return 1;
}

await using var running = systems;
if (arguments.Accounts > 0)
{
    systems.Seed(new DataSet(Path.Combine(AppContext.BaseDirectory, "Data"), arguments.Accounts), TimeProvider.System.GetUtcNow() - TimeSpan.FromDays(30));
}

if (arguments.Data is { } folder)
{
    SeedFiles.Load(Path.Combine(folder, "salesforce"), systems.Crm.People);
    SeedFiles.Load(Path.Combine(folder, "businesscentral"), systems.Erp.People);
}

Console.WriteLine(arguments.Json ? Announcement.Json(systems.Crm, systems.CrmAddress, systems.Erp) : Announcement.Text(systems.Crm, systems.CrmAddress, systems.Erp));
await Console.Out.FlushAsync();

var webhooks = PumpAsync(systems.Erp, stop.Token);
await UntilInputClosesAsync(stop.Token);
await stop.CancelAsync();
await webhooks;
return 0;

static async Task PumpAsync(BusinessCentralSimulator erp, CancellationToken cancellationToken)
{
    using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
    try
    {
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            await erp.PumpWebhooksAsync(cancellationToken);
        }
    }
    catch (OperationCanceledException)
    {
        // Stopped.
    }
}

static async Task UntilInputClosesAsync(CancellationToken cancellationToken)
{
    try
    {
        while (await Console.In.ReadLineAsync(cancellationToken) is not null)
        {
        }
    }
    catch (OperationCanceledException)
    {
        // Interrupted: that is the other way to stop.
    }
}
