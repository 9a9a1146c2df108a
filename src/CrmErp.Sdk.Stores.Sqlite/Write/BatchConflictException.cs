namespace CrmErp.Sdk.Stores.Sqlite.Write;

/// <summary>A presumption does not hold. It never leaves the store: the transaction is rolled back and the commit answers with it.</summary>
internal sealed class BatchConflictException(string message) : Exception(message);
