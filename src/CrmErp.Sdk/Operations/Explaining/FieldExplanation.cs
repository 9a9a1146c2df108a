using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Operations;
using CrmErp.Sdk.State;

namespace CrmErp.Sdk;

/// <summary>Why a field of a golden record has its value. It holds field values: for people, never for logs.</summary>
public sealed record FieldExplanation
{
    /// <summary>The entity.</summary>
    public required string Entity { get; init; }

    /// <summary>The golden record.</summary>
    public required GoldenId GoldenId { get; init; }

    /// <summary>The golden record's version, for operations that state what they were decided on (<see cref="OperationBy.IfVersion"/>).</summary>
    public required long Version { get; init; }

    /// <summary>The field.</summary>
    public required string Field { get; init; }

    /// <summary>The group it changes hands with.</summary>
    public required string Group { get; init; }

    /// <summary>The golden value.</summary>
    public required FieldValue Value { get; init; }

    /// <summary>Who set the group last; null when nobody has.</summary>
    public ValueOrigin? SetBy { get; init; }

    /// <summary>What each side shows, by spoke.</summary>
    public required IReadOnlyList<FieldOnSpoke> Spokes { get; init; }

    /// <summary>What is open about the field, or about the record as a whole.</summary>
    public required IReadOnlyList<OpenEntry> Open { get; init; }

    /// <summary>What happened to the field and to the record, oldest first, as far as the audit goes back.</summary>
    public required IReadOnlyList<FieldEvent> History { get; init; }

    /// <summary>The explanation in words.</summary>
    public string ToText() => ExplanationText.Of(this);

    /// <summary>The record and the field; the values may be personal data.</summary>
    public override string ToString() => $"{Entity} {GoldenId} {Field}";
}

/// <summary>Who set a value, when and why.</summary>
public sealed record ValueOrigin
{
    /// <summary>The spoke, or <c>workflow:...</c>, <c>person:...</c>.</summary>
    public required string By { get; init; }

    /// <summary>When it became golden.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>In which run; empty for operations before the first run of a process.</summary>
    public required Guid RunId { get; init; }

    /// <summary>The rule that decided, such as <c>owner</c>, <c>only side</c>, <c>Prefer(crm)</c>.</summary>
    public required string Rule { get; init; }

    /// <summary>The value before; missing when the field did not change then, or had none.</summary>
    public FieldValue Over { get; init; }

    /// <summary>After this time, by that system's clock, it was changed there; null when nothing is known.</summary>
    public DateTimeOffset? ChangedAfter { get; init; }

    /// <summary>At this time, by that system's clock, it was changed there at the latest; null when nothing is known.</summary>
    public DateTimeOffset? ChangedBefore { get; init; }

    /// <summary>Who and when; the value may be personal data.</summary>
    public override string ToString() => $"{By} {At:O} {Rule}";
}

/// <summary>How a side stands to the golden value.</summary>
public enum FieldAgreement
{
    /// <summary>It shows the golden value.</summary>
    Agrees = 1,
    /// <summary>It shows its own form of the golden value: shortened, rounded, upper-cased.</summary>
    Coerced = 2,
    /// <summary>The golden value is still to be sent.</summary>
    Owed = 3,
    /// <summary>A conflict is open: nothing is sent until it is decided.</summary>
    Contested = 4,
    /// <summary>It was agreed that this side differs.</summary>
    Noted = 5,
    /// <summary>The side shows another value, and its map does not write the field.</summary>
    ReadOnly = 6,
    /// <summary>The map of this side does not have the field.</summary>
    NotMapped = 7,
    /// <summary>The map has the field, but nothing was read or agreed yet.</summary>
    NotMet = 8,
    /// <summary>The golden record has no active record there.</summary>
    NoRecord = 9,
}

/// <summary>One field on one side.</summary>
public sealed record FieldOnSpoke
{
    /// <summary>The spoke.</summary>
    public required SpokeId Spoke { get; init; }

    /// <summary>The record; null when there is none.</summary>
    public RecordRef? Record { get; init; }

    /// <summary>The link's state; null when there is none.</summary>
    public LinkState? Link { get; init; }

    /// <summary>What it held when it was last read, in canonical form; missing when it was never read.</summary>
    public FieldValue Shows { get; init; }

    /// <summary>The golden value that this stood for; missing when nothing was agreed.</summary>
    public FieldValue StandsFor { get; init; }

    /// <summary>How that stands to the golden value.</summary>
    public required FieldAgreement Agreement { get; init; }

    /// <summary>The spoke and how it stands; the values may be personal data.</summary>
    public override string ToString() => $"{Spoke} {Agreement}";
}

/// <summary>One entry of the audit about a field, or about its record as a whole.</summary>
public sealed record FieldEvent
{
    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What: set, loser, conflict, resolved, coerced, ambiguous, linked, deleted, merged, ...</summary>
    public required string Kind { get; init; }

    /// <summary>Whether it is about the record as a whole.</summary>
    public required bool OfRecord { get; init; }

    /// <summary>The spoke or the workflow that caused it.</summary>
    public string? By { get; init; }

    /// <summary>The rule that decided.</summary>
    public string? Rule { get; init; }

    /// <summary>The value before; missing when the entry has none.</summary>
    public FieldValue Old { get; init; }

    /// <summary>The value after, or the value that lost or is contested; missing when the entry has none.</summary>
    public FieldValue New { get; init; }

    /// <summary>The run.</summary>
    public Guid RunId { get; init; }

    /// <summary>Who, for operations by a person.</summary>
    public string? Actor { get; init; }

    /// <summary>Why, for operations by a person.</summary>
    public string? Reason { get; init; }

    /// <summary>When and what; the values may be personal data.</summary>
    public override string ToString() => $"{At:O} {Kind} {By}";
}
