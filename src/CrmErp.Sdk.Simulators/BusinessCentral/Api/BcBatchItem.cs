namespace CrmErp.Sdk.Simulators.BusinessCentral.Api;

/// <summary>One operation of a batch as it was sent.</summary>
/// <param name="Id">Its id; null when none was given.</param>
/// <param name="Method">The verb.</param>
/// <param name="Url">The address: relative to the API root, or absolute.</param>
/// <param name="Headers">Its headers, by name without case.</param>
/// <param name="Body">Its body; empty when there is none.</param>
/// <param name="ChangeSet">The number of the change set it is in; -1 for none.</param>
internal sealed record BcBatchItem(
    string? Id, string Method, string Url, IReadOnlyDictionary<string, string> Headers, ReadOnlyMemory<byte> Body, int ChangeSet);
