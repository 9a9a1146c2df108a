using CrmErp.Sdk.Connectors;

namespace CrmErp.Sdk.Testing;

/// <summary>What a fault does to a batch of writes.</summary>
internal sealed class FakeWriteFaults(FakeSystem system, FakeWriter writer)
{
    /// <summary>Limits and outages are outcomes of a batch, not errors; null when the fault is another one.</summary>
    public static IReadOnlyList<WriteOutcome>? Refused(WriteRequest request, Fault? fault) => fault is { Kind: FaultKind.Fail, Error: ErrorKind.Throttled or ErrorKind.Transient }
        ? [.. request.Items.Select(_ => new WriteOutcome(fault.Error == ErrorKind.Throttled ? WriteOutcomeKind.Throttled : WriteOutcomeKind.Transient) { RetryAfter = fault.RetryAfter })]
        : null;

    /// <summary>Executes what reaches the system; null when the caller learns nothing.</summary>
    public IReadOnlyList<WriteOutcome>? Execute(WriteRequest request, Fault? fault)
    {
        switch (fault?.Kind)
        {
            case FaultKind.LoseRequest:
                return null;
            case FaultKind.LoseReply:
                writer.Write(request);
                return null;
            case FaultKind.ExecuteLate:
                system.Clock.Schedule(system.Clock.Now + fault.Delay, () => ExecuteLate(request));
                return null;
            case FaultKind.BreakBatch when AllOrNothing(request):
                return null;
            case FaultKind.BreakBatch:
                writer.Write(Part(request, request.Items.Count / 2));
                return null;
            case FaultKind.FailItems when AllOrNothing(request):
                return [.. request.Items.Select((_, index) => new WriteOutcome(index == 0 ? WriteOutcomeKind.Transient : WriteOutcomeKind.RolledBack))];
            case FaultKind.FailItems:
                return FailItems(request);
            default:
                return writer.Write(request);
        }
    }

    private bool AllOrNothing(WriteRequest request) =>
        request.Items.Count > 1 && system.DescriptorOf(request.Shape.Object).Atomicity == BatchAtomicity.AllOrNothing;

    private void ExecuteLate(WriteRequest request)
    {
        try
        {
            writer.Write(request);
        }
        catch (ConnectorException)
        {
            // The schema changed meanwhile: the request is refused, and nobody is there to hear it.
        }
    }

    private IReadOnlyList<WriteOutcome> FailItems(WriteRequest request)
    {
        var kept = new WriteRequest { Scope = request.Scope, Shape = request.Shape, NotAfter = request.NotAfter, Items = [.. request.Items.Where((_, index) => index % 2 == 1)] };
        var outcomes = new Queue<WriteOutcome>(kept.Items.Count == 0 ? [] : writer.Write(kept));
        return [.. request.Items.Select((_, index) => index % 2 == 1 ? outcomes.Dequeue() : new WriteOutcome(WriteOutcomeKind.Transient))];
    }

    private static WriteRequest Part(WriteRequest request, int count) =>
        new() { Scope = request.Scope, Shape = request.Shape, NotAfter = request.NotAfter, Items = [.. request.Items.Take(count)] };
}
