using CrmErp.Sdk.Simulators.BusinessCentral.Schema;

namespace CrmErp.Sdk.Simulators.BusinessCentral.OData;

/// <summary>The query options of one request, or of one expansion.</summary>
internal sealed class BcQuery
{
    public BcFilter? Filter { get; init; }

    /// <summary>The fields to show; null for all.</summary>
    public IReadOnlyList<BcField>? Select { get; init; }

    public IReadOnlyList<BcExpand> Expand { get; init; } = [];

    public IReadOnlyList<BcSort> OrderBy { get; init; } = [];

    public int? Top { get; init; }

    public int Skip { get; init; }

    public bool Count { get; init; }

    public string? SkipToken { get; init; }
}

/// <summary>A navigation to follow.</summary>
internal sealed record BcExpand(BcNavigation Navigation, BcQuery Query);

/// <summary>A field to order by.</summary>
internal sealed record BcSort(BcField Field, bool Descending);
