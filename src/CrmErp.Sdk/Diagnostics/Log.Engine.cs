using CrmErp.Sdk.Connectors;
using Microsoft.Extensions.Logging;

namespace CrmErp.Sdk.Diagnostics;

/// <summary>What the engine says. Never a field value, a token or a body.</summary>
internal static partial class EngineLog
{
    [LoggerMessage(EventId = EventIds.Engine + 1, Level = LogLevel.Warning, Message = "{ConnectionId} failed while {Entity} was worked on ({ErrorKind}); it rests until {Until}. {Error}")]
    public static partial void ConnectionFailed(this ILogger logger, string connectionId, string entity, ErrorKind errorKind, DateTimeOffset until, string error);

    [LoggerMessage(EventId = EventIds.Engine + 2, Level = LogLevel.Warning, Message = "The cursor of {Entity} on {Spoke} is too old; everything is read again")]
    public static partial void CursorExpired(this ILogger logger, string spoke, string entity);

    [LoggerMessage(EventId = EventIds.Engine + 3, Level = LogLevel.Debug, Message = "Page of {Entity} on {Spoke} committed: {Count} records, {Changed} looked at")]
    public static partial void PageCommitted(this ILogger logger, string spoke, string entity, int count, int changed);

    [LoggerMessage(EventId = EventIds.Engine + 4, Level = LogLevel.Error, Message = "No known record of {Entity} on {Spoke} can be read; nothing is treated as deleted until one can")]
    public static partial void CanaryMissing(this ILogger logger, string spoke, string entity);

    [LoggerMessage(EventId = EventIds.Engine + 5, Level = LogLevel.Debug, Message = "Inventory page of {Entity} on {Spoke}: {Count} records")]
    public static partial void InventoryPage(this ILogger logger, string spoke, string entity, int count);

    [LoggerMessage(EventId = EventIds.Engine + 6, Level = LogLevel.Warning, Message = "The first load of {Entity} waits for approval: some records may be one, or are ambiguous. Look at the match report and approve it")]
    public static partial void WaitsForApproval(this ILogger logger, string entity);

    [LoggerMessage(EventId = EventIds.Engine + 7, Level = LogLevel.Information, Message = "{Entity} is live")]
    public static partial void WentLive(this ILogger logger, string entity);

    [LoggerMessage(EventId = EventIds.Engine + 8, Level = LogLevel.Debug, Message = "Batch of {Entity} delivered to {Spoke}: {Count} writes")]
    public static partial void BatchDelivered(this ILogger logger, string spoke, string entity, int count);

    [LoggerMessage(EventId = EventIds.Engine + 9, Level = LogLevel.Warning, Message = "A batch of {Count} writes of {Entity} to {Spoke} failed as a whole ({ErrorKind}); what became of it is verified. {Error}")]
    public static partial void WriteFailed(this ILogger logger, string spoke, string entity, int count, ErrorKind errorKind, string error);

    [LoggerMessage(EventId = EventIds.Engine + 10, Level = LogLevel.Error, Message = "{ConnectionId} cannot be used ({ErrorKind}): {Problem}")]
    public static partial void ConnectionUnusable(this ILogger logger, string connectionId, ErrorKind errorKind, string problem);

    [LoggerMessage(EventId = EventIds.Engine + 11, Level = LogLevel.Error, Message = "The map of {Entity} does not fit the live schema of {ConnectionId}; the entity is held there. The preflight report says what to mend")]
    public static partial void EntityBlocked(this ILogger logger, string connectionId, string entity);

    [LoggerMessage(EventId = EventIds.Engine + 30, Level = LogLevel.Warning, Message = "The map of {Entity} on {ConnectionId} changed in {Groups} field groups and waits for approval; the entity is held there. Call PlanMapChangeAsync, look at the plan and hand it to ActivateMapChangeAsync")]
    public static partial void MapChangeWaits(this ILogger logger, string entity, string connectionId, int groups);

    [LoggerMessage(EventId = EventIds.Engine + 31, Level = LogLevel.Information, Message = "The map of {Entity} on {ConnectionId} is active; its links are made again in the background")]
    public static partial void MapActivated(this ILogger logger, string entity, string connectionId);

    [LoggerMessage(EventId = EventIds.Engine + 40, Level = LogLevel.Warning, Message = "The workflow {Workflow} failed over {Entity} {GoldenId}; its change is held, everything else goes on. It runs again when the record changes, or by replay. {Error}")]
    public static partial void WorkflowFailed(this ILogger logger, string workflow, string entity, string goldenId, string error);

    [LoggerMessage(EventId = EventIds.Engine + 41, Level = LogLevel.Warning, Message = "{Count} writes of {Entity} to {Spoke} are withheld ({Cause}). Look at them and call ApproveGuardAsync, or undo what caused them")]
    public static partial void GuardWithheld(this ILogger logger, string cause, string entity, string spoke, int count);

    [LoggerMessage(EventId = EventIds.Engine + 42, Level = LogLevel.Information, Message = "Withheld writes of {Entity} to {Spoke} are approved ({Cause}): at most {AtMost}, until {Until}")]
    public static partial void GuardApproved(this ILogger logger, string cause, string entity, string spoke, int atMost, DateTimeOffset until);

    [LoggerMessage(EventId = EventIds.Engine + 43, Level = LogLevel.Warning, Message = "{Field} is gone from the live schema of {Entity} on {Spoke} and is left out of the map; everything else goes on. Put it back, let the user see it, or change the map")]
    public static partial void FieldLost(this ILogger logger, string entity, string spoke, string field);

    [LoggerMessage(EventId = EventIds.Engine + 44, Level = LogLevel.Information, Message = "{Field} is back in the live schema of {Entity} on {Spoke}; its records are read again in the background")]
    public static partial void FieldReturned(this ILogger logger, string entity, string spoke, string field);

    [LoggerMessage(EventId = EventIds.Engine + 45, Level = LogLevel.Warning, Message = "A person accepted that {ConnectionId} points at another organisation than before; the stored links stand for its records from now on")]
    public static partial void OrganisationAccepted(this ILogger logger, string connectionId);

    [LoggerMessage(EventId = EventIds.Engine + 46, Level = LogLevel.Warning, Message = "Another process activated a new map of {Entity} while {Spoke} was worked on with the old one; nothing was stored, and this process leaves it alone")]
    public static partial void MapReplaced(this ILogger logger, string entity, string spoke);
}
