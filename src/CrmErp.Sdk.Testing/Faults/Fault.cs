using CrmErp.Sdk.Connectors;

namespace CrmErp.Sdk.Testing;

/// <summary>How a call goes wrong.</summary>
public enum FaultKind
{
    /// <summary>The call is answered with an error and has no effect.</summary>
    Fail = 1,
    /// <summary>The request never arrives; the caller cannot know.</summary>
    LoseRequest = 2,
    /// <summary>The call takes effect, its answer never arrives.</summary>
    LoseReply = 3,
    /// <summary>The caller gives up; the request takes effect later.</summary>
    ExecuteLate = 4,
    /// <summary>A batch takes effect up to its middle, then the connection breaks.</summary>
    BreakBatch = 5,
    /// <summary>Every other item of a batch fails for a reason that may pass.</summary>
    FailItems = 6,
    /// <summary>A page is served with half of its records; its continuation is right.</summary>
    HalfPage = 7,
    /// <summary>A page is served without records and without an error; its continuation or cursor has not moved.</summary>
    EmptyPage = 8,
    /// <summary>A listing of ids leaves records out, without an error.</summary>
    ShortListing = 9,
    /// <summary>A page of changes names records without serving them.</summary>
    Gaps = 10,
    /// <summary>A page of changes leaves deletions out and says that it lost track of them.</summary>
    LoseTrack = 11,
}

/// <summary>One fault of one call.</summary>
/// <param name="Kind">How the call goes wrong.</param>
public sealed record Fault(FaultKind Kind)
{
    /// <summary>For <see cref="FaultKind.Fail"/>: the error. The default is <see cref="ErrorKind.Transient"/>.</summary>
    public ErrorKind Error { get; init; } = ErrorKind.Transient;

    /// <summary>For throttling: how long the system asks to wait.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>For <see cref="FaultKind.ExecuteLate"/>: how much later the request takes effect.</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether a lost answer of a write is thrown instead of answered as unknown outcomes. Both mean the same.</summary>
    public bool ByThrow { get; init; }
}

/// <summary>Decides which calls go wrong.</summary>
public interface IFaultDecider
{
    /// <summary>The fault of a call that is about to take effect; null lets it pass.</summary>
    Fault? Decide(RemoteCall call);
}

/// <summary>Holds calls at the two points where a process may pause or die: before the request is sent, and before its answer is processed.</summary>
public interface ICallGate
{
    /// <summary>Completes when the call may be sent. Never completing means that the process died.</summary>
    Task BeforeAsync(RemoteCall call);

    /// <summary>Completes when the answer may be processed.</summary>
    Task AfterAsync(RemoteCall call);
}
