using CrmErp.Sdk.Simulators.Journal;

namespace CrmErp.Sdk.Simulators.Storage;

/// <summary>One version replaced by another.</summary>
/// <param name="Table">Where.</param>
/// <param name="Before">The version before; null for a new record.</param>
/// <param name="After">The version after.</param>
/// <param name="Operation">How the write log calls it; null when it is a side effect.</param>
/// <param name="Silent">Whether nobody may notice it, webhooks included.</param>
internal readonly record struct RecordChange(SimulatedTable Table, StoredRecord? Before, StoredRecord After, WriteOperation? Operation, bool Silent);
