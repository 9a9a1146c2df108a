namespace CrmErp.Sdk.Engine;

/// <summary>What one step did.</summary>
internal readonly record struct StepResult(bool DidWork, int Records, DateTimeOffset? NextDue = null)
{
    public static StepResult Idle => default;

    public static StepResult Until(DateTimeOffset? due) => new(false, 0, due);
}
