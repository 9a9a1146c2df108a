namespace CrmErp.Sdk.Connectors;

/// <summary>What a write does.</summary>
public enum WriteOperation
{
    /// <summary>Makes a record.</summary>
    Create = 1,
    /// <summary>Changes the given fields of a record.</summary>
    Update = 2,
    /// <summary>Deletes a record.</summary>
    Delete = 3,
}

/// <summary>One field of a write.</summary>
/// <param name="Slot">The slot in the request's shape.</param>
/// <param name="Value">The value to store; null clears. Lines stand here on a create only.</param>
public readonly record struct FieldChange(int Slot, FieldValue Value);

/// <summary>What an update does to one line.</summary>
public enum LineChangeKind
{
    /// <summary>Adds a line; it has no remote id yet.</summary>
    Add = 1,
    /// <summary>Changes fields of the line with the remote id.</summary>
    Change = 2,
    /// <summary>Removes the line with the remote id.</summary>
    Remove = 3,
}

/// <summary>One operation on one line of the list in <paramref name="Slot"/>. An operation on a line that is not there must fail the whole item.</summary>
/// <param name="Slot">The slot of the list in the request's shape.</param>
/// <param name="Kind">What is done.</param>
/// <param name="LineId">Our identity of the line.</param>
/// <param name="RemoteId">The line's remote id; null for an add.</param>
/// <param name="Fields">For add and change: the line's fields; missing ones are not written.</param>
/// <param name="Position">The line's position in the wished order, from 0.</param>
public sealed record LineChange(int Slot, LineChangeKind Kind, LineId LineId, string? RemoteId, Row? Fields, int Position);

/// <summary>One record of a write batch.</summary>
public sealed class WriteItem
{
    /// <summary>What is done.</summary>
    public required WriteOperation Operation { get; init; }

    /// <summary>Our identity key of the record on that spoke: derived from identity only, never from the payload. Goes into the marker or external id field on a create, as it is: 34 characters of A to Z and 2 to 7, which systems that write codes in upper case keep.</summary>
    public required string Key { get; init; }

    /// <summary>The record's id; null on a create.</summary>
    public string? Id { get; init; }

    /// <summary>The fields to write, and no others.</summary>
    public IReadOnlyList<FieldChange> Fields { get; init; } = [];

    /// <summary>Operations on lines, for updates.</summary>
    public IReadOnlyList<LineChange> Lines { get; init; } = [];

    /// <summary>The whole lists after the update, for systems that take lists as a whole. One per slot that has line changes.</summary>
    public IReadOnlyList<FieldChange> WholeLists { get; init; } = [];

    /// <summary>The version the write builds on; null where the system has no conditional write.</summary>
    public string? IfVersion { get; init; }

    /// <summary>A multi-call write that was begun before: what the connector said in <see cref="WriteOutcome.Stage"/>.</summary>
    public string? Stage { get; init; }
}

/// <summary>A batch of writes to one object.</summary>
public sealed class WriteRequest
{
    /// <summary>The scope; empty where a system has none.</summary>
    public string Scope { get; init; } = "";

    /// <summary>The object and the fields that slots refer to; also what stored values are read back with.</summary>
    public required RecordShape Shape { get; init; }

    /// <summary>The items; at most the descriptor's batch size, no record twice.</summary>
    public required IReadOnlyList<WriteItem> Items { get; init; }

    /// <summary>The send deadline: no byte of an item is sent after it. Checked at the socket.</summary>
    public required DateTimeOffset NotAfter { get; init; }
}

/// <summary>What became of one item.</summary>
public enum WriteOutcomeKind
{
    /// <summary>The record was made.</summary>
    Created = 1,
    /// <summary>The record was changed.</summary>
    Updated = 2,
    /// <summary>The record held the values already.</summary>
    Unchanged = 3,
    /// <summary>The record was deleted (or was gone already, on a delete).</summary>
    Deleted = 4,
    /// <summary>The record moved since the version the write built on; nothing was written.</summary>
    VersionConflict = 5,
    /// <summary>The record to change does not exist; nothing was written.</summary>
    NotFound = 6,
    /// <summary>The system says the record exists; nothing was written.</summary>
    Duplicate = 7,
    /// <summary>The system refused the data; nothing was written.</summary>
    Rejected = 8,
    /// <summary>Undone because of another item of the batch: retry alone.</summary>
    RolledBack = 9,
    /// <summary>A limit was hit; nothing was written.</summary>
    Throttled = 10,
    /// <summary>Failed for a reason that may pass; certainly nothing was written.</summary>
    Transient = 11,
    /// <summary>Not sent: the deadline had passed, or an earlier step failed before the socket.</summary>
    NotSent = 12,
    /// <summary>It may have reached the system. Only evidence closes it.</summary>
    Unknown = 13,
}

/// <summary>The answer for one item.</summary>
public sealed class WriteOutcome
{
    /// <summary>Creates an answer.</summary>
    public WriteOutcome(WriteOutcomeKind kind) => Kind = kind;

    /// <summary>What became of it.</summary>
    public WriteOutcomeKind Kind { get; }

    /// <summary>The record's id after a create; the existing record's id for a duplicate, if the system says it.</summary>
    public string? Id { get; init; }

    /// <summary>The version after the write, if the answer carries it.</summary>
    public string? Version { get; init; }

    /// <summary>The record as stored, if the answer carries it; read with the request's shape.</summary>
    public Record? Stored { get; init; }

    /// <summary>Why it was refused.</summary>
    public IReadOnlyList<SyncError> Errors { get; init; } = [];

    /// <summary>How long the system asked to wait.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The exhausted quota pool.</summary>
    public string? Pool { get; init; }

    /// <summary>For a write of several calls that ended half-way: what was done, to be given back with the next try.</summary>
    public string? Stage { get; init; }

    /// <summary>The system's own id of the request.</summary>
    public string? RequestId { get; init; }
}
