namespace CrmErp.Sdk.Simulators.Storage;

/// <summary>A late commit came first; the transaction is undone and run again. Never leaves the database.</summary>
internal sealed class TransactionRestartException : Exception;
