using CrmErp.Sdk.Connectors;

namespace CrmErp.Sdk.State;

/// <summary>The state of an outbox row. The numbers are stored.</summary>
public enum OutboxState
{
    /// <summary>To be delivered when it is due.</summary>
    Due = 1,
    /// <summary>Waits for the counterpart of a reference; woken by the link's creation.</summary>
    Waiting = 2,
    /// <summary>Refused: waits for data, map, schema, a link or a person.</summary>
    Parked = 3,
    /// <summary>Held back by a guard, a mode or a pause until it is approved.</summary>
    Withheld = 4,
}

/// <summary>
/// "This spoke may lack something of this golden record." One per golden record and spoke; it never holds what is to be sent, that
/// is computed from the present state. At most one open flight.
/// </summary>
public sealed record OutboxRow
{
    /// <summary>The golden record.</summary>
    public required GoldenId GoldenId { get; init; }

    /// <summary>The spoke.</summary>
    public required SpokeId Spoke { get; init; }

    /// <summary>The entity's name.</summary>
    public required string Entity { get; init; }

    /// <summary>The state.</summary>
    public required OutboxState State { get; init; }

    /// <summary>Why it is in this state: a stable code such as <c>Reference</c>, <c>Rejected</c>, <c>UnknownCreate</c>, <c>Duplicate</c>; empty when due.</summary>
    public string Cause { get; init; } = "";

    /// <summary>Details of the cause for a person; JSON.</summary>
    public string? Detail { get; init; }

    /// <summary>Groups rows with one cause into one problem; null when there is none.</summary>
    public string? Problem { get; init; }

    /// <summary>For waiting rows: the golden records whose counterpart on this spoke is missing.</summary>
    public IReadOnlyList<GoldenId> WaitsOn { get; init; } = [];

    /// <summary>Not to be claimed before.</summary>
    public required DateTimeOffset NotBefore { get; init; }

    /// <summary>Since when the row has been open.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Failed attempts in a row.</summary>
    public int Attempts { get; init; }

    /// <summary>The fence of the last claim. A commit that changes the row states the fence it knows.</summary>
    public long Fence { get; init; }

    /// <summary>Until when the row is leased; null when it is free.</summary>
    public DateTimeOffset? LeaseUntil { get; init; }

    /// <summary>Whether the record must be read before the next write.</summary>
    public bool MustRead { get; init; }

    /// <summary>The open flight; JSON that only the engine reads. Null when nothing may be in the air.</summary>
    public string? Flight { get; init; }

    /// <summary>Whether the open flight is a create.</summary>
    public bool CreateInFlight { get; init; }

    /// <summary>The lane: lower numbers are claimed first. 0 interactive, 1 incremental, 2 retry, 3 reconcile, 4 backfill.</summary>
    public int Lane { get; init; } = 1;
}

/// <summary>What kind of open item it is. The numbers are stored.</summary>
public enum OpenItemKind
{
    /// <summary>Both sides moved one field group; a person decides.</summary>
    FieldConflict = 1,
    /// <summary>One side deleted what another side edited.</summary>
    DeleteConflict = 2,
    /// <summary>A record matches a golden record that is linked on that spoke already.</summary>
    PossibleDuplicate = 3,
    /// <summary>A record matches several golden records.</summary>
    Ambiguous = 4,
    /// <summary>A record could not be read into the canonical vocabulary.</summary>
    ParkedRecord = 5,
    /// <summary>Agreed to differ.</summary>
    Noted = 6,
    /// <summary>The stored form differs from what the map would write now.</summary>
    MapDrift = 7,
    /// <summary>A workflow holds with a reason.</summary>
    HeldWorkflow = 8,
    /// <summary>Captured changes are held back by a guard until they are approved.</summary>
    WithheldChange = 9,
    /// <summary>A problem of a connection, an entity or a schema.</summary>
    Problem = 10,
}

/// <summary>Something that stands open, with its cause and its release condition; never dropped by age.</summary>
public sealed record OpenItem
{
    /// <summary>The kind.</summary>
    public required OpenItemKind Kind { get; init; }

    /// <summary>The entity's name.</summary>
    public required string Entity { get; init; }

    /// <summary>The golden record, if it is about one.</summary>
    public GoldenId? GoldenId { get; init; }

    /// <summary>The field group, for conflicts, notes and drift; for held workflows the workflow's name; else empty.</summary>
    public string Group { get; init; } = "";

    /// <summary>The spoke it is about.</summary>
    public required SpokeId Spoke { get; init; }

    /// <summary>The record, for items about a record without link; else null.</summary>
    public RecordRef? Ref { get; init; }

    /// <summary>A stable code of the cause.</summary>
    public required string Cause { get; init; }

    /// <summary>Groups items with one cause into one problem; null when there is none.</summary>
    public string? Problem { get; init; }

    /// <summary>Candidates, values before, evidence; JSON.</summary>
    public required string Detail { get; init; }

    /// <summary>Since when it has been open.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>The store sequence of its last change; set by the store. A resolution states it.</summary>
    public long Sequence { get; init; }

    /// <summary>The match keys that, when they move on any golden record of the entity, re-open the question.</summary>
    public IReadOnlyList<MatchKey> Keys { get; init; } = [];

    /// <summary>The identity of the item: kind, golden record, group, spoke and record.</summary>
    public OpenItemKey Key => new(Kind, GoldenId, Group, Spoke, Ref);
}

/// <summary>The identity of an open item.</summary>
public readonly record struct OpenItemKey(OpenItemKind Kind, GoldenId? GoldenId, string Group, SpokeId Spoke, RecordRef? Ref) : IComparable<OpenItemKey>
{
    /// <inheritdoc/>
    public int CompareTo(OpenItemKey other)
    {
        var order = Kind.CompareTo(other.Kind);
        order = order != 0 ? order : Nullable.Compare(GoldenId, other.GoldenId);
        order = order != 0 ? order : string.CompareOrdinal(Group, other.Group);
        order = order != 0 ? order : Spoke.CompareTo(other.Spoke);
        return order != 0 ? order : Nullable.Compare(Ref, other.Ref);
    }

    /// <summary>Orders by kind, golden record (none first), group, spoke, record (none first).</summary>
    public static bool operator <(OpenItemKey left, OpenItemKey right) => left.CompareTo(right) < 0;

    /// <summary>Orders by kind, golden record (none first), group, spoke, record (none first).</summary>
    public static bool operator >(OpenItemKey left, OpenItemKey right) => left.CompareTo(right) > 0;

    /// <summary>Orders by kind, golden record (none first), group, spoke, record (none first).</summary>
    public static bool operator <=(OpenItemKey left, OpenItemKey right) => left.CompareTo(right) <= 0;

    /// <summary>Orders by kind, golden record (none first), group, spoke, record (none first).</summary>
    public static bool operator >=(OpenItemKey left, OpenItemKey right) => left.CompareTo(right) >= 0;
}
