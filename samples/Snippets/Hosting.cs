using CrmErp.Sdk;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Snippets;

public static class Hosting
{
    public static async Task RunAsync(string[] args)
    {
        #region host
        var builder = Host.CreateApplicationBuilder(args);
        builder.Services.AddCrmErpSync(sync => MySync.Define(sync
            .UseSqlite("Data Source=sync.db")
            .AddSalesforce("crm", builder.Configuration.GetSection("Salesforce"))
            .AddBusinessCentral("erp", builder.Configuration.GetSection("BusinessCentral"))
            .RunInBackground()));
        await builder.Build().RunAsync();
        #endregion
    }

    public static void Salesforce(ICrmErpSyncBuilder sync, IConfiguration configuration)
    {
        #region add-salesforce
        sync.AddSalesforce("crm", configuration.GetSection("Salesforce"));
        #endregion
    }

    public static void BusinessCentral(ICrmErpSyncBuilder sync, IConfiguration configuration)
    {
        #region add-business-central
        sync.AddBusinessCentral("erp", configuration.GetSection("BusinessCentral"));
        #endregion
    }

    public static async Task CheckAsync(IServiceProvider services)
    {
        #region check
        var engine = services.GetRequiredService<ISyncEngine>();
        foreach (var report in await engine.CheckAsync())
        {
            Console.WriteLine($"{report.Connection}: {(report.Succeeded ? "works" : "does not work")}");
            foreach (var problem in report.Problems)
            {
                Console.WriteLine($"  {problem.Kind}: {problem.Message}");
            }

            foreach (var problem in report.Preflight?.Problems ?? [])
            {
                Console.WriteLine($"  {problem}");
            }
        }
        #endregion
    }

    public static async Task FirstLoadAsync(IServiceProvider services)
    {
        var engine = services.GetRequiredService<ISyncEngine>();
        #region first-load
        // Reads both sides in full; writes nothing anywhere.
        await engine.RunOnceAsync(new RunOptions { ReadOnly = true });
        var report = await engine.GetMatchReportAsync("Account");
        Console.WriteLine($"linked {report.Linked}, ambiguous {report.Ambiguous}, suggested {report.Suggested}");
        foreach (var (spoke, count) in report.Only)
        {
            Console.WriteLine($"only in {spoke}: {count}");
        }

        if (!report.ApprovesItself)
        {
            var operations = services.GetRequiredService<ISyncOperations>();
            await operations.ApproveFirstLoadAsync("Account", new OperationBy("jo", "Looked through the list."));
        }

        await engine.RunOnceAsync();
        #endregion
    }

    public static async Task OpenAsync(ISyncOperations operations)
    {
        #region open
        var status = await operations.GetStatusAsync();
        Console.WriteLine($"conflicts {status.Open(OpenQueue.Conflict)}, parked {status.Open(OpenQueue.Parked)}");

        foreach (var conflict in await operations.ListOpenAsync(new OpenEntryFilter { Queue = OpenQueue.Conflict }))
        {
            var outcome = await operations.ResolveConflictAsync(conflict, ConflictAnswer.TakeCandidate, new OperationBy("jo"));
            // Stale: it moved since it was listed; list again.
            Console.WriteLine($"{conflict.Entity} {conflict.Group} on {conflict.Spoke}: {outcome}");
        }

        // A missing picklist value was added over there: plan that problem's rows again.
        await operations.ReplayAsync(new OpenEntryFilter { Queue = OpenQueue.Parked, Entity = "Account" }, new OperationBy("jo"));
        #endregion

        #region pause
        await operations.PauseAsync(PauseLevel.Direction("erp", "SalesOrder"), new OperationBy("jo", "The ERP is closing the month."));
        // later
        await operations.ResumeAsync(PauseLevel.Direction("erp", "SalesOrder"), new OperationBy("jo"));
        #endregion
    }

    public static async Task ChangeMapAsync(ISyncEngine engine)
    {
        #region map-change
        var plan = await engine.PlanMapChangeAsync(new MapChangeOptions
        {
            // Optional: old values of this group take the form that the map gives them now.
            Reapply = [new ReapplyGroup("Account", "crm", "Phone")],
        });
        await plan.WriteMarkdownAsync(Console.Out);

        // Looked at: it becomes active, and the next runs carry it out.
        var outcome = await engine.ActivateMapChangeAsync(plan, new OperationBy("jo", "Telephone numbers are international now."));
        Console.WriteLine(outcome);
        #endregion

        #region plan
        var next = await engine.PlanAsync();
        Console.WriteLine($"{next.Summary.Writes} writes, {next.Summary.Conflicts} conflicts");
        #endregion
    }
}
