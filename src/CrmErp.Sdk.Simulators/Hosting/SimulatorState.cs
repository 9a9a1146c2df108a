using CrmErp.Sdk.Simulators.Faults;
using CrmErp.Sdk.Simulators.Journal;
using CrmErp.Sdk.Simulators.Storage;

namespace CrmErp.Sdk.Simulators.Hosting;

/// <summary>What every simulator stands on: clock, ids, data, logs, faults.</summary>
public sealed class SimulatorState
{
    /// <summary>Creates the state of one simulator.</summary>
    /// <param name="options">Clock, seed and log sizes.</param>
    /// <param name="stampResolution">The resolution of the system's stamps.</param>
    public SimulatorState(SimulatorOptions options, TimeSpan stampResolution)
    {
        ArgumentNullException.ThrowIfNull(options);
        Time = options.Time;
        Ids = new SimulatorIds(options.Seed);
        Faults = new FaultPlan(options.Seed);
        Requests = new RequestLog(options.RequestLogCapacity);
        Writes = new WriteJournal(options.LogChangedFields);
        Database = new SimulatedDatabase(options.Time, Writes, stampResolution);
    }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; }

    /// <summary>Ids and secrets.</summary>
    public SimulatorIds Ids { get; }

    /// <summary>The data.</summary>
    public SimulatedDatabase Database { get; }

    /// <summary>The requests.</summary>
    public RequestLog Requests { get; }

    /// <summary>The written records.</summary>
    public WriteJournal Writes { get; }

    /// <summary>The scripted faults.</summary>
    public FaultPlan Faults { get; }
}
