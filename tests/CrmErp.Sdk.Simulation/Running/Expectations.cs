namespace CrmErp.Sdk.Simulation.Running;

/// <summary>What must happen in a long run, so that its absence shows.</summary>
internal static class Expectations
{
    private static readonly string[] Names =
    [
        "people.create", "people.edit", "people.clear", "people.backToOldValue", "people.sameEverywhere", "people.delete", "people.restore", "people.merge", "people.clone", "people.win", "people.rekey",
        "people.reference", "people.selfReference", "people.lateCommit", "people.refused", "people.race", "people.robot", "people.post", "people.consume", "people.line.add", "people.line.change",
        "people.line.remove", "people.line.move",
        "fault.Throttled", "fault.Transient", "fault.Authentication", "fault.CursorExpired", "fault.LoseRequest", "fault.LoseReply", "fault.ExecuteLate", "fault.BreakBatch", "fault.FailItems", "fault.HalfPage",
        "fault.EmptyPage", "fault.ShortListing", "fault.Gaps", "fault.crash", "fault.pause", "fault.store.NothingStored", "fault.store.AnswerLost", "hint.lost", "hint.once", "hint.repeated", "store.conflict",
        "step.Capture", "step.Hydrate", "step.Inventory", "step.Bind", "step.Seed", "step.Deliver", "step.Sweep", "write.Created", "write.Updated", "write.Deleted",
        "people.newborn", "people.sameCompany", "people.burst", "people.edit.beforeMapChange",
        "fault.permission.object", "fault.permission.field", "fault.credentials", "fault.offline", "developer.plan", "developer.activate.Resolved", "developer.field", "developer.converter.suffix", "developer.converter.lossy",
        "developer.converter.bang", "office.approve", "office.replay", "office.conflict.Resolved", "office.deleteConflict.Resolved", "office.judge.Resolved", "office.unknown.Resolved", "law.order",
        "queue.staged", "queue.FieldConflict", "queue.Noted", "queue.Waiting.Reference", "queue.Parked.Rejected", "queue.Parked.PossibleDuplicate", "exempt.exposed", "exempt.ambiguous", "exempt.keptApart", "exempt.lineOrder",
        "exempt.noCanary", "exempt.unreadable",
    ];

    public static void AddTo(Coverage coverage, int systems)
    {
        if (systems > 2)
        {
            coverage.Expect("developer.join");
        }

        foreach (var name in Names)
        {
            coverage.Expect(name);
        }
    }
}
