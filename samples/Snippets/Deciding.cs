using CrmErp.Sdk;
using CrmErp.Sdk.Connectors;

namespace Snippets;

internal static class Deciding
{
    public static async Task ProblemsAsync(ISyncOperations operations)
    {
        #region problems
        foreach (var problem in await operations.ListProblemsAsync())
        {
            Console.WriteLine($"{problem.Count} x {problem.Summary} ({problem.Entity} on {problem.Spoke}, since {problem.Since:d}). {problem.Hint}");
            // The cause was mended over there: all of them, however many.
            await operations.ReplayAsync(new OpenEntryFilter { Problem = problem.Problem }, new OperationBy("jo", "The field is long enough now."));
        }
        #endregion
    }

    public static async Task ConflictsAsync(ISyncOperations operations)
    {
        #region conflicts
        var names = (await operations.ListOpenAsync(new OpenEntryFilter { Queue = OpenQueue.Conflict, Entity = "Account" })).Where(c => c.Group == "Name").ToArray();
        foreach (var conflict in names)
        {
            Console.WriteLine($"{conflict.Conflict!.Golden.By} against {conflict.Conflict.Candidate.By}: {conflict.Conflict.Because ?? "no evidence"}");
        }

        var preview = await operations.PreviewConflictsAsync(names, ConflictAnswer.KeepGolden);
        Console.WriteLine($"{preview.Items.Count} writes would follow.");
        var outcomes = await operations.ResolveConflictsAsync(names, ConflictAnswer.KeepGolden, new OperationBy("jo", "The CRM's names are right."));
        #endregion
        _ = outcomes;
    }

    public static async Task ExplainAsync(ISyncOperations operations, RecordRef customer)
    {
        #region explain
        var why = await operations.ExplainAsync("Account", customer, "CreditLimit");
        Console.WriteLine(why?.ToText());
        #endregion
    }

    public static async Task ReviewAsync(ISyncOperations operations)
    {
        #region reviews
        await using (var table = File.CreateText("accounts.csv"))
        {
            await operations.ExportReviewsAsync("Account", table);
        }

        // People fill in the column "decision": same, different, or nothing.
        using var filled = File.OpenText("accounts.csv");
        var import = await operations.ImportReviewsAsync("Account", filled, new OperationBy("jo"));
        Console.WriteLine($"{import.Judged} judged, {import.Undecided} left open, {import.Stale} moved since, {import.Problems.Count} mistakes");
        #endregion
    }

    public static async Task UndoAsync(ISyncOperations operations, RunResult run)
    {
        #region undo
        var preview = await operations.PreviewUndoAsync(UndoScope.Run(run.Id));
        Console.WriteLine($"{preview.Count(UndoOutcome.Undone)} values go back, {preview.Count(UndoOutcome.ChangedSince)} were changed since");
        await operations.UndoAsync(UndoScope.Run(run.Id), new OperationBy("jo", "The import was wrong."));
        #endregion
    }

    public static async Task ApplyAsync(ISyncEngine engine)
    {
        #region apply
        var plan = await engine.PlanAsync();
        await plan.WriteMarkdownAsync(Console.Out);

        // Looked at: exactly this is written. What moved since comes back as stale.
        var result = await engine.ApplyAsync(plan, new OperationBy("jo"));
        Console.WriteLine($"{result.Count(AppliedOutcome.Applied)} done, {result.Count(AppliedOutcome.Stale)} moved since");
        #endregion
    }

    public static async Task ReconcileAsync(ISyncOperations operations)
    {
        #region reconcile
        var report = await operations.ReconcileAsync(["Account"]);
        await report.WriteMarkdownAsync(Console.Out);
        #endregion
    }
}
