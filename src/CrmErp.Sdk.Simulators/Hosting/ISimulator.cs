using CrmErp.Sdk.Simulators.Admin;
using CrmErp.Sdk.Simulators.OAuth;

namespace CrmErp.Sdk.Simulators.Hosting;

/// <summary>One simulated system: what <see cref="SimulatorHost"/> serves.</summary>
public interface ISimulator
{
    /// <summary>A short name, as <c>salesforce</c>.</summary>
    string Name { get; }

    /// <summary>Clock, data, logs and faults.</summary>
    SimulatorState State { get; }

    /// <summary>The tokens it accepts.</summary>
    TokenAuthority Tokens { get; }

    /// <summary>What people and comparers can do beside the public API.</summary>
    ISimulatorAdmin Admin { get; }

    /// <summary>
    /// Says what a request is (<see cref="SimulatorRequest.Kind"/>, <see cref="SimulatorRequest.Operation"/>,
    /// <see cref="SimulatorRequest.Object"/>), from method and path alone. Runs before the fault plan is asked.
    /// </summary>
    void Describe(SimulatorRequest request);

    /// <summary>
    /// Answers a request: authentication (<see cref="SimulatorRequest.Token"/>), limits, then the work. Never throws for what a client
    /// did wrong.
    /// </summary>
    ValueTask<SimulatorReply> HandleAsync(SimulatorRequest request, CancellationToken cancellationToken);

    /// <summary>An error in the system's own shape; for scripted faults without a body.</summary>
    /// <param name="request">The request it answers.</param>
    /// <param name="status">The HTTP status.</param>
    /// <param name="code">The vendor's code; null for the usual one of that status.</param>
    SimulatorReply Error(SimulatorRequest request, int status, string? code);
}
