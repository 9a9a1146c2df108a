namespace CrmErp.Sdk.Connectors.Http;

/// <summary>What is known about a request's fate.</summary>
public enum SendState
{
    /// <summary>The system answered; the status says what it did.</summary>
    Answered = 1,
    /// <summary>Nothing of it reached the system, certainly: no connection, no token, no budget, or the deadline had passed.</summary>
    NotSent = 2,
    /// <summary>It may have reached the system, and there is no answer.</summary>
    Unknown = 3,
}

/// <summary>The fate of a request. For a write, <see cref="SendState.NotSent"/> and <see cref="SendState.Unknown"/> are the outcomes of the same name.</summary>
public sealed class SendResult : IDisposable
{
    private SendResult(SendState state, ConnectorResponse? response, ConnectorException? error)
    {
        State = state;
        Response = response;
        Error = error;
    }

    /// <summary>What is known.</summary>
    public SendState State { get; }

    /// <summary>The answer, when there is one.</summary>
    public ConnectorResponse? Response { get; }

    /// <summary>What went wrong, when there is no answer.</summary>
    public ConnectorException? Error { get; }

    // Our own refusal: says nothing about the system, and another attempt cannot heal it.
    internal bool IsAfterDeadline { get; private init; }

    /// <summary>The system answered.</summary>
    public static SendResult Answered(ConnectorResponse response)
    {
        ArgumentNullException.ThrowIfNull(response);
        return new(SendState.Answered, response, null);
    }

    /// <summary>Nothing was sent.</summary>
    public static SendResult NotSent(ConnectorException error)
    {
        ArgumentNullException.ThrowIfNull(error);
        return new(SendState.NotSent, null, error);
    }

    /// <summary>It may have been received.</summary>
    public static SendResult Unknown(ConnectorException error)
    {
        ArgumentNullException.ThrowIfNull(error);
        return new(SendState.Unknown, null, error);
    }

    internal static SendResult AfterDeadline(ConnectorException error) => new(SendState.NotSent, null, error) { IsAfterDeadline = true };

    /// <summary>Disposes the answer.</summary>
    public void Dispose() => Response?.Dispose();

    /// <summary>State and status.</summary>
    public override string ToString() => Response is null ? $"{State} {Error?.Kind}" : $"{State} {Response}";
}
