using CrmErp.Sdk.Connectors;

namespace CrmErp.Sdk.Mapping;

/// <summary>
/// The atom of a map: canonical slots of one field group and the wire slots that carry them, converted together (a street of three
/// lines and one text area; an amount and its currency field). Pure.
/// </summary>
public abstract class MapRule
{
    /// <summary>Creates a rule.</summary>
    protected MapRule(int group, IReadOnlyList<int> canonicalSlots, IReadOnlyList<int> wireSlots, ulong hash)
    {
        Group = group;
        CanonicalSlots = canonicalSlots;
        WireSlots = wireSlots;
        Hash = hash;
    }

    /// <summary>The field group of the canonical slots; -1 for rules without any (constants, defaults on create).</summary>
    public int Group { get; }

    /// <summary>The canonical slots; empty for constants and defaults on create.</summary>
    public IReadOnlyList<int> CanonicalSlots { get; }

    /// <summary>The wire slots, in the map's <see cref="RecordShape"/>.</summary>
    public IReadOnlyList<int> WireSlots { get; }

    /// <summary>Everything that decides the rule's values, as one number; the converter's declared version included.</summary>
    public ulong Hash { get; }

    /// <summary>Whether it reads from the system.</summary>
    public bool Reads { get; init; } = true;

    /// <summary>Whether it writes when a record is made.</summary>
    public bool WritesOnCreate { get; init; } = true;

    /// <summary>Whether it writes when a record is changed.</summary>
    public bool WritesOnUpdate { get; init; } = true;

    /// <summary>For lines: the compiled map of a line; null otherwise.</summary>
    public LineMap? Lines { get; init; }

    /// <summary>How the rule reads, for people (printed maps, explanations).</summary>
    public string Description { get; init; } = "";

    /// <summary>Whether it writes in an operation.</summary>
    public bool Writes(WriteOperation operation) => operation switch
    {
        WriteOperation.Create => WritesOnCreate,
        WriteOperation.Update => WritesOnUpdate,
        _ => false,
    };

    /// <summary>
    /// Whether the rule takes part in writing this golden record now (a declared condition). A rule that does not apply writes
    /// nothing and moves no base: when the condition turns true later, the difference is there and is delivered.
    /// </summary>
    public virtual bool Applies(Row canonical) => true;

    /// <summary>
    /// The value as the rule's declared normaliser sees it: two values that normalise alike are one value in this system. Idempotent.
    /// Without a normaliser it is the value itself.
    /// </summary>
    public virtual FieldValue Normalize(int canonicalSlot, FieldValue value) => value;

    /// <summary>Wire to canonical: fills the canonical slots of the image; a source that is missing leaves them missing.</summary>
    public abstract void Read(Row record, Row image, MapProblems problems);

    /// <summary>
    /// Canonical to wire: fills the wire slots from the canonical row, in which references are external already. A value that has no
    /// counterpart is reported as a problem, and the rule's wire slots stay missing.
    /// </summary>
    public abstract void Write(Row canonical, Row record, MapProblems problems);
}

/// <summary>The compiled map of the lines of a document.</summary>
/// <param name="Entity">The canonical shape of a line.</param>
/// <param name="Shape">The external shape of a line.</param>
/// <param name="Rules">The rules.</param>
public sealed record LineMap(EntityType Entity, RecordShape Shape, IReadOnlyList<MapRule> Rules)
{
    /// <summary>The object's metadata of a line that coercions are declared in; null when none is known.</summary>
    public ObjectMetadata? Metadata { get; init; }
}

/// <summary>Collects what a map could not convert. One per record; cheap while empty.</summary>
public sealed class MapProblems
{
    private List<MapProblem>? _items;

    /// <summary>What was found.</summary>
    public IReadOnlyList<MapProblem> Items => _items ?? (IReadOnlyList<MapProblem>)[];

    /// <summary>Whether there is any.</summary>
    public bool Any => _items is not null;

    /// <summary>Adds one.</summary>
    public void Add(MapProblem problem) => (_items ??= []).Add(problem);

    /// <summary>Forgets all.</summary>
    public void Clear() => _items = null;
}

/// <summary>A value that has no counterpart on the other side.</summary>
/// <param name="Code">The diagnostic's code, such as <c>CES2001</c>.</param>
/// <param name="Field">The canonical field or the external path it is about.</param>
/// <param name="Message">One sentence; it names the field and, for values of a closed list, the value; never free text of a person.</param>
/// <param name="Value">The value without counterpart, if it comes from a closed list; problems are grouped by it.</param>
public sealed record MapProblem(string Code, string Field, string Message, string? Value = null);
