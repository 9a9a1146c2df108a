using CrmErp.Sdk.Connectors;

namespace CrmErp.Sdk.Simulation.Driving;

/// <summary>What a step does.</summary>
internal enum JobKind
{
    Capture,
    Hydrate,
    Inventory,
    Bind,
    Seed,
    Deliver,
    Sweep,
    SweepOn,
    Backfill,
}

/// <summary>One step of one process.</summary>
internal sealed record Job(JobKind Kind, SpokeId Spoke, string Entity)
{
    public override string ToString() => $"{Kind} {Entity} {Spoke}";
}

/// <summary>One process of the engine, as the world drives it.</summary>
internal interface IWorldEngine
{
    /// <summary>What a process does when it starts.</summary>
    Task PrepareAsync();

    /// <summary>Runs one step; answers whether it did anything.</summary>
    Task<bool> StepAsync(Job job);

    /// <summary>A push arrived.</summary>
    Task HintAsync(RecordRef record, string entity);
}
