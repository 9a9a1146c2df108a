using CrmErp.Sdk.Connectors;

namespace CrmErp.Sdk.Mapping;

/// <summary>What a line of a map does.</summary>
internal enum RuleKind
{
    /// <summary>One canonical field and one external field.</summary>
    Field = 1,
    /// <summary>A reference and the external field that holds the record id.</summary>
    Reference = 2,
    /// <summary>An amount with currency and one or two external fields.</summary>
    Money = 3,
    /// <summary>Several canonical texts and the lines of one external text.</summary>
    JoinedLines = 4,
    /// <summary>One canonical text in pieces over several external texts.</summary>
    SplitText = 5,
    /// <summary>The lines of a document.</summary>
    Lines = 6,
    /// <summary>An external field that is given a value on create.</summary>
    Constant = 7,
    /// <summary>An external field that is given a value on create when nothing else gives one.</summary>
    Default = 8,
    /// <summary>A canonical field that has one value in this system.</summary>
    Fixed = 9,
    /// <summary>Code between several canonical and several external fields.</summary>
    Custom = 10,
}

/// <summary>One line of a map as it was declared: names and data; where code takes part, it has a name and a version.</summary>
internal sealed record RuleSpec
{
    public required RuleKind Kind { get; init; }

    /// <summary>The canonical fields; empty for constants and defaults.</summary>
    public IReadOnlyList<string> Fields { get; init; } = [];

    /// <summary>The external fields; empty for fixed canonical fields.</summary>
    public IReadOnlyList<string> Paths { get; init; } = [];

    public bool Reads { get; init; } = true;

    public bool WritesOnCreate { get; init; } = true;

    public bool WritesOnUpdate { get; init; } = true;

    public FieldConverter? Converter { get; init; }

    public ValueMap? Values { get; init; }

    /// <summary>What happens to a text that is longer than the external field; null when nothing was said.</summary>
    public TooLong? TooLong { get; init; }

    /// <summary>For split texts: the length of a piece; for others: a declared length of the external field.</summary>
    public int? Length { get; init; }

    /// <summary>The wire value that stands for empty in a system without null; missing when it has null.</summary>
    public FieldValue EmptyIs { get; init; }

    /// <summary>A declared kind of the external field.</summary>
    public FieldKind? WireKind { get; init; }

    /// <summary>For references: a declared object that the external field points to.</summary>
    public string? ReferenceTo { get; init; }

    /// <summary>For money: the currency of amounts whose record names none.</summary>
    public string? Currency { get; init; }

    /// <summary>Whether the system leaves its currency field empty for the map's declared currency.</summary>
    public bool LocalCurrencyIsEmpty { get; init; }

    /// <summary>For constants, defaults and fixed fields: the value.</summary>
    public FieldValue Value { get; init; }

    /// <summary>For lines: the map of a line.</summary>
    public MapSpec? Lines { get; init; }

    public CustomRule? Custom { get; init; }

    public RuleCondition? When { get; init; }

    /// <summary>Conditions on the external record without which the rule reads nothing.</summary>
    public IReadOnlyList<RecordFilter> ReadWhen { get; init; } = [];

    public RuleNormalizer? Normalizer { get; init; }

    /// <summary>Whether the line comes from the connector's standard map.</summary>
    public bool IsStandard { get; init; }

    public bool Writes => WritesOnCreate || WritesOnUpdate;

    /// <summary>Whether two declarations say the same; code counts as the same when name and version are.</summary>
    public bool SameAs(RuleSpec other) =>
        string.Equals(RuleFingerprint.Of(this), RuleFingerprint.Of(other), StringComparison.Ordinal)
        && TooLong == other.TooLong
        && Length == other.Length
        && (Lines?.Rules.Count ?? 0) == (other.Lines?.Rules.Count ?? 0)
        && (Lines is null || Lines.Rules.Zip(other.Lines!.Rules).All(pair => pair.First.SameAs(pair.Second)));

    /// <summary>For messages: the canonical fields, else the external ones.</summary>
    public string Name => string.Join(" + ", Fields.Count > 0 ? Fields : Paths);
}

/// <summary>A condition on the golden record; name and version stand for the code.</summary>
internal sealed record RuleCondition(string Name, int Version, Func<EntityType, Row, bool> Holds);

/// <summary>A declared normaliser; name and version stand for the code.</summary>
internal sealed record RuleNormalizer(string Name, int Version, Func<FieldValue, FieldValue> Normalize);

/// <summary>Code between several canonical and several external fields; name and version stand for it.</summary>
internal sealed record CustomRule(string Name, int Version, IReadOnlyList<FieldKind?> WireKinds, ReadValues Read, WriteValues Write);
