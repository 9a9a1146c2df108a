namespace CrmErp.Sdk.Mapping;

/// <summary>The defaults that a standard map declares beside its lines.</summary>
internal sealed class StandardPolicySpec
{
    public List<MatchSpec> Match { get; } = [];

    public List<MatchSpec> Suggest { get; } = [];

    /// <summary>The field groups that this side owns.</summary>
    public HashSet<string> Owned { get; } = new(StringComparer.Ordinal);

    /// <summary>The field groups whose values of this side are preferred at first contact.</summary>
    public HashSet<string> Preferred { get; } = new(StringComparer.Ordinal);

    /// <summary>What a deletion does where a definition does not say; null: the default of all flows.</summary>
    public Deletes? OnDelete { get; set; }
}

/// <summary>A declared match rule.</summary>
internal sealed record MatchSpec(IReadOnlyList<string> Fields, MatchBy? Key)
{
    public string Name => string.Join('+', Fields);
}
