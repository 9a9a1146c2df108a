namespace CrmErp.Sdk;

/// <summary>Works off what is parked.</summary>
public interface IProblemOperations
{
    /// <summary>Plans parked work again from the present state: one entry, one problem, or all of a filter. Work whose outcome is unknown is left alone.</summary>
    /// <returns>How many rows became due.</returns>
    /// <exception cref="ArgumentException">The filter names an entity or a connection that the definition does not have.</exception>
    Task<int> ReplayAsync(OpenEntryFilter filter, OperationBy by, CancellationToken cancellationToken = default);
}
