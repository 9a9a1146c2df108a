using CrmErp.Samples.Simulators;
using CrmErp.Sdk.Simulators.BusinessCentral;
using CrmErp.Sdk.Simulators.Hosting;
using CrmErp.Sdk.Simulators.Salesforce;

if (!Arguments.TryParse(args, out var arguments, out var problem))
{
    Console.Error.WriteLine(problem);
    Console.Error.WriteLine(Arguments.Usage);
    return 2;
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    stop.Cancel();
};

var crm = new SalesforceSimulator(new SalesforceOptions { Seed = arguments.Seed, Provisioned = true });
await using var crmHost = await SimulatorHost.StartAsync(crm, arguments.SalesforcePort, stop.Token);
await using var erp = await BusinessCentralSimulator.StartAsync(
    new BusinessCentralOptions { Seed = arguments.Seed, Port = arguments.BusinessCentralPort }, stop.Token);
if (arguments.Data is { } folder)
{
    SeedFiles.Load(Path.Combine(folder, "salesforce"), crm.People);
    SeedFiles.Load(Path.Combine(folder, "businesscentral"), erp.People);
}

Console.WriteLine(arguments.Json ? Announcement.Json(crm, crmHost.Address, erp) : Announcement.Text(crm, crmHost.Address, erp));
await Console.Out.FlushAsync();

var webhooks = PumpAsync(erp, stop.Token);
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
