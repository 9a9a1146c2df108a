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

    /// <summary>Records of this side end without anybody deleting them: <see cref="Deletes.Ignore"/> where a definition does not say.</summary>
    public bool IgnoresDeletes { get; set; }
}

/// <summary>A declared match rule.</summary>
internal sealed record MatchSpec(IReadOnlyList<string> Fields, MatchBy? Key)
{
    public string Name => string.Join('+', Fields);
}
