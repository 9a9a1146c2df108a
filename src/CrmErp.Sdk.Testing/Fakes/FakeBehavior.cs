using CrmErp.Sdk.Connectors;

namespace CrmErp.Sdk.Testing;

/// <summary>
/// What a descriptor does not say: how one installation of a system behaves. The defaults are a friendly system; a simulation draws
/// them. Set before the first record.
/// </summary>
public sealed class FakeBehavior
{
    /// <summary>How far the server's clock is ahead of real time. The default is zero.</summary>
    public TimeSpan ClockSkew { get; init; }

    /// <summary>The resolution of modification times. The default is one millisecond; objects whose version is a stamp have at least one second.</summary>
    public TimeSpan StampResolution { get; init; } = TimeSpan.FromMilliseconds(1);

    /// <summary>How long after a commit searches still answer from the state before it. Reads by id and pages are not concerned.</summary>
    public TimeSpan SearchLag { get; init; }

    /// <summary>How long a feed cursor stays valid; null means for ever.</summary>
    public TimeSpan? CursorLifetime { get; init; }

    /// <summary>How much of a keyset feed is served again with the next window.</summary>
    public TimeSpan FeedOverlap { get; init; }

    /// <summary>The most records of a page; null means the descriptor's page size.</summary>
    public int? PageSize { get; init; }

    /// <summary>Whether ids are random instead of counted up, so that new records may sort before old ones.</summary>
    public bool RandomIds { get; init; }

    /// <summary>Whether records say when they were created. The default is true.</summary>
    public bool TellsCreation { get; init; } = true;

    /// <summary>Whether a write that changes nothing answers Unchanged and keeps the version.</summary>
    public bool SkipsEmptyWrites { get; init; }

    /// <summary>Whether records that others refer to cannot be deleted.</summary>
    public bool ProtectsReferenced { get; init; }

    /// <summary>Whether quota pools are enforced.</summary>
    public bool EnforcesQuotas { get; init; }

    /// <summary>Whether filters of a request are applied by the system. Otherwise more is served than was asked for.</summary>
    public bool AppliesFilters { get; init; } = true;

    /// <summary>Whether a duplicate answer names the existing record. The default is true.</summary>
    public bool NamesDuplicates { get; init; } = true;

    /// <summary>Whether changes are pushed as hints; see <see cref="FakeSystem.Hints"/>.</summary>
    public bool SendsHints { get; init; }

    /// <summary>Names the organisation; another value is another organisation.</summary>
    public string OrgFingerprint { get; set; } = "org-1";

    /// <summary>What the system does to values without declaring it.</summary>
    public IReadOnlyList<UndeclaredCoercion> UndeclaredCoercions { get; init; } = [];

    /// <summary>Which records may not be changed or deleted any more.</summary>
    public IReadOnlyList<ImmutableRule> Immutable { get; init; } = [];

    /// <summary>Which records count as the same: a second one is refused.</summary>
    public IReadOnlyList<DuplicateRule> Duplicates { get; init; } = [];

    /// <summary>Automation of the system's own: what it changes after somebody saved a record.</summary>
    public IReadOnlyList<AutomationRule> Automations { get; init; } = [];
}

/// <summary>A coercion that the metadata does not tell.</summary>
/// <param name="Object">The object.</param>
/// <param name="Field">The field.</param>
/// <param name="Coercion">What is done.</param>
/// <param name="MaxLength">For truncation: the length.</param>
/// <param name="Scale">For rounding: the digits behind the point.</param>
public sealed record UndeclaredCoercion(string Object, string Field, Coercions Coercion, int? MaxLength = null, int? Scale = null);

/// <summary>Records whose field has a value (a posted document) are immutable.</summary>
/// <param name="Object">The object.</param>
/// <param name="Field">The field.</param>
/// <param name="Value">The value.</param>
public sealed record ImmutableRule(string Object, string Field, FieldValue Value);

/// <summary>Two records with equal values of these fields, none empty, are duplicates. Text compares without case and outer blanks.</summary>
/// <param name="Object">The object.</param>
/// <param name="Fields">The fields.</param>
public sealed record DuplicateRule(string Object, IReadOnlyList<string> Fields);

/// <summary>Changes a record after it was saved by somebody else than the automation itself.</summary>
/// <param name="Object">The object.</param>
/// <param name="Change">The fields to set; empty leaves the record alone.</param>
public sealed record AutomationRule(string Object, Func<FakeRecord, IReadOnlyList<(string Field, FieldValue Value)>> Change);
