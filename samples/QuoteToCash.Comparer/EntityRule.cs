namespace CrmErp.Samples.QuoteToCash.Comparing;

/// <summary>How one entity stands in both systems, what is compared, and what tells who a record is.</summary>
internal sealed class EntityRule
{
    public required string Name { get; init; }

    public required string CrmObject { get; init; }

    public required string ErpObject { get; init; }

    /// <summary>Whether a record of the CRM is wanted in the ERP, and the other way round.</summary>
    public Func<Item, Scene, bool> WantedInErp { get; init; } = (_, _) => true;

    public Func<Item, Scene, bool> WantedInCrm { get; init; } = (_, _) => true;

    /// <summary>Records that take no part.</summary>
    public Func<Item, bool> ErpFilter { get; init; } = _ => true;

    public Func<Side, Task<IReadOnlyDictionary<string, Item>>>? LoadCrm { get; init; }

    public Func<Side, Task<IReadOnlyDictionary<string, Item>>>? LoadErp { get; init; }

    /// <summary>What a record says about who it is; the same texts from both sides.</summary>
    public required Func<Item, Scene, IEnumerable<string>> CrmEvidence { get; init; }

    public required Func<Item, Scene, IEnumerable<string>> ErpEvidence { get; init; }

    public required IReadOnlyList<FieldRule> Fields { get; init; }

    public Task<IReadOnlyDictionary<string, Item>> CrmAsync(Side side) => LoadCrm is null ? side.AllAsync(CrmObject) : LoadCrm(side);

    public Task<IReadOnlyDictionary<string, Item>> ErpAsync(Side side) => LoadErp is null ? side.AllAsync(ErpObject) : LoadErp(side);
}
