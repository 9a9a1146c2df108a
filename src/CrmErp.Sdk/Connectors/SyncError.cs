namespace CrmErp.Sdk.Connectors;

/// <summary>Why one record was refused.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Code">The system's code; stable enough to group by.</param>
/// <param name="Message">The system's words, without secrets; it may name field values and is never logged.</param>
/// <param name="Field">The external field it is about, if the system says so.</param>
public sealed record SyncError(ErrorKind Kind, string Code, string Message, string? Field = null)
{
    /// <summary>Kind and code; the message may carry values.</summary>
    public override string ToString() => $"{Kind} {Code}";
}
