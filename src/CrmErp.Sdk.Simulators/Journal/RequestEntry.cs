using CrmErp.Sdk.Simulators.Hosting;

namespace CrmErp.Sdk.Simulators.Journal;

/// <summary>One request as it was answered.</summary>
/// <param name="Sequence">1, 2, 3 and so on.</param>
/// <param name="At">When it arrived, by the simulator's clock.</param>
/// <param name="Client">The client's name.</param>
/// <param name="Method">The verb.</param>
/// <param name="Path">The path with its query.</param>
/// <param name="Kind">What it was for.</param>
/// <param name="Operation">What it did.</param>
/// <param name="Object">The object; empty when there is none.</param>
/// <param name="BatchItems">Operations inside a batch; 0 for a plain request.</param>
/// <param name="Status">The status; 0 when the connection was cut instead.</param>
public sealed record RequestEntry(
    long Sequence, DateTimeOffset At, string Client, string Method, string Path, RequestKind Kind, RequestOperation Operation,
    string Object, int BatchItems, int Status);
