namespace CrmErp.Sdk.Simulators.Hosting;

/// <summary>What every simulator can be told.</summary>
public class SimulatorOptions
{
    /// <summary>The clock behind stamps, token lives, late commits and rate windows. Default: the system's clock.</summary>
    public TimeProvider Time { get; set; } = TimeProvider.System;

    /// <summary>The seed of ids, tokens and of faults with a probability. Default 1.</summary>
    public int Seed { get; set; } = 1;

    /// <summary>The port on 127.0.0.1; 0 takes a free one. Default 0.</summary>
    public int Port { get; set; }

    /// <summary>How many request entries the log keeps, newest last. Default 10,000. Counters and written records are always complete.</summary>
    public int RequestLogCapacity { get; set; } = 10_000;

    /// <summary>Whether entries of updates name the fields that changed. Default true.</summary>
    public bool LogChangedFields { get; set; } = true;
}
