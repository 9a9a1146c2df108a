using CrmErp.Sdk.Simulators.Hosting;

namespace CrmErp.Sdk.Simulators.Faults;

/// <summary>What a rule is compared with: a request, or one operation of a batch.</summary>
/// <param name="Client">The client's name.</param>
/// <param name="Method">The verb.</param>
/// <param name="Path">The path, decoded, without query.</param>
/// <param name="Object">The object; empty when there is none.</param>
/// <param name="Operation">What it does.</param>
/// <param name="BatchItem">The index inside a batch; -1 for a request.</param>
public readonly record struct FaultTarget(string Client, string Method, string Path, string Object, RequestOperation Operation, int BatchItem = -1);
