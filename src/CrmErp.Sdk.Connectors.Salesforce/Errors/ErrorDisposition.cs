namespace CrmErp.Sdk.Connectors.Salesforce.Errors;

/// <summary>What a code means: for a call as a whole, and for the row of a write.</summary>
/// <param name="Kind">The kind of a <see cref="ConnectorException"/> or a <see cref="SyncError"/>.</param>
/// <param name="Outcome">What became of a row that carries the code. Salesforce rolls a row back before it reports an error, so no row error is ever unknown.</param>
internal readonly record struct ErrorDisposition(ErrorKind Kind, WriteOutcomeKind Outcome);
