using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Operations;

/// <summary>Which queue a stored row stands in: exactly one.</summary>
internal static class OpenQueues
{
    public static OpenQueue Of(OutboxState state, bool inFlight, string cause) => state switch
    {
        OutboxState.Waiting => OpenQueue.Waiting,
        OutboxState.Withheld => OpenQueue.Withheld,
        OutboxState.Parked when inFlight || cause is "UnknownCreate" or "UnknownLines" => OpenQueue.Unknown,
        OutboxState.Parked when cause is "PossibleDuplicate" or "Duplicate" or "DuplicateUnnamed" => OpenQueue.Review,
        OutboxState.Parked => OpenQueue.Parked,
        _ when inFlight => OpenQueue.Unknown,
        _ => OpenQueue.Deferred,
    };

    public static OpenQueue? Of(OpenItemKind kind) => kind switch
    {
        OpenItemKind.FieldConflict or OpenItemKind.DeleteConflict => OpenQueue.Conflict,
        OpenItemKind.PossibleDuplicate or OpenItemKind.Ambiguous => OpenQueue.Review,
        OpenItemKind.ParkedRecord => OpenQueue.Parked,
        OpenItemKind.Noted => OpenQueue.Noted,
        OpenItemKind.MapDrift => OpenQueue.MapDrift,
        OpenItemKind.HeldWorkflow or OpenItemKind.WithheldChange => OpenQueue.Withheld,
        _ => null,
    };
}
