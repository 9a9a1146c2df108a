namespace CrmErp.Sdk.Mapping;

/// <summary>A flow as it was declared.</summary>
internal sealed class FlowSpec
{
    public List<string> Members { get; } = [];

    /// <summary>Whether one member is enough: the entity is read for workflows.</summary>
    public bool MayBeAlone { get; set; }

    public List<MatchSpec> Match { get; } = [];

    public List<MatchSpec> Suggest { get; } = [];

    public List<PolicySpec> Policies { get; } = [];

    public Dictionary<string, MapSpec> Maps { get; } = new(StringComparer.Ordinal);

    public Deletes? OnDelete { get; set; }

    public SyncMode Mode { get; set; } = SyncMode.Auto;

    public GuardLimits Guards { get; set; } = GuardLimits.Default;

    public Dictionary<string, Func<EntityType, Row, bool>> Gates { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, Func<EntityType, Row, string?>> Routes { get; } = new(StringComparer.Ordinal);

    public MapSpec MapOf(string connection)
    {
        if (!Maps.TryGetValue(connection, out var map))
        {
            Maps.Add(connection, map = new MapSpec());
        }

        return map;
    }
}

/// <summary>A policy as it was declared, for one field group.</summary>
internal sealed class PolicySpec
{
    public required string Group { get; init; }

    /// <summary>The name that the declaration used, for messages.</summary>
    public required string Name { get; init; }

    public string? Owner { get; set; }

    public Func<EntityType, Row, string?>? OwnerOf { get; set; }

    public IReadOnlyList<Resolve>? Chain { get; set; }

    public IReadOnlyList<Resolve>? FirstContactChain { get; set; }

    public Clears? OnClear { get; set; }

    public ForeignEdit? OnForeignEdit { get; set; }
}
