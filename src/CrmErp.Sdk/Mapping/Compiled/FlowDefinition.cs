using CrmErp.Sdk.Connectors;

namespace CrmErp.Sdk.Mapping;

/// <summary>One connection of a definition.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Registration">The kind of system behind it.</param>
public sealed record ConnectionDefinition(ConnectionId Id, ConnectorRegistration Registration);

/// <summary>A flow carries one entity between the spokes of its members.</summary>
public sealed class FlowDefinition
{
    /// <summary>The entity.</summary>
    public required EntityType Entity { get; init; }

    /// <summary>The members, sorted by connection.</summary>
    public required IReadOnlyList<FlowMember> Members { get; init; }

    /// <summary>The strong match rules, in order: exactly one unlinked hit links.</summary>
    public required IReadOnlyList<MatchRule> Match { get; init; }

    /// <summary>The weak match rules: they only propose.</summary>
    public required IReadOnlyList<MatchRule> Suggest { get; init; }

    /// <summary>The policy of each field group, by group index.</summary>
    public required IReadOnlyList<GroupPolicy> Policies { get; init; }

    /// <summary>What a deletion on one side does on the others.</summary>
    public Deletes OnDelete { get; init; } = Deletes.Deactivate;

    /// <summary>How far the flow goes. The default is <see cref="SyncMode.Auto"/>.</summary>
    public SyncMode Mode { get; init; } = SyncMode.Auto;

    /// <summary>How many writes of a kind may stand due at once before they wait for approval.</summary>
    public GuardLimits Guards { get; init; } = GuardLimits.Default;

    /// <summary>Says on which scope of a connection a new record goes; null where every connection has one scope.</summary>
    public Func<ConnectionId, Row, string?>? Route { get; init; }

    /// <summary>Whether a golden record may be created on a connection (entry gate); null lets all in.</summary>
    public Func<ConnectionId, Row, bool>? Gate { get; init; }

    /// <summary>The member of a connection, or null.</summary>
    public FlowMember? Member(ConnectionId connection)
    {
        foreach (var member in Members)
        {
            if (member.Connection == connection)
            {
                return member;
            }
        }

        return null;
    }
}

/// <summary>One connection's part in a flow.</summary>
public sealed class FlowMember
{
    /// <summary>The connection.</summary>
    public required ConnectionId Connection { get; init; }

    /// <summary>The compiled map.</summary>
    public required EntityMap Map { get; init; }

    /// <summary>Whether changes of this connection are read into the flow. The default is true.</summary>
    public bool Captures { get; init; } = true;

    /// <summary>Whether records are made on this connection. The default is true.</summary>
    public bool Creates { get; init; } = true;

    /// <summary>Whether records are changed on this connection. The default is true.</summary>
    public bool Updates { get; init; } = true;

    /// <summary>How changed source fields of an older map version are still read: the paths that shadows were made from.</summary>
    public IReadOnlyList<string> AlsoRead { get; init; } = [];
}

/// <summary>A match rule: a key made of normalised fields.</summary>
public sealed class MatchRule
{
    /// <summary>Creates a rule.</summary>
    /// <param name="name">Its name; part of stored keys, so it is stable.</param>
    /// <param name="slots">The canonical slots; if one is empty there is no key.</param>
    /// <param name="normalize">How one value becomes a part of the key; null means none.</param>
    public MatchRule(string name, IReadOnlyList<int> slots, Func<int, FieldValue, string?> normalize)
    {
        Name = name;
        Slots = slots;
        _normalize = normalize;
    }

    private readonly Func<int, FieldValue, string?> _normalize;

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>The canonical slots.</summary>
    public IReadOnlyList<int> Slots { get; }

    /// <summary>The key of a canonical row, or null when a part is empty: an empty key never matches.</summary>
    public string? Key(Row row)
    {
        ArgumentNullException.ThrowIfNull(row);
        if (Slots.Count == 1)
        {
            return row[Slots[0]].IsEmpty ? null : NullIfEmpty(_normalize(Slots[0], row[Slots[0]]));
        }

        var parts = new string[Slots.Count];
        for (var i = 0; i < parts.Length; i++)
        {
            var value = row[Slots[i]];
            if (value.IsEmpty || NullIfEmpty(_normalize(Slots[i], value)) is not { } part)
            {
                return null;
            }

            parts[i] = part;
        }

        return string.Join('\u001f', parts);
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}

/// <summary>How conflicts of one field group are decided.</summary>
public sealed class GroupPolicy
{
    /// <summary>Says which connection owns the group, from the golden record; null when nobody does.</summary>
    public Func<Row, ConnectionId?>? Owner { get; init; }

    /// <summary>Whether the owner is the same for every record; lets plans and prints name it.</summary>
    public ConnectionId? FixedOwner { get; init; }

    /// <summary>What becomes of an edit by a connection that does not own the group.</summary>
    public ForeignEdit OnForeignEdit { get; init; } = ForeignEdit.Overwrite;

    /// <summary>The steps that are asked when both sides moved; the chain always ends in a person.</summary>
    public IReadOnlyList<Resolve> Chain { get; init; } = [];

    /// <summary>The chain asked at first contact instead of <see cref="Chain"/>; null means the same chain.</summary>
    public IReadOnlyList<Resolve>? FirstContactChain { get; init; }

    /// <summary>What a clear (value to empty) does.</summary>
    public Clears OnClear { get; init; } = Clears.Propagate;
}
