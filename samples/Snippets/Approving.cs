using CrmErp.Sdk;
using CrmErp.Sdk.Connectors;

namespace Snippets;

internal static class Approving
{
    public static async Task GuardAsync(ISyncOperations operations)
    {
        #region guard
        foreach (var kind in (await operations.ListOpenAsync(new OpenEntryFilter { Queue = OpenQueue.Withheld })).GroupBy(e => (e.Cause, e.Entity, e.Spoke)))
        {
            Console.WriteLine($"{kind.Key.Cause} {kind.Key.Entity} {kind.Key.Spoke}: {kind.Count()}");
        }

        // At most forty deletions, for a day. Stale: more than that are withheld; look again.
        var approval = new GuardApproval { Kind = GuardKind.Delete, Entity = "Account", Spoke = new SpokeId("erp", ""), AtMost = 40 };
        await operations.ApproveGuardAsync(approval, new OperationBy("jo", "The branch in Kiel was closed."));
        #endregion
    }

    public static async Task ProposeAsync(ISyncOperations operations)
    {
        #region propose
        foreach (var proposed in await operations.ListOpenAsync(new OpenEntryFilter { Queue = OpenQueue.Withheld, Cause = "Mode.Propose" }))
        {
            // Stale: the record moved since it was listed, and is proposed anew.
            await operations.ApproveAsync(proposed, new OperationBy("jo"));
        }

        // Or all at once, as they stand now.
        await operations.ApproveAsync(new OpenEntryFilter { Entity = "Account" }, new OperationBy("jo"));
        #endregion
    }
}
