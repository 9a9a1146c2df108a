using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Operations;

/// <summary>Which queue a stored row stands in: exactly one.</summary>
internal static class OpenQueues
{
    /// <summary>How much stands open, by queue and entity.</summary>
    public static Dictionary<OpenQueue, Dictionary<string, long>> Count(StoreCounts counts)
    {
        var queues = new Dictionary<OpenQueue, Dictionary<string, long>>();
        foreach (var row in counts.Outbox)
        {
            Add(queues, Of(row.State, row.InFlight, row.Cause), row.Entity, row.Count);
        }

        foreach (var item in counts.OpenItems)
        {
            if (Of(item.Kind) is { } queue)
            {
                Add(queues, queue, item.Entity, item.Count);
            }
        }

        foreach (var staged in counts.Staged)
        {
            // What is staged in a live flow waits for a person's word on who it is.
            Add(queues, OpenQueue.Review, staged.Entity, staged.Count);
        }

        return queues;
    }

    public static OpenQueue Of(OutboxState state, bool inFlight, string cause) => state switch
    {
        OutboxState.Waiting => OpenQueue.Waiting,
        OutboxState.Withheld => OpenQueue.Withheld,
        OutboxState.Parked when inFlight || cause is "UnknownCreate" or "UnknownLines" => OpenQueue.Unknown,
        OutboxState.Parked when cause is "PossibleDuplicate" or "Duplicate" or "DuplicateUnnamed" or "DuplicateUnreadable" => OpenQueue.Review,
        OutboxState.Parked => OpenQueue.Parked,
        _ when inFlight => OpenQueue.Unknown,
        _ => OpenQueue.Deferred,
    };

    public static OpenQueue? Of(OpenItemKind kind) => kind switch
    {
        OpenItemKind.FieldConflict or OpenItemKind.DeleteConflict => OpenQueue.Conflict,
        OpenItemKind.PossibleDuplicate or OpenItemKind.Ambiguous => OpenQueue.Review,
        OpenItemKind.ParkedRecord or OpenItemKind.Problem => OpenQueue.Parked,
        OpenItemKind.Noted => OpenQueue.Noted,
        OpenItemKind.MapDrift => OpenQueue.MapDrift,
        OpenItemKind.HeldWorkflow or OpenItemKind.WithheldChange => OpenQueue.Withheld,
        _ => null,
    };

    private static void Add(Dictionary<OpenQueue, Dictionary<string, long>> queues, OpenQueue queue, string entity, long count)
    {
        if (count == 0)
        {
            return;
        }

        if (!queues.TryGetValue(queue, out var entities))
        {
            queues.Add(queue, entities = new Dictionary<string, long>(StringComparer.Ordinal));
        }

        entities[entity] = entities.GetValueOrDefault(entity) + count;
    }
}
