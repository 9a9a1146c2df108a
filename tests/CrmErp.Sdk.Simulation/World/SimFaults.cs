using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Testing;

namespace CrmErp.Sdk.Simulation.World;

/// <summary>Draws what goes wrong with a call.</summary>
internal static class SimFaults
{
    public static Fault? Draw(SimWorld world, RemoteCall call)
    {
        var random = world.Random;
        var x = random.Fraction();
        if (call.Operation == RemoteOperation.Write)
        {
            return DrawWrite(world, call, random, x);
        }

        var pages = call.Operation is RemoteOperation.Changes or RemoteOperation.ReadPage;
        return x switch
        {
            < .04 => new Fault(FaultKind.Fail) { Error = ErrorKind.Throttled, RetryAfter = random.Chance(.5) ? random.Span(1, 4) : null },
            < .08 => new Fault(FaultKind.Fail) { Error = ErrorKind.Transient },
            < .10 => new Fault(FaultKind.LoseReply),
            < .11 => new Fault(FaultKind.Fail) { Error = ErrorKind.Authentication },
            < .35 when call.HeadsOnly => new Fault(FaultKind.ShortListing),
            < .16 when pages => new Fault(FaultKind.HalfPage),
            < .20 when pages => new Fault(FaultKind.EmptyPage),
            < .24 when call.Operation == RemoteOperation.Changes => new Fault(FaultKind.Gaps),
            < .26 when call.Operation == RemoteOperation.Changes => new Fault(FaultKind.Fail) { Error = ErrorKind.CursorExpired },
            _ => null,
        };
    }

    private static Fault? DrawWrite(SimWorld world, RemoteCall call, SeededRandom random, double x) => x switch
    {
        < .04 => new Fault(FaultKind.Fail) { Error = ErrorKind.Throttled, RetryAfter = random.Chance(.5) ? random.Span(1, 4) : null },
        < .08 => new Fault(FaultKind.Fail) { Error = ErrorKind.Transient },
        < .16 => new Fault(FaultKind.LoseReply) { ByThrow = random.Chance(.5) },
        < .19 => new Fault(FaultKind.BreakBatch) { ByThrow = random.Chance(.5) },
        < .23 => new Fault(FaultKind.LoseRequest) { ByThrow = random.Chance(.5) },
        < .29 => new Fault(FaultKind.ExecuteLate) { Delay = random.Span(1, world.System(call.System).MaxInFlight.TotalSeconds), ByThrow = random.Chance(.5) },
        < .33 => new Fault(FaultKind.FailItems),
        < .335 => new Fault(FaultKind.Fail) { Error = ErrorKind.Authentication },
        _ => null,
    };
}
