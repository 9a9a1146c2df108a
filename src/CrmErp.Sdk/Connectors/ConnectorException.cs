namespace CrmErp.Sdk.Connectors;

/// <summary>
/// A call to a system failed as a whole. Failures of single records are values (<see cref="WriteOutcome"/>), not exceptions.
/// The message is for a person and carries no secret and no field value.
/// </summary>
public sealed class ConnectorException : Exception
{
    /// <summary>Creates the error.</summary>
    /// <param name="kind">What the engine is to do about it.</param>
    /// <param name="userMessage">One sentence that names the connection, the object and the next step; no secrets, no field values.</param>
    /// <param name="innerException">What caused it, if anything.</param>
    public ConnectorException(ErrorKind kind, string userMessage, Exception? innerException = null)
        : base(userMessage, innerException) => Kind = kind;

    /// <summary>What the engine is to do about it.</summary>
    public ErrorKind Kind { get; }

    /// <summary>One sentence for a person; the same as <see cref="Exception.Message"/>.</summary>
    public string UserMessage => Message;

    /// <summary>How long the system asked to wait.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The system's own id of the request, for its support.</summary>
    public string? RequestId { get; init; }

    /// <summary>The system's own error code.</summary>
    public string? VendorCode { get; init; }

    /// <summary>The quota pool that is exhausted, for <see cref="ErrorKind.Throttled"/>.</summary>
    public string? Pool { get; init; }

    /// <summary>The request certainly never left the process. For writes, only then is the outcome not unknown.</summary>
    public bool NotSent { get; init; }
}
