namespace CrmErp.Sdk;

/// <summary>What became of one item of a plan.</summary>
public enum AppliedOutcome
{
    /// <summary>Done: written, or linked.</summary>
    Applied = 1,
    /// <summary>The record moved since the plan was made, or what the plan says is done already; nothing was written. Plan again.</summary>
    Stale = 2,
    /// <summary>The system refused it; it is parked with the system's words.</summary>
    Refused = 3,
    /// <summary>Sent, but the answer was lost: whether it arrived is verified by the next runs.</summary>
    Uncertain = 4,
    /// <summary>Not sent: the connection rests or is paused, the budget is empty, or it waits for something else. The next run goes on.</summary>
    Deferred = 5,
    /// <summary>The plan could not look at it, so there was nothing to carry out.</summary>
    Unknown = 6,
    /// <summary>Nothing to carry out: it waits for a reference, a person or a change of its cause.</summary>
    Open = 7,
}

/// <summary>One item of a plan and what became of it.</summary>
/// <param name="Item">The item.</param>
/// <param name="Outcome">What became of it.</param>
public sealed record AppliedItem(PlanItem Item, AppliedOutcome Outcome);

/// <summary>What carrying out a plan did.</summary>
public sealed class ApplyResult
{
    /// <summary>The run's identity in the history.</summary>
    public required Guid RunId { get; init; }

    /// <summary>Every item of the plan, in its order.</summary>
    public required IReadOnlyList<AppliedItem> Items { get; init; }

    /// <summary>Writes that were due but are not in the plan: they were left to the next run.</summary>
    public required long LeftOut { get; init; }

    /// <summary>How many items came out so.</summary>
    public int Count(AppliedOutcome outcome) => Items.Count(i => i.Outcome == outcome);

    /// <summary>Whether all that could be carried out was: nothing stale, refused, uncertain or deferred.</summary>
    public bool IsComplete => !Items.Any(i => i.Outcome is AppliedOutcome.Stale or AppliedOutcome.Refused or AppliedOutcome.Uncertain or AppliedOutcome.Deferred);
}
