using CrmErp.Sdk.Connectors;

namespace CrmErp.Sdk.State;

/// <summary>The tenant that every stored row belongs to.</summary>
/// <param name="Value">The tenant's name.</param>
public readonly record struct TenantId(string Value) : IComparable<TenantId>
{
    /// <summary>The tenant of a host that serves one organisation.</summary>
    public static TenantId Default => new("default");

    /// <inheritdoc/>
    public int CompareTo(TenantId other) => string.CompareOrdinal(Value, other.Value);

    /// <summary>The name.</summary>
    public override string ToString() => Value;

    /// <summary>Orders ordinally.</summary>
    public static bool operator <(TenantId left, TenantId right) => left.CompareTo(right) < 0;

    /// <summary>Orders ordinally.</summary>
    public static bool operator >(TenantId left, TenantId right) => left.CompareTo(right) > 0;

    /// <summary>Orders ordinally.</summary>
    public static bool operator <=(TenantId left, TenantId right) => left.CompareTo(right) <= 0;

    /// <summary>Orders ordinally.</summary>
    public static bool operator >=(TenantId left, TenantId right) => left.CompareTo(right) >= 0;
}

/// <summary>The state of a golden record. The numbers are stored.</summary>
public enum GoldenState
{
    /// <summary>It has data.</summary>
    Live = 1,
    /// <summary>Only its identity is known: something refers to it.</summary>
    Reserved = 2,
    /// <summary>It was deleted.</summary>
    Deleted = 3,
    /// <summary>It turned out to be another one; see <see cref="GoldenRow.MergedInto"/>.</summary>
    Merged = 4,
}

/// <summary>A normalised match key.</summary>
/// <param name="Rule">The rule's name.</param>
/// <param name="Key">The key.</param>
public readonly record struct MatchKey(string Rule, string Key);

/// <summary>A golden record as stored. Its version guards the whole aggregate: itself, its links, its outbox rows and its open items.</summary>
public sealed record GoldenRow
{
    /// <summary>The identity.</summary>
    public required GoldenId Id { get; init; }

    /// <summary>The entity's name.</summary>
    public required string Entity { get; init; }

    /// <summary>The state.</summary>
    public required GoldenState State { get; init; }

    /// <summary>For merged records: the record it turned out to be.</summary>
    public GoldenId? MergedInto { get; init; }

    /// <summary>The stored version; 0 for a row that is not stored yet. A commit states the version it builds on and stores the next one.</summary>
    public long Version { get; init; }

    /// <summary>The canonical values, as JSON by field name.</summary>
    public required string Data { get; init; }

    /// <summary>Who set each field group, when, by which rule, over which value; JSON.</summary>
    public string Provenance { get; init; } = "{}";

    /// <summary>The match keys of its values, strong and weak.</summary>
    public IReadOnlyList<MatchKey> Keys { get; init; } = [];

    /// <summary>The golden records its values refer to, those of lines included; indexed, so that referrers are found (<see cref="StoreBatch.Repoints"/>).</summary>
    public IReadOnlyList<GoldenId> References { get; init; } = [];
}

/// <summary>The state of a link. The numbers are stored.</summary>
public enum LinkState
{
    /// <summary>The record's identity is known, its data was not read yet.</summary>
    Reserved = 1,
    /// <summary>Record and golden record are kept in agreement.</summary>
    Active = 2,
    /// <summary>The record left the filter: it is neither read nor written.</summary>
    Frozen = 3,
    /// <summary>The record lives on in a successor (a posted order): it blocks creation and writes.</summary>
    Consumed = 4,
    /// <summary>The record was deleted: it blocks re-creation.</summary>
    Gone = 5,
    /// <summary>The record was deleted and a person had it made anew: its dead id still names the golden record, and blocks nothing.</summary>
    Alias = 6,
}

/// <summary>The stored fact that an external record belongs to a golden record.</summary>
public sealed record LinkRow
{
    /// <summary>The record. Unique.</summary>
    public required RecordRef Ref { get; init; }

    /// <summary>The entity's name.</summary>
    public required string Entity { get; init; }

    /// <summary>The golden record. At most one active link per golden record and spoke.</summary>
    public required GoldenId GoldenId { get; init; }

    /// <summary>The state.</summary>
    public required LinkState State { get; init; }

    /// <summary>The record's version at the last fold; null when it is unknown.</summary>
    public string? Version { get; init; }

    /// <summary>The record's modification time at the last fold.</summary>
    public DateTimeOffset? Modified { get; init; }

    /// <summary>The store sequence of the last change to this link. The store sets it on commit when <see cref="Touch"/> is set.</summary>
    public long Touched { get; init; }

    /// <summary>The hash of the mapped wire values at the last fold.</summary>
    public UInt128 Hash { get; init; }

    /// <summary>The hash of the whole map that the shadow was made with; the hot path compares it with the active map's.</summary>
    public ulong MapHash { get; init; }

    /// <summary>Seen and base images, wire hashes, map hashes per group, line ids; JSON that only the engine reads.</summary>
    public string Shadow { get; init; } = "{}";

    /// <summary>Asks the store to set <see cref="Touched"/> to the commit's sequence. Not stored.</summary>
    public bool Touch { get; init; }
}

/// <summary>The part of a link that the no-change scan needs.</summary>
/// <param name="Id">The record's id.</param>
/// <param name="GoldenId">The golden record.</param>
/// <param name="State">The link's state.</param>
/// <param name="Version">The version at the last fold.</param>
/// <param name="Hash">The wire hash at the last fold.</param>
/// <param name="MapHash">The map's hash at the last fold.</param>
/// <param name="Touched">The store sequence of the link's last change.</param>
/// <param name="InFlight">Whether a write to the record is open.</param>
public readonly record struct LinkHead(string Id, GoldenId GoldenId, LinkState State, string? Version, UInt128 Hash, ulong MapHash, long Touched, bool InFlight);
