using CrmErp.Sdk.Connectors;

namespace CrmErp.Sdk.Testing;

/// <summary>The faults of one fake system: what goes wrong next, and what is wrong until it is mended.</summary>
public sealed class FaultPlan
{
    private readonly List<(Func<RemoteCall, bool> Concerns, Fault Fault)> _next = [];
    private readonly HashSet<string> _hiddenObjects = new(StringComparer.Ordinal);
    private readonly HashSet<(string Object, string Field)> _hiddenFields = [];

    /// <summary>Decides about calls that no planned fault concerns; null lets all pass.</summary>
    public IFaultDecider? Decider { get; set; }

    /// <summary>Whether every call is answered with <see cref="ErrorKind.Transient"/>.</summary>
    public bool IsOffline { get; private set; }

    /// <summary>Whether every call is refused with <see cref="ErrorKind.Authentication"/>.</summary>
    public bool CredentialsRefused { get; private set; }

    /// <summary>How often cursors were expired.</summary>
    internal int CursorGeneration { get; private set; }

    /// <summary>Whether planned faults are left that no call met yet.</summary>
    public bool HasPending => _next.Count > 0;

    /// <summary>The next create takes effect, its answer is lost.</summary>
    public void LoseReplyOfNextCreate() => Next(IsCreate, new Fault(FaultKind.LoseReply));

    /// <summary>The next write takes effect, its answer is lost.</summary>
    public void LoseReplyOfNextWrite() => Next(RemoteOperation.Write, new Fault(FaultKind.LoseReply));

    /// <summary>The next create never arrives, and the caller cannot know.</summary>
    public void LoseRequestOfNextCreate() => Next(IsCreate, new Fault(FaultKind.LoseRequest));

    /// <summary>The next write never arrives, and the caller cannot know.</summary>
    public void LoseRequestOfNextWrite() => Next(RemoteOperation.Write, new Fault(FaultKind.LoseRequest));

    /// <summary>The caller of the next write gives up; the write takes effect after a delay.</summary>
    public void ExecuteNextWriteLate(TimeSpan delay) => Next(RemoteOperation.Write, new Fault(FaultKind.ExecuteLate) { Delay = delay });

    /// <summary>The next calls of an operation fail.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="kind">The error.</param>
    /// <param name="times">How many calls. The default is 1.</param>
    /// <param name="retryAfter">For throttling: how long the system asks to wait.</param>
    public void FailNext(RemoteOperation operation, ErrorKind kind, int times = 1, TimeSpan? retryAfter = null)
    {
        for (var i = 0; i < times; i++)
        {
            Next(operation, new Fault(FaultKind.Fail) { Error = kind, RetryAfter = retryAfter });
        }
    }

    /// <summary>The next call of an operation goes wrong.</summary>
    public void Next(RemoteOperation operation, Fault fault) => Next(c => c.Operation == operation, fault);

    /// <summary>The next call that passes a condition goes wrong.</summary>
    public void Next(Func<RemoteCall, bool> concerns, Fault fault) => _next.Add((concerns, fault));

    /// <summary>All cursors handed out so far are too old from now on.</summary>
    public void ExpireCursors() => CursorGeneration++;

    /// <summary>The system cannot be reached until <see cref="ComeBack"/>.</summary>
    public void GoOffline() => IsOffline = true;

    /// <summary>The system can be reached again.</summary>
    public void ComeBack() => IsOffline = false;

    /// <summary>The credentials are refused until <see cref="AcceptCredentials"/>.</summary>
    public void RefuseCredentials() => CredentialsRefused = true;

    /// <summary>The credentials are good again.</summary>
    public void AcceptCredentials() => CredentialsRefused = false;

    /// <summary>The integration user may no longer see an object: its records vanish without being deleted.</summary>
    public void LosePermission(string objectName) => _hiddenObjects.Add(objectName);

    /// <summary>The integration user may no longer see a field: it is not served, which is not the same as empty.</summary>
    public void LosePermission(string objectName, string field) => _hiddenFields.Add((objectName, field));

    /// <summary>The integration user sees everything again.</summary>
    public void RestorePermissions()
    {
        _hiddenObjects.Clear();
        _hiddenFields.Clear();
    }

    /// <summary>Nothing is wrong any more; planned faults are forgotten. Expired cursors stay expired.</summary>
    public void Clear()
    {
        _next.Clear();
        ComeBack();
        AcceptCredentials();
        RestorePermissions();
    }

    internal bool Hides(string objectName) => _hiddenObjects.Contains(objectName);

    internal bool Hides(string objectName, string field) => _hiddenFields.Contains((objectName, field));

    internal Fault? Take(RemoteCall call)
    {
        if (CredentialsRefused)
        {
            return new Fault(FaultKind.Fail) { Error = ErrorKind.Authentication };
        }

        if (IsOffline)
        {
            return new Fault(FaultKind.Fail);
        }

        for (var i = 0; i < _next.Count; i++)
        {
            if (_next[i].Concerns(call))
            {
                var fault = _next[i].Fault;
                _next.RemoveAt(i);
                return fault;
            }
        }

        return Decider?.Decide(call);
    }

    private static bool IsCreate(RemoteCall call) => call.Writes.Contains(WriteOperation.Create);
}
