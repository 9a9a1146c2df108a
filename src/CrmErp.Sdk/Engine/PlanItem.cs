using CrmErp.Sdk.Connectors;

namespace CrmErp.Sdk;

/// <summary>What a planned item is.</summary>
public enum PlanItemKind
{
    /// <summary>A record is made on the spoke.</summary>
    Create = 1,
    /// <summary>Fields of a record on the spoke are changed.</summary>
    Update = 2,
    /// <summary>A record on the spoke is deleted.</summary>
    Delete = 3,
    /// <summary>A record of the spoke is linked with a golden record.</summary>
    Link = 4,
    /// <summary>Both sides hold another value: a person decides.</summary>
    Conflict = 5,
    /// <summary>A write waits for the counterpart of a reference.</summary>
    Wait = 6,
    /// <summary>A write is not possible as it stands: the map has no counterpart for a value, or the system forbids the operation.</summary>
    Parked = 7,
    /// <summary>A question of identity: a person decides.</summary>
    Review = 8,
    /// <summary>The record could not be looked at: what becomes of it is not known.</summary>
    Unknown = 9,
    /// <summary>The stored form differs from what the map would write. Nothing is written for it.</summary>
    Drift = 10,
}

/// <summary>One field of a planned item.</summary>
/// <param name="Field">The canonical field.</param>
/// <param name="Group">Its group.</param>
/// <param name="Old">What the spoke holds, in canonical form. For a conflict: the golden value.</param>
/// <param name="New">What it will hold. For a conflict: the spoke's value.</param>
public sealed record PlanField(string Field, string Group, FieldValue Old, FieldValue New);

/// <summary>One thing a plan would do or ask: for writes exactly one write, of one golden record to one spoke.</summary>
public sealed record PlanItem
{
    /// <summary>What it is.</summary>
    public required PlanItemKind Kind { get; init; }

    /// <summary>The entity.</summary>
    public required string Entity { get; init; }

    /// <summary>The spoke that is written, or that the question is about.</summary>
    public required SpokeId Spoke { get; init; }

    /// <summary>The golden record; null for a record that is not linked.</summary>
    public GoldenId? GoldenId { get; init; }

    /// <summary>The record; null for a create.</summary>
    public RecordRef? Record { get; init; }

    /// <summary>The fields with old and new values.</summary>
    public IReadOnlyList<PlanField> Fields { get; init; } = [];

    /// <summary>The rule that decided, such as <c>owner</c>, <c>fill empty</c>, <c>reapply</c>; for waits, parked and unknown items the cause.</summary>
    public string Rule { get; init; } = "";

    /// <summary>For a golden record that is not stored yet, and so has no lasting identity: a record it is made of; null for one that a workflow makes.</summary>
    public RecordRef? Source { get; init; }

    /// <summary>Whether the golden record is not stored yet.</summary>
    internal bool IsNew { get; init; }

    /// <summary>Kind, entity and spoke; the values may be personal data.</summary>
    public override string ToString() => $"{Kind} {Entity} {Spoke} {Record?.Id}";
}

/// <summary>Counts of a plan's items.</summary>
public sealed record PlanSummary
{
    /// <summary>Records that are made.</summary>
    public long Creates { get; init; }

    /// <summary>Records that are changed.</summary>
    public long Updates { get; init; }

    /// <summary>Records that are deleted.</summary>
    public long Deletes { get; init; }

    /// <summary>Records that are linked.</summary>
    public long Links { get; init; }

    /// <summary>Field and delete conflicts.</summary>
    public long Conflicts { get; init; }

    /// <summary>Writes that wait for a reference.</summary>
    public long Waits { get; init; }

    /// <summary>Writes that are not possible as they stand.</summary>
    public long Parked { get; init; }

    /// <summary>Questions of identity.</summary>
    public long Reviews { get; init; }

    /// <summary>Records that could not be looked at.</summary>
    public long Unknown { get; init; }

    /// <summary>Stored forms that differ from what the map would write, by field group and spoke.</summary>
    public long Drifts { get; init; }

    /// <summary>Records that were looked at.</summary>
    public long Records { get; init; }

    /// <summary>Items in all, those included that the plan does not keep.</summary>
    public long Items => Writes + Links + Conflicts + Waits + Parked + Reviews + Unknown + Drifts;

    /// <summary>Writes in all.</summary>
    public long Writes => Creates + Updates + Deletes;

    /// <summary>Whether nothing would be written, linked or asked, and nothing is unknown. Drift does not count: nothing is done about it.</summary>
    public bool IsEmpty => Writes + Links + Conflicts + Waits + Parked + Reviews + Unknown == 0;

    /// <summary>Whether a person will have to decide something.</summary>
    public bool NeedsPerson => Conflicts + Parked + Reviews > 0;
}

/// <summary>Calls to one connection, from the sizes of its batches.</summary>
/// <param name="Connection">The connection.</param>
/// <param name="Reads">Calls that read.</param>
/// <param name="Writes">Calls that write.</param>
public sealed record PlanCost(ConnectionId Connection, long Reads, long Writes);
