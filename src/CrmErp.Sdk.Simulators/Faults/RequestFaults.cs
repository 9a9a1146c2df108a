using CrmErp.Sdk.Simulators.Hosting;

namespace CrmErp.Sdk.Simulators.Faults;

/// <summary>The faults that strike one request. The host does what concerns the connection; the simulator does the rest.</summary>
public sealed class RequestFaults
{
    private List<Fault.CallFault>? _calls;
    private Fault.FailItemsFault? _items;

    /// <summary>How much later the commit comes. The simulator passes it to its transaction.</summary>
    public TimeSpan CommitDelay { get; private set; }

    /// <summary>Whether the simulator halves the page it makes.</summary>
    public bool HalfPage { get; private set; }

    /// <summary>Whether the simulator answers with an empty page.</summary>
    public bool EmptyPage { get; private set; }

    internal Fault.StatusFault? Status { get; private set; }

    internal bool LoseRequest { get; private set; }

    internal bool LoseReply { get; private set; }

    internal bool ExpireToken { get; private set; }

    internal TimeSpan Delay { get; private set; }

    internal FaultGate? Gate { get; private set; }

    /// <summary>Whether a fault says that this operation of the batch fails, and how.</summary>
    public bool FailsItem(int index, out int status, out string? code)
    {
        status = _items?.Code ?? 0;
        code = _items?.VendorCode;
        return _items is { } items && items.Fails(index);
    }

    internal void Add(Fault fault)
    {
        switch (fault)
        {
            case Fault.StatusFault status: Status = status; break;
            case Fault.DelayFault delay: Delay += delay.Duration; break;
            case Fault.GateFault gate: Gate = gate.Gate; break;
            case Fault.LoseRequestFault: LoseRequest = true; break;
            case Fault.ExpireTokenFault: ExpireToken = true; break;
            case Fault.HalfPageFault: HalfPage = true; break;
            case Fault.EmptyPageFault: EmptyPage = true; break;
            case Fault.FailItemsFault items: _items = items; break;
            case Fault.CallFault call: (_calls ??= []).Add(call); break;
            case Fault.CommitLateFault late: CommitDelay = late.Duration; break;
            case Fault.LoseReplyFault lose:
                LoseReply = true;
                CommitDelay = lose.CommitAfter;
                break;
            default:
                throw new InvalidOperationException($"No rule for {fault.GetType().Name}.");
        }
    }

    internal async Task CallAsync(FaultPoint point, SimulatorRequest request, CancellationToken cancellationToken)
    {
        if (_calls is null)
        {
            return;
        }

        foreach (var call in _calls.ToArray())
        {
            if (call.Point == point)
            {
                await call.Action(request, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
