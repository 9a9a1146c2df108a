namespace CrmErp.Sdk.Reconcile;

/// <summary>A workflow that failed over one golden record. The error's message may quote values.</summary>
/// <param name="GoldenId">The record.</param>
/// <param name="Workflow">The workflow's name.</param>
/// <param name="Entity">The record's entity.</param>
/// <param name="History">It failed over what was true of the record when it was bound.</param>
/// <param name="Error">What it threw.</param>
internal sealed record WorkflowFailure(GoldenId GoldenId, string Workflow, string Entity, bool History, Exception Error)
{
    /// <summary>What it looked for in vain before it failed: the arrival of that is a reason to try again.</summary>
    public IReadOnlyCollection<GoldenId> Missed { get; init; } = [];
}

/// <summary>Workflows start each other in a circle.</summary>
internal sealed class WorkflowCircleException() : InvalidOperationException("Workflows keep changing golden records in a circle.");

/// <summary>The workflows of one pass that failed. A failure in a round that missed something is none: the workflow saw a part only.</summary>
internal sealed class WorkflowFailures
{
    private readonly Dictionary<(GoldenId, string, bool), WorkflowFailure> _settled = [];
    private readonly List<WorkflowFailure> _fresh = [];

    public IEnumerable<WorkflowFailure> All => _settled.Values;

    public WorkflowFailure? Find(GoldenId golden, string workflow, bool history) => _settled.GetValueOrDefault((golden, workflow, history));

    public void Add(WorkflowFailure failure) => _fresh.Add(failure);

    /// <summary>Takes over what failed in the round that ends; true when the round does not count because of it.</summary>
    public bool Settle(bool missed)
    {
        var any = false;
        foreach (var failure in missed ? [] : _fresh)
        {
            any |= _settled.TryAdd((failure.GoldenId, failure.Workflow, failure.History), failure);
        }

        _fresh.Clear();
        return any;
    }
}
