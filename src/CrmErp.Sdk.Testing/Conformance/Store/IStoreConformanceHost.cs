using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Testing.Conformance;

/// <summary>Gives the conformance kit the store it examines.</summary>
public interface IStoreConformanceHost
{
    /// <summary>A new and empty store, opened. The kit disposes it.</summary>
    Task<ISyncStore> CreateAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Disposes a store that came from this host and opens one over the same data, as a process does that starts again. A store
    /// that keeps nothing beyond the process returns the same one.
    /// </summary>
    Task<ISyncStore> ReopenAsync(ISyncStore store, CancellationToken cancellationToken = default);
}
