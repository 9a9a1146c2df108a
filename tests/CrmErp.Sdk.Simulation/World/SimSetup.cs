using CrmErp.Sdk.Simulation.Driving;
using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Simulation.World;

/// <summary>How a world is made.</summary>
internal sealed record SimSetup(ulong Seed)
{
    public int Systems { get; init; } = 2;

    public bool Tracing { get; init; }

    /// <summary>Only policies under which the order of captures cannot matter (law 6).</summary>
    public bool TotalPolicies { get; init; }

    /// <summary>The steps of chaos that are left out.</summary>
    public IReadOnlySet<int> Skipped { get; init; } = new HashSet<int>();

    public Coverage Coverage { get; init; } = new();

    /// <summary>A declared world in which nothing masks one rule; null: the common one.</summary>
    public string? Special { get; init; }

    /// <summary>A rule that is broken on purpose; null: none.</summary>
    public Sabotage.Sabotage? Sabotage { get; init; }

    public required Func<ISyncStore> CreateStore { get; init; }

    public required Func<SimWorld, int, IWorldEngine> CreateEngine { get; init; }
}
