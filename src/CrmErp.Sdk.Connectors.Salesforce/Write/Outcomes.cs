using CrmErp.Sdk.Connectors.Salesforce.Errors;

namespace CrmErp.Sdk.Connectors.Salesforce.Write;

/// <summary>Turns what Salesforce says about a row into the outcome of its item.</summary>
internal static class Outcomes
{
    public static WriteOutcome Done(WriteOperation operation, string? id) => operation switch
    {
        WriteOperation.Create => new WriteOutcome(WriteOutcomeKind.Created) { Id = id },
        WriteOperation.Update => new WriteOutcome(WriteOutcomeKind.Updated) { Id = id },
        _ => new WriteOutcome(WriteOutcomeKind.Deleted) { Id = id },
    };

    public static WriteOutcome Of(WriteOperation operation, RowResult row) =>
        row.Success ? Done(operation, row.Id) : Failed(operation, row.Errors);

    /// <summary>The outcome of a refused row.</summary>
    /// <param name="operation">What was tried.</param>
    /// <param name="errors">The errors, in the vendor's order.</param>
    /// <param name="path">What stands before the fields' names in the record, such as <c>Lines.</c>.</param>
    public static WriteOutcome Failed(WriteOperation operation, IReadOnlyList<SalesforceError> errors, string path = "")
    {
        if (errors.Count == 0)
        {
            return new WriteOutcome(WriteOutcomeKind.Rejected) { Errors = [new SyncError(ErrorKind.Internal, "NO_REASON", "Salesforce refused the record without saying why.")] };
        }

        var first = errors[0];
        var kind = KindOf(operation, ErrorTable.ForRow(first).Outcome);
        return new WriteOutcome(kind)
        {
            Id = kind is WriteOutcomeKind.Duplicate ? ErrorText.ExistingId(first) : null,
            Errors = kind is WriteOutcomeKind.Deleted ? [] : [.. errors.SelectMany(e => Errors(e, path))],
            Pool = kind is WriteOutcomeKind.Throttled ? ErrorText.Pool(first) : null,
        };
    }

    public static WriteOutcome Rejected(ErrorKind kind, string code, string message, string? field = null) =>
        new(WriteOutcomeKind.Rejected) { Errors = [new SyncError(kind, code, message, field)] };

    // What is gone was deleted; and an update of a known record that repeats a unique value is bad data, not a record met twice.
    private static WriteOutcomeKind KindOf(WriteOperation operation, WriteOutcomeKind outcome) => (operation, outcome) switch
    {
        (WriteOperation.Delete, WriteOutcomeKind.NotFound) => WriteOutcomeKind.Deleted,
        (WriteOperation.Update or WriteOperation.Delete, WriteOutcomeKind.Duplicate) => WriteOutcomeKind.Rejected,
        (WriteOperation.Create, WriteOutcomeKind.NotFound) => WriteOutcomeKind.Rejected,
        _ => outcome,
    };

    private static IEnumerable<SyncError> Errors(SalesforceError error, string path)
    {
        var kind = ErrorTable.ForRow(error).Kind;
        var code = error.Code.Length > 0 ? error.Code : "UNKNOWN";
        return error.Fields.Count == 0
            ? [new SyncError(kind, code, error.Message, path.Length > 0 ? path.TrimEnd('.') : null)]
            : error.Fields.Select(f => new SyncError(kind, code, error.Message, path + f));
    }
}
