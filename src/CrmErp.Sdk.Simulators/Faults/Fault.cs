using CrmErp.Sdk.Simulators.Hosting;

namespace CrmErp.Sdk.Simulators.Faults;

/// <summary>What happens to a request, or to one operation of a batch.</summary>
public abstract record Fault
{
    private protected Fault()
    {
    }

    /// <summary>Answers with an error and does not execute.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="code">The vendor's code; null for the usual one of that status.</param>
    /// <param name="retryAfter">Adds <c>Retry-After</c> in seconds.</param>
    public static Fault Status(int status, string? code = null, TimeSpan? retryAfter = null) => new StatusFault(status, code, null, retryAfter);

    /// <summary>Answers with exactly this body and does not execute.</summary>
    public static Fault Status(int status, string body, string contentType) => new StatusFault(status, null, (body, contentType), null);

    /// <summary>Waits by the simulator's clock before it executes.</summary>
    public static Fault Delay(TimeSpan delay) => new DelayFault(delay);

    /// <summary>Waits before it executes until the gate is opened.</summary>
    public static Fault HoldAt(FaultGate gate) => new GateFault(gate);

    /// <summary>Cuts the connection before anything was executed.</summary>
    public static Fault LoseRequest() => new LoseRequestFault();

    /// <summary>Executes, then cuts the connection instead of answering.</summary>
    /// <param name="commitAfter">The commit comes this much later: what was sent is not there yet when the client asks.</param>
    public static Fault LoseReply(TimeSpan commitAfter = default) => new LoseReplyFault(commitAfter);

    /// <summary>Answers as always, but what was written becomes visible this much later.</summary>
    public static Fault CommitLate(TimeSpan delay) => new CommitLateFault(delay);

    /// <summary>The token of this request expires with it: the system's own 401.</summary>
    public static Fault ExpireToken() => new ExpireTokenFault();

    /// <summary>Of a batch, some operations fail without being executed.</summary>
    /// <param name="fails">Which ones, by index.</param>
    /// <param name="status">Their status.</param>
    /// <param name="code">Their vendor code; null for the usual one.</param>
    public static Fault FailItems(Func<int, bool> fails, int status, string? code = null) => new FailItemsFault(fails, status, code);

    /// <summary>A page of half the size, with a link to the rest.</summary>
    public static Fault HalfPage() => new HalfPageFault();

    /// <summary>An answer 200 with an empty page although there are records.</summary>
    public static Fault EmptyPage() => new EmptyPageFault();

    /// <summary>Calls back and waits for it: there a test kills a process, edits a record or advances a clock.</summary>
    /// <param name="point">Where.</param>
    /// <param name="action">What to do; the request goes on afterwards.</param>
    public static Fault Call(FaultPoint point, Func<SimulatorRequest, CancellationToken, Task> action) => new CallFault(point, action);

    internal sealed record StatusFault(int Code, string? VendorCode, (string Text, string ContentType)? Body, TimeSpan? RetryAfter) : Fault;

    internal sealed record DelayFault(TimeSpan Duration) : Fault;

    internal sealed record GateFault(FaultGate Gate) : Fault;

    internal sealed record LoseRequestFault : Fault;

    internal sealed record LoseReplyFault(TimeSpan CommitAfter) : Fault;

    internal sealed record CommitLateFault(TimeSpan Duration) : Fault;

    internal sealed record ExpireTokenFault : Fault;

    internal sealed record FailItemsFault(Func<int, bool> Fails, int Code, string? VendorCode) : Fault;

    internal sealed record HalfPageFault : Fault;

    internal sealed record EmptyPageFault : Fault;

    internal sealed record CallFault(FaultPoint Point, Func<SimulatorRequest, CancellationToken, Task> Action) : Fault;
}
