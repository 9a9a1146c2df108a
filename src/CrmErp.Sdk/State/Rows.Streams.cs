using CrmErp.Sdk.Connectors;

namespace CrmErp.Sdk.State;

/// <summary>How far a spoke's part in a flow has come. The numbers are stored.</summary>
public enum FlowPhase
{
    /// <summary>Nothing was read yet.</summary>
    New = 1,
    /// <summary>The feed position is taken; all records are being read into the stage.</summary>
    Inventory = 2,
    /// <summary>Everything was read; matching waits for the others and for approval.</summary>
    Matched = 3,
    /// <summary>Edits flow.</summary>
    Live = 5,
}

/// <summary>The state of one stream: one spoke and one entity.</summary>
public sealed record StreamRow
{
    /// <summary>The spoke.</summary>
    public required SpokeId Spoke { get; init; }

    /// <summary>The entity's name.</summary>
    public required string Entity { get; init; }

    /// <summary>The object.</summary>
    public required string Object { get; init; }

    /// <summary>The phase.</summary>
    public required FlowPhase Phase { get; init; }

    /// <summary>The feed's cursor, opaque; null before the first.</summary>
    public string? Cursor { get; init; }

    /// <summary>Where an unfinished full read (inventory, sweep, seeding) stands; JSON that only the engine reads.</summary>
    public string Checkpoints { get; init; } = "{}";

    /// <summary>The store sequence at which the last fully drained window's first page was read.</summary>
    public long DrainedFrom { get; init; }

    /// <summary>The store sequence at which the open window's first page was read; 0 when none is open.</summary>
    public long WindowFrom { get; init; }

    /// <summary>The fence of the last claim.</summary>
    public long Fence { get; init; }

    /// <summary>Until when the stream is leased; null when it is free.</summary>
    public DateTimeOffset? LeaseUntil { get; init; }

    /// <summary>When the feed is due next.</summary>
    public DateTimeOffset? NextDue { get; init; }

    /// <summary>When the last window was drained; lag is measured from it.</summary>
    public DateTimeOffset? LastDrained { get; init; }
}

/// <summary>Asks to read one record again.</summary>
public sealed record HintRow
{
    /// <summary>The record. One hint per record.</summary>
    public required RecordRef Ref { get; init; }

    /// <summary>The entity's name.</summary>
    public required string Entity { get; init; }

    /// <summary>The store sequence of the newest hint; set by the store on commit.</summary>
    public long Sequence { get; init; }

    /// <summary>Not to be read before.</summary>
    public DateTimeOffset NotBefore { get; init; }

    /// <summary>Since when it has been open.</summary>
    public DateTimeOffset Since { get; init; }

    /// <summary>Why it was left: feed, webhook, in-flight, stale, sweep, backfill, review, person.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The lane: lower numbers are read first.</summary>
    public int Lane { get; init; } = 1;
}

/// <summary>A record that was read but not bound, or the tombstone of one.</summary>
public sealed record StageRow
{
    /// <summary>The record.</summary>
    public required RecordRef Ref { get; init; }

    /// <summary>The entity's name.</summary>
    public required string Entity { get; init; }

    /// <summary>The record with its version and times, as JSON; null for a tombstone.</summary>
    public string? Record { get; init; }

    /// <summary>The store sequence at which it was staged; set by the store on commit.</summary>
    public long Sequence { get; init; }

    /// <summary>The keys by strong rules: they join records.</summary>
    public IReadOnlyList<MatchKey> StrongKeys { get; init; } = [];

    /// <summary>The keys by weak rules: they propose.</summary>
    public IReadOnlyList<MatchKey> WeakKeys { get; init; } = [];
}

/// <summary>A person's word on whether two records, or a record and a golden record, are the same.</summary>
/// <param name="Entity">The entity's name.</param>
/// <param name="First">The text form of a <see cref="RecordRef"/> or a <see cref="GoldenId"/>; ordinally before <paramref name="Second"/>.</param>
/// <param name="Second">The other one.</param>
/// <param name="Same">Whether they are the same.</param>
/// <param name="Actor">Who said so.</param>
/// <param name="At">When.</param>
public sealed record JudgementRow(string Entity, string First, string Second, bool Same, string Actor, DateTimeOffset At);

/// <summary>An identity that a workflow derived from a cause.</summary>
/// <param name="Cause">The golden record that caused it.</param>
/// <param name="Name">The workflow's name for it.</param>
/// <param name="GoldenId">The derived record; null when the condition was history and nothing is to be derived.</param>
public sealed record DerivedRow(GoldenId Cause, string Name, GoldenId? GoldenId);

/// <summary>A map version that was or is active on a connection.</summary>
/// <param name="Connection">The connection.</param>
/// <param name="Entity">The entity's name.</param>
/// <param name="Hash">The hash of the whole map.</param>
/// <param name="Definition">Group hashes and source fields; JSON that only the engine reads.</param>
/// <param name="State">proposed, active or retired.</param>
/// <param name="At">When it got this state.</param>
public sealed record MapVersionRow(ConnectionId Connection, string Entity, ulong Hash, string Definition, string State, DateTimeOffset At);

/// <summary>A named setting of a tenant: pauses, modes, approvals, fingerprints, guard windows.</summary>
/// <param name="Name">The name, such as <c>pause/connection/crm</c>.</param>
/// <param name="Value">The value; JSON.</param>
/// <param name="Version">The stored version; 0 for a new one. A commit states the version it builds on.</param>
public sealed record SettingRow(string Name, string Value, long Version);

/// <summary>One entry of the audit: append only.</summary>
public sealed record AuditRow
{
    /// <summary>The store's sequence; set on commit.</summary>
    public long Sequence { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What happened: set, loser, linked, unlinked, deleted, conflict, resolved, coerced, not-landed, merged, approved...</summary>
    public required string Kind { get; init; }

    /// <summary>The entity's name.</summary>
    public required string Entity { get; init; }

    /// <summary>The golden record, if it is about one.</summary>
    public GoldenId? GoldenId { get; init; }

    /// <summary>The field or group, if it is about one.</summary>
    public string? Field { get; init; }

    /// <summary>The spoke or the workflow that caused it.</summary>
    public string? Origin { get; init; }

    /// <summary>The rule that decided.</summary>
    public string? Rule { get; init; }

    /// <summary>Old and new values; JSON.</summary>
    public string? Detail { get; init; }

    /// <summary>The run.</summary>
    public Guid RunId { get; init; }

    /// <summary>Who, for operations by a person.</summary>
    public string? Actor { get; init; }
}

/// <summary>One run: a pass of the engine over one or more streams.</summary>
public sealed record RunRow
{
    /// <summary>The identity.</summary>
    public required Guid Id { get; init; }

    /// <summary>What started it: host, schedule, person, load, sweep.</summary>
    public required string Trigger { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>When it ended; null while it runs or when its process died.</summary>
    public DateTimeOffset? Ended { get; init; }

    /// <summary>running, completed, partial, failed.</summary>
    public required string Outcome { get; init; }

    /// <summary>Counts by outcome, API calls by connection; JSON.</summary>
    public string Counts { get; init; } = "{}";
}
